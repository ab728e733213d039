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
from pyoxigraph import RdfFormat, parse, serialize

from ontology.namespaces import PREFIXES

from ..errors import SkillstaalError
from . import dataset, jsonld, rdf
from .profiles import profile_nodes

EXPORT_FORMATS = ("nq", "ttl", "jsonld")


def export_run(run: Path, out: Path, profile: str, format_: str) -> dict:
    """Writes ``run`` in ``profile`` as the folder ``out``, and gives its manifest. An earlier export there is replaced.

    Raises SkillstaalError when the run lacks the format that the profile is made of, or ``out`` holds something else.
    """
    manifest = read_manifest(run)
    sources = sorted(run.glob("graph/*.nq.gz" if profile == "full" else "translations/*.jsonl.gz"))
    if not sources and manifest["totals"]["translated"]:
        needed = "nq" if profile == "full" else "jsonl"
        raise SkillstaalError(f"{run} was made without {needed}, which the profile {profile} needs; run again with {needed} among --formats")
    if out.exists() and any(out.iterdir()) and "profile" not in _manifest_of(out):
        raise SkillstaalError(f"{out} holds other files and no export; choose a new folder for --out")
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "graph").mkdir(parents=True)
    outputs = []
    for source in sources:
        name = f"graph/{source.name.split('.')[0]}.{format_}.gz"
        content = gzip.decompress(source.read_bytes())
        base = manifest["config"]["settings"]["base"]
        packed = gzip.compress(_full(content, format_) if profile == "full" else _profile(content, profile, format_, base), 6, mtime=0)
        (beside / name).write_bytes(packed)
        outputs.append({"path": name, "sha256": hashlib.sha256(packed).hexdigest()})
    manifest |= {"profile": profile, "iri": f"{manifest['iri']}/{profile}", "outputs": outputs, "source": {"run": manifest["run"], "iri": manifest["iri"]}}
    for name, content in dataset.files(manifest).items():
        (beside / name).write_bytes(content)
    (beside / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    beside.rename(out)
    return manifest


def read_manifest(run: Path) -> dict:
    """The manifest of a run folder. Raises SkillstaalError when it is none."""
    manifest = _manifest_of(run)
    if "run" not in manifest or "profile" in manifest:
        raise SkillstaalError(f"{run} is no run folder; give the folder that 'skillstaal run' wrote")
    return manifest


def _manifest_of(folder: Path) -> dict:
    try:
        found = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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
