"""As many texts as a benchmark asks for, made of corpora/gold/train.jsonl: python tests/bench/texts.py NUMBER FILE.jsonl [--repeats 0.1] [--near 0.1] [--kind vacancy]

A text is one of the corpus in which a third of the lines come from others of its kind and language (a demand for a demand, a sentence for a sentence), with other
places, pay, hours and contacts (tests/pipeline/variations.py). A share is the exact repeat of an earlier text, a share differs from one in
a few words. The same seed gives the same bytes; document N does not depend on how many there are.
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.reading.languages import detect_language  # noqa: E402
from tests.pipeline.variations import other_contact, other_hours, other_pay, other_place, small_edits  # noqa: E402

_BULLET = re.compile(r"\s*[-•*–·]\s+")
_EXCHANGED = 0.35  # of the lines
_SHORT = 25  # characters; shorter lines are headings


class Texts:
    """The texts by number. ``repeats`` and ``near``: the shares that are, or are nearly, an earlier one; ``kind``: of which kind all are."""

    def __init__(self, repeats: float = 0.1, near: float = 0.1, seed: int = 1, kind: str | None = None):
        lines = (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()
        self._records = [record for record in map(json.loads, lines) if kind in (None, record["kind"])]
        self._repeats, self._near, self._seed = repeats, near, seed
        self._lines: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for record in self._records:
            record["language"] = detect_language(record["text"])
            for line in record["text"].split("\n"):
                self._lines[record["kind"], record["language"], _shape(line)].append(line)

    def record(self, number: int) -> dict:
        """A record as ``skillstaal run`` reads it."""
        chance = random.Random(f"{self._seed}:{number}")
        what = chance.random()
        if number and what < self._repeats + self._near:
            found = self.record(chance.randrange(number))
            text = found["text"] if what < self._repeats else small_edits(other_contact(found["text"], chance), chance)
        else:
            found = chance.choice(self._records)
            text = self._text(found, chance)
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
        title = found.get("title", found.get("occupation_title") or "")
        return {"id": f"t{number:07}", "kind": found["kind"], "title": title, "published": day.isoformat(), "text": text}

    def _text(self, record: dict, chance: random.Random) -> str:
        lines = [self._line(record, line, chance) for line in record["text"].split("\n")]
        return other_contact(other_hours(other_pay(other_place("\n".join(lines), chance), chance), chance), chance)

    def _line(self, record: dict, line: str, chance: random.Random) -> str:
        shape = _shape(line)
        return chance.choice(self._lines[record["kind"], record["language"], shape]) if shape != "heading" and chance.random() < _EXCHANGED else line


def _shape(line: str) -> str:
    if _BULLET.match(line):
        return "bullet"
    return "heading" if len(line) < _SHORT else "short" if len(line) < 6 * _SHORT else "long"


def write_texts(number: int, path: Path, **settings: float | str | None) -> None:
    """Writes the first ``number`` texts as JSON lines."""
    texts = Texts(**settings)
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(texts.record(one), ensure_ascii=False) + "\n" for one in range(number))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeats", type=float, default=0.1)
    parser.add_argument("--near", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", help="all of one kind, as vacancy")
    chosen = parser.parse_args()
    write_texts(chosen.number, chosen.file, repeats=chosen.repeats, near=chosen.near, seed=chosen.seed, kind=chosen.kind)
