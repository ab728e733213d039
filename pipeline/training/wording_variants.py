"""Sentences that nobody need mark: frames with words in their gaps, and marked ones with other words in the place of known ones.

Tables: corpora/bias/frames.tsv and groups.tsv. Nothing is random: the same records give the same variants.
"""

import csv
import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpora" / "bias"
PER_FRAME, PER_SWAP = 3, 2
LONGEST_SWAPPED = 300  # characters
_STRIDE = 7919  # a prime, so that steps of it meet all words


def framed(each: int = PER_FRAME) -> list[dict]:
    """The frames of corpora/bias/frames.tsv, each with ``each`` words of groups.tsv in its gap, as records."""
    groups = _groups()
    records = []
    for number, row in enumerate(_table("frames.tsv")):
        words = groups[row["kind"]]
        step = max(1, len(words) // each)
        for ground, word in words[number % step :: step]:
            start = row["frame"].index("X")
            gap = word[:1].upper() + word[1:] if start == 0 else word
            text = row["frame"][:start] + gap + row["frame"][start + 1 :]
            marks = [{"start": start, "end": start + len(gap), "ground": ground}] if row["marked"] == "1" else []
            records.append({"text": text, "bias": marks})
    return records


@lru_cache(maxsize=1)
def _groups() -> dict[str, list[tuple[str, str]]]:
    """Kind -> the (ground, words) of groups.tsv that fill a gap of that kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in _table("groups.tsv"):
        groups.setdefault(row["kind"], []).extend((row["ground"], word) for word in row["words"].split("|"))
    return groups


@lru_cache(maxsize=1)
def _fillers() -> tuple[dict[str, tuple[str, str]], re.Pattern]:
    """The (kind, ground) of all words of groups.tsv, and a pattern that finds them."""
    kind_of = {word.lower(): (kind, ground) for kind, words in _groups().items() for ground, word in words}
    longest_first = "|".join(map(re.escape, sorted(kind_of, key=len, reverse=True)))
    return kind_of, re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.I)


def swapped(records: Sequence[dict], each: int = PER_SWAP) -> list[dict]:
    """Short records again, ``each`` times for every word of groups.tsv in them, with another word of that kind in its place.

    What a sentence says of one group it would say of another, whatever the ground; only words that are marked as a whole or not at all are changed,
    or those of a longer mark of their own ground.
    """
    groups, (kind_of, pattern) = _groups(), _fillers()
    found = []
    for record in records:
        if len(record["text"]) > LONGEST_SWAPPED:
            continue
        for match in pattern.finditer(record["text"]):
            marks = [mark for mark in record["bias"] if mark["start"] < match.end() and match.start() < mark["end"]]
            kind, known = kind_of[match[0].lower()]
            if len(marks) < 2 and all(_may_swap(mark, match.span(), known) for mark in marks):
                others = [pair for pair in groups[kind] if pair[1].lower() != match[0].lower()]
                first = number_of(f"{record['id']}{match.start()}")
                found += [_swap(record, match.span(), marks, *others[(first + step * _STRIDE) % len(others)]) for step in range(each)]
    return found


def _may_swap(mark: dict, span: tuple[int, int], ground: str) -> bool:
    """Whether a mark stays one when the words of ``span`` give way to others."""
    inside = mark["start"] <= span[0] and span[1] <= mark["end"]
    return inside and mark.get("strength") != "zwak" and (ground == mark["ground"] or (mark["start"], mark["end"]) == span)


def _swap(record: dict, span: tuple[int, int], marks: list[dict], ground: str, word: str) -> dict:
    """The record with ``word``, of ``ground``, in the place of ``span``; ``marks`` are those on the span."""
    start, end = span
    text = record["text"]
    word = word[:1].upper() + word[1:] if text[start].isupper() else word
    longer = len(word) - (end - start)
    moved = [dict(mark, **{edge: mark[edge] + longer * (mark[edge] >= end) for edge in ("start", "end")}) for mark in record["bias"] if mark not in marks]
    new = [{"start": mark["start"], "end": mark["end"] + longer, "ground": ground} for mark in marks]
    return {"id": record["id"], "text": text[:start] + word + text[end:], "bias": moved + new}


def _table(name: str) -> list[dict[str, str]]:
    """The rows of a tab-separated table in corpora/bias."""
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def number_of(words: str) -> int:
    """A number that depends on the words alone."""
    return int(hashlib.md5(words.encode()).hexdigest(), 16)
