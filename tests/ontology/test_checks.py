"""Each check finds its fault in a small ontology, and the core has no errors."""

import pytest

from ontology.checks import check_ontology, check_shapes
from ontology.concepts import Concept, Mapping, Ontology, Relation
from ontology.graph import to_triples, turtle
from ontology.namespaces import CONCEPT_BASE
from ontology.release import SHAPES, read_metadata


def concept(number, pref, type_="skill", alt=(), **more):
    labels = {("pref", "nl"): (pref,), ("pref", "en"): (f"{pref} en",)}
    if alt:
        labels["alt", "nl"] = tuple(alt)
    return Concept(f"{CONCEPT_BASE}ST{number:07d}", type_, labels, definitions={"nl": "Een zin die zegt wat het is."}, **more)


ONE, TWO = concept(1, "lassen"), concept(2, "solderen")


def conditions(*concepts, relations=(), mappings=()):
    return [(f.severity, f.condition) for f in check_ontology(Ontology(concepts, relations, mappings))]


def test_a_sound_ontology_has_no_findings():
    assert conditions(ONE, TWO) == []


@pytest.mark.parametrize(
    "concepts, found",
    [
        ((ONE, concept(2, "Lassen")), ("error", "overlapping preferred labels")),
        ((ONE, concept(2, "solderen", alt=["lassen"])), ("error", "overlapping labels")),
        ((concept(1, "lassen", alt=["lassen"]),), ("error", "SKOS S13")),
        ((ONE, concept(2, "solderen", broader=(ONE.iri,), related=(ONE.iri,))), ("error", "SKOS S27")),
        ((ONE, concept(2, "metaal", "knowledge", broader=(ONE.iri,))), ("error", "type of broader")),
        ((concept(1, "lassen", status="deprecated"), concept(2, "solderen", broader=(ONE.iri,))), ("error", "reference to deprecated")),
        ((concept(1, "lasser", "occupation"),), ("warning", "occupation without skills")),
    ],
)
def test_each_condition_is_found(concepts, found):
    assert found in conditions(*concepts)


def test_an_undocumented_concept_is_a_warning():
    bare = Concept(ONE.iri, "skill", ONE.labels)
    assert conditions(bare) == [("warning", "undocumented concept")]


def test_a_relation_the_wrong_way_round_is_found():
    lasser = concept(3, "lasser", "occupation")
    assert conditions(ONE, lasser, relations=(Relation(lasser.iri, "essential", ONE.iri),)) == []
    assert ("error", "type of relation") in conditions(ONE, lasser, relations=(Relation(ONE.iri, "essential", lasser.iri),))


def test_mapping_clashes_are_found():
    esco = "http://data.europa.eu/esco/skill/1"
    both = (Mapping(ONE.iri, "exactMatch", esco), Mapping(TWO.iri, "exactMatch", esco))
    assert ("error", "SKOS S45 (exactMatch closure)") in conditions(ONE, TWO, mappings=both)
    twice = (Mapping(ONE.iri, "exactMatch", esco), Mapping(ONE.iri, "broadMatch", esco))
    assert ("error", "SKOS S46 (mapping clash)") in conditions(ONE, mappings=twice)


def test_shapes_find_what_a_release_may_not_have():
    sound = turtle(to_triples(Ontology((ONE, TWO)), read_metadata()))
    shapes = SHAPES.read_bytes()
    assert check_shapes(sound, shapes) == []
    two_prefs = sound + f'\n<{ONE.iri}> skos:prefLabel "nog een"@nl .\n'.encode()
    spaces = sound + f'\n<{ONE.iri}> skos:altLabel " lassen "@nl .\n'.encode()
    two_types = sound + f"\n<{ONE.iri}> a st:Knowledge .\n".encode()
    dangling = sound + f"\n<{ONE.iri}> skos:broader stc:ST0000077 .\n".encode()
    for broken, word in ((two_prefs, "preferred label"), (spaces, "outer spaces"), (two_types, "one type"), (dangling, "same release")):
        findings = check_shapes(broken, shapes)
        assert findings and any(word in finding.message_en for finding in findings), word
        assert all(finding.message_nl != finding.message_en for finding in findings)


def test_the_core_has_no_errors(release):
    findings = check_ontology(release.ontology) + check_shapes(release.files["ontology.ttl"], release.files["shapes.ttl"])
    assert [finding for finding in findings if finding.severity == "error"] == []
