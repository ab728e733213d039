"""Findings -> text, JSON or one self-contained HTML page; in Dutch or English.

The page groups by severity and condition, has a filter, and asks nothing of the network.
"""

from dataclasses import asdict
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

import orjson

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
    sections = []
    for severity in SEVERITIES:
        chosen = sorted((finding for finding in findings if finding.severity == severity), key=lambda f: f.condition)
        groups = [_group(known[name], list(found), lang) for name, found in groupby(chosen, key=lambda f: f.condition)]
        if groups:
            head = words[severity if len(chosen) == 1 else severity + "s"]
            sections.append(f'<section data-level="{severity}"><h2 class="{severity}">{len(chosen)} {head}</h2>{"".join(groups)}</section>')
    boxes = "\n".join(
        f'<label><input type="checkbox" value="{severity}" checked> <span class="{severity}">{words[severity + "s"]}</span></label>'
        for severity in SEVERITIES
    )
    page = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
    return page.substitute(
        lang=lang, title=words["title"], filter=words["filter"], shown=words["shown"], boxes=boxes,
        summary=escape(summary(findings, concepts, len(conditions), lang)), body="\n".join(sections) or f"<p>{words['none']}</p>",
    )


def _group(condition: Condition, findings: list[Finding], lang: str) -> str:
    words = _WORDS[lang]
    meaning, fix = (condition.meaning_nl, condition.fix_nl) if lang == "nl" else (condition.meaning_en, condition.fix)
    rows = "".join(
        f"<tr><td>{_linked(finding.focus)}</td>"
        f"<td>{escape(finding.texts(lang)[0])}</td><td>{escape(finding.place)}</td></tr>"
        for finding in findings
    )
    heads = "".join(f'<th scope="col">{words[name]}</th>' for name in ("focus", "message", "place"))
    return (
        f'<details{" open" if len(findings) <= 20 else ""} data-text="{escape(condition.name + " " + meaning)}">'
        f"<summary>{escape(meaning)} <small>{len(findings)}</small></summary>"
        f'<p>{words["fix"]} {escape(fix)}. <span class="soft">{words["condition"]} {escape(condition.name)} ({escape(condition.source)}).</span></p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _linked(iri: str) -> str:
    """The short name, as a link when it leads to the web."""
    name = escape(short(iri))
    return f'<a href="{escape(iri)}">{name}</a>' if iri.startswith(("http://", "https://")) else name
