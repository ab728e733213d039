"""Job titles that have a form for a man and one for a woman: the counterpart of a word, from cues/swaps.tsv."""

from functools import lru_cache

from ..cues import read_cues

_SHORTEST_STEM = 3


@lru_cache(maxsize=None)
def swaps(kind: str) -> tuple[tuple[str, str], ...]:
    """The pairs of one kind of cues/swaps.tsv, in both directions."""
    rows = [(row["one"], row["other"]) for row in read_cues("swaps") if row["kind"] == kind]
    return tuple(rows + [(other, one) for one, other in rows])


@lru_cache(maxsize=None)
def _endings() -> tuple[dict[str, str], dict[str, str], range]:
    """(titles, what a title may end in, the lengths of these), each with that for the other sex."""
    titles: dict[str, str] = {}
    for one, other in swaps("title"):
        titles.setdefault(one, other)
    sizes = {len(one) for kind in ("title", "suffix") for one, _ in swaps(kind)}
    return titles, dict(reversed(swaps("suffix"))), range(max(sizes), min(sizes) - 1, -1)


@lru_cache(maxsize=100_000)
def counterpart(word: str) -> str | None:
    """The same job title for the other sex, with its capital ("Verkoper" -> "Verkoopster"); None for other words."""
    low = word.lower()
    titles, suffixes, sizes = _endings()
    for endings in (titles, suffixes):
        for size in sizes:
            other = endings.get(low[-size:]) if size <= len(low) else None
            if other and (len(low) >= size + _SHORTEST_STEM or endings is titles and size == len(low)):
                new = low[:-size] + other
                return new[:1].upper() + new[1:] if word[:1].isupper() else new
    return None


@lru_cache(maxsize=50_000)
def other_form(phrase: str) -> str | None:
    """The title in its form for the other sex; None when it has one form."""
    words = phrase.split(" ")
    other = [counterpart(word) or word for word in words]
    return " ".join(other) if other != words else None


def forms_of(word: str) -> set[str]:
    """A folded word and every one of which it may be the counterpart."""
    return {word} | {word.removesuffix(other) + one for kind in ("title", "suffix") for one, other in swaps(kind) if word.endswith(other)}


def other_forms(phrase: str) -> list[str]:
    """The title with all of its gendered words in the form for the other sex, and with each of them alone."""
    words = phrase.split(" ")
    alone = (" ".join([*words[:at], other, *words[at + 1 :]]) for at, word in enumerate(words) if (other := counterpart(word)))
    return list(dict.fromkeys(filter(None, (other_form(phrase), *alone))))
