"""Statements whose concept is not sure enough for a passport -> the person's own words, without a concept.

How sure is enough is read from what came true of confidence on gold texts (models/reliability.json): from where two of three statements were right. What
an owner added, corrected or confirmed is sure; what a sure diploma implies is too. Words that may be personal data are left out.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ...privacy import MASK, personal_spans
from ...types import Document

RELIABILITY = Path(__file__).parents[2] / "models" / "reliability.json"
ENOUGH = 2 / 3  # of the statements with this confidence are right


@lru_cache(maxsize=1)
def threshold() -> float:
    """The confidence from which ENOUGH of the gold statements were right."""
    bins = json.loads(RELIABILITY.read_text(encoding="utf-8"))["bins"]
    return crossing([(bin_["said"], bin_["true"]) for bin_ in bins], ENOUGH)


def crossing(points: Sequence[tuple[float, float]], share: float) -> float:
    """Where the line through the points (said, true) comes above ``share`` for the first time; 1.0 when it never does."""
    if points and points[0][1] >= share:
        return points[0][0]
    for (said, true), (said_next, true_next) in pairwise(points):
        if true_next >= share:
            return said + (share - true) / (true_next - true) * (said_next - said)
    return 1.0


def without_doubt(record: dict, least: float) -> dict:
    """The record in which statements below ``least`` have no concept, unless others make it sure; their personal skills go. Occupations stay."""
    sure = {said["concept"] for said in record["skills"] if said["concept"] and said["confidence"] >= least}
    sure |= {skill["concept"] for skill in record["curriculum"]["skills"] if skill.get("owner")}
    sure |= {skill["concept"] for skill in record["curriculum"]["skills"] if any(record["skills"][reason["statement"] - 1]["concept"] in sure for reason in skill["implied_by"])}
    skills = [said if said["concept"] is None or said["concept"] in sure else said | {"concept": None, "label": None, "mappings": {}} for said in record["skills"]]
    personal = [
        skill | {"implied_by": [reason for reason in skill["implied_by"] if record["skills"][reason["statement"] - 1]["concept"] in sure]}
        for skill in record["curriculum"]["skills"]
        if skill["concept"] in sure
    ]
    return record | {"skills": skills, "curriculum": record["curriculum"] | {"skills": personal}}


def speakable(words: str) -> bool:
    """Whether a passport may show these words of the CV: nothing in them was masked, and nothing looks personal."""
    return MASK not in words and not personal_spans(Document("words", f"Vaardigheden\n\n- {words}\n", "cv", "nl"))
