"""Gold files through the translator into Scores, with the wrong and missed mentions as lines to read."""

from pathlib import Path

import orjson

from ontology.namespaces import RELEASE_BASE

from .contract import to_json
from .errors import RecordError, SkillstaalError
from .evaluation import Scores, match_spans
from .reading import make_document
from .translate import Translator


def read_gold_records(paths: list[Path], ids: str = "all") -> list[dict]:
    """The records of gold JSONL files; ``ids`` "odd" or "even" keeps those with such a number in their id."""
    records = []
    for path in paths:
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                record = orjson.loads(line)
                digits = "".join(filter(str.isdigit, record["id"]))
                if not isinstance(record["text"], str) or not isinstance(record["skills"], list):
                    raise TypeError
            except (orjson.JSONDecodeError, KeyError, TypeError) as error:
                raise SkillstaalError(f"{path}:{number}: no gold record ({error}); expected id, text and skills") from error
            if ids == "all" or int(digits or 0) % 2 == (ids == "odd"):
                records.append(record)
    return records


def score_files(paths: list[Path], release: str | None = None, ids: str = "all", examples: int = 0) -> tuple[dict, list[str]]:
    """(scores as a dict, example lines). Raises SkillstaalError for a file that is no gold."""
    translator = Translator.load(release)
    scores, lines = Scores(), []
    name = translator.lexicon.release
    for gold in read_gold_records(paths, ids):
        try:
            document = make_document(gold["id"], gold["text"], gold.get("kind", "vacancy"), "", gold["id"])
        except RecordError as error:
            raise SkillstaalError(str(error)) from error
        predicted = to_json(translator.translate(document), name, RELEASE_BASE + name)
        scores.add(predicted, gold)
        if len(lines) < examples:
            lines += _faults(predicted, gold)
    return scores.as_dict(), lines[:examples]


def _faults(predicted: dict, gold: dict) -> list[str]:
    ours, theirs = predicted["skills"], gold["skills"]
    pairs = match_spans([(s["start"], s["end"]) for s in ours], [(s["start"], s["end"]) for s in theirs])
    right, found = {p for p, _ in pairs}, {g for _, g in pairs}
    lines = [f"{gold['id']} false   {s['type']:11} {s['confidence']:.2f} {s['quote']}" for n, s in enumerate(ours) if n not in right]
    return lines + [f"{gold['id']} missed  {s['type']:11}      {s['quote']}" for n, s in enumerate(theirs) if n not in found]
