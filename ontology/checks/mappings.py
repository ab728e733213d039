"""Conditions of mappings to other schemes: SKOS Reference S45 and S46, qSKOS, ROBOT report, SSSOM.

A release is checked without the network: that a target answers on the web is not looked at, its form is.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ..concepts import Mapping
from ..namespaces import CONCEPT_BASE, ESCO_ISCO, ESCO_OCCUPATION, ESCO_SKILL
from .findings import Remark, View, condition, short

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FORMS = {
    ESCO_SKILL: re.compile(rf"({_UUID}|[SKTL]\d*(\.\d+)*)$"),
    ESCO_OCCUPATION: re.compile(rf"({_UUID}|\d+(\.\d+)*)$"),
    ESCO_ISCO: re.compile(r"\d{1,4}$"),
    "https://linkeddata.competentnl.nl/": re.compile(r"(uwv/)?id/[\w-]+/[\w.-]+$"),
}
_SEMAPV = frozenset(
    "LexicalMatching LogicalReasoning CompositeMatching UnspecifiedMatching SemanticSimilarityThresholdMatching "
    "LexicalSimilarityThresholdMatching MappingChaining MappingReview ManualMappingCuration MappingInversion "
    "StructuralMatching InstanceBasedMatching BackgroundKnowledgeBasedMatching".split()
)


@condition(
    "SKOS S45 (exactMatch closure)", "SKOS Reference S45; qSKOS mapping clashes", "error",
    nl="Twee van onze begrippen zijn exact gelijk aan hetzelfde begrip elders, en dus aan elkaar.",
    fix_nl="maak van een van beide closeMatch, of voeg de begrippen samen", fix="make one of them closeMatch, or merge the concepts",
)
def exact_match_closure(view: View) -> Iterator[Remark]:
    """Two concepts of ours are an exact match of one elsewhere, and so of each other."""
    owners: dict[str, str] = {}
    for mapping in _exact(view):
        other = owners.setdefault(mapping.object, mapping.subject)
        if other != mapping.subject:
            yield mapping, f"{mapping.object} is ook exact gelijk aan {view.name(other)}", f"{mapping.object} is also an exact match of {view.name(other)}"


@condition(
    "equivalent_pair", "ROBOT report, by SKOS Reference S45", "warning",
    nl="Een begrip is exact gelijk aan twee begrippen van een ander schema, die daarmee aan elkaar gelijk worden.",
    fix_nl="houd de beste en maak van de andere closeMatch", fix="keep the best and make the other closeMatch",
)
def equivalent_pair(view: View) -> Iterator[Remark]:
    """A concept is an exact match of two concepts of one other scheme, which makes those the same."""
    targets: dict[tuple[str, str], str] = {}
    for mapping in _exact(view):
        scheme = mapping.object.rpartition("/")[0]
        first = targets.setdefault((mapping.subject, scheme), mapping.object)
        if first != mapping.object:
            yield mapping, f"exact gelijk aan zowel {first} als {mapping.object}", f"exact match of both {first} and {mapping.object}"


@condition(
    "SKOS S46 (mapping clash)", "SKOS Reference S46; qSKOS mapping clashes", "error",
    nl="Twee begrippen zijn met meer dan een soort koppeling verbonden.", fix_nl="houd er een", fix="keep one",
)
def mapping_clash(view: View) -> Iterator[Remark]:
    """Two concepts are tied by more than one kind of mapping."""
    rows: dict[tuple[str, str], dict[str, Mapping]] = defaultdict(dict)
    for mapping in view.ontology.mappings:
        rows[mapping.subject, mapping.object][mapping.predicate] = mapping
    for (_, target), found in rows.items():
        if len(found) > 1:
            shown = ", ".join(sorted(found))
            yield next(iter(found.values())), f"meer dan een soort koppeling met {target}: {shown}", f"more than one kind of mapping to {target}: {shown}"


@condition(
    "mapping against hierarchy", "project, by SKOS Reference S21, S41 and S45", "error",
    nl="Een koppeling draait de volgorde van ruimer en enger om die onze eigen hierarchie geeft.",
    fix_nl="verwissel broadMatch en narrowMatch, of verbeter de hierarchie", fix="swap broadMatch and narrowMatch, or correct the hierarchy",
)
def mapping_against_hierarchy(view: View) -> Iterator[Remark]:
    """A mapping turns round the order of broader and narrower that our hierarchy gives."""
    exact = {mapping.object: mapping.subject for mapping in _exact(view)}
    for mapping in view.ontology.mappings:
        same = exact.get(mapping.object)
        if same in view.known and mapping.subject in view.known:
            below = mapping.predicate == "narrowMatch" and same in view.ancestors[mapping.subject]
            above = mapping.predicate == "broadMatch" and mapping.subject in view.ancestors[same]
            if below or above:
                name, kind = view.name(same), mapping.predicate
                yield mapping, f"{kind} met {mapping.object}, dat gelijk is aan {name}", f"{kind} to {mapping.object}, which is the same as {name}"


@condition(
    "duplicate mapping", "project", "warning",
    nl="Een koppeling staat er twee keer.", fix_nl="verwijder een van de rijen", fix="remove one of the rows",
)
def duplicate_mapping(view: View) -> Iterator[Remark]:
    """A mapping stands twice."""
    times = Counter((mapping.subject, mapping.predicate, mapping.object) for mapping in view.ontology.mappings)
    for (subject, predicate, target), count in times.items():
        if count > 1:
            yield view.known.get(subject, subject), f"{predicate} met {target} staat er {count} keer", f"{predicate} to {target} stands {count} times"


@condition(
    "mapping relations misuse", "qSKOS mapping relations misuse", "error",
    nl="Een koppeling verbindt twee begrippen van hetzelfde schema.", fix_nl="gebruik broader of related", fix="use broader or related",
)
def mapping_relations_misuse(view: View) -> Iterator[Remark]:
    """A mapping ties two concepts of one scheme."""
    for mapping in view.ontology.mappings:
        subject, target = view.known.get(mapping.subject), view.known.get(mapping.object)
        same_scheme = target is not None and subject is not None and subject.scheme == target.scheme
        if same_scheme or mapping.object.startswith(CONCEPT_BASE) and mapping.subject.startswith(CONCEPT_BASE):
            yield mapping, f"{mapping.predicate} met {short(mapping.object)} in eigen schema", f"{mapping.predicate} to {short(mapping.object)} in its own scheme"


@condition(
    "type of mapping", "project", "error",
    nl="Een beroep is gekoppeld aan een vaardigheid, of andersom.", fix_nl="kies een begrip van dezelfde soort", fix="choose a concept of the same kind",
)
def type_of_mapping(view: View) -> Iterator[Remark]:
    """An occupation is mapped to a skill, or the other way round."""
    for mapping in view.ontology.mappings:
        concept = view.known.get(mapping.subject)
        is_work = mapping.object.startswith((ESCO_OCCUPATION, ESCO_ISCO))
        if concept and (is_work or mapping.object.startswith(ESCO_SKILL)) and is_work != (concept.type in ("occupation", "group")):
            yield mapping, f"{concept.type} gekoppeld aan {mapping.object}", f"{concept.type} mapped to {mapping.object}"


@condition(
    "invalid_xref", "ROBOT report; qSKOS broken links, without the network", "error",
    nl="Een koppeling wijst naar een IRI die in dat schema niet kan bestaan.", fix_nl="neem de IRI over uit de bron", fix="copy the IRI from the source",
)
def invalid_xref(view: View) -> Iterator[Remark]:
    """A mapping points to an IRI that cannot exist in that scheme."""
    for mapping in view.ontology.mappings:
        for base, form in _FORMS.items():
            if mapping.object.startswith(base) and not form.match(mapping.object.removeprefix(base)):
                yield mapping, f"{mapping.object} heeft niet de vorm van dat schema", f"{mapping.object} does not have the form of that scheme"


@condition(
    "mapping justification", "SSSOM mapping_justification, SEMAPV", "warning",
    nl="Een koppeling noemt geen verantwoording uit SEMAPV.", fix_nl="kies een term uit SEMAPV", fix="choose a term of SEMAPV",
)
def mapping_justification(view: View) -> Iterator[Remark]:
    """A mapping has no justification out of SEMAPV."""
    for mapping in view.ontology.mappings:
        if mapping.justification.removeprefix("semapv:") not in _SEMAPV:
            yield mapping, f"verantwoording '{mapping.justification}' is onbekend", f"justification '{mapping.justification}' is not known"


@condition(
    "uncertain exact match", "project", "warning",
    nl="Een exacte koppeling is minder dan half zeker.", fix_nl="kijk de koppeling na of maak er closeMatch van", fix="review the mapping or make it closeMatch",
)
def uncertain_exact_match(view: View) -> Iterator[Remark]:
    """An exact match has a confidence below a half."""
    for mapping in _exact(view):
        if mapping.confidence < 0.5:
            yield mapping, f"exactMatch met zekerheid {mapping.confidence:g}", f"exactMatch with confidence {mapping.confidence:g}"


@condition(
    "mapping of deprecated", "ROBOT deprecated references", "warning",
    nl="Een vervallen begrip heeft nog een exacte koppeling.", fix_nl="verplaats de koppeling naar de vervanger", fix="move the mapping to the replacement",
)
def mapping_of_deprecated(view: View) -> Iterator[Remark]:
    """A deprecated concept still has an exact match."""
    for mapping in _exact(view):
        if mapping.subject in view.known and view.known[mapping.subject].status == "deprecated":
            yield mapping, f"vervallen, maar exact gelijk aan {mapping.object}", f"deprecated, but an exact match of {mapping.object}"


@condition(
    "missing out-links", "qSKOS missing out-links", "info",
    nl="Een deel van de begrippen van een type is aan geen ander schema gekoppeld.", fix_nl="koppel ze waar een begrip elders past", fix="map them where a concept elsewhere fits",
)
def missing_out_links(view: View) -> Iterator[Remark]:
    """Part of the concepts of a type is mapped to no other scheme; one finding a type, the list in its message."""
    mapped = {mapping.subject for mapping in view.ontology.mappings}
    bare: dict[str, list[str]] = defaultdict(list)
    for concept in view.own:
        if concept.iri not in mapped and concept.iri not in view.narrower:
            bare[concept.type].append(short(concept.iri))
    for type_, ids in sorted(bare.items()):
        shown = ", ".join(ids[:10]) + (" ..." if len(ids) > 10 else "")
        if mapped:
            yield view.scheme, f"{len(ids)} van type {type_} zonder koppeling: {shown}", f"{len(ids)} of type {type_} without mapping: {shown}"


def _exact(view: View) -> Iterator[Mapping]:
    return (mapping for mapping in view.ontology.mappings if mapping.predicate == "exactMatch")


CONDITIONS = (
    exact_match_closure, equivalent_pair, mapping_clash, mapping_against_hierarchy, duplicate_mapping, mapping_relations_misuse,
    type_of_mapping, invalid_xref, mapping_justification, uncertain_exact_match, mapping_of_deprecated, missing_out_links,
)
