"""Tables -> a release folder: RDF in three forms, mappings, shapes, lexicon, VoID and a manifest with checksums.

Deterministic: the same sources give the same bytes. Everything is made first and written last, into a
folder beside the target that is then renamed, so that there is never half a release.
"""

import gzip
import hashlib
import json
import os
import shutil
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Triple

from .concepts import Ontology
from .errors import OntologyError
from .graph import canonical, jsonld, to_triples, turtle
from .instruments import Instruments, read_instruments
from .lexicon import EMBEDDED, compile_lexicon
from .namespaces import DCT, PREFIXES, RELEASE_BASE, SCHEME, VOID
from .tables import MAPPINGS, ROOM, SOURCE, read_ontology

SCHEMA = SOURCE / "schema.ttl"
SHAPES = ROOM / "shapes" / "ontology.ttl"


@dataclass(frozen=True, slots=True)
class Release:
    """A release in memory: ``files`` maps names to contents, ``manifest`` is what manifest.json says."""

    ontology: Ontology
    triples: list[Triple]
    files: dict[str, bytes]
    manifest: dict
    instruments: Instruments = Instruments()


def read_metadata(source: Path = SOURCE, **given: str) -> dict[str, str]:
    """release.toml, then what is ``given``, plus ``iri``, the version IRI. Raises OntologyError."""
    path = source / "release.toml"
    try:
        metadata = tomllib.loads(path.read_text(encoding="utf-8")) | given
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read ({error}); it gives version, issued, titles and licence") from error
    if missing := {"version", "issued", "title_nl", "title_en", "description_nl", "description_en", "creator", "license"} - set(metadata):
        raise OntologyError(f"{path}: {', '.join(sorted(missing))} missing; add them")
    return metadata | {"iri": RELEASE_BASE + metadata["version"]}


def make_release(source: Path = SOURCE, mappings: Path = MAPPINGS, **metadata: str) -> Release:
    """Builds a release from source tables; ``metadata`` (version, issued) goes before that of release.toml.

    Raises SourceError (faults in rows) or OntologyError.
    """
    metadata = read_metadata(source, **metadata)
    ontology = read_ontology(source, mappings)
    instruments = read_instruments(source / "instruments", ontology)
    triples = to_triples(ontology, metadata, instruments)
    lines = canonical(triples)
    files = {
        "ontology.ttl": turtle(triples),
        "ontology.nt.gz": gzip.compress(lines, mtime=0),
        "ontology.jsonld": jsonld(triples),
        "shapes.ttl": SHAPES.read_bytes(),
        "schema.ttl": SCHEMA.read_bytes(),
        "mappings.sssom.tsv": _sssom(ontology, metadata),
        "void.ttl": _void(ontology, len(triples), metadata),
        **compile_lexicon(ontology.concepts, ontology.mappings, metadata["version"]),
    }
    manifest = {
        "release": metadata["version"],
        "iri": metadata["iri"],
        "issued": metadata["issued"],
        "license": metadata["license"],
        "counts": counts(ontology) | instruments.counts() | {"triples": len(triples)},
        "rdfc10_sha256": hashlib.sha256(lines).hexdigest(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    files["manifest.json"] = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    return Release(ontology, triples, files, manifest, instruments)


def write_release(release: Release, folder: Path) -> None:
    """Writes all files of the release as ``folder``, replacing an earlier release there."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "manifest.json").exists():
        raise OntologyError(f"{folder} holds other files and no release; choose a new folder with --out")
    beside = folder.with_name(folder.name + f".{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, content in release.files.items():
        (beside / name).write_bytes(content)
    old = folder.with_name(folder.name + f".{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def embed_release(release: Release, folder: Path = EMBEDDED) -> None:
    """Writes what the package ships: the lexicon and the manifest."""
    kept = {name: content for name, content in release.files.items() if name.startswith("lexicon.") or name == "manifest.json"}
    write_release(Release(release.ontology, release.triples, kept, release.manifest), folder)


def counts(ontology: Ontology) -> dict[str, int | dict[str, int]]:
    """Concepts per type, labels per language, relations and mappings per predicate."""
    active = [concept for concept in ontology.concepts if concept.status == "active"]
    return {
        "concepts": len(active),
        "deprecated": len(ontology.concepts) - len(active),
        "types": dict(sorted(Counter(concept.type for concept in active).items())),
        "labels": {lang: sum(len(concept.all_labels(lang)) for concept in active) for lang in ("nl", "en")},
        "relations": dict(sorted(Counter(relation.kind for relation in ontology.relations).items())),
        "mappings": dict(sorted(Counter(mapping.predicate for mapping in ontology.mappings).items())),
    }


SSSOM_PREFIXES = {
    "STC": PREFIXES["stc"],
    "escoskill": "http://data.europa.eu/esco/skill/",
    "escooccupation": "http://data.europa.eu/esco/occupation/",
    "esco": "http://data.europa.eu/esco/",
    "skos": PREFIXES["skos"],
    "semapv": "https://w3id.org/semapv/vocab/",
}


def _sssom(ontology: Ontology, metadata: dict[str, str]) -> bytes:
    """All mappings as one SSSOM TSV set (https://w3id.org/sssom/)."""

    def curie(iri: str) -> str:
        for prefix, base in SSSOM_PREFIXES.items():
            if iri.startswith(base):
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri

    labels = {concept.iri: concept.pref("nl") for concept in ontology.concepts}
    head = ["#curie_map:"] + [f"#  {prefix}: {base}" for prefix, base in SSSOM_PREFIXES.items()]
    head += [f"#mapping_set_id: {metadata['iri']}/mappings", f"#license: {metadata['license']}"]
    head += [f"#mapping_set_version: {metadata['version']}"]
    columns = "subject_id subject_label predicate_id object_id mapping_justification confidence".split()
    rows = sorted(
        (curie(m.subject), labels[m.subject], f"skos:{m.predicate}", curie(m.object), m.justification, f"{m.confidence:g}")
        for m in ontology.mappings
    )
    return "\n".join(head + ["\t".join(columns)] + ["\t".join(row) for row in rows]).encode() + b"\n"


def _void(ontology: Ontology, triples: int, metadata: dict[str, str]) -> bytes:
    """VoID description of the release: size, vocabularies, and a linkset per mapping predicate to ESCO."""
    from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

    from .namespaces import RDF, SKOS, XSD

    release, integer = NamedNode(metadata["iri"]), NamedNode(XSD.integer)

    def number(subject: NamedNode, predicate: str, value: int) -> Triple:
        return Triple(subject, NamedNode(predicate), Literal(str(value), datatype=integer))

    found = [
        Triple(release, NamedNode(RDF.type), NamedNode(VOID.Dataset)),
        Triple(release, NamedNode(DCT.title), Literal(metadata["title_nl"], language="nl")),
        Triple(release, NamedNode(DCT.license), NamedNode(metadata["license"])),
        Triple(release, NamedNode(DCT.source), NamedNode(SCHEME)),
        Triple(release, NamedNode(VOID.uriSpace), Literal(PREFIXES["stc"])),
        Triple(release, NamedNode(VOID.vocabulary), NamedNode(SKOS.base)),
        number(release, VOID.triples, triples),
        number(release, VOID.entities, len(ontology.concepts)),
    ]
    for predicate, size in sorted(Counter(m.predicate for m in ontology.mappings if "/esco/" in m.object).items()):
        linkset = NamedNode(f"{metadata['iri']}/linkset/esco/{predicate}")
        found += [
            Triple(release, NamedNode(VOID.subset), linkset),
            Triple(linkset, NamedNode(RDF.type), NamedNode(VOID.Linkset)),
            Triple(linkset, NamedNode(VOID.subjectsTarget), release),
            Triple(linkset, NamedNode(VOID.objectsTarget), NamedNode("http://data.europa.eu/esco/concept-scheme/skills")),
            Triple(linkset, NamedNode(VOID.linkPredicate), NamedNode(SKOS[predicate])),
            number(linkset, VOID.triples, size),
        ]
    return serialize(found, format=RdfFormat.TURTLE, prefixes=PREFIXES)
