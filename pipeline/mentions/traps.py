"""What looks like a mention and is none (rows of cues/mention_traps.tsv): "een Nederlands rijbewijs" asks for no language."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ontology.normalising import fold

from ..cues import read_cues

_NEAR = 4  # words on each side of a mention that are looked at


@lru_cache(maxsize=None)
def _rows(type_: str) -> tuple[tuple[re.Pattern, bool, re.Pattern], ...]:
    """(words, whether what stands behind them counts, what must stand there) of the rows for mentions of a type."""
    rows = [row for row in read_cues("mention_traps") if type_ in row["types"].split("|")]
    return tuple((re.compile(row["words"]), row["side"] == "behind", re.compile(row["near"] + ("" if row["side"] == "behind" else r"\Z"))) for row in rows)


def is_trap(words: Sequence[str], start: int, end: int, type_: str) -> bool:
    """Whether the words ``start`` to ``end`` of a sentence, read as a mention of that type, are none for what stands around them."""
    quote = fold(" ".join(words[start:end]))
    near = [(behind, pattern) for said, behind, pattern in _rows(type_) if said.fullmatch(quote)]
    if not near:
        return False
    before, after = fold(" ".join(words[max(0, start - _NEAR) : start])), fold(" ".join(words[end : end + _NEAR]))
    return any(pattern.match(after) if behind else pattern.search(before) for behind, pattern in near)
