"""Conditions of the RDF itself, which tables cannot break but a serialiser or a foreign file can: qSKOS, ROBOT report.

They run on the triples of a release. qSKOS's missing in-links and broken links need the web and are left out: a release
is checked without the network.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ..namespaces import CONCEPT_BASE, DCT, RDF, SKOS
from .findings import Remark, condition, short

_INVERSES = {SKOS.broader: SKOS.narrower, SKOS.related: SKOS.related, SKOS.hasTopConcept: SKOS.topConceptOf}
_TEXTS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition)
_OUR_ID = re.compile(r"ST\d{7}$")


class Links:
    """The triples of a release, by predicate; read from Turtle bytes or given."""

    def __init__(self, triples: bytes | list[Triple]):
        self.triples = [q.triple for q in parse(triples, format=RdfFormat.TURTLE)] if isinstance(triples, bytes) else triples

    @cached_property
    def by_predicate(self) -> dict[str, set[tuple[str, str]]]:
        """Predicate -> (subject, object) of links between resources."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                found[triple.predicate.value].add((triple.subject.value, triple.object.value))
        return found

    def of_type(self, type_: str) -> set[str]:
        return {subject for subject, target in self.by_predicate[RDF.type] if target == type_}


@condition(
    "HTTP URI scheme violations", "qSKOS HTTP URI scheme violations", "error",
    nl="Een begrip of verwijzing heeft geen http(s)-IRI.", fix_nl="gebruik een http(s)-IRI", fix="use an http(s) IRI",
)
def http_uri_scheme_violations(links: Links) -> Iterator[Remark]:
    """A concept or link has no http(s) IRI."""
    nodes = {node.value for triple in links.triples for node in (triple.subject, triple.object) if isinstance(node, NamedNode)}
    for iri in sorted(nodes):
        if not re.match(r"https?://[^/\s]+", iri):
            yield iri, f"{iri} is geen http(s)-IRI", f"{iri} is no http(s) IRI"


@condition(
    "invalid_entity_uri", "ROBOT report", "error",
    nl="Een begrip in onze naamruimte heeft geen geldig nummer.", fix_nl="schrijf ST en zeven cijfers", fix="write ST and seven digits",
)
def invalid_entity_uri(links: Links) -> Iterator[Remark]:
    """A concept in our namespace has no valid number."""
    for iri in sorted(links.of_type(SKOS.Concept)):
        if iri.startswith(CONCEPT_BASE) and not _OUR_ID.match(short(iri)):
            yield iri, f"{short(iri)} is geen nummer van ons", f"{short(iri)} is no number of ours"


@condition(
    "undefined SKOS resources", "qSKOS undefined SKOS resources", "error",
    nl="Een term uit de SKOS-naamruimte bestaat niet in SKOS.", fix_nl="kies een bestaande term", fix="choose a term that exists",
)
def undefined_skos_resources(links: Links) -> Iterator[Remark]:
    """A term in the SKOS namespace does not exist in SKOS."""
    used = {triple.predicate.value for triple in links.triples} | {target for _, target in links.by_predicate[RDF.type]}
    for iri in sorted(used):
        if iri.startswith(SKOS.base) and iri.removeprefix(SKOS.base) not in SKOS.terms:
            yield iri, f"skos:{iri.removeprefix(SKOS.base)} bestaat niet", f"skos:{iri.removeprefix(SKOS.base)} does not exist"


@condition(
    "omitted language tags", "qSKOS omitted or invalid language tags", "error",
    nl="Een label of definitie in RDF heeft geen taalcode.", fix_nl="geef de tekst een taalcode", fix="give the text a language tag",
)
def omitted_language_tags(links: Links) -> Iterator[Remark]:
    """A label or definition in RDF has no language tag."""
    for triple in links.triples:
        if triple.predicate.value in _TEXTS and isinstance(triple.object, Literal) and not triple.object.language:
            yield triple.subject.value, f"'{triple.object.value}' zonder taalcode", f"'{triple.object.value}' without language tag"


@condition(
    "unidirectionally related", "qSKOS unidirectionally related concepts; Skosify inference", "warning",
    nl="Een relatie staat er maar in een richting.", fix_nl="bouw de uitgave opnieuw", fix="rebuild the release",
)
def unidirectionally_related(links: Links) -> Iterator[Remark]:
    """A broader, narrower, related or top concept link stands in one direction only."""
    for predicate, inverse in _INVERSES.items():
        there = links.by_predicate[predicate]
        back = {(target, subject) for subject, target in links.by_predicate[inverse]}
        names = (predicate.rpartition("#")[2], inverse.rpartition("#")[2])
        for (subject, target), missing in [(pair, names[1]) for pair in sorted(there - back)] + [(pair, names[0]) for pair in sorted(back - there)]:
            yield subject, f"met {short(target)} ontbreekt {missing}", f"{missing} is missing with {short(target)}"


@condition(
    "solely transitively related", "qSKOS solely transitively related concepts", "error",
    nl="Begrippen zijn verbonden met broaderTransitive of narrowerTransitive zonder een keten van broader.",
    fix_nl="leg de stappen met broader vast", fix="state the steps with broader",
)
def solely_transitively_related(links: Links) -> Iterator[Remark]:
    """Concepts are tied by broaderTransitive or narrowerTransitive without a chain of broader."""
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in links.by_predicate[SKOS.broader] | {(b, a) for a, b in links.by_predicate[SKOS.narrower]}:
        parents[child].add(parent)
    transitive = links.by_predicate[SKOS.broaderTransitive] | {(b, a) for a, b in links.by_predicate[SKOS.narrowerTransitive]}
    for child, ancestor in sorted(transitive):
        reached, todo = set(), [child]
        while todo:
            for parent in parents[todo.pop()] - reached:
                reached.add(parent)
                todo.append(parent)
        if ancestor not in reached:
            yield child, f"alleen transitief verbonden met {short(ancestor)}", f"only transitively related to {short(ancestor)}"


@condition(
    "omitted top concepts", "qSKOS omitted top concepts", "warning",
    nl="Een schema noemt geen bovenste begrippen.", fix_nl="voeg hasTopConcept toe", fix="add hasTopConcept",
)
def omitted_top_concepts(links: Links) -> Iterator[Remark]:
    """A scheme names no top concepts."""
    having = {scheme for scheme, _ in links.by_predicate[SKOS.hasTopConcept]}
    for scheme in sorted(links.of_type(SKOS.ConceptScheme) - having):
        yield scheme, "schema zonder bovenste begrippen", "scheme without top concepts"


@condition(
    "top concepts having broader", "qSKOS top concepts having broader concepts", "error",
    nl="Een bovenste begrip heeft een ruimer begrip.", fix_nl="haal hasTopConcept of broader weg", fix="remove hasTopConcept or broader",
)
def top_concepts_having_broader(links: Links) -> Iterator[Remark]:
    """A top concept has a broader concept."""
    below = {child for child, _ in links.by_predicate[SKOS.broader]}
    for _, top in sorted(links.by_predicate[SKOS.hasTopConcept]):
        if top in below:
            yield top, "bovenste begrip met een ruimer begrip", "top concept with a broader one"


@condition(
    "missing_ontology_metadata", "ROBOT missing_ontology_title, missing_ontology_description, missing_ontology_license", "error",
    nl="Een schema mist titel, beschrijving of licentie.", fix_nl="vul release.toml aan", fix="complete release.toml",
)
def missing_ontology_metadata(links: Links) -> Iterator[Remark]:
    """A scheme lacks a title, description or licence."""
    said = {(triple.subject.value, triple.predicate.value) for triple in links.triples if isinstance(triple.subject, NamedNode)}
    for scheme in sorted(links.of_type(SKOS.ConceptScheme)):
        for predicate in (DCT.title, DCT.description, DCT.license):
            if (scheme, predicate) not in said:
                name = predicate.removeprefix(DCT.base)
                yield scheme, f"schema zonder dct:{name}", f"scheme without dct:{name}"


@condition(
    "blank nodes", "project: IRIs, not blank nodes, in everything exported", "error",
    nl="De uitgave bevat naamloze knopen.", fix_nl="geef elke knoop een IRI", fix="give each node an IRI",
)
def blank_nodes(links: Links) -> Iterator[Remark]:
    """The release has blank nodes."""
    for triple in links.triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            yield triple.predicate.value, f"naamloze knoop bij {triple.predicate.value}", f"blank node at {triple.predicate.value}"


CONDITIONS = (
    http_uri_scheme_violations, invalid_entity_uri, undefined_skos_resources, omitted_language_tags, unidirectionally_related,
    solely_transitively_related, omitted_top_concepts, top_concepts_having_broader, missing_ontology_metadata, blank_nodes,
)
