"""Differences of two editions: each kind of change, merges and splits by their rules, and the real ESCO versions."""

import gzip
import json

import pytest
from click.testing import CliRunner

from ontology.concepts import Concept, Imported, Mapping, Ontology, Relation, Source
from ontology.diff import KINDS, diff_ontologies
from ontology.diff_writers import KGCL_CLASSES, to_json, to_kgcl, to_markdown
from ontology.errors import OntologyError
from ontology.imports import write_import
from ontology.namespaces import CONCEPT_BASE
from ontology.reading_release import read_edition
from ontology.release import write_release
from pipeline.cli.commands import main
from tests.ontology.esco_files import occupations


def concept(number, pref, alt=(), type="skill", **more):
    labels = {("pref", "nl"): (pref,)} | ({("alt", "nl"): tuple(alt)} if alt else {})
    return Concept(f"{CONCEPT_BASE}ST{number:07}", type, labels, more.pop("definitions", {"nl": f"{pref}."}), **more)


WELD, SOLDER, WELDER = concept(1, "lassen", ("laswerk", "metaal lassen")), concept(2, "solderen"), concept(3, "lasser", type="occupation")


def changes(old, new, kind):
    found = diff_ontologies(as_ontology(old), as_ontology(new))
    return [change for change in found.changes if change.kind == kind]


def as_ontology(value):
    return value if isinstance(value, Ontology) else Ontology(tuple(value))


def test_the_same_ontology_has_no_changes(core):
    found = diff_ontologies(core, core)
    assert len(core.concepts) > 3000 and found.changes == () and found.attention == ()
    assert to_kgcl(found) == "" and "Nothing changed." in to_markdown(found)


@pytest.mark.parametrize(
    "was, now, kind, old, new",
    [
        (WELD, concept(1, "metaal lassen", ("laswerk", "lassen"), definitions={"nl": "lassen."}), "relabelled", ("lassen",), ("metaal lassen",)),
        (WELD, concept(1, "lassen", ("laswerk", "metaal lassen", "aaneenlassen")), "label_added", (), ("aaneenlassen",)),
        (WELD, concept(1, "lassen", ("laswerk",)), "label_removed", ("metaal lassen",), ()),
        (SOLDER, concept(2, "solderen", type="knowledge"), "retyped", ("skill",), ("knowledge",)),
        (SOLDER, concept(2, "solderen", broader=(WELD.iri,)), "moved", (), (WELD.iri,)),
        (SOLDER, concept(2, "solderen", definitions={"nl": "Anders."}), "redefined", ("solderen.",), ("Anders.",)),
        (SOLDER, concept(2, "solderen", reuse_level="transversal"), "reuse_level_changed", (), ("transversal",)),
        (SOLDER, concept(2, "solderen", notation="S9"), "recoded", (), ("S9",)),
        (SOLDER, concept(2, "solderen", status="deprecated", replaced_by=WELD.iri), "deprecated", (), (WELD.iri,)),
        (concept(2, "solderen", status="deprecated"), SOLDER, "restored", (), ()),
        (concept(2, "solderen", status="deprecated"), concept(2, "solderen", status="deprecated", replaced_by=WELD.iri), "redirected", (), (WELD.iri,)),
    ],
)
def test_one_edit_is_one_change(was, now, kind, old, new):
    others = [c for c in (WELD, WELDER) if c.iri != was.iri]
    (change,) = changes([was, *others], [now, *others], kind)
    assert (change.iri, change.old, change.new) == (now.iri, old, new)
    kinds = {c.kind for c in diff_ontologies(as_ontology([was, *others]), as_ontology([now, *others])).changes}
    allowed = {"relabelled": {"label_added", "label_removed"}, "deprecated": {"merged"}}.get(kind, set())
    assert kinds - allowed == {kind}


def test_links_are_compared_by_their_ends():
    essential, optional = Relation(WELDER.iri, "essential", WELD.iri), Relation(WELDER.iri, "optional", WELD.iri)
    exact, close = (Mapping(WELD.iri, name, "http://x/1") for name in ("exactMatch", "closeMatch"))
    everyone = (WELD, SOLDER, WELDER)
    old = Ontology(everyone, (essential,), (exact,))
    found = diff_ontologies(old, Ontology(everyone, (optional, Relation(WELDER.iri, "essential", SOLDER.iri)), (close, Mapping(SOLDER.iri, "exactMatch", "http://x/2"))))
    assert found.counts() == {"relation_added": 1, "relation_changed": 1, "mapping_added": 1, "remapped": 1}
    assert diff_ontologies(found.new, old).counts() == {"relation_removed": 1, "relation_changed": 1, "mapping_removed": 1, "remapped": 1}


def test_related_is_one_change_whichever_row_says_it():
    old = [WELD, concept(2, "solderen", related=(WELD.iri,))]
    assert changes(old, [concept(1, "lassen", WELD.labels["alt", "nl"], related=(SOLDER.iri,)), SOLDER], "related_removed") == []
    (change,) = changes(old, [WELD, SOLDER], "related_removed")
    assert (change.iri, change.other) == (WELD.iri, SOLDER.iri)


@pytest.mark.parametrize(
    "now, kind, rule, successors",
    [
        # declared: into one that was there, into a new one, over another withdrawn one
        ([SOLDER, concept(1, "lassen", status="deprecated", replaced_by=SOLDER.iri)], "merged", "D", [SOLDER.iri]),
        ([SOLDER, concept(1, "lassen", status="deprecated", replaced_by=CONCEPT_BASE + "ST0000009"), concept(9, "verbinden")], "replaced", "D", [CONCEPT_BASE + "ST0000009"]),
        ([concept(2, "solderen", status="deprecated", replaced_by=CONCEPT_BASE + "ST0000009"), concept(1, "lassen", status="deprecated", replaced_by=SOLDER.iri), concept(9, "verbinden")], "merged", "D", [CONCEPT_BASE + "ST0000009"]),
        # by labels: another took the name; took most of the labels; only one of three
        ([concept(2, "solderen", ("lassen",))], "merged", "L", [SOLDER.iri]),
        ([concept(2, "solderen", ("Laswerk", "metaal lassen"))], "merged", "L", [SOLDER.iri]),
        ([concept(2, "solderen", ("laswerk",))], None, "", []),
        # split: while it stays; after it went; a new occupation is never a part of a skill
        ([SOLDER, concept(1, "lassen", ("metaal lassen",)), concept(8, "laswerk")], "split", "S", [WELD.iri, CONCEPT_BASE + "ST0000008"]),
        ([SOLDER, concept(7, "metaal lassen"), concept(8, "laswerk")], "split", "S", [CONCEPT_BASE + "ST0000007", CONCEPT_BASE + "ST0000008"]),
        ([SOLDER, concept(1, "lassen", ("metaal lassen",)), concept(8, "laswerk", type="occupation")], None, "", []),
        # a label that also stays where it was does not make a split
        ([SOLDER, WELD, concept(8, "laswerk")], None, "", []),
    ],
)  # fmt: skip
def test_merges_and_splits_follow_the_rules(now, kind, rule, successors):
    found = [c for c in diff_ontologies(as_ontology([WELD, SOLDER]), as_ontology(now)).changes if c.kind in ("merged", "split", "replaced") and c.iri == WELD.iri]
    assert [(c.kind, c.rule, sorted(c.new)) for c in found] == ([(kind, rule, sorted(successors))] if kind else [])


def test_a_circle_of_replacements_ends():
    now = [concept(1, "lassen", status="deprecated", replaced_by=SOLDER.iri), concept(2, "solderen", status="deprecated", replaced_by=WELD.iri)]
    found = diff_ontologies(as_ontology([WELD, SOLDER]), as_ontology(now))
    assert [(item.reason, item.replacements) for item in found.attention] == [("deprecated", ()), ("deprecated", ())]


def test_users_are_told_which_iris_to_replace():
    gone, old = concept(4, "boekbinden"), concept(5, "faxen", status="deprecated", replaced_by=SOLDER.iri)
    now = [concept(1, "lassen", status="deprecated", replaced_by=SOLDER.iri), SOLDER, concept(3, "lasser", type="skill")]
    found = diff_ontologies(as_ontology([WELD, SOLDER, WELDER, gone, old]), as_ontology(now))
    assert [(i.label, i.reason, i.replacements, i.declared) for i in found.attention] == [
        ("lassen", "deprecated", (SOLDER.iri,), True),
        ("lasser", "retyped", (WELDER.iri,), True),
        ("boekbinden", "removed", (), False),
        ("faxen", "removed", (SOLDER.iri,), True),
    ]
    text = to_markdown(found)
    assert "| `ST0000001` | lassen | deprecated | solderen (`ST0000002`) |" in text
    assert "| `ST0000004` | boekbinden | removed | nothing: no concept took its place |" in text


def test_kgcl_sentences():
    odd = concept(6, "zo'n 'ding'", ("a|b",), broader=(WELD.iri,), definitions={"nl": "Iets."})
    old = Ontology((WELD, SOLDER, WELDER, concept(4, "boekbinden", broader=(WELD.iri,))), (Relation(WELDER.iri, "essential", WELD.iri),))
    new = Ontology((concept(1, "laswerk", ("lassen", "metaal lassen")), concept(2, "solderen", status="deprecated", replaced_by=WELD.iri), WELDER, odd), (Relation(WELDER.iri, "optional", WELD.iri),))
    st, esco, skos = CONCEPT_BASE + "ST000000", "http://data.europa.eu/esco/model#", "http://www.w3.org/2004/02/skos/core#"
    assert to_kgcl(diff_ontologies(old, new)).splitlines() == [
        f"create node <{st}6> 'zo’n ’ding’'@nl",
        f"create exact synonym 'a|b'@nl for <{st}6>",
        f"add definition 'Iets.' to <{st}6>",
        f"create edge <{st}6> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/skillstaal/def#Skill>",
        f"delete <{st}4>",
        f"obsolete <{st}2> with replacement <{st}1>",
        f"rename <{st}1> from 'lassen'@nl to 'laswerk'@nl",
        f"create exact synonym 'lassen'@nl for <{st}1>",
        f"remove synonym 'laswerk'@nl for <{st}1>",
        f"change definition of <{st}1> from 'lassen.' to 'laswerk.'",
        f"change relationship between <{st}3> and <{st}1> from <{esco}relatedEssentialSkill> to <{esco}relatedOptionalSkill>",
        f"create edge <{st}6> <{skos}broader> <{st}1>",
    ]


def test_json_names_every_kind_and_its_kgcl_class():
    assert set(KGCL_CLASSES) == set(KINDS)
    read = json.loads(to_json(diff_ontologies(as_ontology([WELD]), as_ontology([SOLDER]), ("a", "b"))))
    assert (read["old"], read["new"], read["counts"]) == ("a", "b", {"added": 1, "removed": 1})
    assert read["changes"][0] == {"kind": "added", "iri": SOLDER.iri, "label": "solderen", "new": ["skill"], "kgcl": "NodeCreation"}
    assert read["attention"] == [{"iri": WELD.iri, "label": "lassen", "reason": "removed", "replacements": [], "declared": False}]


def test_markdown_escapes_labels():
    assert r"- a\|b \*c\* (`ST0000001`): skill" in to_markdown(diff_ontologies(as_ontology([]), as_ontology([concept(1, "a|b *c*")])))


# --- editions on disk -----------------------------------------------------------------------------------------------------


def test_a_release_is_read_back_as_it_was(core, release, tmp_path):
    write_release(release, tmp_path / "r")
    edition = read_edition(tmp_path / "r")
    assert (edition.kind, edition.version) == ("release", release.manifest["release"])
    assert len(edition.ontology.concepts) == len(core.concepts) and len(edition.ontology.relations) == len(core.relations)
    assert diff_ontologies(core, edition.ontology).changes == ()
    assert {(m.subject, m.object, m.confidence) for m in edition.ontology.mappings} == {(m.subject, m.object, m.confidence) for m in core.mappings}


def test_deprecated_and_grouping_concepts_survive_a_release(tmp_path):
    from ontology.graph import canonical, to_triples
    from ontology.reading_release import read_release
    from ontology.release import read_metadata

    everyone = (concept(1, "lassen", status="deprecated", replaced_by=SOLDER.iri, note="n"), SOLDER, concept(9, "groep", type="group", scheme="http://x/s", notation="C1"))
    old = Ontology(everyone, mappings=(Mapping(SOLDER.iri, "closeMatch", "http://x/1"),))
    content = gzip.compress(canonical(to_triples(old, read_metadata())))
    (tmp_path / "ontology.nt.gz").write_bytes(content)
    import hashlib

    manifest = {"release": "1.0.0", "files": {"ontology.nt.gz": hashlib.sha256(content).hexdigest()}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert diff_ontologies(old, read_release(tmp_path).ontology).changes == ()
    (tmp_path / "ontology.nt.gz").write_bytes(content + b" ")
    with pytest.raises(OntologyError, match="differs from the checksum in manifest.json"):
        read_release(tmp_path)
    (tmp_path / "ontology.nt.gz").unlink()
    with pytest.raises(OntologyError, match="is no complete release: ontology.nt.gz is missing"):
        read_release(tmp_path)


def test_an_import_is_an_edition_and_other_folders_are_not(tmp_path):
    write_import(Imported(Source("x", "1.0", "http://x/s", "X"), as_ontology([WELD])), tmp_path / "x")
    edition = read_edition(tmp_path / "x")
    assert (edition.kind, edition.name, edition.version, len(edition.ontology.concepts)) == ("import", "X", "1.0", 1)
    with pytest.raises(OntologyError, match="is no release .*, import .* or source folder"):
        read_edition(tmp_path)


def test_the_command_compares_two_folders(tmp_path):
    for name, found in (("a", [WELD]), ("b", [WELD, SOLDER])):
        write_import(Imported(Source("x", name, "http://x/s", "X"), as_ontology(found)), tmp_path / name)
    call = CliRunner().invoke(main, ["ontology", "diff", str(tmp_path / "a"), str(tmp_path / "b")])
    assert call.exit_code == 0 and call.stdout.startswith("# Changes from X a to X b\n") and "1 changes, 0 IRIs" in call.stderr
    call = CliRunner().invoke(main, ["ontology", "diff", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "json"])
    assert json.loads(call.stdout)["counts"] == {"added": 1}


# --- the real versions of ESCO --------------------------------------------------------------------------------------------


def test_dutch_occupations_of_esco_1_1_and_1_2(shared_data):
    old = occupations(shared_data / "esco" / "older" / "1.1" / "occupations_nl.csv.gz")
    new = occupations(shared_data / "esco" / "occupations_nl.csv.gz")
    found = diff_ontologies(old, new)
    assert (len(old.concepts), len(new.concepts)) == (3007, 3039)
    counts = found.counts()
    assert {kind: counts[kind] for kind in ("added", "removed", "relabelled", "moved")} == {"added": 35, "removed": 3, "relabelled": 13, "moved": 14}
    assert {item.iri for item in found.attention} == {change.iri for change in found.changes if change.kind == "removed"}


def test_dutch_occupations_of_esco_1_0_and_1_1(shared_data):
    folder = shared_data / "esco" / "older"
    old, new = (occupations(folder / version / "occupations_nl.csv.gz") for version in ("1.0.x", "1.1"))
    found = diff_ontologies(old, new)
    counts = found.counts()
    assert (counts["added"], counts["removed"], counts["moved"]) == (68, 3, 57)
    (replaced,) = [change for change in found.changes if change.kind == "replaced"]
    assert replaced.rule == "S" and replaced.new[0] in {change.iri for change in found.changes if change.kind == "added"}
    assert len(to_kgcl(found).splitlines()) > len(found.changes)
