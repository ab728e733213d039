"""Paths -> what every worker of a server holds: the store, the ontology with its lexicon, the translator.

It is loaded once, before the workers are forked, and they find it in memory. A store on disk is opened by each of them, for reading: its library
does not survive a fork.
"""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Store

from ontology.docs import Site
from ontology.lexicon import EMBEDDED
from ontology.reading_release import Edition, read_release
from ontology.tables import read_ontology

from ..batches.engine import HOW
from ..errors import SkillstaalError
from ..querying import load_store
from ..querying.store import IN_MEMORY, documents_of, release_of
from ..reading.documents import make_document
from ..translate import Translator
from ..wording import Register
from .addresses import address
from .searching import Search

_SAMPLE = "Lasser gezocht\nJe kunt lassen in een jong team.\n\nWerkervaring\n2019 - 2023 lasser"


@dataclass(frozen=True, slots=True)
class Setup:
    """What to serve. ``folder`` keeps the store on disk; ``places`` loads the selectors too; ``register`` is a wording register of one's own."""

    paths: tuple[Path, ...]
    folder: Path | None = None
    places: bool = False
    register: str | None = None


class Holdings:
    """The store, the translator, the search and the pages of one setup."""

    def __init__(self, setup: Setup):
        """Loads everything but a store on disk, which is only made. Raises SkillstaalError or OntologyError."""
        self._setup = setup
        self._in_memory = None
        if setup.folder:
            with ProcessPoolExecutor(1, get_context(HOW)) as apart:
                self.base, self.notes = apart.submit(_make, setup).result()
        else:
            if documents_of(setup.paths) > IN_MEMORY:
                raise SkillstaalError(f"these runs have more than {IN_MEMORY:,} documents; give --store DIR to keep them in a store on disk")
            with load_store(setup.paths, None, setup.places) as loaded:
                self._in_memory, self.base, self.notes = loaded.store, loaded.base, loaded.notes
        release = release_of(setup.paths)
        self.translator = Translator.load(str(release) if release else None, Register.load(Path(setup.register)) if setup.register else None)
        self.search = Search(self.translator.lexicon, self.translator.linker)
        self.site = _ServedSite(_edition(release))
        self._warm_up()

    def _warm_up(self) -> None:
        """Makes what is otherwise made at first use, so that no worker, nor its successor, has to."""
        for kind in ("vacancy", "cv"):
            self.translator.translate(make_document(kind, _SAMPLE, kind, "", ""))
        self.search.find("lassen")
        self.site.facts(self.site.active[0])

    @cached_property
    def store(self) -> Store:
        """For reading only; on disk it is first opened in a worker."""
        if self._in_memory is not None:
            return self._in_memory
        with load_store(self._setup.paths, self._setup.folder, self._setup.places) as loaded:
            return loaded.store


@lru_cache(maxsize=1)
def holdings_of(setup: Setup) -> Holdings:
    """The holdings, loaded when this process, or the one that it was forked from, asks for the first time."""
    return Holdings(setup)


def _make(setup: Setup) -> tuple[str, tuple[str, ...]]:
    with load_store(setup.paths, setup.folder, setup.places) as loaded:
        return loaded.base, loaded.notes


def _edition(release: Path | None) -> Edition:
    """The release folder, else the core ontology of the package."""
    if release:
        return read_release(release)
    manifest = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))
    return Edition("release", "core", manifest["release"], read_ontology(), manifest)


class _ServedSite(Site):
    """The pages of a release, under the addresses of the server."""

    @cached_property
    def files(self) -> dict[str, str]:
        return {iri: address(iri) for iri in self.known}
