"""delta/: applied to the graphs of the earlier run, patch and update give those of the later one."""

import gzip
import re

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Dataset

from pipeline.batches import delta
from tests.pipeline.killing import content
from tests.pipeline.test_incremental import CHANGES, CVS, VACANCIES, asking_more, changed, in_this_process, one_translator, run  # noqa: F401  (fixtures)

HOSTILE = 'Wij zoeken een kok " } } ; DROP ALL # \\u0022 } \\U0000005C \\\\u000A en \\n \u0001 met <urn:x> .\nJe kunt koken \\u0022 "en" bakken.'


def store(folder):
    found = Store()
    for path in folder.glob("graph/*.nq.gz"):
        found.bulk_load(gzip.decompress(path.read_bytes()), RdfFormat.N_QUADS)
    return found


def patched(quads, patch):
    """The set after a patch, whose rows must all be of those kinds and apply: what goes was there, what comes was not."""
    rows = [row.partition(b" ")[::2] for row in patch.splitlines()]
    assert [kind for kind, _ in rows[:3]] == [b"H", b"H", b"TX"] and rows[-1][0] == b"TC"
    for kind, line in rows[3:-1]:
        (quad,) = parse(line, RdfFormat.N_QUADS)
        assert (quad in quads) == (kind == b"D") and kind in (b"A", b"D")
        quads ^= {quad}
    return quads


def check(before, out):
    """Applies the delta of ``out`` to the store of the earlier run in both ways."""
    after = set(store(out))
    assert patched(set(before), gzip.decompress((out / delta.PATCH).read_bytes())) == after
    update = gzip.decompress((out / delta.UPDATE).read_bytes()).decode()
    before.update(update)
    assert set(before) == after
    assert {name.value for name in before.named_graphs()} >= {quad.graph_name.value for quad in after}
    return update


@pytest.mark.parametrize("change", CHANGES)
def test_applied_to_the_earlier_run_it_gives_the_later_one(run, tmp_path, change):  # noqa: F811
    records = [*VACANCIES, *CVS, changed(VACANCIES[0], id="weer")]
    run(records)
    before = store(tmp_path / "out")
    old = {name.value for name in before.named_graphs()}
    manifest = run(CHANGES[change](records))
    check(before, tmp_path / "out")
    new = {name.value for name in store(tmp_path / "out").named_graphs()}
    graphs = manifest["delta"]["graphs"]
    assert (graphs["added"], graphs["removed"]) == (len(new - old), len(old - new)) and manifest["totals"]["removed"] == len(old - new)
    assert graphs["changed"] == {  # a repeat whose original leaves, or comes after it, is one no more
        "a text": 1, "a title": 1, "a date": 1, "the kind": 1, "one removed": 1, "the order": 2, "the original of a repeat removed": 1,
    }.get(change, 0)  # fmt: skip


def test_nothing_changed_is_an_empty_delta(run, tmp_path):  # noqa: F811
    run(VACANCIES)
    manifest = run(VACANCIES)
    assert manifest["delta"]["triples"] == {"inserted": 0, "deleted": 0} and set(manifest["delta"]["graphs"].values()) == {0}
    lines = gzip.decompress((tmp_path / "out" / delta.PATCH).read_bytes()).splitlines()
    assert [line.split()[0] for line in lines] == [b"H", b"H", b"TX", b"TC"]


def test_of_a_graph_that_changed_only_the_triples_that_changed_are_written(run, tmp_path):  # noqa: F811
    run(VACANCIES)
    assert run([*VACANCIES[:19], changed(VACANCIES[19], published="2026-02-01")])["delta"]["triples"] == {"inserted": 1, "deleted": 0}


def test_each_patch_goes_on_from_the_one_before(run, tmp_path):  # noqa: F811
    named = []
    for records in (VACANCIES, VACANCIES[2:], VACANCIES[1:]):
        run(records)
        if (path := tmp_path / "out" / delta.PATCH).exists():
            named.append(re.findall(rb"<(urn:uuid:[^>]*)>", gzip.decompress(path.read_bytes()))[:2])
    assert named[0][0] == named[1][1] and len({*named[0], *named[1]}) == 3


def test_texts_cannot_break_out_of_an_update(run, tmp_path):  # noqa: F811
    run([*VACANCIES[:3], {"id": "h", "kind": "vacancy", "language": "nl", "title": "\\u0022 } }", "text": HOSTILE}])
    before, start = store(tmp_path / "out"), Dataset()
    start.parse(data=b"".join(gzip.decompress(path.read_bytes()) for path in (tmp_path / "out/graph").glob("*.nq.gz")), format="nquads")
    run([*VACANCIES[:2], {"id": "h", "kind": "vacancy", "language": "nl", "title": "\\U0000005c\\u0022", "text": HOSTILE + "\n- Je kunt \\u0041 lassen \\u0022."}])
    update = check(before, tmp_path / "out")
    start.update(update)
    assert {(str(s), str(p), str(o), str(g)) for s, p, o, g in start.quads()} == {
        (quad.subject.value, quad.predicate.value, quad.object.value, quad.graph_name.value) for quad in store(tmp_path / "out")
    }


def test_operations_end_with_a_line_of_their_own(run, tmp_path):  # noqa: F811
    """So that a large update can be sent in portions."""
    run(VACANCIES)
    before = store(tmp_path / "out")
    run([changed(record, text=asking_more(record["text"])) for record in VACANCIES[5:]])
    operations = gzip.decompress((tmp_path / "out" / delta.UPDATE).read_bytes()).decode().split("} } ;\n")
    for operation in operations[:-1]:
        before.update(operation + "} }")
    assert set(before) == set(store(tmp_path / "out")) and len(operations) > 20 and not operations[-1]


def test_manifest_and_description_list_its_files(run, tmp_path):  # noqa: F811
    run(VACANCIES)
    assert run(VACANCIES, "full")["delta"] is None and not (tmp_path / "full" / "delta").exists()
    manifest = run(VACANCIES[1:])
    assert [file["path"] for file in manifest["delta"]["files"]] == [delta.PATCH, delta.UPDATE]
    described = list(parse((tmp_path / "out/dataset.ttl").read_bytes(), RdfFormat.TURTLE))
    names = {quad.object.value for quad in described if quad.subject.value.endswith(".gz") and "/delta/" in quad.subject.value and quad.predicate.value.endswith("identifier")}
    assert names == {delta.PATCH, delta.UPDATE}
    run(VACANCIES[1:], "full")
    assert content(tmp_path / "out") == content(tmp_path / "full")


def test_without_graphs_in_both_runs_there_is_none(run):  # noqa: F811
    run(VACANCIES[:3], formats=("jsonl",))
    assert run(VACANCIES[1:3], formats=("nq",))["delta"] is None
    manifest = run(VACANCIES[2:3], formats=("jsonl",))
    assert manifest["delta"] is None and manifest["totals"]["removed"] == 1


def test_damaged_graphs_of_the_earlier_run_give_none(run, tmp_path):  # noqa: F811
    run(VACANCIES)
    (tmp_path / "out/graph/part-00001.nq.gz").write_bytes(b"broken")
    assert run(VACANCIES[:1])["delta"] is None
