"""Findings that were looked at and accepted: a TSV of condition, focus and reason that a check leaves out.

A row counts for every finding of that condition on that focus (an id of ours or an IRI). Rows that no finding answers to are
reported, so that the list does not outlive its reasons.
"""

from dataclasses import dataclass
from pathlib import Path

from ..errors import OntologyError
from ..namespaces import CONCEPT_BASE
from .findings import Finding, short

COLUMNS = ("condition", "focus", "reason")
_NO_REASON = "no reason given yet"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One row; ``focus`` is an IRI."""

    condition: str
    focus: str
    reason: str
    place: str = ""


def read_baseline(path: Path) -> list[Accepted]:
    """The rows of a baseline; lines that start with ``#`` are skipped. Raises OntologyError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read as a baseline ({error}); make one with --write-baseline") from error
    rows = []
    numbered = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered or tuple(numbered[0][1]) != COLUMNS:
        raise OntologyError(f"{path}: the first line must be {', '.join(COLUMNS)} with tabs between; make one with --write-baseline")
    for number, cells in numbered[1:]:
        if len(cells) != 3 or not all(cell.strip() for cell in cells):
            raise OntologyError(f"{path}:{number}: a row has a condition, a focus and a reason with tabs between; complete it")
        condition, focus, reason = (cell.strip() for cell in cells)
        rows.append(Accepted(condition, focus if ":" in focus else CONCEPT_BASE + focus, reason, f"{path.name}:{number}"))
    return rows


def apply_baseline(findings: list[Finding], accepted: list[Accepted]) -> tuple[list[Finding], list[Accepted]]:
    """(findings that are not accepted, rows that no finding answers to)."""
    known = {(row.condition, row.focus) for row in accepted}
    found = {(finding.condition, finding.focus) for finding in findings}
    left = [finding for finding in findings if (finding.condition, finding.focus) not in known]
    return left, [row for row in accepted if (row.condition, row.focus) not in found]


def baseline_text(findings: list[Finding], accepted: list[Accepted] = ()) -> str:
    """A baseline that accepts these findings, with the reasons that ``accepted`` already gives."""
    reasons = {(row.condition, row.focus): row.reason for row in accepted}
    keys = sorted({(finding.condition, finding.focus) for finding in findings})
    rows = [(condition, short(focus), reasons.get((condition, focus), _NO_REASON)) for condition, focus in keys]
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows))
