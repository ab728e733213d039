"""Tables and imports -> a release folder: RDF in three forms, mappings, shapes, lexicon, VoID and a manifest with checksums.

Deterministic: the same sources give the same bytes. Everything is made first and written last, into a
folder beside the target that is then renamed, so that there is never half a release.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from .compiling import compile_lexicon
from .concepts import Ontology
from .credits import scheme_named
from .describing import sssom, void
from .errors import OntologyError
from .folding import fold
from .graph import canonical, jsonld, to_triples, turtle
from .implications import read_implications
from .imports import read_import
from .instruments import Instruments, read_instruments
from .lexicon import EMBEDDED
from .merge import Merged, merge
from .namespaces import CC_BY, RELEASE_BASE
from .tables import IRI, MAPPINGS, ROOM, SOURCE, read_ontology

SCHEMA = SOURCE / "schema.ttl"
SHAPES = ROOM / "shapes" / "ontology.ttl"
_METADATA = {"version", "issued", "title_nl", "title_en", "description_nl", "description_en", "creator", "license"}
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*")  # it becomes the name of a folder and the end of an IRI


@dataclass(frozen=True, slots=True)
class Release:
    """A release in memory: ``files`` maps names to contents, ``manifest`` is what manifest.json says."""

    merged: Merged
    files: dict[str, bytes]
    manifest: dict
    instruments: Instruments = Instruments()

    @property
    def ontology(self) -> Ontology:
        """The core with its imports."""
        return self.merged.ontology


def read_metadata(source: Path = SOURCE, **given: str) -> dict[str, str]:
    """release.toml, then what is ``given``, plus ``iri``, the version IRI. Raises OntologyError."""
    path = source / "release.toml"
    try:
        metadata = tomllib.loads(path.read_text(encoding="utf-8")) | given
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read as TOML in UTF-8 ({error}); it gives version, issued, titles and licence") from error
    if missing := _METADATA - set(metadata):
        raise OntologyError(f"{path}: {', '.join(sorted(missing))} missing; add them")
    for name in sorted(_METADATA):
        if not isinstance(metadata[name], str) or not metadata[name].strip():
            raise OntologyError(f"{path}: {name} is no text; write it between quotes")
    for name, right, form in (("version", _VERSION.fullmatch, "2026.1.0"), ("issued", _is_day, "2026-11-21"), ("license", IRI.fullmatch, CC_BY)):
        if not right(metadata[name]):
            raise OntologyError(f"{path}: {name} {metadata[name]!r} cannot be used; write one like {form}")
    return metadata | {"iri": RELEASE_BASE + metadata["version"]}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def make_release(source: Path = SOURCE, mappings: Path = MAPPINGS, imports: Sequence[Path] = (), **metadata: str) -> Release:
    """Builds a release from source tables and folders of imports; ``metadata`` (version, issued) goes before release.toml.

    Raises SourceError (faults in rows) or OntologyError.
    """
    metadata = read_metadata(source, **metadata)
    core = read_ontology(source, mappings)
    instruments = read_instruments(source / "instruments", core)
    implications = read_implications(core, source)
    merged = merge(core, [read_import(folder) for folder in imports])
    ontology, folded = merged.ontology, fold(merged)
    metadata |= _named_after(metadata["version"], merged)
    lexicon = compile_lexicon(folded.concepts, folded.mappings, metadata["version"], folded.silent, relations=ontology.relations)
    triples = to_triples(ontology, metadata, instruments, merged.sources, merged.owners, implications)
    lines = canonical(triples)
    files = {
        "ontology.ttl": turtle(triples),
        "ontology.nt.gz": gzip.compress(lines, mtime=0),
        "ontology.jsonld": jsonld(triples),
        "shapes.ttl": SHAPES.read_bytes(),
        "schema.ttl": SCHEMA.read_bytes(),
        "mappings.sssom.tsv": sssom(ontology, metadata),
        "void.ttl": void(merged, len(triples), metadata),
        **lexicon,
    }
    manifest = {
        "release": metadata["version"],
        "iri": metadata["iri"],
        "issued": metadata["issued"],
        "license": metadata["license"],
        "counts": counts(ontology) | instruments.counts() | {"implications": len(implications), "triples": len(triples)},
        "mapped": dict(sorted(Counter(name for m in ontology.mappings if (name := scheme_named(m.object))).items())),
        "sources": _sources(merged, folded.withheld),
        "rdfc10_sha256": hashlib.sha256(lines).hexdigest(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    files["manifest.json"] = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    return Release(merged, files, manifest, instruments)


def _named_after(version: str, merged: Merged) -> dict[str, str]:
    """The version and IRI of a release with imports: build metadata of Semantic Versioning, "2026.1.0+esco-1.2.0"."""
    names = [re.sub(r"[^0-9A-Za-z.-]+", "-", f"{source.name}-{source.version}") for source in merged.sources]
    full = version + ("+" + ".".join(names) if names else "")
    return {"version": full, "iri": RELEASE_BASE + full}


def _sources(merged: Merged, withheld: Sequence[int]) -> list[dict]:
    """What the manifest says of each import. ``labels_withheld``: labels that the lexicon leaves to an earlier source."""
    found = []
    for number, source in enumerate(merged.sources):
        own = {iri for iri, owner in merged.owners.items() if owner == number}
        part = Ontology(
            tuple(concept for concept in merged.ontology.concepts if concept.iri in own),
            tuple(relation for relation in merged.ontology.relations if relation.occupation in own),
            tuple(mapping for mapping in merged.ontology.mappings if mapping.subject in own),
        )
        found.append(asdict(source) | {"counts": counts(part) | {"labels_withheld": withheld[number]}})
    return found


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
    write_release(replace(release, files=kept), folder)


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
