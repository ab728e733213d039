"""schema.ttl and namespaces.py have the same terms, each with Dutch and English label and definition."""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from selectolax.lexbor import LexborHTMLParser

from ontology.concepts import Ontology
from ontology.docs import make_pages
from ontology.namespaces import CNLO, ESCO, OA, PROV, ST
from ontology.namespaces import SCHEMA as SCHEMA_ORG
from ontology.reading_release import Edition
from ontology.release import SCHEMA, counts
from ontology.tables import ROOM

graph = Graph().parse(SCHEMA)
st = Namespace(ST.base)


def test_code_and_vocabulary_have_the_same_terms():
    assert {str(s).removeprefix(ST.base) for s in graph.subjects(RDF.type) if str(s).startswith(ST.base)} == ST.terms


@pytest.mark.parametrize("term", sorted(ST.terms))
def test_every_term_is_labelled_and_defined_in_two_languages(term):
    for predicate in (RDFS.label, SKOS.definition):
        texts = {text.language: text for text in graph.objects(URIRef(ST[term]), predicate)}
        assert set(texts) == {"nl", "en"}
        assert texts["nl"].strip() and texts["en"].strip()


def test_a_misspelt_term_is_an_error():
    with pytest.raises(AttributeError, match="has no term 'requirment'"):
        ST.requirment
    assert ST["semi-hard"] == ST.base + "semi-hard"


def test_the_version_is_semantic_and_has_its_iri():
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    version = str(graph.value(ontology, OWL.versionInfo))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert str(graph.value(ontology, OWL.versionIRI)) == f"{ontology}/{version}"
    assert graph.value(ontology, OWL.priorVersion) is not None


TERMS = sorted({s for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty) for s in graph.subjects(RDF.type, kind)})


@pytest.mark.parametrize("term", TERMS, ids=lambda iri: str(iri).split("#")[1])
def test_every_class_and_property_has_an_example_in_two_languages(term):
    assert {text.language for text in graph.objects(term, SKOS.example)} == {"nl", "en"}


def test_concepts_in_examples_exist_and_are_called_so(core):
    labels = {concept.id: {concept.pref("nl"), concept.pref("en")} for concept in core.concepts}
    found = [(str(text), *named) for text in graph.objects(None, SKOS.example) for named in re.findall(r"^(.+) \(stc:(ST\d{7})\)$", str(text))]
    assert len(found) >= 10
    assert [example for example in found if example[1] not in labels[example[2]]] == []


def test_the_vocabulary_is_aligned_with_the_others():
    targets = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch) for o in graph.objects(None, p)}
    for base in (ESCO.base, CNLO, SCHEMA_ORG.base, PROV.base, OA.base):
        assert any(iri.startswith(base) for iri in targets), base
    for base in (ESCO, SCHEMA_ORG, PROV, OA):
        assert {iri.removeprefix(base.base) for iri in targets if iri.startswith(base.base)} <= base.terms


def test_the_page_shows_every_term_and_its_links_lead_somewhere():
    manifest = {"counts": counts(Ontology(())), "license": "", "files": {}, "iri": "x", "rdfc10_sha256": ""}
    page = dict(make_pages(Edition("release", "r", "1.0.0", Ontology(()), manifest), SCHEMA.read_bytes()))["vocabulaire.html"]
    tree = LexborHTMLParser(page)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    schemes = {name for name in ST.terms if name.endswith("Scheme")}
    assert ST.terms - schemes <= set(ids)
    assert {node.attributes["href"][1:] for node in tree.css("main a[href^='#']")} <= set(ids)
    assert "vrijwel gelijk aan" in page and "esco:Skill" in page


@pytest.mark.parametrize("path", sorted((ROOM / "shapes").glob("*.ttl")), ids=lambda path: path.name)
def test_every_message_of_a_shape_is_in_two_languages(path):
    shapes = Graph().parse(path)
    message = URIRef("http://www.w3.org/ns/shacl#message")
    told = {shape for shape in shapes.subjects(message)}
    assert len(told) >= 8
    assert [shape for shape in told if {text.language for text in shapes.objects(shape, message)} != {"nl", "en"}] == []
