"""A run folder -> a folder with the same documents in a profile: graphs, their description, and the contract that they keep to.

The profiles core, esco and competentnl are made of the translations of the run, full of its graphs; nothing is translated again.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
from pydantic import ValidationError
from pyoxigraph import RdfFormat, parse, serialize

from ontology.errors import OntologyError
from ontology.namespaces import PREFIXES
from ontology.run_manifest import read_run_manifest

from ..config import Settings
from ..errors import SkillstaalError
from . import dataset, jsonld, rdf
from .profiles import profile_nodes

EXPORT_FORMATS = ("nq", "ttl", "jsonld")


def export_run(run: Path, out: Path, profile: str, format_: str) -> dict:
    """Writes ``run`` in ``profile`` as the folder ``out``, and gives its manifest. An earlier export there is replaced.

    Raises SkillstaalError when the run lacks the format that the profile is made of, or ``out`` holds something else.
    """
    needed = "graph/*.nq.gz" if profile == "full" else "translations/*.jsonl.gz"
    manifest = read_manifest(run, needed)
    settings = _settings(manifest, run)
    sources = sorted(run.glob(needed))
    if not sources and manifest["totals"]["translated"]:
        lacking = "nq" if profile == "full" else "jsonl"
        raise SkillstaalError(f"{run} was made without {lacking}, which the profile {profile} needs; run again with {lacking} among --formats")
    if out.exists() and any(out.iterdir()) and not _is_export(out):
        raise SkillstaalError(f"{out} holds other files and no export; choose a new folder for --out")
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "graph").mkdir(parents=True)
    outputs = []
    for source in sources:
        name = f"graph/{source.name.split('.')[0]}.{format_}.gz"
        content = gzip.decompress(source.read_bytes())
        packed = gzip.compress(_full(content, format_) if profile == "full" else _profile(content, profile, format_, settings.base), 6, mtime=0)
        (beside / name).write_bytes(packed)
        outputs.append({"path": name, "sha256": hashlib.sha256(packed).hexdigest()})
    manifest |= {"profile": profile, "iri": f"{manifest['iri']}/{profile}", "outputs": outputs, "source": {"run": manifest["run"], "iri": manifest["iri"]}}
    for name, content in dataset.files(manifest, settings).items():
        (beside / name).write_bytes(content)
    (beside / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    beside.rename(out)
    return manifest


def read_manifest(run: Path, *needed: str) -> dict:
    """The manifest of a run folder. Raises SkillstaalError when it is none, or a file below a ``needed`` pattern is damaged."""
    try:
        manifest = read_run_manifest(run, *needed)
    except OntologyError as error:
        raise SkillstaalError(str(error)) from error
    if "profile" in manifest:
        raise SkillstaalError(f"{run} is an export of a run; give the folder that 'skillstaal run' made")
    return manifest


def _is_export(folder: Path) -> bool:
    try:
        return "profile" in read_run_manifest(folder)
    except OntologyError:
        return False


def _settings(manifest: dict, run: Path) -> Settings:
    """The settings of a run. Raises SkillstaalError for those of another version."""
    try:
        return Settings(**manifest["config"]["settings"])
    except ValidationError as error:
        names = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()}))
        raise SkillstaalError(f"{run} has settings in its manifest.json that this version does not know or allow ({names}); make the run again") from error


def _profile(content: bytes, profile: str, format_: str, base: str) -> bytes:
    """The lines of a shard's translations in a profile."""
    documents: Iterator[list[dict]] = (profile_nodes(orjson.loads(line), profile, base) for line in content.splitlines())
    if format_ == "nq":
        return b"".join(map(rdf.nquads, documents))
    nodes = _once(node for document in documents for node in document)
    return rdf.turtle(nodes) if format_ == "ttl" else jsonld.jsonld(nodes)


def _once(nodes: Iterator[dict]) -> list[dict]:
    """Without the concepts that were described before: every document names those that it uses."""
    return list({node["id"]: node for node in nodes}.values())


def _full(content: bytes, format_: str) -> bytes:
    """N-Quads of a shard in another format, without the graphs that Turtle has no place for."""
    if format_ == "nq":
        return content
    quads = parse(content, format=RdfFormat.N_QUADS)
    form = RdfFormat.TURTLE if format_ == "ttl" else RdfFormat.JSON_LD
    return serialize((quad.triple for quad in quads), format=form, prefixes=PREFIXES)
