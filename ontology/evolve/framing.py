"""A quote -> the words in it that name something: without the frame that a sentence puts around them.

"beschikt over analytisch inzicht" and "ervaring met analytisch inzicht" say no more than "analytisch inzicht". What is cut off are articles,
pronouns, conjunctions, and openings such as "ervaring met" or "je houdt je bezig met".
"""

import re
from functools import lru_cache

_OPENING = re.compile(
    r"(?:je|jij|u|we|wij|you|jouw|onze|your|our|het|de|een|the|an?|en|of|and|or|to|uit|vragen"
    r"|(?:enige |ruime |goede |aantoonbare |relevante )?(?:werk)?(?:ervaring|kennis|affiniteit|experience|knowledge|familiarity)(?: \w+)? (?:met|van|in|op|als|of|with)"
    r"|(?:ge)?werk(?:t|en)?(?: je)? (?:aan|met|mee aan)|(?:houdt?(?: je)?(?: je)? )?bezig met|(?:beschik(?:t|ken)?|beschik je) over|(?:draagt?(?: je)? )?zorg(?:t|en)?(?: je)? voor"
    r"|verantwoordelijk(?:heid)? voor|bestaat(?: vooral)? uit|in het bezit van|(?:hebt|heb|heeft|bent|ben|kunt|kan|have|are|has) (?:je |jij |een )?)\s+",
    re.I,
)
_ENDING = re.compile(r"[\s,;:(\[/-]+(?:en|of|and|or|de|het|een|the|an?|is|van|met|in|op|aan|voor|to|with|for)$|[\s,;:(\[/.-]+$", re.I)


@lru_cache(maxsize=200_000)
def without_frame(text: str) -> str:
    """The text without what frames it; as it was when nothing else would be left."""
    kept = text.strip()
    while (found := _OPENING.match(kept)) and found.end() < len(kept):
        kept = kept[found.end() :]
    while (found := _ENDING.search(kept)) and found.start() > 1:
        kept = kept[: found.start()]
    return kept
