"""Nodes -> JSON-LD 1.1 with the context inside, so that nothing is fetched when it is read."""

import orjson

from .rdf import context


def jsonld(nodes: list[dict]) -> bytes:
    """One JSON-LD document with the nodes as its graph."""
    return orjson.dumps({"@context": context(), "@graph": nodes})
