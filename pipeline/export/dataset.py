"""The contract that travels with a run: dataset.ttl (DCAT, VoID, PROV), context, shapes and vocabulary."""

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.namespaces import DCAT, DCT, PREFIXES, PROV, RDF, RDFS, SCHEMA, ST, VOID, XSD
from ontology.tables import ROOM, SOURCE

from ..config import Settings
from .rdf import CONTEXT_FILE

ATTRIBUTIONS = (
    "This service uses the ESCO classification of the European Commission.",
    "Skillstaal core ontology, CC BY 4.0.",
)
MEDIA_TYPES = {
    ".nq.gz": "application/n-quads",
    ".ttl.gz": "text/turtle",
    ".jsonld.gz": "application/ld+json",
    ".jsonl.gz": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
}


def files(manifest: dict, settings: Settings) -> dict[str, bytes]:
    """File name -> content of what lies beside the data."""
    return {
        "dataset.ttl": describe(manifest, settings),
        "context.jsonld": CONTEXT_FILE.read_bytes(),
        "shapes.ttl": (ROOM / "shapes" / "export.ttl").read_bytes(),
        "schema.ttl": (SOURCE / "schema.ttl").read_bytes(),
    }


def describe(manifest: dict, settings: Settings) -> bytes:
    """DCAT dataset with a distribution per file, its VoID figures and the run as PROV activity; nothing time-bound."""
    run = NamedNode(manifest["iri"])
    dataset = NamedNode(manifest["iri"] + "/dataset")
    tool = NamedNode(manifest["iri"] + "/tool")

    def link(subject: NamedNode, predicate: str, target: str) -> Triple:
        return Triple(subject, NamedNode(predicate), NamedNode(target))

    def text(subject: NamedNode, predicate: str, value: str, language: str | None = None) -> Triple:
        return Triple(subject, NamedNode(predicate), Literal(value, language=language))

    def number(subject: NamedNode, predicate: str, value: int) -> Triple:
        return Triple(subject, NamedNode(predicate), Literal(str(value), datatype=NamedNode(XSD.integer)))

    totals = manifest["totals"]
    triples = [
        link(dataset, RDF.type, DCAT.Dataset),
        link(dataset, RDF.type, VOID.Dataset),
        text(dataset, DCT.title, "Vaardigheden in teksten van de arbeidsmarkt", "nl"),
        text(dataset, DCT.title, "Skills in labour-market texts", "en"),
        text(dataset, DCT.description, f"{totals['translated']} teksten, {totals['skills']} vaardigheidsuitspraken.", "nl"),
        text(dataset, DCT.identifier, manifest["run"]),
        text(dataset, VOID.uriSpace, settings.base),
        number(dataset, VOID.entities, totals["translated"]),
        link(dataset, PROV.wasGeneratedBy, manifest["iri"]),
        link(run, RDF.type, PROV.Activity),
        link(run, PROV.used, manifest["ontology"]["iri"]),
        link(run, PROV.wasAssociatedWith, tool.value),
        link(tool, RDF.type, PROV.SoftwareAgent),
        text(tool, RDFS.label, f"{manifest['tool']['name']} {manifest['tool']['version']}"),
    ]
    triples += [text(dataset, DCT.rights, line, "en") for line in ATTRIBUTIONS]
    triples += [link(dataset, VOID.vocabulary, base) for base in (ST.base, SCHEMA.base, PREFIXES["oa"], PREFIXES["prov"])]
    for output in manifest["outputs"]:
        part = NamedNode(f"{dataset.value}/{output['path']}")
        media = next((kind for suffix, kind in MEDIA_TYPES.items() if output["path"].endswith(suffix)), "application/octet-stream")
        triples += [
            link(dataset, DCAT.distribution, part.value),
            link(part, RDF.type, DCAT.Distribution),
            text(part, DCT.identifier, output["path"]),
            text(part, DCAT.mediaType, media),
        ]
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
