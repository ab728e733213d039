"""What is installed: versions, extras, the ontology release, licences and the attributions that users must show."""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ontology.credits import read_credits
from ontology.lexicon import Lexicon
from ontology.namespaces import RELEASE_BASE

from . import __version__

EXTRAS = {"train": ("python-crfsuite", "torch"), "spark": ("pyspark", "pandas"), "serve": ("starlette", "uvicorn"), "test": ("pytest", "build")}
LIBRARIES = ("spacy", "simplemma", "numpy", "rapidfuzz", "pyoxigraph", "rdflib", "pyshacl", "pyarrow", "selectolax")


def about(release: str | None = None) -> dict:
    lexicon = Lexicon.load(release)
    return {
        "skillstaal": __version__,
        "ontology": {
            "release": lexicon.release,
            "iri": RELEASE_BASE + lexicon.release,
            "concepts": len(lexicon),
            "labels": lexicon.header["labels"],
        },
        "libraries": {name: _version(name) for name in LIBRARIES},
        "extras": {extra: all(_version(name) for name in names) for extra, names in EXTRAS.items()},
        "licences": {"code": "EUPL-1.2", "ontology": "CC BY 4.0", "corpora": "CC BY 4.0"},
        "attributions": [credit["en"] for credit in read_credits(release)],
    }


def code_sha256() -> str:
    """SHA-256 of what decides what a text becomes, but the ontology: the code, cues and models of this installation."""
    here = Path(__file__).parent
    return _sha256(path for root in (here, here.parent / "ontology") for path in root.rglob("*") if path.suffix in (".py", ".tsv", ".npz", ".json") and path.is_file())


def lexicon_sha256(lexicon: Lexicon) -> str:
    """SHA-256 of what a lexicon says: its files, without the name of the release."""
    return hashlib.sha256((matching_sha256(lexicon) + _sha256(lexicon.folder.glob("lexicon.entries.*"))).encode()).hexdigest()


def matching_sha256(lexicon: Lexicon) -> str:
    """SHA-256 of what decides which concept, by number, a text names: all of a lexicon but the entries, which say what these concepts are."""
    header = {name: value for name, value in lexicon.header.items() if name != "release"}
    paths = (path for path in lexicon.folder.glob("lexicon.*") if path.suffix != ".json" and path.stem != "lexicon.entries")
    return hashlib.sha256(json.dumps([header, _sha256(paths)]).encode()).hexdigest()


def versions_sha256(code: str) -> str:
    """SHA-256 of ``code`` (code_sha256) and the versions of the libraries that it uses."""
    return hashlib.sha256("\n".join([code, *(f"{name} {_version(name)}" for name in LIBRARIES)]).encode()).hexdigest()


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        with path.open("rb") as stream:
            digest.update(path.name.encode() + hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
