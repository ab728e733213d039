"""Decisions edit the tables by as little as they can, and only when the result passes the checks."""

import codecs
import difflib

import pytest

from ontology.concepts import COLUMNS
from ontology.errors import OntologyError, SourceError
from ontology.evolve.applying import memory_of, plan, refused, write
from ontology.evolve.deciding import Decision
from ontology.tables import SOURCE, read_ontology

CONCEPTS = {
    "ST0000001": ("skill", "vaardigheden", "", "skills", "Het kunnen uitvoeren van een activiteit in werk of leren.", "", "active"),
    "ST0000010": ("skill", "dieren verzorgen", "dierverzorging", "care for animals", "Dieren voeren, wassen en gezond houden in stal, asiel of praktijk.", "ST0000001", "active"),
    "ST0000011": ("skill", "paarden verzorgen", "paardenverzorging", "care for horses", "Paarden voeren, poetsen en op stal zetten en hun gezondheid bewaken.", "ST0000010", "active"),
    "ST0000012": ("skill", "pony's verzorgen", "ponyverzorging", "care for ponies", "Pony's voeren, poetsen en op stal zetten en hun gezondheid bewaken.", "ST0000010", "active"),
    "ST0000020": ("occupation", "stalmedewerker", "stalhulp", "stable hand", "Werkt in een stal en zorgt elke dag voor de dieren die daar staan.", "", "active"),
}
MAPPINGS = (
    "#curie_map:\n#  STC: https://w3id.org/skillstaal/id/\n#  escoskill: http://data.europa.eu/esco/skill/\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\nSTC:ST0000012\tpony's verzorgen\tskos:exactMatch\tescoskill:p\tsemapv:ManualMappingCuration\t0.9\n"
)


@pytest.fixture(params=["\n", "\r\n"])
def folders(tmp_path, request):
    """(source, mappings): five concepts, one relation, one mapping; with either line end."""
    source, mappings = tmp_path / "source", tmp_path / "mappings"
    source.mkdir(), mappings.mkdir()
    lines = ["# our own words", "\t".join(COLUMNS)]
    for name, (type_, pref, alt, english, definition, broader, status) in CONCEPTS.items():
        row = {"id": name, "type": type_, "pref_nl": pref, "alt_nl": alt, "pref_en": english, "definition_nl": definition, "broader": broader, "status": status}
        lines.append("\t".join(row.get(column, "") for column in COLUMNS))
    (source / "animals.tsv").write_bytes((request.param.join(lines) + request.param).encode())
    (source / "occupation_skills.tsv").write_text("occupation\trelation\tskill\toccupation_label\tskill_label\nST0000020\tessential\tST0000012\tstalmedewerker\tpony's verzorgen\n")
    (source / "release.toml").write_bytes((SOURCE / "release.toml").read_bytes())
    (source / "instruments").mkdir()
    (mappings / "esco.sssom.tsv").write_text(MAPPINGS)
    return source, mappings


def accepted(proposal, candidate="C1", **cells):
    return Decision(candidate, proposal, "accept", type="skill", reviewer="Ada", date="2026-11-22", runs="https://w3id.org/skillstaal/run/r1", **cells)


SHOEING = {"label": "paarden beslaan", "label_en": "shoe horses", "broader": "ST0000010", "definition": "Paarden hoefijzers geven die passen bij hun hoeven en hun werk."}


def changed_lines(before, after):
    return [line for line in difflib.ndiff(before.decode().split("\n"), after.decode().split("\n")) if line[0] in "+-"]


def test_a_label_changes_one_cell(folders):
    path = folders[0] / "animals.tsv"
    before = path.read_bytes()
    planned = plan([accepted("new_label", label="roskammen", concept="ST0000011", also="paardenverzorging|paarden | poetsen")], *folders)
    assert path.read_bytes() == before
    write(planned)
    (old, new) = changed_lines(before, path.read_bytes())
    assert new == "+ " + old[2:].replace("paardenverzorging", "paardenverzorging|roskammen|paarden|poetsen")
    assert [change.kind for change in planned.diff.changes] == ["label_added"] * 3


def test_a_concept_gets_a_new_id_a_row_behind_its_siblings_and_its_provenance(folders):
    path = folders[0] / "animals.tsv"
    before = path.read_bytes()
    decision = accepted("narrower", mappings="closeMatch http://data.europa.eu/esco/skill/shoe", also="hoefijzers plaatsen", **SHOEING)
    write(plan([decision], *folders))
    (new,) = changed_lines(before, path.read_bytes())
    assert new.startswith("+ ST0000021\tskill\tpaarden beslaan\thoefijzers plaatsen\t") and "candidate C1, 2026-11-22" in new
    assert path.read_bytes().count(b"\r\n") in (0, path.read_bytes().count(b"\n"))
    rows = path.read_text().split("\n")
    assert rows.index(next(row for row in rows if "ST0000021" in row)) == rows.index(next(row for row in rows if row.startswith("ST0000012"))) + 1
    assert "STC:ST0000021\tpaarden beslaan\tskos:closeMatch\tescoskill:shoe" in (folders[1] / "esco.sssom.tsv").read_text()
    memory = memory_of(folders[0]).read_text()
    assert all(part in memory for part in ("Ada", "2026-11-22", "run/r1", "ST0000021"))
    assert read_ontology(*folders).by_iri()["https://w3id.org/skillstaal/id/ST0000021"].pref() == "paarden beslaan"


def test_ids_are_never_given_again_and_nothing_is_applied_twice(folders):
    write(plan([accepted("narrower", **SHOEING)], *folders))
    path = folders[0] / "animals.tsv"
    path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(keepends=True) if not line.startswith(b"ST0000021")))
    planned = plan([accepted("narrower", **SHOEING), accepted("narrower", "C2", **(SHOEING | {"label": "hoeven bekappen", "label_en": "trim hooves"}))], *folders)
    assert planned.skipped == ("C1 'paarden beslaan' was applied before, on 2026-11-22",)
    assert [sentence[:9] for sentence in planned.done] == ["ST0000022"]


def test_a_merge_deprecates_and_moves_what_hung_on_the_concept(folders):
    planned = plan([accepted("merge", concept="ST0000012", into="ST0000011")], *folders)
    write(planned)
    ontology = read_ontology(*folders)
    gone, stays = (ontology.by_iri()[f"https://w3id.org/skillstaal/id/ST{number:07d}"] for number in (12, 11))
    assert (gone.status, gone.replaced_by) == ("deprecated", stays.iri)
    assert {"pony's verzorgen", "ponyverzorging"} <= set(stays.labels["alt", "nl"])
    assert [relation.skill for relation in ontology.relations] == [stays.iri] and ontology.mappings == ()
    assert "paarden verzorgen" in (folders[0] / "occupation_skills.tsv").read_text()
    assert "deprecated" in {change.kind for change in planned.diff.changes} and not refused(planned, "error")


def test_a_concept_that_declines_keeps_its_row(folders):
    write(plan([accepted("decline", concept="ST0000012", reason="niemand vraagt het nog")], *folders))
    gone = read_ontology(*folders).by_iri()["https://w3id.org/skillstaal/id/ST0000012"]
    assert (gone.status, gone.note) == ("deprecated", "niemand vraagt het nog")


@pytest.mark.parametrize(("cells", "message"), [
    ({"definition": "[concepttekst] Iets met paarden."}, "still a draft"), ({"broader": ""}, "needs a label and the id of a broader"),
    ({"broader": "ST0009999"}, "in no table"), ({"broader": "ST0000020"}, "of the same type"), ({"mappings": "exactMatch http://example.org/x"}, "no mapping set has a prefix"),
])  # fmt: skip
def test_what_cannot_be_applied_is_named(folders, cells, message):
    with pytest.raises(SourceError, match=message):
        plan([accepted("narrower", **(SHOEING | cells))], *folders)


def test_an_empty_label_is_not_applied_and_its_corrected_row_is(folders):
    with pytest.raises(SourceError, match="a new label is empty; fill in the column label"):
        plan([accepted("new_label", concept="ST0000011")], *folders)
    assert plan([accepted("new_label", label="roskammen", concept="ST0000011")], *folders).done == ("ST0000011: 1 label(s) added: roskammen",)


def test_a_byte_order_mark_stays_and_a_table_without_a_header_is_told(folders):
    path = folders[0] / "animals.tsv"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    write(plan([accepted("new_label", label="roskammen", concept="ST0000011")], *folders))
    assert path.read_bytes().startswith(codecs.BOM_UTF8 + b"# our") and b"roskammen" in path.read_bytes()
    (folders[1] / "leeg.sssom.tsv").write_bytes(b"")
    with pytest.raises(OntologyError, match="leeg.sssom.tsv: no header"):
        plan([accepted("new_label", label="borstelen", concept="ST0000011")], *folders)


def test_new_findings_are_told_and_old_ones_are_not(folders):
    planned = plan([accepted("new_label", label="pony's verzorgen", concept="ST0000011")], *folders)
    assert {finding.condition for finding in refused(planned, "warning")} >= {"overlapping labels"}
    assert refused(plan([accepted("new_label", label="roskammen", concept="ST0000011")], *folders), "info") == []


def test_rejections_are_remembered_without_an_edit(folders):
    planned = plan([Decision("C9", "new_label", "reject", "leuke borrel", reviewer="Ada", date="2026-11-22", documents="4")], *folders)
    assert list(planned.files) == [memory_of(folders[0])] and planned.diff.changes == ()
    with pytest.raises(OntologyError, match="noise cannot be accepted"):
        plan([accepted("noise", label="leuke borrel")], *folders)
