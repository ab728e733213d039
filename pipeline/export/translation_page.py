"""The JSON of one translation and its text -> a page of its own, with the text marked; it asks nothing of other hosts and has no scripts."""

from functools import partial
from pathlib import Path

from ontology.pages import environment

from ..types import SKILL_TYPES
from .advice import with_english
from .highlighting import pieces, without_personal_data
from .words import word

TEMPLATES = Path(__file__).parent / "templates"


def page(record: dict, text: str, lang: str = "nl") -> str:
    """The page in ``lang`` ("nl" or "en"). Contact data in the text and in the neutral text is masked; of a CV only its statements are shown."""
    known, neutral = record["document"], record["neutral_text"]
    shown = record | {"bias": with_english(record["bias"]), "neutral_text": neutral and without_personal_data(neutral, known)}
    found = [] if known["kind"] == "cv" else pieces(without_personal_data(text, known), record["skills"], record["bias"])
    return environment(lang, TEMPLATES).get_template("translation.html").render(record=shown, pieces=found, types=SKILL_TYPES, say=partial(word, lang=lang))
