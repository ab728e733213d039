"""Each condition of labels, documentation, structure and mappings finds its fault and passes what only looks like it."""

import pytest

from ontology.checks import CONDITIONS, GRAPH_CONDITIONS, SEVERITIES, check_graph, check_ontology, check_shapes, documentation, dutch, labels, mappings, structure
from ontology.graph import to_triples, turtle
from ontology.namespaces import CONCEPT_BASE
from ontology.release import SHAPES, read_metadata
from tests.ontology.checking import ESCO, HEAD, TOP, WELDER, concept, findings, iri, mapping, ontology, related, relation

ONE, TWO = concept(1, "lassen"), concept(2, "solderen")
GONE = concept(5, "klinken", status="deprecated", note="not done any more", broader=())
LANGUAGES = {("pref", "nl"): (), ("pref", "fr"): ("souder",)}
MANY = [concept(number, f"term{number} doen") for number in range(20, 30)]
LEVELS = HEAD, concept(1, broader=(TOP,)), concept(2, "TIG-lassen", broader=(iri(1),))
OCCUPATION = "http://data.europa.eu/esco/occupation/00000000-0000-0000-0000-000000000001"

CASES = {
    "missing label": ([concept(1, labels={("pref", "nl"): (), ("pref", "en"): ()})], [concept(1, labels={("pref", "nl"): ()})]),
    "SKOS S14": ([concept(1, labels={("pref", "nl"): ("lassen", "solderen")})], [concept(1, alt=["solderen"])]),
    "SKOS S13": ([concept(1, alt=["lassen"])], [concept(1, alt=["laswerk"])]),
    "duplicate_exact_synonym": ([concept(1, alt=["laswerk", "laswerk"])], [concept(1, alt=["laswerk", "las werk"])]),
    "redundant hidden label": ([concept(1, "MIG-lassen", hidden=["mig lassen"])], [concept(1, "MIG-lassen", hidden=["miglassen"])]),
    "empty label": ([concept(1, alt=["-"])], [concept(1, alt=["C"])]),
    "label_whitespace": ([concept(1, alt=["metaal  lassen"])], [concept(1, alt=["metaal lassen"])]),
    "unprintable characters": ([concept(1, alt=["las\u200bsen"]), concept(2, "cliÃ«nten wassen")], [concept(1, alt=["cliënten"])]),
    "label_formatting": ([concept(1, alt=["lassen (TIG"]), concept(2, "solderen.")], [concept(1, alt=["lassen (TIG)", "drs.", "lassen e.d."])]),
    "misused_obsolete_label": ([concept(1, "vervallen: lassen")], [concept(1, "schulden aflossen")]),
    "overlapping preferred labels": ([ONE, concept(2, "Lassen")], [ONE, TWO]),
    "overlapping English preferred labels": ([concept(1, en="weld"), concept(2, "solderen", en="Weld")], [ONE, TWO]),
    "overlapping labels": ([ONE, concept(2, "solderen", alt=["Lassen"])], [ONE, concept(8, "lasser", "occupation", alt=["lassen"])]),
    "overlapping English labels": ([concept(1, en="weld"), concept(2, "solderen", alt_en=["weld"])], [concept(1, alt_en=["weld"]), concept(2, "solderen", alt_en=["weld"])]),
    "omitted or invalid language tags": ([concept(1, labels={("alt", "Dutch"): ("lassen",)})], [concept(1, labels={("alt", "nl-BE"): ("lassen",)})]),
    "incomplete language coverage": ([*MANY, concept(1, labels={("pref", "en"): ()})], [*MANY, ONE]),
    "no common languages": ([ONE, concept(2, labels={**LANGUAGES, ("pref", "en"): ()})], [ONE, concept(2, labels=LANGUAGES)]),
    "ambiguous notations": ([concept(1, notation="S1"), concept(2, "solderen", notation="S1")], [concept(1, notation="S1"), concept(2, "solderen", notation="S1", scheme="http://x/")]),
    "undocumented concept": ([concept(1, definition={})], [concept(1, definition={}, note="zie de norm")]),
    "duplicate_definition": ([concept(1, definition={"nl": "Metaal verbinden."}), concept(2, "solderen", definition={"nl": "metaal verbinden"})], [ONE, TWO]),
    "annotation_whitespace": ([concept(1, definition={"nl": "Metaal  verbinden."})], [ONE]),
    "lowercase_definition": ([concept(1, definition={"nl": "metaal verbinden."})], [concept(1, definition={"nl": "iPads en andere tabletten."})]),
    "definition without full stop": ([concept(1, definition={"nl": "Metaal verbinden"})], [concept(1, definition={"nl": "Metaal verbinden (of hechten.)"})]),
    "definition starts with label": ([concept(1, definition={"nl": "Het lassen van metaal."})], [concept(1, definition={"nl": "Lasserswerk aan metaal."})]),
    "missing source": ([concept(1, source="")], [ONE]),
    "hierarchical cycles": ([concept(1, broader=(iri(2),)), concept(2, "solderen", broader=(iri(1),))], [*LEVELS]),
    "hierarchical redundancy": ([*LEVELS[:2], concept(2, "TIG-lassen", broader=(iri(1), TOP))], [*LEVELS]),
    "reflexively related": ([related(1, 1)], [related(1, 2), related(2)]),
    "SKOS S27": ([*LEVELS[:2], related(2, 9, broader=(iri(1),))], [*LEVELS, related(3, 1)]),
    "valueless associative relations": ([HEAD, related(1, 2), related(2)], [HEAD, related(1, 2), related(2), related(3)]),
    "orphan concepts": ([HEAD, ONE, concept(2, "solderen", broader=())], [HEAD, ONE, concept(2, "solderen", broader=(), related=(iri(1),))]),
    "missing_superclass": ([HEAD, ONE, concept(2, "solderen", broader=())], [HEAD, ONE]),
    "disconnected clusters": ([HEAD, ONE, related(2, 3, broader=()), related(3, broader=())], [HEAD, ONE, related(2, 3), related(3, broader=())]),
    "type of broader": ([HEAD, concept(2, "metaal", "knowledge", broader=(TOP,))], [concept(9, "C1", "group", broader=()), ONE]),
    "type of relation": ([ONE, WELDER, relation(1, 8)], [ONE, WELDER, relation(8, 1)]),
    "duplicate relation": ([ONE, WELDER, relation(8, 1), relation(8, 1, "optional")], [ONE, TWO, WELDER, relation(8, 1), relation(8, 2)]),
    "occupation without skills": ([WELDER], [ONE, WELDER, relation(8, 1, "optional")]),
    "reference to deprecated": ([GONE, related(1, 5)], [concept(5, status="deprecated", replaced_by=iri(2)), TWO]),
    "misused_replaced_by": ([concept(1, replaced_by=iri(2)), TWO], [concept(1, replaced_by=iri(2), status="deprecated"), TWO]),
    "deprecated without replacement": ([concept(1, status="deprecated")], [GONE]),
    "undefined concept": ([HEAD, ONE, WELDER, relation(8, 7)], [HEAD, ONE, WELDER, relation(8, 1)]),
    "SKOS S45 (exactMatch closure)": ([ONE, TWO, mapping(1), mapping(2)], [ONE, TWO, mapping(1), mapping(2, "closeMatch")]),
    "equivalent_pair": ([ONE, mapping(1), mapping(1, target=ESCO + "2")], [ONE, mapping(1), mapping(1, "closeMatch", ESCO + "2")]),
    "SKOS S46 (mapping clash)": ([ONE, mapping(1), mapping(1, "broadMatch")], [ONE, mapping(1), mapping(1, "broadMatch", ESCO + "2")]),
    "mapping against hierarchy": ([*LEVELS, mapping(1), mapping(2, "narrowMatch")], [*LEVELS, mapping(1), mapping(2, "broadMatch")]),
    "duplicate mapping": ([ONE, mapping(1), mapping(1)], [ONE, mapping(1), mapping(1, target=ESCO + "2")]),
    "mapping relations misuse": ([ONE, TWO, mapping(1, "closeMatch", iri(2))], [ONE, concept(2, "solderen", scheme="http://x/"), mapping(1)]),
    "type of mapping": ([ONE, mapping(1, target=OCCUPATION)], [WELDER, mapping(8, target=OCCUPATION)]),
    "invalid_xref": ([ONE, mapping(1, target=ESCO + "")], [ONE, mapping(1), mapping(1, "broadMatch", "http://data.europa.eu/esco/skill/S1.5.0")]),
    "mapping justification": ([ONE, mapping(1, justification="semapv:Guess")], [ONE, mapping(1, justification="semapv:LexicalMatching")]),
    "uncertain exact match": ([ONE, mapping(1, confidence=0.4)], [ONE, mapping(1, confidence=0.9), mapping(1, "closeMatch", confidence=0.4)]),
    "mapping of deprecated": ([GONE, mapping(5)], [ONE, GONE, mapping(1), mapping(5, "closeMatch")]),
    "missing out-links": ([HEAD, ONE, TWO, mapping(1)], [HEAD, ONE, TWO, mapping(1), mapping(2, "closeMatch")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_and_what_looks_like_it_is_not(name):
    faulty, sound = CASES[name]
    assert findings(name, *faulty), "the fault is not found"
    assert findings(name, *sound) == []


def test_every_condition_has_its_cases():
    families = labels.CONDITIONS + documentation.CONDITIONS + structure.CONDITIONS + mappings.CONDITIONS
    assert {condition.name for condition in families} == set(CASES)
    assert set(CONDITIONS) == {*families, *dutch.CONDITIONS}


def test_every_condition_explains_itself_in_two_languages():
    everything = CONDITIONS + GRAPH_CONDITIONS
    assert len({condition.name for condition in everything}) == len(everything) > 70
    for condition in everything:
        assert condition.severity in SEVERITIES and condition.source
        for text in (condition.meaning_nl, condition.meaning_en):
            assert text.endswith(".") and len(text) > 15, condition.name
        assert condition.meaning_nl != condition.meaning_en and condition.fix_nl != condition.fix


def test_a_sound_ontology_has_no_findings():
    assert check_ontology(ontology(HEAD, concept(1, "repareren"), TWO, concept(3, "boren"), WELDER, relation(8, 1))) == []


def test_a_finding_names_row_and_fix_in_two_languages():
    (finding,) = findings("overlapping labels", ONE, concept(2, "solderen", alt=["Lassen"], place="a.tsv:3"))
    assert (finding.severity, finding.focus, finding.place) == ("error", iri(2), "a.tsv:3")
    assert finding.texts("nl") == ("label 'lassen' staat ook bij ST0000001 'lassen'", "laat het bij het begrip dat er het best mee bedoeld is")
    assert finding.texts("en") == ("label 'lassen' is also one of ST0000001 'lassen'", "keep it with the concept it names best")


def test_every_circle_of_broader_concepts_is_told():
    circles = [concept(number, f"term{number} doen", broader=(iri(parent),)) for number, parent in ((1, 2), (2, 1), (3, 4), (4, 3))]
    assert len(findings("hierarchical cycles", *circles)) == 2


def test_only_asked_severities_are_looked_at():
    parts = ontology(concept(1, "repareren", alt=["repareren"], source=""))
    assert {finding.severity for finding in check_ontology(parts, ("error",))} == {"error"}
    assert {finding.severity for finding in check_ontology(parts)} == {"error", "warning"}


def test_shapes_find_what_a_release_may_not_have():
    sound = turtle(to_triples(ontology(HEAD, ONE, TWO), read_metadata()))
    shapes = SHAPES.read_bytes()
    assert check_shapes(sound, shapes) == []
    two_prefs = sound + f'\n<{ONE.iri}> skos:prefLabel "nog een"@nl .\n'.encode()
    spaces = sound + f'\n<{ONE.iri}> skos:altLabel " lassen "@nl .\n'.encode()
    two_types = sound + f"\n<{ONE.iri}> a st:Knowledge .\n".encode()
    dangling = sound + f"\n<{ONE.iri}> skos:broader stc:ST0000077 .\n".encode()
    for broken, word in ((two_prefs, "preferred label"), (spaces, "outer spaces"), (two_types, "one type"), (dangling, "same release")):
        found = check_shapes(broken, shapes)
        assert found and any(word in finding.message_en for finding in found), word
        assert all(finding.message_nl != finding.message_en for finding in found)


GRAPH_CASES = {
    "HTTP URI scheme violations": (f"<{ONE.iri}> skos:exactMatch <urn:x:1> .", f"<{ONE.iri}> skos:exactMatch <http://x.nl/1> ."),
    "invalid_entity_uri": (f"<{CONCEPT_BASE}lassen> a skos:Concept .", "<http://x.nl/lassen> a skos:Concept ."),
    "undefined SKOS resources": (f"<{ONE.iri}> skos:wider <{TWO.iri}> .", f'<{ONE.iri}> skos:scopeNote "x"@nl .'),
    "omitted language tags": (f'<{ONE.iri}> skos:altLabel "las" .', f'<{ONE.iri}> skos:notation "las" .'),
    "unidirectionally related": (f"<{ONE.iri}> skos:related <{TWO.iri}> .", f"<{ONE.iri}> skos:related <{TWO.iri}> . <{TWO.iri}> skos:related <{ONE.iri}> ."),
    "solely transitively related": (f"<{ONE.iri}> skos:broaderTransitive <{TWO.iri}> .", f"<{ONE.iri}> skos:broaderTransitive <{TOP}> ."),
    "omitted top concepts": ("<http://x.nl/scheme> a skos:ConceptScheme .", ""),
    "top concepts having broader": (f"<http://x.nl/scheme> skos:hasTopConcept <{ONE.iri}> .", f"<http://x.nl/scheme> skos:hasTopConcept <{TOP}> ."),
    "missing_ontology_metadata": ("<http://x.nl/scheme> a skos:ConceptScheme .", ""),
    "blank nodes": (f"<{ONE.iri}> skos:related [] .", f"<{ONE.iri}> skos:related <{TWO.iri}> ."),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPH_CASES)
def test_a_fault_in_the_rdf_is_found_and_what_looks_like_it_is_not(name):
    sound = turtle(to_triples(ontology(HEAD, ONE, TWO), read_metadata())).decode()
    faulty, fine = GRAPH_CASES[name]
    assert [finding.condition for finding in check_graph((sound + faulty).encode())].count(name)
    assert name not in [finding.condition for finding in check_graph((sound + fine).encode())]
    assert set(GRAPH_CASES) == {condition.name for condition in GRAPH_CONDITIONS}
