"""Runs and graphs that the tests of linked data share."""

import csv
import gzip

from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef

from ontology.namespaces import SCHEMA, XSD
from ontology.release import SCHEMA as VOCABULARY
from tests.conftest import ROOT

PREVIOUS = ROOT / "tests" / "data" / "contract-0.1.0"
_DATATYPES = {XSD.string: "Text", str(RDF.langString): "Text", XSD.date: "Date", XSD.integer: "Number", XSD.decimal: "Number"}


def contents(folder, pattern):
    """The unpacked files of a run or export."""
    paths = sorted(folder.glob(pattern))
    assert paths, f"no {pattern} in {folder}"
    return [gzip.decompress(path.read_bytes()) for path in paths]


def graph_of(folder, form="nq"):
    """All triples of a run or export, graphs aside, as rdflib reads them."""
    merged = Graph()
    for content in contents(folder, f"graph/*.{form}.gz"):
        if form == "nq":
            dataset = Dataset()
            dataset.parse(data=content, format="nquads")
            for s, p, o, _ in dataset.quads():
                merged.add((s, p, o))
        else:
            merged.parse(data=content, format={"ttl": "turtle", "jsonld": "json-ld"}[form])
    return merged


def schema_org_faults(graph, concepts):
    """Statements with schema.org properties whose subject or value is not of the property's domain or range.

    ``concepts`` are further triples, with the types of what the graph points at; classes of ours count as those that they are kinds of.
    """
    with (ROOT / "tests" / "data" / "schema_org.tsv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t"))
    above = {row["term"]: row["above_or_domain"] for row in rows if row["kind"] == "class"}
    properties = {row["term"]: (set(row["above_or_domain"].split("|")), set(row["range"].split("|"))) for row in rows if row["kind"] == "property"}
    kinds = Graph().parse(VOCABULARY)

    def types(node):
        named = {*graph.objects(node, RDF.type), *concepts.objects(node, RDF.type)}
        named |= {parent for class_ in list(named) for parent in kinds.objects(class_, RDFS.subClassOf)}
        found = {str(name).removeprefix(SCHEMA.base) for name in named if str(name).startswith(SCHEMA.base)}
        for name in list(found):
            while name := above[name]:
                found.add(name)
        return found

    for s, p, o in graph:
        name = str(p).removeprefix(SCHEMA.base)
        if not str(p).startswith(SCHEMA.base):
            continue
        domains, ranges = properties[name]
        value = {_DATATYPES.get(str(o.datatype or (RDF.langString if o.language else XSD.string)))} if isinstance(o, Literal) else types(o) | {"URL"}
        if not types(s) & domains or not value & ranges:
            yield s, p, o


def core_graph(release):
    """The core ontology."""
    return Graph().parse(data=gzip.decompress(release.files["ontology.nt.gz"]), format="nt")


def iris(graph):
    """Every IRI in the place of an object, types aside."""
    return {str(o) for p, o in graph.predicate_objects() if isinstance(o, URIRef) and p != RDF.type}
