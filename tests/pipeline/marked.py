"""Texts in which spans are marked as ``{{category:words}}`` -> plain text and spans."""

import re

_MARK = re.compile(r"\{\{(\w+):(.*?)\}\}", re.S)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """(text, [(start, end, category)]) of a marked text."""
    text, spans, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        spans.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        last = found.end()
    return text + marked[last:], spans


def read_marked(path) -> list[tuple[str, str, list[tuple[int, int, str]]]]:
    """(id, text, spans) of each text of a file, which begin with ``=== id``."""
    parts = re.split(r"^=== (\w+)\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
    return [(name, *unmarked(body)) for name, body in zip(parts[::2], parts[1::2])]
