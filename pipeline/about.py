"""What is installed: versions, extras, the ontology release, licences and the attributions that users must show."""

from importlib.metadata import PackageNotFoundError, version

from ontology.credits import read_credits
from ontology.lexicon import Lexicon
from ontology.namespaces import RELEASE_BASE

from . import __version__

EXTRAS = {"train": ("python-crfsuite", "torch"), "test": ("pytest", "build")}
LIBRARIES = ("spacy", "simplemma", "numpy", "pyoxigraph", "rdflib", "pyshacl", "pyarrow", "selectolax")


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


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
