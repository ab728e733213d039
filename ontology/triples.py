"""One statement as three strings, and the ways to make one.

Subject and predicate are IRIs, the object is as canonical N-Triples writes it (RDF 1.2 N-Triples, section 4), so that a
million of them can be sorted.
"""

import re

Triple = tuple[str, str, str]
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def link(subject: str, predicate: str, target: str) -> Triple:
    """The object is an IRI."""
    return subject, predicate, f"<{target}>"


def literal(subject: str, predicate: str, text: str, lang: str | None = None) -> Triple:
    """The object is a text, with a language tag when ``lang`` is given."""
    escaped = _ESCAPED.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    return subject, predicate, f'"{escaped}"@{lang}' if lang else f'"{escaped}"'


def typed(subject: str, predicate: str, text: str, datatype: str) -> Triple:
    """The object is a value of a datatype (an IRI); ``text`` needs no escaping."""
    return subject, predicate, f'"{text}"^^<{datatype}>'
