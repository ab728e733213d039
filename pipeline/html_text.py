"""An HTML page -> its title and the text of its main part, with line breaks where blocks end."""

import re
from itertools import accumulate

_OUTSIDE = "script, style, noscript, template, svg, iframe, nav, footer, header, aside, form, button, select, [hidden], [aria-hidden=true]"
_BLOCKS = frozenset(
    "p div section article main ul ol li h1 h2 h3 h4 h5 h6 table tr td th dl dt dd blockquote pre figure address br hr body".split()
)


_LINES = frozenset("li tr th td dt dd br hr".split())
_TAG = re.compile(r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|td|th|tr|wbr)\b)[a-z]", re.I)
MAX_DEPTH = 5000


def main_text(page: str) -> tuple[str, str]:
    """(title, text): of <main> or <article> when there is one, else of the body; list items start with "- ".

    Raises ValueError for a page that is nested so deeply that parsing it would take minutes.
    """
    from selectolax.lexbor import LexborHTMLParser

    if max(accumulate(-1 if found.group(1) else 1 for found in _TAG.finditer(page)), default=0) > MAX_DEPTH:
        raise ValueError(f"the page is nested more than {MAX_DEPTH} deep; simplify it")
    tree = LexborHTMLParser(page)
    title_node = tree.css_first("h1") or tree.css_first("title")
    words: list[str] = []
    if title_node:
        _collect(title_node, words)
    title = " ".join("".join(words).split())
    root = max(tree.css("main, article"), key=lambda node: len(node.text()), default=None) or tree.body
    if root is None:
        return title, ""
    headed = tree.css_first("h1") is not None
    for node in root.css(_OUTSIDE):
        node.decompose()
    heading = title if headed and root.css_first("h1") is None else ""
    parts: list[str] = [heading, "\n"] if heading else []
    _collect(root, parts)
    text = re.sub(r"[ \t\r\f\v]+", " ", "".join(parts))
    text = re.sub(r" ?\n ?", "\n", text)
    return title, re.sub(r"\n{3,}", "\n\n", text).strip()


def _collect(root, parts: list[str]) -> None:
    """Text of the nodes below ``root`` in page order, without recursion: pages can be nested very deeply."""
    stack = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if node.tag == "-text":
            parts.append(re.sub(r"\s+", " ", node.text_content or ""))
            continue
        block = node.tag in _BLOCKS
        if block:
            parts.append("\n\n" if node.tag in ("h1", "h2", "h3", "h4") else "\n")
        if leaving:
            continue
        if node.tag == "li":
            parts.append("- ")
        if block and node.tag not in _LINES:
            stack.append((node, True))
        children, child = [], node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack += [(child, False) for child in reversed(children)]
