"""Findings about an ontology: SHACL shapes plus the SKOS conditions that need the whole graph.

Each check names its condition: the SKOS Reference (S13, S14, S27, S46), a qSKOS or Skosify condition, or a
decision of this project. Checks only yield findings; the command decides what they mean for the exit code.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .concepts import Concept, Ontology
from .namespaces import CONCEPT_BASE
from .normalising import surface_key

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """``focus`` is the IRI it is about, ``place`` the table row; ``fix`` says what to do."""

    severity: str
    condition: str
    focus: str
    message_nl: str
    message_en: str
    fix: str
    place: str = ""


def check_ontology(ontology: Ontology) -> list[Finding]:
    """All findings of the checks below, errors first, then by focus."""
    findings = [finding for check in CHECKS for finding in check(ontology)]
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.condition, f.focus, f.message_en))


def check_shapes(turtle: bytes, shapes: bytes) -> list[Finding]:
    """SHACL results of pySHACL on a Turtle graph as findings."""
    from pyshacl import validate
    from rdflib import SH, Graph

    data = Graph().parse(data=turtle, format="turtle")
    shape_graph = Graph().parse(data=shapes, format="turtle")
    _, report, _ = validate(data, shacl_graph=shape_graph, advanced=False)
    levels = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
    findings = []
    for result in report.subjects(SH.resultSeverity):
        messages = {message.language: str(message) for message in report.objects(result, SH.resultMessage)}
        value, path = report.value(result, SH.value), report.value(result, SH.resultPath)
        english = messages.get("en") or messages.get(None) or "does not fit its shape"
        findings.append(
            Finding(
                levels[report.value(result, SH.resultSeverity)],
                "SHACL",
                str(report.value(result, SH.focusNode)),
                messages.get("nl", english) + (f" ({value})" if value else ""),
                english + (f" ({value})" if value else ""),
                f"correct the value of {path}" if path else "correct the row",
            )
        )
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.focus, f.message_en))


def _shared_preferred(ontology: Ontology) -> Iterator[Finding]:
    """Preferred labels are unique in the scheme per language (Skosify: prefLabel uniqueness)."""
    for lang in ("nl", "en"):
        owners: dict[str, list[Concept]] = defaultdict(list)
        for concept in _active(ontology):
            if concept.pref(lang):
                owners[surface_key(concept.pref(lang))].append(concept)
        for concepts in owners.values():
            for concept in concepts[1:]:
                if lang == "nl" or concept.type == concepts[0].type:
                    yield Finding(
                        "error" if lang == "nl" else "warning", "overlapping preferred labels", concept.iri,
                        f"voorkeursterm '{concept.pref(lang)}' is ook die van {concepts[0].id}",
                        f"preferred label '{concept.pref(lang)}' is also that of {concepts[0].id}",
                        "rename one or merge the two", concept.place,
                    )


def _shared_labels(ontology: Ontology) -> Iterator[Finding]:
    """Two concepts of one kind with the same Dutch label cannot be told apart by the linker (qSKOS: overlapping labels)."""
    owners: dict[tuple[str, bool], dict[str, Concept]] = defaultdict(dict)
    for concept in _active(ontology):
        for _, label in concept.all_labels("nl"):
            owners[surface_key(label), concept.type == "occupation"][concept.iri] = concept
    for (label, _), concepts in owners.items():
        first, *others = concepts.values()
        for concept in others:
            yield Finding(
                "error", "overlapping labels", concept.iri,
                f"label '{label}' staat ook bij {first.id} '{first.pref()}'",
                f"label '{label}' is also one of {first.id} '{first.pref()}'",
                "keep it with the concept it names best", concept.place,
            )


def _repeated_labels(ontology: Ontology) -> Iterator[Finding]:
    """Preferred, alternative and hidden labels are disjoint (SKOS S13)."""
    for concept in ontology.concepts:
        for lang in ("nl", "en"):
            seen = set()
            for _, label in concept.all_labels(lang):
                if label in seen:
                    yield Finding(
                        "error", "SKOS S13", concept.iri, f"label '{label}' staat er twee keer",
                        f"label '{label}' stands twice", "remove the repeat", concept.place,
                    )
                seen.add(label)


def _related_and_broader(ontology: Ontology) -> Iterator[Finding]:
    """Related is disjoint with broader-transitive (SKOS S27)."""
    known = ontology.by_iri()

    def ancestors(iri: str) -> set[str]:
        found, todo = set(), list(known[iri].broader)
        while todo:
            parent = todo.pop()
            if parent not in found:
                found.add(parent)
                todo += known[parent].broader
        return found

    for concept in ontology.concepts:
        for other in concept.related:
            if other in ancestors(concept.iri) or concept.iri in ancestors(other):
                yield Finding(
                    "error", "SKOS S27", concept.iri,
                    f"verwant aan {known[other].id}, dat ook een ruimer of enger begrip is",
                    f"related to {known[other].id}, which is also broader or narrower",
                    "remove the related link", concept.place,
                )


def _types_of_relations(ontology: Ontology) -> Iterator[Finding]:
    """Broader stays within one type, occupations need skills, and nothing refers to a deprecated concept (project)."""
    known = ontology.by_iri()
    for concept in _active(ontology):
        for parent in concept.broader:
            if known[parent].type != concept.type:
                yield Finding(
                    "error", "type of broader", concept.iri,
                    f"ruimer begrip {known[parent].id} is van type {known[parent].type}, niet {concept.type}",
                    f"broader {known[parent].id} is of type {known[parent].type}, not {concept.type}",
                    "choose a broader concept of the same type", concept.place,
                )
            if known[parent].status == "deprecated":
                yield Finding(
                    "error", "reference to deprecated", concept.iri, f"ruimer begrip {known[parent].id} is vervallen",
                    f"broader {known[parent].id} is deprecated", "use its replacement", concept.place,
                )
    for relation in ontology.relations:
        if known[relation.occupation].type != "occupation" or known[relation.skill].type == "occupation":
            yield Finding(
                "error", "type of relation", relation.occupation, "een beroep vraagt om een vaardigheid, niet andersom",
                "an occupation needs a skill, not the other way round", "swap the two columns", relation.place,
            )


def _mappings(ontology: Ontology) -> Iterator[Finding]:
    """exactMatch is transitive (SKOS S45), disjoint with broad/related (S46): one external concept, one of ours."""
    exact: dict[str, str] = {}
    predicates: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mapping in ontology.mappings:
        predicates[mapping.subject, mapping.object].add(mapping.predicate)
        if mapping.predicate == "exactMatch":
            other = exact.setdefault(mapping.object, mapping.subject)
            if other != mapping.subject:
                yield Finding(
                    "error", "SKOS S45 (exactMatch closure)", mapping.subject,
                    f"{mapping.object} is ook exact gelijk aan {other.removeprefix(CONCEPT_BASE)}",
                    f"{mapping.object} is also an exact match of {other.removeprefix(CONCEPT_BASE)}",
                    "make one of them closeMatch, or merge the concepts", mapping.place,
                )
    for (subject, target), found in predicates.items():
        if len(found) > 1:
            yield Finding(
                "error", "SKOS S46 (mapping clash)", subject, f"meer dan een soort koppeling met {target}: {', '.join(sorted(found))}",
                f"more than one kind of mapping to {target}: {', '.join(sorted(found))}", "keep one",
            )


def _completeness(ontology: Ontology) -> Iterator[Finding]:
    """Undocumented and orphan concepts (qSKOS)."""
    needed = {relation.occupation for relation in ontology.relations}
    for concept in _active(ontology):
        if not concept.definition:
            yield Finding(
                "warning", "undocumented concept", concept.iri, "geen definitie", "no definition",
                "write one in your own words", concept.place,
            )
        if concept.type == "occupation" and concept.iri not in needed:
            yield Finding(
                "warning", "occupation without skills", concept.iri, "beroep zonder vaardigheden",
                "occupation without skills", "add rows to occupation_skills.tsv", concept.place,
            )


def _active(ontology: Ontology) -> list[Concept]:
    return [concept for concept in ontology.concepts if concept.status == "active"]


CHECKS = (
    _shared_preferred, _shared_labels, _repeated_labels, _related_and_broader, _types_of_relations, _mappings, _completeness,
)
