"""The decisions table: what maintainers decided about candidates, in a form that a spreadsheet opens and this code reads back.

Tab-separated UTF-8, one row a candidate. A proposal is decided with accept, change (as the row now says), reject or later; an empty
cell is still open. Cells that a spreadsheet would run as a formula begin with an apostrophe (OWASP, CSV injection), which reading takes off.
Agreement of two reviewers is Cohen's kappa (1960).
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

from ..concepts import SKILL_TYPES
from ..errors import OntologyError, SourceError
from ..namespaces import CONCEPT_BASE
from ..tables import join_values, split_values
from .proposing import PROPOSALS, Proposal, candidate_id

DECISIONS = ("accept", "change", "reject", "later")
_FORMULA = ("=", "+", "-", "@")
_TWICE = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. ``concept``, ``broader`` and ``into`` are ids or IRIs; ``also`` has further labels, ``mappings`` "predicate IRI", both with ``|`` between.

    ``label`` is the preferred Dutch label of a new concept, or the label to add in ``language``, which is also that of ``also``; ``documents`` is the evidence that was decided on.
    """

    candidate: str
    proposal: str
    decision: str = ""
    label: str = ""
    label_en: str = ""
    language: str = "nl"
    type: str = ""
    concept: str = ""
    broader: str = ""
    into: str = ""
    also: str = ""
    definition: str = ""
    mappings: str = ""
    reason: str = ""
    reviewer: str = ""
    date: str = ""
    documents: str = ""
    score: str = ""
    runs: str = ""
    place: str = ""

    @property
    def accepted(self) -> bool:
        return self.decision in ("accept", "change")


COLUMNS = tuple(field.name for field in fields(Decision) if field.name != "place")


def to_decide(proposal: Proposal, runs: Sequence[str]) -> Decision:
    """The row of a proposal, still open."""
    return Decision(
        proposal.id, proposal.kind, "", proposal.label, proposal.label if proposal.language == "en" and not proposal.concept else "", proposal.language, proposal.type, _short(proposal.concept), _short(proposal.broader), _short(proposal.into),
        join_values(proposal.also), proposal.definition, join_values(f"{predicate} {iri}" for predicate, iri, _ in proposal.mappings[:2]),
        documents=str(proposal.documents), score=f"{proposal.score:.2f}", runs=join_values(runs),
    )  # fmt: skip


def _short(iri: str) -> str:
    return iri.removeprefix(CONCEPT_BASE)


def decisions_text(decisions: Iterable[Decision]) -> str:
    """The table as text."""
    stream = io.StringIO()
    rows = csv.writer(stream, delimiter="\t", lineterminator="\n")
    rows.writerow(COLUMNS)
    for decision in decisions:
        rows.writerow(safe_cell(cell) for cell in astuple(decision)[: len(COLUMNS)])
    return stream.getvalue()


def safe_cell(text: str) -> str:
    """On one line, and never a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def read_decisions(path: Path) -> list[Decision]:
    """The rows of a table, also as a spreadsheet saved it (quotes, CRLF, byte order mark). Raises SourceError with every fault, or OntologyError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path} cannot be read as a decisions table ({error}); save it as tab-separated UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")
    if missing := set(COLUMNS[:3]) - set(rows.fieldnames or ()):
        raise OntologyError(f"{path} misses the column {', '.join(sorted(missing))}; 'skillstaal ontology review' makes the table")
    found, faults = [], []
    for row in rows:
        cells = {name: _plain(row.get(name) or "") for name in COLUMNS}
        decision = Decision(**cells, place=f"{path.name}:{rows.line_num}")
        faults += _faults(decision)
        found.append(decision)
    if faults:
        raise SourceError(faults)
    return found


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _faults(decision: Decision) -> Iterable[str]:
    if decision.proposal not in PROPOSALS:
        yield f"{decision.place}: proposal {decision.proposal!r} is not one of {', '.join(PROPOSALS)}"
    if decision.decision not in ("", *DECISIONS):
        yield f"{decision.place}: decision {decision.decision!r} is not one of {', '.join(DECISIONS)}, or empty"
    if decision.decision and not decision.reviewer:
        yield f"{decision.place}: a decision needs a reviewer; fill in who decided"
    if decision.decision and not _is_day(decision.date):
        yield f"{decision.place}: date {decision.date!r} is no day; write one like 2026-11-22"
    if decision.accepted and decision.proposal in ("new_concept", "narrower", "new_label") and decision.type not in SKILL_TYPES:
        yield f"{decision.place}: type {decision.type!r} is not one of {', '.join(SKILL_TYPES)}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def merge(tables: Sequence[Sequence[Decision]]) -> tuple[list[Decision], list[tuple[Decision, Decision]]]:
    """(one row a candidate: the latest decision, an open one only when there is no other; pairs that contradict each other on the same day or by another reviewer)."""
    kept: dict[str, Decision] = {}
    contradictions = []
    for decision in (decision for table in tables for decision in table):
        before = kept.get(decision.candidate)
        if before is None or not before.decision:
            kept[decision.candidate] = decision
        elif decision.decision:
            if decision.decision != before.decision and decision.reviewer != before.reviewer:
                contradictions.append((before, decision))
            if decision.date >= before.date:
                kept[decision.candidate] = decision
    return list(kept.values()), contradictions


def agreement(one: Iterable[Decision], other: Iterable[Decision]) -> tuple[int, float, float | None]:
    """(candidates that both decided, share on which they agree, Cohen's kappa or None when chance alone explains everything)."""
    first, second = ({d.candidate: d.decision for d in table if d.decision} for table in (one, other))
    both = sorted(first.keys() & second.keys())
    if not both:
        return 0, 0.0, None
    observed = sum(first[name] == second[name] for name in both) / len(both)
    counts = [Counter(table[name] for name in both) for table in (first, second)]
    expected = sum(counts[0][value] * counts[1][value] for value in DECISIONS) / len(both) ** 2
    return len(both), observed, (observed - expected) / (1 - expected) if expected < 1 else None


def still_open(proposals: Iterable[Proposal], decisions: Iterable[Decision]) -> list[Proposal]:
    """Proposals without those that were rejected, unless their evidence has doubled since, and without those that were accepted."""
    decided = {}
    for decision in decisions:
        if decision.decision in ("accept", "change", "reject"):
            for name in (decision.candidate, *(candidate_id(text) for text in (decision.label, *split_values(decision.also)) if text)):
                decided[name] = decision
    left = []
    for proposal in proposals:
        names = [proposal.id] if proposal.kind in ("split", "merge", "decline") else [proposal.id, *(candidate_id(text) for text, _ in proposal.forms[:1])]
        found = next((decided[name] for name in names if name in decided), None)
        if found is None or (found.decision == "reject" and proposal.documents >= _TWICE * int(found.documents or 0)):
            left.append(proposal)
    return left


def training_rows(tables: Sequence[Path], candidates: Sequence[Path]) -> list[tuple[tuple[float, ...], str]]:
    """(what the classifier saw, what it should have said: one of its KINDS) for decided candidates."""
    rows = {proposal["id"]: tuple(proposal["row"]) for path in candidates for proposal in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if proposal["row"]}
    kinds = {"new_concept": "concept", "narrower": "concept", "new_label": "label", "noise": "noise"}
    found = []
    for decision in merge([read_decisions(path) for path in tables])[0]:
        if decision.candidate in rows and decision.decision in ("accept", "change", "reject") and decision.proposal in kinds:
            found.append((rows[decision.candidate], "noise" if decision.decision == "reject" else kinds[decision.proposal]))
    return found


def gold_links(decisions: Iterable[Decision]) -> str:
    """Accepted words with their concept as gold records (JSON lines) for ``pipeline.training.links --gold``; for new concepts after they were applied."""
    lines = []
    for decision in decisions:
        if decision.accepted and decision.proposal in ("new_concept", "narrower", "new_label") and decision.concept:
            iri = decision.concept if ":" in decision.concept else CONCEPT_BASE + decision.concept
            skills = [{"quote": text, "type": decision.type, "concepts": [iri]} for text in (decision.label, *split_values(decision.also))]
            lines.append(json.dumps({"id": decision.candidate, "kind": "vacancy", "skills": skills}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def given(decision: Decision, identifier: str) -> Decision:
    """The decision with the id that its concept was given."""
    return replace(decision, concept=identifier)
