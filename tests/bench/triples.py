"""Statements a second of CPU of three ways to write the same N-Quads: python tests/bench/triples.py [TEXTS]

Ours goes from the nodes of a translation to bytes; pyoxigraph from the same nodes through its own terms; rdflib only adds terms that are there already
to a Dataset, one a text, and serialises it, which flatters it. That all three wrote the same quads is checked.
"""

import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import pyoxigraph  # noqa: E402
from rdflib import Dataset  # noqa: E402

from pipeline.contract import to_json  # noqa: E402
from pipeline.export import rdf  # noqa: E402
from pipeline.export.nodes import to_nodes  # noqa: E402
from pipeline.reading import make_document  # noqa: E402
from pipeline.translate import Translator  # noqa: E402
from tests.bench.texts import Texts  # noqa: E402

RUN = "https://w3id.org/skillstaal/run/bench"
RUNS = 3


def with_pyoxigraph(nodes: list[dict]) -> bytes:
    graph = pyoxigraph.NamedNode(nodes[0]["id"])
    quads = (pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in rdf.to_triples(nodes))
    return pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)


def with_rdflib(quads: list[tuple]) -> bytes:
    dataset = Dataset()
    dataset.addN((subject, predicate, value, dataset.graph(name)) for subject, predicate, value, name in quads)
    return dataset.serialize(format="nquads", encoding="utf-8")


def _quads(content: bytes) -> set[str]:
    return {str(quad) for quad in pyoxigraph.parse(content, format=pyoxigraph.RdfFormat.N_QUADS)}


def measure(count: int) -> dict[str, float]:
    """Statements a second by way of writing, best of three."""
    made, translator = Texts(repeats=0, near=0), Translator.load()
    documents = [make_document(row["id"], row["text"], row["kind"], row["title"], row["id"]) for row in map(made.record, range(count))]
    release = translator.lexicon.release
    nodes = [to_nodes(to_json(one, release, f"{RUN}#{release}"), document.text, RUN) for one, document in zip(translator.translate_all(documents), documents, strict=True)]
    ours = [rdf.nquads(some) for some in nodes]
    terms = []
    for content in ours:
        dataset = Dataset()
        dataset.parse(data=content, format="nquads")
        terms.append(list(dataset.quads()))
    ways = {"skillstaal": (rdf.nquads, nodes), "pyoxigraph": (with_pyoxigraph, nodes), "rdflib": (with_rdflib, terms)}
    for way, given in ways.values():
        assert _quads(way(given[0])) == _quads(ours[0])
    total = sum(content.count(b"\n") for content in ours)
    return {"statements": total} | {name: round(total / min(_seconds(way, given) for _ in range(RUNS))) for name, (way, given) in ways.items()}


def _seconds(way, given: list) -> float:
    started = time.process_time()
    for one in given:
        way(one)
    return time.process_time() - started


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500) | {"load": round(os.getloadavg()[0], 1)}))
