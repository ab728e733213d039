"""Source releases of other schemes -> the same Concept model, as an Imported with what was skipped and why.

Each module has ``read(path: Path, **options) -> Imported``. They stream, read by column or property name, keep external IRIs and
survive the oddities of the real files.
"""

from importlib import import_module
from pathlib import Path

from ..concepts import Imported
from ..errors import OntologyError

IMPORTERS = ("esco", "competentnl", "onet", "vdab", "sssom", "skos")


def import_source(name: str, path: Path, /, **options: str) -> Imported:
    """Reads a source release with the importer of that name. Raises OntologyError."""
    if name not in IMPORTERS:
        raise OntologyError(f"no importer is called {name!r}; the importers are {', '.join(IMPORTERS)}")
    return import_module(f".{name}", __name__).read(path, **options)
