"""Findings -> text, JSON or one self-contained HTML page; in Dutch or English.

The page groups by severity and condition, has a filter, and asks nothing of the network.
"""

from dataclasses import asdict
from itertools import groupby

import orjson

from ..pages import environment
from .findings import SEVERITIES, Condition, Finding, short

_WORDS = {
    "nl": {
        "error": "fout", "warning": "waarschuwing", "info": "opmerking", "errors": "fouten", "warnings": "waarschuwingen", "infos": "opmerkingen",
        "title": "Bevindingen over de ontologie", "filter": "Zoek in de bevindingen", "shown": "getoond", "focus": "Begrip",
        "message": "Bevinding", "place": "Plaats", "fix": "Wat te doen:", "condition": "Voorwaarde:", "none": "Geen bevindingen.",
        "count": "{concepts} begrippen nagekeken op {conditions} voorwaarden: {counts}.", "stale": "komt niet meer voor; haal de rij weg",
    },
    "en": {
        "error": "error", "warning": "warning", "info": "info", "errors": "errors", "warnings": "warnings", "infos": "infos",
        "title": "Findings about the ontology", "filter": "Search the findings", "shown": "shown", "focus": "Concept",
        "message": "Finding", "place": "Place", "fix": "What to do:", "condition": "Condition:", "none": "No findings.",
        "count": "{concepts} concepts checked on {conditions} conditions: {counts}.", "stale": "does not occur any more; remove the row",
    },
}  # fmt: skip
SHACL = Condition(
    "SHACL", "shapes/ontology.ttl", "error", "Een begrip past niet bij de SHACL-vorm van de uitgave.",
    "A concept does not fit the SHACL shape of the release.", "verbeter de rij", "correct the row", lambda _: iter(()),
)  # fmt: skip


def line(finding: Finding, lang: str = "en") -> str:
    """A finding as one line: severity, row, id, message, condition and what to do."""
    message, fix = finding.texts(lang)
    place = f"{finding.place}: " if finding.place else ""
    return f"{_WORDS[lang][finding.severity]}: {place}{short(finding.focus)}: {message} [{finding.condition}]; {fix}"


def summary(findings: list[Finding], concepts: int, conditions: int, lang: str = "en") -> str:
    """One sentence with the counts."""
    words = _WORDS[lang]
    counted = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    counts = ", ".join(f"{count} {words[severity if count == 1 else severity + 's']}" for severity, count in counted.items())
    return words["count"].format(concepts=concepts, conditions=conditions, counts=counts)


def stale(condition: str, focus: str, place: str, lang: str = "en") -> str:
    """The line about a baseline row that no finding answers to."""
    return f"{place}: {condition}, {short(focus)}: {_WORDS[lang]['stale']}"


def to_json(findings: list[Finding]) -> str:
    return orjson.dumps([asdict(finding) for finding in findings], option=orjson.OPT_INDENT_2).decode()


def to_html(findings: list[Finding], conditions: list[Condition], concepts: int, lang: str = "en") -> str:
    """The page. ``conditions`` explain themselves beside their findings."""
    words = _WORDS[lang]
    known = {condition.name: condition for condition in (*conditions, SHACL)}
    ordered = sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.condition))
    sections = [
        (severity, [_group(known[name], list(group), lang) for name, group in groupby(found, key=lambda f: f.condition)])
        for severity, found in groupby(ordered, key=lambda f: f.severity)
    ]
    return environment(lang).get_template("findings.html").render(
        title=words["title"], summary=summary(findings, concepts, len(conditions), lang), words=words, severities=SEVERITIES, sections=sections
    )


def _group(condition: Condition, findings: list[Finding], lang: str) -> dict:
    """The findings of one condition, as the page shows them."""
    meaning, fix = (condition.meaning_nl, condition.fix_nl) if lang == "nl" else (condition.meaning_en, condition.fix)
    rows = [(finding.focus, short(finding.focus), finding.texts(lang)[0], finding.place) for finding in findings]
    return {"name": condition.name, "source": condition.source, "meaning": meaning, "fix": fix, "count": len(rows), "rows": rows}
