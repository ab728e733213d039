"""The manifest of a run folder, checked: every command that opens a run relies on the same fields.

Written by ``skillstaal run`` (pipeline/batches). What is checked is what commands read of it; other fields are left as they are.
"""

import hashlib
import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import OntologyError

Iri = Annotated[str, Field(pattern=r'^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$')]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _Tool(_Part):
    name: Literal["skillstaal"]
    version: str
    sha256: str = ""


class _Credit(_Part):
    name: str
    title: str
    license: str
    nl: str
    en: str


class _Ontology(_Part):
    release: str
    iri: Iri
    credits: list[_Credit] = []


class _Settings(_Part):
    base: Iri
    formats: Annotated[list[str], Field(min_length=1)]


class _Config(_Part):
    settings: _Settings


class _Input(_Part):
    path: str
    sha256: str | None


class _Output(_Part):
    path: str
    sha256: str


class _Totals(_Part):
    read: Count
    translated: Count
    quarantined: Count
    skills: Count
    linked: Count
    flags: Count
    variants: Count = 0
    repeats: Count = 0


class _File(_Part):
    path: str


class _Delta(_Part):
    earlier: Annotated[Iri, Field(alias="from")]
    files: list[_File]


class _Manifest(_Part):
    run: str
    iri: Iri
    activity: Iri | None = None
    tool: _Tool
    ontology: _Ontology
    config: _Config
    inputs: list[_Input]
    outputs: list[_Output]
    totals: _Totals
    timings: dict
    delta: _Delta | None = None


def read_run_manifest(folder: Path, *needed: str) -> dict:
    """The manifest of a finished run, or of an export of one. Raises OntologyError when ``folder`` has none that can be used, or when a file
    that it lists below a ``needed`` pattern ("graph/*.nq.gz") is not there as it was written."""
    manifest = parse_run_manifest(read_json(folder), folder)
    check_outputs(folder, manifest, *needed)
    return manifest


def parse_run_manifest(found, folder: Path) -> dict:
    """``found``, when it is the manifest of a run. Raises OntologyError that names the first field at fault."""
    try:
        _Manifest.model_validate(found)
    except ValidationError as error:
        raise _refused(folder, _sentence(error.errors(include_url=False, include_input=False)[0])) from error
    return found


def read_json(folder: Path):
    """What manifest.json in a folder says. Raises OntologyError when it is missing or no JSON."""
    try:
        return json.loads((folder / "manifest.json").read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _refused(folder, "is missing") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(folder, "is damaged (no JSON that can be read)") from error


def check_outputs(folder: Path, manifest: dict, *patterns: str) -> None:
    """Raises OntologyError when an output that meets a pattern is missing or damaged; not when its whole folder was left out."""
    for output in manifest["outputs"]:
        path = folder / output["path"]
        if not any(fnmatchcase(output["path"], pattern) and (folder / pattern).parent.is_dir() for pattern in patterns):
            continue
        try:
            with path.open("rb") as stream:
                whole = hashlib.file_digest(stream, "sha256").hexdigest() == output["sha256"]
        except OSError as error:
            raise OntologyError(f"{path} is missing or cannot be read; copy the run again, or make it again") from error
        if not whole:
            raise OntologyError(f"{path} is damaged: it differs from its checksum in manifest.json; copy the run again, or make it again")


def _refused(folder: Path, why: str) -> OntologyError:
    return OntologyError(f"{folder} is no run: its manifest.json {why}; give the folder that 'skillstaal run' made")


def _sentence(fault: dict) -> str:
    where = ".".join(map(str, fault["loc"]))
    if not where:
        return "is not one of 'skillstaal run'"
    return f"lacks '{where}'" if fault["type"] == "missing" else f"is damaged or not one of 'skillstaal run' ('{where}' is wrong)"
