"""schema.ttl and namespaces.py have the same terms, each with Dutch and English label and definition."""

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from ontology.namespaces import ST
from ontology.release import SCHEMA

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
