"""Decisions -> edits of the source tables, checked as a whole before anything is written.

Accepted labels are added to their concept, accepted concepts get the next id and a row behind their siblings, concepts that are merged or that
decline are deprecated, never deleted. Who decided what, when, and from which runs goes to ``decisions.tsv`` beside the source folder, the memory of
all decisions; a row that an accepted candidate made names the candidate in its ``source``.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..checks import SEVERITIES, check_graph, check_ontology
from ..checks.baseline import apply_baseline, read_baseline
from ..checks.findings import Finding
from ..concepts import Ontology
from ..diff import Diff, diff_ontologies
from ..errors import OntologyError, SourceError
from ..graph import to_triples, turtle
from ..instruments import read_instruments
from ..release import read_metadata
from ..tables import read_ontology, split_values
from .deciding import Decision, decisions_text, merge, read_decisions
from .editing import SourceTables
from .proposing import DRAFT

MEMORY = "decisions.tsv"


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying does: ``files`` to write, the ``diff``, ``findings`` that were not there before, what was ``done`` and ``skipped`` (sentences)."""

    files: dict[Path, bytes]
    diff: Diff
    findings: tuple[Finding, ...]
    done: tuple[str, ...]
    skipped: tuple[str, ...]


def memory_of(source: Path) -> Path:
    """Where the decisions about a source folder are kept."""
    return source.parent / MEMORY


def plan(decisions: Sequence[Decision], source: Path, mappings: Path) -> Applied:
    """Everything that applying these decisions means; nothing is written. Raises SourceError with every decision that cannot be applied, or OntologyError."""
    memory = read_decisions(memory_of(source)) if memory_of(source).exists() else []
    before = {decision.candidate: decision for decision in memory}
    tables = SourceTables(source, mappings)
    identifiers = iter(range(tables.highest_id(decisions_text(memory)) + 1, 10_000_000))
    done, skipped, faults, kept = [], [], [], []
    for decision in decisions:
        if not decision.decision:
            continue
        earlier = before.get(decision.candidate)
        if earlier and earlier.accepted and decision.accepted:
            skipped.append(f"{decision.candidate} '{decision.label}' was applied before, on {earlier.date}")
            continue
        try:
            decision, sentence = _apply(decision, tables, identifiers) if decision.accepted else (decision, "")
        except OntologyError as error:
            faults.append(f"{decision.place or decision.candidate}: {error}")
            continue
        done += [sentence] if sentence else []
        kept.append(decision)
    if faults:
        raise SourceError(faults)
    files = tables.changed()
    diff, findings = _check(files, source, mappings)
    remembered, _ = merge([memory, kept])
    if kept:
        files[memory_of(source)] = decisions_text(remembered).encode()
    return Applied(files, diff, tuple(findings), tuple(done), tuple(skipped))


def write(applied: Applied) -> None:
    """Writes every file beside its place, then renames them all."""
    beside = {}
    for path, content in applied.files.items():
        beside[path] = path.with_name(f".{path.name}.{os.getpid()}.part")
        beside[path].write_bytes(content)
    for path, part in beside.items():
        part.replace(path)


def _apply(decision: Decision, tables: SourceTables, identifiers) -> tuple[Decision, str]:
    """One accepted decision; gives it with the id of a new concept, and a sentence on what was done. Raises OntologyError."""
    texts = [decision.label, *split_values(decision.also)]
    match decision.proposal:
        case "new_label":
            if not decision.label:
                raise OntologyError("a new label is empty; fill in the column label")
            new = tables.add_labels(decision.concept, decision.language, texts)
            return decision, f"{decision.concept}: {len(new)} label(s) added: {', '.join(new)}" if new else f"{decision.concept}: has these labels already"
        case "new_concept" | "narrower":
            return _add_concept(decision, tables, f"ST{next(identifiers):07d}")
        case "merge" | "decline":
            if decision.proposal == "merge" and not decision.into:
                raise OntologyError("a merge needs the id in the column into that takes over; fill it in")
            table, row = tables.find(decision.concept)
            labels = {lang: [text for role in ("pref", "alt") for text in split_values(table.get(row, f"{role}_{lang}"))] for lang in ("nl", "en")}
            tables.deprecate(decision.concept, decision.into, "" if decision.into else (decision.reason or f"decision on {decision.candidate}"))
            for lang, some in labels.items() if decision.into else ():
                tables.add_labels(decision.into, lang, some)
            return decision, f"{decision.concept}: deprecated" + (f", replaced by {decision.into}" if decision.into else "")
        case "split":
            return decision, f"{decision.concept}: a split is made by accepting the concepts that are narrower; nothing else changes"
    raise OntologyError("noise cannot be accepted; change the column proposal to what it is, or decide reject")


def _add_concept(decision: Decision, tables: SourceTables, identifier: str) -> tuple[Decision, str]:
    if not decision.label or not decision.broader:
        raise OntologyError("a new concept needs a label and the id of a broader concept; fill them in")
    if not decision.definition or decision.definition.startswith(DRAFT):
        raise OntologyError(f"the definition of {decision.label!r} is still a draft; write one sentence and take '{DRAFT}' away")
    tables.add_concept({
        "id": identifier, "type": decision.type, "pref_nl": decision.label, "pref_en": decision.label_en, f"alt_{decision.language}": decision.also,
        "definition_nl": decision.definition, "broader": decision.broader, "status": "active", "source": f"candidate {decision.candidate}, {decision.date}",
    })  # fmt: skip
    for mapping in split_values(decision.mappings):
        predicate, _, iri = mapping.partition(" ")
        tables.add_mapping(identifier, decision.label, predicate, iri)
    return replace(decision, concept=identifier), f"{identifier}: new {decision.type} '{decision.label}' below {decision.broader}"


def _check(files: dict[Path, bytes], source: Path, mappings: Path) -> tuple[Diff, list[Finding]]:
    """(what changes, findings that the folders as they are do not have). Raises OntologyError when the tables can no longer be read."""
    with tempfile.TemporaryDirectory(prefix="skillstaal-") as folder:
        new_source, new_mappings = Path(folder) / "source", Path(folder) / "mappings"
        shutil.copytree(source, new_source)
        shutil.copytree(mappings, new_mappings)
        for path, content in files.items():
            ((new_mappings if path.is_relative_to(mappings) else new_source) / path.name).write_bytes(content)
        after, found = _with_findings(new_source, new_mappings)
    before, earlier = _with_findings(source, mappings)
    baseline = source.parent / "accepted.tsv"
    left, _ = apply_baseline(found, read_baseline(baseline) if baseline.exists() else [])
    known = {(finding.condition, finding.focus, finding.message_en) for finding in earlier}
    return diff_ontologies(before, after), [f for f in left if (f.condition, f.focus, f.message_en) not in known]


def _with_findings(source: Path, mappings: Path) -> tuple[Ontology, list[Finding]]:
    ontology = read_ontology(source, mappings)
    triples = to_triples(ontology, read_metadata(source), read_instruments(source / "instruments", ontology))
    return ontology, check_ontology(ontology) + check_graph(turtle(triples))


def refused(applied: Applied, fail_on: str) -> list[Finding]:
    """New findings of this severity or worse."""
    return [finding for finding in applied.findings if SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on)]
