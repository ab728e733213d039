"""How strongly a CV proves a skill: hard (diploma, certificate, registration, licence), semi-hard (work, product,
running course) or soft (own claim). The section decides, cues for running courses overrule.
"""

import re

from .types import Document, Mention, Sentence

_RUNNING = re.compile(
    r"\b(?:bezig met|nog bezig|lopend|loopt nog|volgt momenteel|in opleiding|ongoing|in progress|verwacht(?:e)?|expected|"
    r"(?:module|jaar) \d+ van|\d{4}\s*[-–]\s*(?:heden|nu|present)|momenteel)\b",
    re.I,
)
_BY_SECTION = {
    "experience": "semi-hard",
    "education": "hard",
    "certificates": "hard",
    "skills": "soft",
    "languages": "soft",
    "profile": "soft",
    "hobbies": "soft",
    "other": "soft",
}


def evidence_of(document: Document, mention: Mention, sentence: Sentence) -> str | None:
    """The evidence class of a mention in a CV; None for other kinds of text."""
    if document.kind != "cv":
        return None
    text = document.text[sentence.start : sentence.end]
    running = bool(_RUNNING.search(text)) and mention.section in ("education", "certificates", "other")
    if mention.type == "certificate":
        return "semi-hard" if running else "hard"
    found = _BY_SECTION.get(mention.section, "soft")
    return "semi-hard" if found == "hard" and running else found
