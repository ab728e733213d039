"""The contract that travels with a run: dataset.ttl, context, shapes and vocabulary.

dataset.ttl describes the run after DCAT-AP-NL 3.0 (Geonovum), with its figures and links in VoID, how it was made in PROV, and the licences
and attributions of every scheme that the release holds or points to. Nothing in it is bound to the moment.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.namespaces import (
    DCAT,
    DCT,
    ESCO,
    EU_AUTHORITY,
    EU_LANGUAGE,
    FOAF,
    OA,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    RELEASE_BASE,
    SCHEMA,
    SPDX,
    ST,
    VCARD,
    VOID,
    XSD,
)  # fmt: skip
from ontology.tables import ROOM, SOURCE

from ..batches.publication import Publication
from ..config import Settings
from .rdf import CONTEXT_FILE, contract_version

_MEDIA = "https://www.iana.org/assignments/media-types/"
# suffix -> media type (IANA), file type (list of the EU)
FORMATS = {
    ".nq.gz": ("application/n-quads", "RDF_N_QUADS"),
    ".ttl.gz": ("text/turtle", "RDF_TURTLE"),
    ".jsonld.gz": ("application/ld+json", "JSON_LD"),
    ".jsonl.gz": ("", "JSON"),  # lines of JSON have no registered media type
    ".parquet": ("application/vnd.apache.parquet", "PARQUET"),
}
RDF_PATCH = "https://afs.github.io/rdf-delta/rdf-patch.html"
VOCABULARIES = {
    "full": (ST.base, SCHEMA.base, OA.base, PROV.base, DCT.base), "core": (SCHEMA.base,), "esco": (SCHEMA.base, ESCO.base),
    "competentnl": (SCHEMA.base, "https://linkeddata.competentnl.nl/def/competentnl#"),
}  # fmt: skip
_TRIPLE = tuple[str, str, NamedNode | Literal]


def files(manifest: dict, settings: Settings | None = None) -> dict[str, bytes]:
    """File name -> content of what lies beside the data of a run, or of an export of it (``profile`` in its manifest)."""
    shapes = "export.ttl" if manifest.get("profile", "full") == "full" else "profiles.ttl"
    return {
        "dataset.ttl": describe(manifest, settings or Settings(**manifest["config"]["settings"])),
        "context.jsonld": CONTEXT_FILE.read_bytes(),
        "shapes.ttl": (ROOM / "shapes" / shapes).read_bytes(),
        "schema.ttl": (SOURCE / "schema.ttl").read_bytes(),
    }


def describe(manifest: dict, settings: Settings) -> bytes:
    """The description as Turtle."""
    dataset, publication = manifest["iri"] + "/dataset", settings.dataset
    found = [
        *_about(dataset, manifest, publication), *_figures(dataset, manifest, settings), *_made(dataset, manifest),
        *_credits(dataset, manifest["ontology"].get("credits", ())), *_distributions(dataset, manifest["outputs"], publication),
        *_delta(dataset, manifest.get("delta")),
    ]  # fmt: skip
    place = {subject: -number for number, (subject, _, _) in enumerate(reversed(found))}  # where a subject comes first
    together = sorted(dict.fromkeys(found), key=lambda triple: place[triple[0]])
    triples = (Triple(NamedNode(subject), NamedNode(predicate), target) for subject, predicate, target in together)
    prefixes = PREFIXES | {"foaf": FOAF.base, "vcard": VCARD.base, "spdx": SPDX.base}
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)


def _about(dataset: str, manifest: dict, publication: Publication) -> Iterator[_TRIPLE]:
    """What DCAT-AP-NL asks of a dataset, its publisher and its contact point."""
    totals, profile = manifest["totals"], manifest.get("profile", "full")
    counted = {"nl": f"{totals['translated']} teksten, {totals['skills']} vaardigheidsuitspraken; profiel {profile}."}
    counted["en"] = f"{totals['translated']} texts, {totals['skills']} skill statements; profile {profile}."
    yield from _links(dataset, RDF.type, (DCAT.Dataset, VOID.Dataset))
    yield from _texts(dataset, DCT.title, {"nl": publication.title_nl, "en": publication.title_en})
    yield from _texts(dataset, DCT.description, counted)
    yield dataset, DCT.identifier, Literal(manifest["iri"])
    yield from _links(dataset, DCT.accessRights, (publication.access_iri,))
    yield from _links(dataset, DCAT.theme, publication.theme_iris)
    yield from ((dataset, DCAT.keyword, Literal(word, language="nl")) for word in publication.keywords)
    yield from _links(dataset, DCT.language, (EU_LANGUAGE + "NLD", EU_LANGUAGE + "ENG"))
    yield from _links(dataset, DCT.conformsTo, (f"{ST.base.rstrip('#')}/{contract_version()}",))
    contact = dataset + "/contact"
    for role in (DCT.publisher, DCT.creator):
        yield from _links(dataset, role, (publication.publisher_iri,))
    yield from _links(publication.publisher_iri, RDF.type, (FOAF.Agent,))
    yield from _texts(publication.publisher_iri, FOAF.name, {"nl": publication.publisher})
    yield from _links(dataset, DCAT.contactPoint, (contact,))
    yield from _links(contact, RDF.type, (VCARD.Kind,))
    yield from _texts(contact, VCARD.fn, {"nl": publication.contact})
    yield from _links(contact, VCARD.hasEmail if publication.contact_url.startswith("mailto:") else VCARD.hasURL, (publication.contact_url,))


def _figures(dataset: str, manifest: dict, settings: Settings) -> Iterator[_TRIPLE]:
    """VoID: sizes, vocabularies, a partition per class that the run counted, and the links to the ontology."""
    totals, release, profile = manifest["totals"], manifest["ontology"]["iri"], manifest.get("profile", "full")
    yield dataset, VOID.uriSpace, Literal(settings.base)
    yield dataset, VOID.entities, _number(totals["translated"] + totals.get("variants", 0))
    yield from _links(dataset, VOID.vocabulary, VOCABULARIES[profile])
    if profile != "full":
        return
    if counted := [output["triples"] for output in manifest["outputs"] if "triples" in output]:
        yield dataset, VOID.triples, _number(sum(counted))
    for class_, size in ((ST.SkillStatement, totals["skills"]), (ST.WordingFlag, totals["flags"])):
        part = f"{dataset}/class/{class_.removeprefix(ST.base)}"
        yield from _links(dataset, VOID.classPartition, (part,))
        yield from _links(part, VOID["class"], (class_,))
        yield part, VOID.entities, _number(size)
    links = dataset + "/links"
    yield from _links(dataset, VOID.subset, (links,))
    yield from _links(links, RDF.type, (VOID.Linkset,))
    yield from _texts(links, DCT.title, {"nl": "Vaardigheidsuitspraken en hun begrippen", "en": "Skill statements and their concepts"})
    for predicate, target in ((VOID.subjectsTarget, dataset), (VOID.objectsTarget, release), (VOID.linkPredicate, ST.concept)):
        yield from _links(links, predicate, (target,))
    yield links, VOID.triples, _number(totals["linked"])
    yield from _links(release, RDF.type, (VOID.Dataset,))


def _made(dataset: str, manifest: dict) -> Iterator[_TRIPLE]:
    run = manifest.get("source", manifest)["iri"]
    tool, release = run + "/tool", manifest["ontology"]["iri"]
    yield from _links(dataset, PROV.wasGeneratedBy, (run,))
    yield from _links(run, RDF.type, (PROV.Activity,))
    yield from _links(run, PROV.used, (release,))
    yield from _links(run, PROV.wasAssociatedWith, (tool,))
    if "activity" in manifest:  # what the graphs name
        yield from _links(run, PROV.wasInformedBy, (manifest["activity"],))
        yield from _links(manifest["activity"], RDF.type, (PROV.Activity,))
        yield from _links(manifest["activity"], PROV.used, (release,))
        yield from _links(manifest["activity"], PROV.wasAssociatedWith, (tool,))
    yield from _links(tool, RDF.type, (PROV.SoftwareAgent,))
    yield tool, RDFS.label, Literal(f"{manifest['tool']['name']} {manifest['tool']['version']}")
    yield release, OWL.versionInfo, Literal(release.removeprefix(RELEASE_BASE))
    if "source" in manifest:
        yield from _links(dataset, PROV.wasDerivedFrom, (run + "/dataset",))


def _credits(dataset: str, credits: Iterable[dict]) -> Iterator[_TRIPLE]:
    """A rights statement per scheme: the sentence to show, the licence where one is known."""
    for credit in credits:
        rights = f"{dataset}/rights/{credit['name']}"
        yield from _links(dataset, DCT.rights, (rights,))
        yield from _links(rights, RDF.type, (DCT.RightsStatement,))
        yield from _texts(rights, RDFS.label, {"nl": credit["nl"], "en": credit["en"]})
        yield rights, DCT.title, Literal(credit["title"])
        yield from _links(rights, DCT.license, (credit["license"],) if credit["license"] else ())


def _distributions(dataset: str, outputs: Iterable[dict], publication: Publication) -> Iterator[_TRIPLE]:
    """A distribution per file."""
    for output in outputs:
        path = output["path"]
        part, checksum = f"{dataset}/{path}", f"{dataset}/{path}/checksum"
        media, file_type = next(names for suffix, names in FORMATS.items() if path.endswith(suffix))
        yield from _links(dataset, DCAT.distribution, (part,))
        yield from _links(part, RDF.type, (DCAT.Distribution,))
        yield part, DCT.identifier, Literal(path)
        yield from _links(part, DCAT.accessURL, ((publication.address or dataset + "/") + path,))
        yield from _links(part, DCT.license, (publication.license,))
        yield from _links(part, DCAT.mediaType, (_MEDIA + media,) if media else ())
        yield from _links(part, DCT.format, (f"{EU_AUTHORITY}file-type/{file_type}",))
        yield from _links(part, DCAT.compressFormat, (_MEDIA + "application/gzip",) if path.endswith(".gz") else ())
        yield from _links(part, SPDX.checksum, (checksum,))
        yield from _links(checksum, RDF.type, (SPDX.Checksum,))
        yield from _links(checksum, SPDX.algorithm, (SPDX.checksumAlgorithm_sha256,))
        yield checksum, SPDX.checksumValue, Literal(output["sha256"], datatype=NamedNode(XSD.hexBinary))


def _delta(dataset: str, delta: dict | None) -> Iterator[_TRIPLE]:
    """The files that lead from the earlier run to this one."""
    for file in delta["files"] if delta else ():
        part, path = f"{dataset}/{file['path']}", file["path"]
        yield from _links(part, RDF.type, (PROV.Entity,))
        yield part, DCT.identifier, Literal(path)
        yield from _links(part, DCAT.mediaType, (_MEDIA + "application/sparql-update",) if ".ru" in path else ())
        yield from _links(part, DCT.conformsTo, (RDF_PATCH,) if ".rdfp" in path else ())
        yield from _links(part, PROV.wasDerivedFrom, (delta["from"] + "/dataset", dataset))


def _links(subject: str, predicate: str, targets: Iterable[str]) -> Iterator[_TRIPLE]:
    return ((subject, predicate, NamedNode(target)) for target in targets)


def _texts(subject: str, predicate: str, texts: dict[str, str]) -> Iterator[_TRIPLE]:
    return ((subject, predicate, Literal(text, language=language)) for language, text in texts.items())


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD.integer))
