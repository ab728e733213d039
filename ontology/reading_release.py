"""A folder -> the ontology in it: a release (its RDF is read back into concepts), an import, or source tables.

A release is read from ``ontology.nt.gz`` (checked against the checksum in its manifest) and ``mappings.sssom.tsv``, which
has the justifications and confidences that the RDF leaves out. What RDF does not keep is the order of labels and the file
and line of a row; ``skos:related`` comes back in both directions.
"""

import gzip
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from .concepts import Concept, Mapping, Ontology, Relation
from .errors import OntologyError, SourceError
from .graph import CLASSES
from .imports import read_import
from .namespaces import DCT, ESCO, ESCO_REUSE_LEVEL, MAPPING_PREDICATES, OWL, RDF, SCHEME, SKOS, ST
from .tables import MAPPINGS, SOURCE, read_ontology, read_sssom

_TYPES = {iri: name for name, iri in CLASSES.items()}
_ROLES = {SKOS.prefLabel: "pref", SKOS.altLabel: "alt", SKOS.hiddenLabel: "hidden"}
_MATCHES = {SKOS[name]: name for name in MAPPING_PREDICATES}
_VERSION = re.compile(r"[\w.+-]+", re.ASCII)
_KINDS = {ESCO.relatedEssentialSkill: "essential", ESCO.relatedOptionalSkill: "optional"}


@dataclass(frozen=True, slots=True)
class Edition:
    """An ontology as found on disk. ``kind`` is "release", "import" or "source"; ``version`` is "" where none is given.

    ``manifest`` is that of a release, else empty.
    """

    kind: str
    name: str
    version: str
    ontology: Ontology
    manifest: dict = field(default_factory=dict, hash=False)


def read_edition(folder: Path) -> Edition:
    """Reads whichever of the three the folder is. Raises OntologyError when it is none of them, or damaged."""
    if (folder / "manifest.json").is_file():
        return read_release(folder)
    if (folder / "source.json").is_file():
        source, ontology = read_import(folder)
        return Edition("import", source.title, source.version, ontology)
    if not any(folder.glob("*.tsv")):
        raise OntologyError(
            f"{folder} is no release (manifest.json), import (source.json) or source folder (*.tsv); give one of these folders"
        )
    mappings = MAPPINGS if folder.resolve() == SOURCE.resolve() else folder.parent / "mappings"
    return Edition("source", folder.name, "", read_ontology(folder, mappings))


def read_release(folder: Path) -> Edition:
    """A release folder as written by ``write_release``. Raises OntologyError."""
    manifest, content = release_files(folder)
    concepts, relations, mappings = _from_ntriples(content)
    if (folder / "mappings.sssom.tsv").is_file():
        faults: list[str] = []
        mappings = read_sssom(folder / "mappings.sssom.tsv", faults)
        if faults:
            raise SourceError(faults)
    return Edition("release", folder.name, manifest["release"], Ontology(concepts, relations, tuple(mappings)), manifest)


def release_files(folder: Path) -> tuple[dict, bytes]:
    """(manifest, N-Triples) of a release folder. Raises OntologyError when one is missing or damaged, or they do not belong together."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        content = (folder / "ontology.nt.gz").read_bytes()
        version, expected = manifest["release"], manifest["files"]["ontology.nt.gz"]
        if not isinstance(version, str) or not _VERSION.fullmatch(version):
            raise ValueError("'release' is no version")
    except FileNotFoundError as error:
        raise OntologyError(f"{folder} is no complete release: {Path(error.filename).name} is missing; give a folder that 'skillstaal ontology build' made") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise OntologyError(f"{folder / 'manifest.json'} is no manifest of a release ({error!r}); build the release again") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise OntologyError(f"{folder / 'ontology.nt.gz'} differs from the checksum in manifest.json; build or copy the release again")
    return manifest, gzip.decompress(content)


def _from_ntriples(content: bytes) -> tuple[tuple[Concept, ...], tuple[Relation, ...], list[Mapping]]:
    facts: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for triple in parse(content, format=RdfFormat.N_TRIPLES):
        facts[triple.subject.value][triple.predicate.value].append(triple.object)
    found = {iri: properties for iri, properties in sorted(facts.items()) if _is_concept(_values(properties, RDF.type))}
    relations, mappings = [], []
    for iri, properties in found.items():
        relations += [Relation(iri, kind, skill) for predicate, kind in _KINDS.items() for skill in _values(properties, predicate)]
        mappings += [Mapping(iri, name, target) for predicate, name in _MATCHES.items() for target in _values(properties, predicate)]
    return tuple(_concept(iri, properties) for iri, properties in found.items()), tuple(relations), mappings


def _is_concept(types: list[str]) -> bool:
    """A concept of a scheme; values of the instruments' code lists are none."""
    return SKOS.Concept in types and ST.Code not in types


def _values(properties: dict[str, list], predicate: str) -> list[str]:
    return sorted(term.value for term in properties.get(predicate, ()))


def _first(properties: dict[str, list], predicate: str) -> str:
    return (_values(properties, predicate) or [""])[0]


def _concept(iri: str, properties: dict[str, list]) -> Concept:
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for predicate, role in _ROLES.items():
        for literal in properties.get(predicate, ()):
            labels[role, literal.language or ""].append(literal.value)
    definitions = {term.language or "": term.value for term in properties.get(SKOS.definition, ()) if isinstance(term, Literal)}
    types = [_TYPES[value] for value in _values(properties, RDF.type) if value in _TYPES]
    scheme, notation = _first(properties, SKOS.inScheme), _first(properties, SKOS.notation)
    return Concept(
        iri=iri,
        type=types[0] if types else "group",
        labels={key: tuple(sorted(texts)) for key, texts in labels.items()},
        definitions=definitions,
        broader=tuple(_values(properties, SKOS.broader)),
        related=tuple(_values(properties, SKOS.related)),
        reuse_level=_first(properties, ESCO.skillReuseLevel).removeprefix(ESCO_REUSE_LEVEL),
        status="deprecated" if _first(properties, OWL.deprecated) == "true" else "active",
        replaced_by=_first(properties, DCT.isReplacedBy),
        source=_first(properties, DCT.source),
        note=_first(properties, SKOS.note),
        scheme=scheme,
        notation=notation if scheme != SCHEME or notation != iri.rsplit("/", 1)[-1] else "",
    )
