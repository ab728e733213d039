"""Candidates on disk: a folder with ``candidates.jsonl`` (one proposal a line), ``candidates.json`` (what they come from) and ``decisions.tsv`` (to fill in)."""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ..errors import OntologyError
from .deciding import decisions_text, to_decide
from .proposing import Proposal

_TUPLES = ("sectors", "periods", "forms", "mappings", "examples", "near")


@dataclass(frozen=True, slots=True)
class Found:
    """``about``: release, runs, documents, forms and left_out."""

    proposals: tuple[Proposal, ...]
    about: dict


def write_candidates(folder: Path, found: Found, open_rows: int = 500) -> None:
    """Writes the three files; ``open_rows``: how many proposals that are no noise go into the decisions table."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [to_decide(proposal, found.about["runs"]) for proposal in found.proposals if proposal.kind != "noise"][:open_rows]
    contents = {
        "candidates.jsonl": "".join(json.dumps(asdict(proposal), ensure_ascii=False) + "\n" for proposal in found.proposals),
        "candidates.json": json.dumps(found.about, ensure_ascii=False, indent=1) + "\n",
        "decisions.tsv": decisions_text(rows),
    }
    for name, text in contents.items():
        part = folder / f".{name}.{os.getpid()}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / name)


def read_candidates(folder: Path) -> Found:
    """What ``write_candidates`` wrote. Raises OntologyError."""
    try:
        about = json.loads((folder / "candidates.json").read_text(encoding="utf-8"))
        lines = (folder / "candidates.jsonl").read_text(encoding="utf-8").split("\n")
        return Found(tuple(_proposal(json.loads(line)) for line in lines if line), about)
    except (OSError, ValueError, TypeError) as error:
        raise OntologyError(f"{folder} holds no candidates that can be read ({error}); make them with 'skillstaal ontology candidates'") from error


def _proposal(record: dict) -> Proposal:
    proposal = Proposal(**record)
    lists = {name: tuple(map(tuple, getattr(proposal, name))) for name in _TUPLES}
    return replace(proposal, **lists, keys=tuple(proposal.keys), also=tuple(proposal.also), row=tuple(proposal.row))
