"""Run folders, release folders and RDF files -> a store to query, in memory or on disk.

Documents keep their named graphs; a query sees all graphs as one. The places in the text (Web Annotation selectors) are more than half
of a run and no named query asks for them: they are left out unless wanted.
A store on disk is made once; it is made anew when what it was made from has changed.
"""

import gzip
import hashlib
import json
import re
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from ontology.graph import canonical, to_triples
from ontology.implications import read_implications
from ontology.instruments import read_instruments
from ontology.namespaces import DATA_BASE, RELEASE_BASE, ST
from ontology.reading_release import release_files
from ontology.release import read_metadata
from ontology.run_manifest import check_outputs, parse_run_manifest, read_json
from ontology.tables import SOURCE, read_ontology

from ..errors import SkillstaalError

MARKER = "skillstaal-store.json"
IN_MEMORY = 2_000  # documents, half a GB
FORMATS = {
    ".nq": RdfFormat.N_QUADS, ".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD, ".rdf": RdfFormat.RDF_XML,
}  # fmt: skip
_PLACES = re.compile(rb"^<[^<>\n]*#[a-z]\d+-t[pq]?> [^\n]*\n|^<[^<>\n]*> <http://www\.w3\.org/ns/oa#hasTarget> [^\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """What one PATH is: a "run", a "release" or a "file", with the manifest of the first two."""

    path: Path
    kind: str
    manifest: dict
    sha256: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A store, the base of its documents' IRIs, and what the user should know."""

    store: Store
    base: str
    notes: tuple[str, ...] = ()


@contextmanager
def load_store(paths: Iterable[Path], folder: Path | None = None, places: bool = False, progress: Callable[[str], None] = lambda line: None) -> Iterator[Loaded]:
    """The store of these paths. ``folder`` keeps it on disk; without it, a large one lies in a temporary folder meanwhile.

    ``places`` loads the selectors too. Raises SkillstaalError or OntologyError when a path is nothing that can be queried.
    """
    parts = [_part(path) for path in paths]
    runs = [part.manifest for part in parts if part.kind == "run"]
    base = next((manifest["config"]["settings"]["base"] for manifest in runs), DATA_BASE)
    core, notes = _core_wanted(parts)
    if folder is not None:
        yield Loaded(_kept(parts, folder, places, core, progress), base, notes)
    elif sum(manifest["totals"]["translated"] for manifest in runs) <= IN_MEMORY:
        store = Store()
        _fill(store, parts, places, core, progress)
        yield Loaded(store, base, notes)
    else:
        with tempfile.TemporaryDirectory(prefix="skillstaal-", ignore_cleanup_errors=True) as made:
            store = Store(made)
            _fill(store, parts, places, core, progress)
            yield Loaded(store, base, (*notes, "the store is thrown away after this query; --store DIR keeps it for the next ones"))
            del store


def documents_of(paths: Iterable[Path]) -> int:
    """How many documents the runs among the paths have. Raises SkillstaalError."""
    return sum(part.manifest["totals"]["translated"] for part in map(_part, paths) if part.kind == "run")


def release_of(paths: Iterable[Path]) -> Path | None:
    """The first release folder among the paths. Raises SkillstaalError."""
    return next((part.path for part in map(_part, paths) if part.kind == "release"), None)


def _part(path: Path) -> Part:
    if path.is_dir():
        return _folder_part(path)
    if _format(path):
        with path.open("rb") as stream:
            return Part(path, "file", {}, hashlib.file_digest(stream, "sha256").hexdigest())
    raise SkillstaalError(f"{path} cannot be queried; give the folder of a run or a release, or a file {' '.join(FORMATS)}, also as .gz")


def _folder_part(path: Path) -> Part:
    try:
        raw = (path / "manifest.json").read_bytes()
    except FileNotFoundError as error:
        raise SkillstaalError(f"{path} is no run, release or RDF file; manifest.json is missing") from error
    found = read_json(path)
    if isinstance(found, dict) and "release" in found:
        return Part(path, "release", release_files(path)[0], hashlib.sha256(raw).hexdigest())
    return Part(path, "run", parse_run_manifest(found, path), hashlib.sha256(raw).hexdigest())


def _format(path: Path) -> RdfFormat | None:
    return FORMATS.get(Path(path.name.removesuffix(".gz")).suffix)


def _core_wanted(parts: list[Part]) -> tuple[bool, tuple[str, ...]]:
    """Whether to add the core ontology of the package, and a note on releases that runs were made with and that were not given."""
    given = {part.manifest["release"] for part in parts if part.kind == "release"}
    used = {part.manifest["ontology"]["release"] for part in parts if part.kind == "run"}
    if given:
        return False, tuple(f"a run was made with release {name}, which was not given" for name in sorted(used - given))
    own = read_metadata()["version"]
    return True, tuple(f"a run was made with release {name}; give its folder too, for labels and relations of all its concepts" for name in sorted(used - {own}))


def _kept(parts: list[Part], folder: Path, places: bool, core: bool, progress: Callable[[str], None]) -> Store:
    """The store in ``folder``, opened for reading; made anew when it does not hold just these parts."""
    holds = {"parts": sorted(part.sha256 for part in parts), "core": read_metadata()["version"] if core else None}
    marker = folder / MARKER
    if marker.is_file():
        if _describes(marker, holds, places):
            return Store.read_only(str(folder))
    elif folder.exists() and any(folder.iterdir()):
        raise SkillstaalError(f"{folder} holds other files and no store; choose a new folder for --store")
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    store = Store(str(beside))
    _fill(store, parts, places, core, progress)
    progress("putting the store in order")
    store.optimize()
    store.flush()
    del store
    (beside / MARKER).write_text(json.dumps({"holds": holds, "places": places}), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)
    return Store.read_only(str(folder))


def _describes(marker: Path, holds: dict, places: bool) -> bool:
    """Whether a finished store of just these parts lies beside its marker."""
    try:
        found = json.loads(marker.read_text(encoding="utf-8"))
        return found["holds"] == holds and found["places"] >= places
    except (ValueError, LookupError, TypeError):
        return False


def _fill(store: Store, parts: list[Part], places: bool, core: bool, progress: Callable[[str], None]) -> None:
    store.bulk_load(path=SOURCE / "schema.ttl", to_graph=NamedNode(ST.base.rstrip("#")))
    if core:
        metadata, ontology = read_metadata(), read_ontology()
        lines = canonical(to_triples(ontology, metadata, read_instruments(SOURCE / "instruments", ontology), implications=read_implications(ontology)))
        store.bulk_load(lines, RdfFormat.N_TRIPLES, to_graph=NamedNode(metadata["iri"]), lenient=True)
    for part in parts:
        for path, graph in _files(part):
            progress(f"loading {path.name}")
            content = _content(path)
            form = _format(path)
            if part.kind == "run" and not places:
                content = _PLACES.sub(b"", content)
            try:
                with_graphs = form in (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD)
                store.bulk_load(content, form, to_graph=None if with_graphs else graph, base_iri=part.path.resolve().as_uri(), lenient=part.kind != "file")
            except (SyntaxError, ValueError) as error:
                raise SkillstaalError(f"{path} cannot be read as RDF ({error})") from error


def _content(path: Path) -> bytes:
    """The bytes of a file, unpacked. Raises SkillstaalError when it is a damaged gzip."""
    raw = path.read_bytes()
    try:
        return gzip.decompress(raw) if path.name.endswith(".gz") else raw
    except (OSError, EOFError, zlib.error) as error:
        raise SkillstaalError(f"{path} is no gzip, or a damaged one ({error}); get the file again") from error


def _files(part: Part) -> Iterator[tuple[Path, NamedNode]]:
    """The RDF files of a part, with the graph that triples without one go to. Raises SkillstaalError for a run without graphs."""
    if part.kind == "release":
        yield part.path / "ontology.nt.gz", NamedNode(RELEASE_BASE + part.manifest["release"])
    elif part.kind == "file":
        yield part.path, NamedNode(part.path.resolve().as_uri())
    else:
        check_outputs(part.path, part.manifest, "graph/*.nq.gz")
        found = sorted((part.path / "graph").glob("*.nq.gz"))
        if not found and part.manifest["totals"]["translated"]:
            raise SkillstaalError(f"{part.path} has no graph/*.nq.gz; run again with nq among --formats")
        for path in found:
            yield path, NamedNode(part.manifest["iri"])
