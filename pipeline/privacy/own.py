"""What a CV says of its writer in the words of lists: illness, belief, family (cues/personal.tsv, ``words``).

The same words stand in CVs for clients and subjects ("mensen met een depressie", "kennis van diabetes"). So a word counts in a clause that speaks of the
writer (first person, a year alone, "Reden van vertrek"), unless clients, care or study stand near it.
"""

import re
from collections.abc import Iterator

from .patterns import Personal, patterns

_CLAUSE = re.compile(r"[^\n.!?;]+")
_OWN = re.compile(
    r"(?i)\b(?:ik|mijn|mij|me|m'n|zelf|i|i'm|i've|my|myself)\b|"
    r"^\W*(?:(?:19|20)\d\d(?: ?[-–] ?(?:(?:19|20)\d\d|heden|nu))?\W|(?:reden(?: van vertrek)?|knelpunt(?:en)?|bijzonderheden|opmerking(?:en)?|let op|sinds kort|sinds (?:19|20)\d\d|gat in (?:mijn )?cv|"
    r"reason for leaving|note|career break|took|nam|hobby'?s?|vrijwillig\w*|volunteer\w*|nevenfuncties?|pastimes?|interesses?|interests?|hobbies)\b)"
)
_OTHERS = re.compile(
    r"(?i)\b(?:mensen|personen|cli[eë]nt\w*|pati[eë]nt\w*|bewoners?|kinder\w*|jonger\w*|leerling\w*|student\w*|ouder(?:en|s)|gezinnen|volwassenen|klanten?|deelnemers?|doelgroep\w*|"
    r"people|persons|patients?|clients?|children|pupils?|residents?|customers?|adults?|begeleid\w*|behandel\w*|verple\w*|verzorg\w*|ondersteun\w*|onderzo\w*|"
    r"diagno\w*|voorlichting|training\w*|cursus\w*|kennis|ervaring|expertise|specialis\w*|afdeling\w*|werk(?:te)? met|gewerkt met|\w*zorg|care|nurs\w*|treat\w*|support\w*|research\w*|"
    r"beleid\w*|knowledge|experience|apparatuur|aanmeten|medicijn\w*|bouw\w*|restaur\w*|orgel\w*|schilder\w*)\b"
)
_BEFORE, _AFTER = 45, 25  # characters in which clients may be named


def own_words(text: str) -> Iterator[Personal]:
    """The words of the lists that a clause of the writer says of the writer."""
    for clause in _CLAUSE.finditer(text):
        if not _OWN.search(clause.group()):
            continue
        first, last = clause.span()
        for category, pattern in patterns("words"):
            for found in pattern.finditer(text, first, last):
                near = text[max(first, found.start() - _BEFORE) : found.start()] + " " + text[found.end() : min(last, found.end() + _AFTER)]
                if not _OTHERS.search(near):
                    yield Personal(*found.span(), category)
