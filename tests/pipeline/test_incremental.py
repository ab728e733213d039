"""A run into the folder of an earlier one: what has not changed is not translated again, and the outcome is that of a full run."""

import gzip
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from ontology.compiling import compile_lexicon
from ontology.lexicon import EMBEDDED, Lexicon
from ontology.tables import read_ontology
from pipeline.batches import batch, changes, earlier
from pipeline.batches.batch import run_batch
from pipeline.config import FORMATS, Settings
from pipeline.linking.linker import Linker
from pipeline.mentions.confidence import MentionConfidence
from pipeline.mentions.finding import MentionFinder
from pipeline.privacy import subjects
from pipeline.qualifying import Qualifier
from pipeline.translate import Translator
from tests.conftest import ROOT
from tests.pipeline.killing import content

TEXT = "Wij zoeken een {}.\n\nWat vragen wij?\n- Je kunt {}.\n- Je bent jong en fris.\n"
JOBS = [("kok", "koken"), ("lasser", "lassen"), ("boekhouder", "de boekhouding doen"), ("programmeur", "programmeren in Python"), ("chauffeur", "vrachtwagen rijden")]
VACANCIES = [{"id": f"v{n}", "kind": "vacancy", "language": "nl", "text": TEXT.format(*JOBS[n % 5]) + "\nSolliciteer voor dag " * (n // 5)} for n in range(20)]
CVS = [{"id": f"cv{n}", "kind": "cv", "language": "nl", "text": f"Werkervaring\n2019 - heden: kok, restaurant {n}\n- menu samenstellen\n"} for n in range(3)]


@pytest.fixture(scope="module", autouse=True)
def one_translator():
    """Tells in ``asked`` which documents it has translated."""
    loaded = batch.Translator.load()
    translate = loaded.translate_all
    loaded.asked = []

    def told(documents):
        loaded.asked += [document.id for document in documents if document.id]
        return translate(documents)

    loaded.translate_all = told
    patch = pytest.MonkeyPatch()
    patch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: loaded))
    yield loaded
    patch.undo()


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, one_translator):
    """Shards are translated where the test can see it."""

    class Here:
        def __init__(self, start, workers, limits):
            self.do = start()

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def results(self, orders):
            return (self.do(order, {}, set(), lambda first, end: None) for order in orders)

    monkeypatch.setattr(batch, "Engine", Here)
    monkeypatch.setenv(subjects.KEY, "a key of sixteen characters")
    one_translator.asked.clear()


@pytest.fixture
def run(tmp_path, one_translator):
    def run(records, name="out", restart=False, **settings):
        source = tmp_path / "a.jsonl"
        source.write_text("".join(json.dumps(record) + "\n" for record in records))
        one_translator.asked.clear()
        return run_batch([str(source)], tmp_path / name, Settings(**({"formats": FORMATS, "shard": 6} | settings)), restart)

    return run


def changed(record, **values):
    return record | values


def asking_more(text):
    return text.replace("- Je bent jong", "- Je spreekt Engels.\n- Je bent jong")


CHANGES = {
    "nothing": lambda records: records,
    "a text": lambda records: [*records[:7], changed(records[7], text=asking_more(records[7]["text"])), *records[8:]],
    "a title": lambda records: [*records[:7], changed(records[7], title="Timmerman"), *records[8:]],
    "a date": lambda records: [*records[:7], changed(records[7], published="2026-02-01"), *records[8:]],
    "an id": lambda records: [*records[:7], changed(records[7], id="anders"), *records[8:]],
    "the kind": lambda records: [*records[:7], changed(records[7], kind="profile"), *records[8:]],
    "one removed": lambda records: records[1:],
    "one added": lambda records: [changed(records[3], id="erbij", text=records[3]["text"] + " Snel!"), *records],
    "the order": lambda records: records[::-1],
    "a repeat": lambda records: [*records, changed(records[2], id="nog eens")],
    "the original of a repeat removed": lambda records: records[5:],
    "all removed": lambda records: records[:0],
}
REDONE = {"a text": ["v7"], "a title": ["v7"], "the kind": ["v7"], "one added": ["erbij"]}


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_changed_is_translated_again_and_the_run_is_that_of_all(run, tmp_path, one_translator, change):
    before = [*VACANCIES, *CVS, changed(VACANCIES[0], id="weer"), changed(VACANCIES[4], id="en weer")]
    run(before)
    assert len(one_translator.asked) == 23
    after = CHANGES[change](before)
    totals = run(after)["totals"]
    redone = list(one_translator.asked)
    full = run(after, "full")
    assert content(tmp_path / "out") == content(tmp_path / "full")
    assert redone == REDONE.get(change, [])
    assert totals["unchanged"] == len(after) - len(redone) and full["totals"]["unchanged"] == 0
    assert (totals["read"], totals["translated"]) == (len(after), len(after))


def test_a_third_run_takes_over_what_the_second_took_over(run, tmp_path, one_translator):
    run(VACANCIES)
    run(VACANCIES[3:])
    assert run(VACANCIES[2:])["totals"]["unchanged"] == 17 and one_translator.asked == ["v2"]
    run(VACANCIES[2:], "full")
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_shards_of_unchanged_records_keep_their_files(run, tmp_path):
    run(VACANCIES)
    path = tmp_path / "out/graph/part-00000.nq.gz"
    before = path.stat().st_ino
    run([*VACANCIES[:19], changed(VACANCIES[19], id="anders")])
    assert path.stat().st_ino == before


def test_what_is_written_changes_without_translating(run, tmp_path, one_translator):
    run(VACANCIES, formats=("nq",))
    assert run(VACANCIES, detail="skills", base="https://example.org/")["totals"]["unchanged"] == 20 and not one_translator.asked
    run(VACANCIES, "full", detail="skills", base="https://example.org/")
    assert content(tmp_path / "out") == content(tmp_path / "full")


@pytest.mark.parametrize(("name", "reason"), [("versions_sha256", "another version")])
def test_other_code_or_models_translate_all_anew_and_say_so(run, monkeypatch, one_translator, name, reason):
    run(VACANCIES)
    monkeypatch.setattr(batch, name, lambda *_: "other")
    manifest = run(VACANCIES)
    assert reason in manifest["earlier"]["reason"] and manifest["totals"]["unchanged"] == 0 and len(one_translator.asked) == 20


def test_restart_takes_nothing_over(run, one_translator):
    run(VACANCIES)
    assert run(VACANCIES, restart=True)["totals"]["unchanged"] == 0 and len(one_translator.asked) == 20


def test_cvs_are_read_anew_in_another_month_and_with_other_evidence(run, one_translator):
    records = [*VACANCIES[:2], *CVS]
    run(records, reference_month="2026-01")
    run(records, reference_month="2026-01")
    assert one_translator.asked == []
    run(records, reference_month="2026-02")
    assert one_translator.asked == ["cv0", "cv1", "cv2"]
    run(records, reference_month="2026-02", evidence=("hard",))
    assert one_translator.asked == ["cv0", "cv1", "cv2"]


def test_pseudonyms_follow_the_key_while_translations_stay(run, tmp_path, monkeypatch, one_translator):
    run(CVS)
    monkeypatch.setenv(subjects.KEY, "another key of more than sixteen")
    assert run(CVS)["totals"]["unchanged"] == 3
    run(CVS, "full")
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_state_holds_no_ids_and_no_titles(run, tmp_path):
    run([changed(record, id=f"geheim-{record['id']}", title="Geheime titel") for record in [*VACANCIES[:2], *CVS]])
    found = [earlier.read_kept(tmp_path / "out", 0, position) for position in range(5)]
    assert all(found) and "eheim" not in json.dumps([kept.translation for kept in found])
    assert not [path.name for path in (tmp_path / "out" / "state").iterdir() if b"eheim" in path.read_bytes()]


@pytest.mark.parametrize("name", ["state.json", "keys.npy", "rows.npy", "shards.jsonl", "entries.jsonl.gz", "00000.arrow", "00000.npy"])
@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-9]), lambda path: path.write_bytes(path.read_bytes()[:-60] + bytes(60))])
def test_what_is_damaged_is_not_taken_over(run, tmp_path, name, harm):
    run(VACANCIES)
    harm(tmp_path / "out" / "state" / name)
    assert run(VACANCIES)["totals"]["unchanged"] == (0 if "." in name and name[0].isalpha() else 14 if name == "00000.arrow" else 20)
    run(VACANCIES, "full")
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_refused_records_are_tried_again(run, tmp_path, monkeypatch, one_translator):
    def fail(documents):
        if any(document.id == "v2" for document in documents):
            raise ValueError
        return translate(documents)

    translate = one_translator.translate_all
    monkeypatch.setattr(one_translator, "translate_all", fail)
    monkeypatch.setattr(one_translator, "translate", lambda document: fail([document])[0])
    assert run(VACANCIES)["totals"]["quarantined"] == 1
    monkeypatch.undo()
    assert run(VACANCIES)["totals"]["quarantined"] == 0


# --- a new release ------------------------------------------------------------------------------------------------------


@pytest.fixture
def release(tmp_path, monkeypatch, one_translator):
    """Makes a release folder of the embedded core, its entries changed by a function of the record, which the next runs read."""

    def make(change=lambda entry: entry, name="2099.1.0"):
        folder = tmp_path / "release"
        shutil.copytree(EMBEDDED, folder)
        header = json.loads((folder / "lexicon.json").read_text())
        (folder / "lexicon.json").write_text(json.dumps(header | {"release": name}))
        lines = [json.dumps(change(json.loads(line)), ensure_ascii=False, separators=(",", ":")).encode() for line in (folder / "lexicon.entries.bin").read_bytes().splitlines()]
        (folder / "lexicon.entries.bin").write_bytes(b"".join(line + b"\n" for line in lines))
        np.save(folder / "lexicon.entries.npy", np.cumsum([0] + [len(line) + 1 for line in lines]).astype("<u8"))
        lexicon = Lexicon.load(folder)
        other = Translator(lexicon, MentionFinder.load(lexicon), Qualifier.load(), Linker.load(lexicon), MentionConfidence.load())
        translate, other.asked = other.translate_all, one_translator.asked

        def told(documents):
            other.asked.extend(document.id for document in documents if document.id)
            return translate(documents)

        other.translate_all = told
        monkeypatch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: other))
        return folder

    return make


def named(out):
    """Concept (or how the reason of NIL begins) -> ids of the documents that name it."""
    found = {}
    for path in sorted((out / "translations").iterdir()):
        for record in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()):
            for statement in [*record["skills"], *filter(None, [record["occupation"]])]:
                key = statement["concept"] or statement.get("because", "").split("' (")[0]
                found.setdefault(key, set()).add(record["document"]["id"])
    return found


def test_a_release_with_another_name_alone_is_taken_over_under_its_new_name(run, tmp_path, release, one_translator):
    run(VACANCIES)
    folder = release()
    assert run(VACANCIES, ontology=str(folder))["totals"]["unchanged"] == 20 and one_translator.asked == []
    full = run(VACANCIES, "full", ontology=str(folder))
    assert content(tmp_path / "out") == content(tmp_path / "full") and full["ontology"]["release"] == "2099.1.0"
    assert full["activity"].encode() in gzip.decompress((tmp_path / "out/graph/part-00000.nq.gz").read_bytes())


ENTRIES = {
    "a mapping": lambda entry: [*entry[:4], {"esco": ["http://data.europa.eu/esco/skill/other"]}, *entry[5:]],
    "a broader mapping": lambda entry: [*entry[:5], {"onet": ["https://www.onetcenter.org/x"]}, *entry[6:]],
    "the name": lambda entry: [*entry[:2], "anders genoemd", *entry[3:]],
    "the IRI": lambda entry: [entry[0] + "9", *entry[1:]],
}


@pytest.mark.parametrize("change", ENTRIES)
@pytest.mark.parametrize("name", ["2099.1.0", Lexicon.load().release])
def test_entries_that_changed_are_linked_anew_where_they_are_named(run, tmp_path, release, one_translator, change, name):
    records = [*VACANCIES, *CVS]
    run(records)
    found = named(tmp_path / "out")
    concept, documents = min(((iri, ids) for iri, ids in found.items() if iri.startswith("http") and not ids & {"cv0", "cv1", "cv2"}), key=lambda item: (len(item[1]), item[0]))
    folder = release(lambda entry: ENTRIES[change](entry) if entry[0] == concept else entry, name)
    assert run(records, ontology=str(folder))["totals"]["unchanged"] == len(records) - len(one_translator.asked)
    assert documents | {"cv0", "cv1", "cv2"} == set(one_translator.asked) and len(documents) < 15
    run(records, "full", ontology=str(folder))
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_a_name_that_stands_in_the_reason_of_nil_changes_it(run, tmp_path, release, one_translator):
    records = [*VACANCIES, *({"id": f"n{n}", "kind": "vacancy", "language": "nl", "text": TEXT.format("flopser", word)} for n, word in enumerate(["kwaffelen en drummelen", "zwiebelwerk met flarren doen"]))]
    run(records)
    reasons = {key: ids for key, ids in named(tmp_path / "out").items() if key.startswith("nothing fits; nearest is '")}
    reason, documents = min(reasons.items())
    folder = release(lambda entry: ENTRIES["the name"](entry) if entry[2] == reason.partition("'")[2] else entry)
    run(records, ontology=str(folder))
    assert documents <= set(one_translator.asked) and len(one_translator.asked) < len(records)
    run(records, "full", ontology=str(folder))
    assert content(tmp_path / "out") == content(tmp_path / "full")


# --- a new release in which labels and concepts are others ---------------------------------------------------------------


@pytest.fixture(scope="module")
def some_concepts():
    """Every fourth concept of the core, without those that lose their broader one."""
    kept = {concept.iri: concept for concept in read_ontology().concepts if int(concept.id[2:]) % 4 == 0 and concept.status == "active"}
    return {iri: replace(concept, broader=tuple(above for above in concept.broader if above in kept)) for iri, concept in kept.items()}


@pytest.fixture
def releases(tmp_path, monkeypatch, one_translator):
    """Makes a release folder of concepts, which runs then read."""
    made = {}

    def make(name, concepts, relations=()):
        folder = tmp_path / name
        folder.mkdir()
        for file, written in compile_lexicon([concepts[iri] for iri in sorted(concepts)], [], "2099.1.0", relations=relations).items():
            (folder / file).write_bytes(written)
        lexicon = Lexicon.load(folder)
        other = Translator(lexicon, MentionFinder.load(lexicon), Qualifier.load(), Linker.load(lexicon), MentionConfidence.load())
        translate = other.translate_all

        def told(documents):
            one_translator.asked.extend(document.id for document in documents if document.id)
            return translate(documents)

        other.translate_all = told
        made[str(folder)] = other
        return str(folder)

    monkeypatch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: made[release]))
    return make


def own_texts():
    """Vacancies, profiles and CVs of the gold corpus, as records."""
    gold = [json.loads(line) for line in (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{name: record[name] for name in ("id", "kind", "text")} for record in gold[::5]]


def labelled(concept, *texts):
    return replace(concept, labels=concept.labels | {("alt", "nl"): (*concept.labels.get(("alt", "nl"), ()), *texts)})


def _rarest(concepts, type_, folder):
    """The concept of this type that fewest texts of the run name."""
    found = named(folder)
    return min((iri for iri in concepts if concepts[iri].type == type_ and iri in found), key=lambda iri: (len(found[iri]), iri))


EDITS = {
    "a label more": lambda concepts, iri: {iri: labelled(concepts[iri], "een gezellige werksfeer maken")},
    "a label that stands in texts": lambda concepts, iri: {iri: labelled(concepts[iri], "collega's", "klanten")},
    "a label less": lambda concepts, iri: {iri: replace(concepts[iri], labels={key: texts[:1] for key, texts in concepts[iri].labels.items()})},
    "another type": lambda concepts, iri: {iri: replace(concepts[iri], type="knowledge")},
    "another definition": lambda concepts, iri: {iri: replace(concepts[iri], definitions={"nl": "Iets heel anders doen met hout en verf."})},
    "another broader concept": lambda concepts, iri: {iri: replace(concepts[iri], broader=(min(set(concepts) - {iri}),))},
    "gone": lambda concepts, iri: {iri: None},
    "a new concept": lambda concepts, iri: {iri[:-7] + "9999999": replace(concepts[iri], iri=iri[:-7] + "9999999", labels={("pref", "nl"): ("teamgeest bewaren",)})},
}


@pytest.mark.parametrize("type_", ["skill", "occupation"])
@pytest.mark.parametrize("edit", EDITS)
def test_of_another_release_only_what_it_may_change_is_translated_anew(run, tmp_path, some_concepts, releases, one_translator, edit, type_):
    records = own_texts()
    old = releases("old", some_concepts)
    run(records, ontology=old, formats=("nq", "jsonl"))
    edited = some_concepts | EDITS[edit](some_concepts, _rarest(some_concepts, type_, tmp_path / "out"))
    new = releases("new", {iri: concept for iri, concept in edited.items() if concept})
    totals = run(records, ontology=new, formats=("nq", "jsonl"))["totals"]
    redone = set(one_translator.asked)
    run(records, "full", ontology=new, formats=("nq", "jsonl"))
    assert content(tmp_path / "out") == content(tmp_path / "full")
    assert totals["unchanged"] == len(records) - len(redone)
    assert {record["id"] for record in records if record["kind"] == "cv"} <= redone and (len(redone) < len(records) or edit == "another type")  # which is felt on both sides


def test_of_other_needs_of_occupations_only_what_they_change_is_translated_anew(run, tmp_path, some_concepts, releases, one_translator):
    records, relations = own_texts(), read_ontology().relations
    run(records, ontology=releases("old", some_concepts, relations), formats=("nq", "jsonl"))
    new = releases("new", some_concepts)
    run(records, ontology=new, formats=("nq", "jsonl"))
    redone = set(one_translator.asked)
    assert {record["id"] for record in records if record["kind"] == "cv"} < redone and len(redone) < len(records)
    run(records, "full", ontology=new, formats=("nq", "jsonl"))
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_a_release_that_differs_in_too_much_translates_all_anew_and_says_so(run, some_concepts, releases, one_translator, monkeypatch):
    monkeypatch.setattr(changes, "_MOST_LABELS", 3)
    run(VACANCIES, ontology=releases("old", some_concepts))
    iri = min(some_concepts)
    new = releases("new", some_concepts | {iri: labelled(some_concepts[iri], "een", "twee", "drie", "vier")})
    manifest = run(VACANCIES, ontology=new)
    assert "too much is different" in manifest["earlier"]["reason"] and len(one_translator.asked) == 20
