"""A comparison for people in a terminal: a sentence, and a table of what is shared, close by and missing."""

from ..comparing.comparison import Comparison
from ..comparing.measures import Measures
from ..comparing.output import KINDS, covered_by, explanation
from .display import plain, terminal

_FINDINGS = {"nl": {"shared": "gedeeld", "close": "dichtbij", "missing": "ontbreekt"}, "en": {"shared": "shared", "close": "close by", "missing": "missing"}}
_STYLES = {"shared": "green", "close": "yellow", "missing": "red"}
_NEEDS = {"nl": {"essential": "nodig", "optional": "gewenst"}, "en": {"essential": "essential", "optional": "wanted"}}


def comparison(found: Comparison, measures: Measures, lang: str) -> None:
    """Prints it in "nl" or "en". The last column is what covers a concept or, of a missing one, which qualifications teach it."""
    from rich.table import Table

    console, nl = terminal(), lang == "nl"
    for word, side in (("biedt" if nl else "offers", found.first), ("vraagt" if nl else "asks", found.second)):
        console.print(plain(f"{word:7} {side.label} ({KINDS[lang][side.kind]})", "bold"))
    console.print()
    console.print(plain(explanation(found, measures, lang)))
    console.print()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("", min_width=9)
    for name in ("begrip", "eis") if nl else ("concept", "need"):
        table.add_column(name, overflow="fold")
    table.add_column("gewicht" if nl else "weight", justify="right")
    table.add_column("door, of te leren met" if nl else "by, or taught by", overflow="fold")
    for finding in ("shared", "close", "missing"):
        for item in found.found(finding):
            needed = _NEEDS[lang][item.need.need] if item.need.stated else ("hoort bij beroep" if nl else "of the occupation")
            table.add_row(plain(_FINDINGS[lang][finding], _STYLES[finding]), measures.label(item.concept, lang), needed, f"{item.need.weight:.2f}", covered_by(item, measures, lang))
    console.print(table)
