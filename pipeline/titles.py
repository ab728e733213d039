"""Job titles that have a form for a man and one for a woman: the counterpart of a word, from cues/swaps.tsv."""

from functools import lru_cache

from .cues import read_cues

_SHORTEST_STEM = 3


@lru_cache(maxsize=None)
def swaps(kind: str) -> tuple[tuple[str, str], ...]:
    """The pairs of one kind of cues/swaps.tsv, in both directions."""
    rows = [(row["one"], row["other"]) for row in read_cues("swaps") if row["kind"] == kind]
    return tuple(rows + [(other, one) for one, other in rows])


@lru_cache(maxsize=10_000)
def counterpart(word: str) -> str | None:
    """The same job title for the other sex, with its capital ("Verkoper" -> "Verkoopster"); None for other words."""
    low = word.lower()
    titles, suffixes = (sorted(swaps(kind), key=lambda pair: -len(pair[0])) for kind in ("title", "suffix"))
    for one, other in titles + suffixes:
        whole = low == one and (one, other) in titles
        if whole or low.endswith(one) and len(low) >= len(one) + _SHORTEST_STEM:
            new = low[: len(low) - len(one)] + other
            return new[:1].upper() + new[1:] if word[:1].isupper() else new
    return None


@lru_cache(maxsize=50_000)
def other_form(phrase: str) -> str | None:
    """The title in its form for the other sex; None when it has one form."""
    words = phrase.split(" ")
    other = [counterpart(word) or word for word in words]
    return " ".join(other) if other != words else None
