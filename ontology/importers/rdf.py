"""Triples from RDF files, streamed: Turtle, RDF/XML, N-Triples, N-Quads, TriG and JSON-LD, also gzipped. Contexts are never fetched."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ..errors import OntologyError

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}


def rdf_files(path: Path) -> list[Path]:
    """The RDF files that ``path`` is or that lie in it, by name."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in files if file.is_file() and _suffix(file) in FORMATS]


def triples(path: Path) -> Iterator[tuple[str, str, object]]:
    """(subject, predicate, object) of every triple of a file; objects are IRIs as ``str`` or pyoxigraph Literals.

    Blank nodes come as "_:name". Raises OntologyError when the file cannot be parsed.
    """
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            for quad in parse(stream, format=FORMATS[_suffix(path)], base_iri=path.resolve().as_uri(), lenient=True):
                target = quad.object
                yield _name(quad.subject), quad.predicate.value, target if isinstance(target, Literal) else _name(target)
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile) as error:
        raise OntologyError(f"{path}: is no RDF that can be read ({error}); give Turtle, RDF/XML, N-Triples or JSON-LD") from error


def _name(node) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
