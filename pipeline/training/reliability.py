"""Gold texts -> models/reliability.json: what came true of the confidence of statements, in ten bins, for reports to show.

``python -m pipeline.training.reliability corpora/gold/test.jsonl`` (seconds), after the models changed. Use texts that no model was trained on. A statement is
right when its words name a skill and its concept, or NIL, is right; links that the gold does not judge are left out with their mentions.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ..contract import to_json
from ..evaluation.calibration import OPEN, RIGHT
from ..evaluation.gold import gold_document, read_gold_records
from ..evaluation.matching import Compared
from ..evaluation.mention_counts import confidence_points
from ..evaluation.scoring import gold_sections
from ..translate import Translator

MODELS = Path(__file__).parents[1] / "models"
BINS = 10


def models_sha256() -> str:
    """One checksum over the models that confidence depends on: all but that of wording."""
    found = hashlib.sha256()
    for path in sorted([*(path for path in MODELS.glob("*.npz") if path.name != "wording.npz"), *MODELS.glob("confidence.json")]):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def binned(points: Sequence[tuple[float, bool]], bins: int = BINS) -> list[dict]:
    """(confidence, right) -> of bins with equal counts the mean confidence ``said``, the share ``true`` that was right, and the count."""
    ordered = sorted(points)
    parts = [ordered[len(ordered) * number // bins : len(ordered) * (number + 1) // bins] for number in range(bins)]
    return [
        {"said": round(sum(said for said, _ in part) / len(part), 4), "true": round(sum(right for _, right in part) / len(part), 4), "count": len(part)}
        for part in parts
        if part
    ]


def measure(paths: Sequence[Path], translator: Translator) -> dict:
    """The content of the file. Raises SkillstaalError when the files are no gold."""
    records = [record for record in read_gold_records(paths, "all") if record.get("skills") is not None]
    points = []
    for gold in records:
        document = gold_document(gold)
        predicted = to_json(translator.translate(document), translator.lexicon.release, "")
        compared = Compared(
            document.id, document.kind, document.language, document.text, predicted["skills"], gold["skills"], gold_sections(document, gold["skills"])
        )
        points += [(said, outcome == RIGHT) for said, outcome in confidence_points(compared) if outcome != OPEN]
    return {"texts": len(records), "statements": len(points), "models": models_sha256(), "bins": binned(points)}


if __name__ == "__main__":
    found = measure([Path(argument) for argument in sys.argv[1:]], Translator.load())
    (MODELS / "reliability.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
