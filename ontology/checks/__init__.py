"""Findings about an ontology: SHACL shapes plus the conditions that need the whole graph, a family a file.

``labels``, ``documentation``, ``structure`` and ``mappings`` hold the conditions of the SKOS Reference, qSKOS (Mader et al.
2012), Skosify and ROBOT report that apply to us, ``dutch`` those of our own for Dutch labels; they run on the Ontology.
``linked_data`` runs on the triples of a release. Checks only yield findings; commands decide what they mean.
"""

from collections.abc import Iterable

from ..concepts import Ontology
from . import documentation, dutch, labels, linked_data, mappings, structure
from .findings import SEVERITIES, Condition, Finding, View
from .linked_data import Links

CONDITIONS = labels.CONDITIONS + documentation.CONDITIONS + structure.CONDITIONS + mappings.CONDITIONS + dutch.CONDITIONS
GRAPH_CONDITIONS = linked_data.CONDITIONS


def check_ontology(ontology: Ontology, severities: tuple[str, ...] = SEVERITIES) -> list[Finding]:
    """Findings of the conditions of these severities on concepts, relations and mappings; errors first, then by condition and focus."""
    view = View(ontology)
    return in_order(finding for condition in CONDITIONS if condition.severity in severities for finding in condition.findings(view))


def check_graph(triples: bytes | list) -> list[Finding]:
    """Findings of the conditions on RDF; Turtle bytes or pyoxigraph triples."""
    links = Links(triples)
    return in_order(finding for condition in GRAPH_CONDITIONS for finding in condition.findings(links))


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
                fix_nl=f"verbeter de waarde van {path}" if path else "verbeter de rij",
            )
        )
    return in_order(findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then by condition, focus and message."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.condition, f.focus, f.message_en))


__all__ = [
    "CONDITIONS", "GRAPH_CONDITIONS", "SEVERITIES", "Condition", "Finding", "View", "check_graph", "check_ontology", "check_shapes", "in_order",
]
