"""All settings in one typed object, from ``skillstaal.toml`` and the command line; the command line wins.

An unknown key or illegal value is an error that names what is allowed.
"""

import hashlib
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ontology.namespaces import DATA_BASE

from .batches.publication import Publication
from .errors import SkillstaalError
from .privacy.subjects import key_fingerprint
from .reading.columns import Columns
from .types import EVIDENCE, KINDS

FORMATS = ("nq", "ttl", "jsonld", "jsonl", "parquet", "html")


def _share(value):
    """ "1%" -> 0.01; other values as they are."""
    if isinstance(value, str) and value.strip().endswith("%"):
        with suppress(ValueError):
            return float(value.strip()[:-1]) / 100
    return value


class Settings(BaseModel):
    """Settings of a run. ``max_quarantine`` is a share of the records, written as 0.01 or "1%"; ``duplicate_similarity`` the share of word
    pairs from which on texts count as variants of one another, which are not translated again, 1 for none; ``patience`` the seconds
    and ``memory`` the MB of a worker, beyond what it starts with, that one text may take. ``evidence``: the classes of which the
    statements of CVs are exported; ``reference_month`` (2026-11): the month to which what still goes on is counted, by default that of the run;
    ``report_language`` is that of report.html."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["auto", *KINDS] = "auto"
    ontology: str | None = None
    formats: tuple[Literal[FORMATS], ...] = Field(("nq", "jsonl", "parquet", "html"), min_length=1)
    detail: Literal["full", "skills"] = "full"
    base: str = Field(DATA_BASE, pattern=r'^https?://[^\s<>"{}|\\^`]+[/#]$')
    workers: int = Field(1, ge=1, le=256)
    limit: int | None = Field(None, ge=1)
    max_quarantine: Annotated[float, BeforeValidator(_share)] = Field(0.01, ge=0, le=1)
    wording_register: str | None = None
    shard: int = Field(500, ge=1, le=100_000)
    evidence: tuple[Literal[EVIDENCE], ...] = Field(EVIDENCE, min_length=1)
    reference_month: str | None = Field(None, pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")
    duplicate_similarity: float = Field(1, ge=0.5, le=1)
    patience: float = Field(60, ge=1, le=3600)
    memory: int = Field(1000, ge=200)
    report_language: Literal["nl", "en"] = "nl"
    columns: Columns = Field(default_factory=Columns)
    dataset: Publication = Field(default_factory=Publication)

    @field_validator("formats")
    @classmethod
    def _report_has_tables(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        if "html" in formats and "parquet" not in formats:
            raise ValueError("the report, html, is made of the tables; add parquet")
        return formats

    def fingerprint(self) -> str:
        """SHA-256 of the settings that decide what comes out (workers, limits on faults and words about the publisher do not), with the key of pseudonyms."""
        content = self.model_dump_json(exclude={"workers", "max_quarantine", "ontology", "patience", "memory", "report_language", "dataset"})
        return hashlib.sha256((content + key_fingerprint()).encode()).hexdigest()

    def written(self) -> str:
        """SHA-256 of the settings that decide what is written of a record, with the key of pseudonyms."""
        content = self.model_dump_json(include={"base", "detail", "evidence", "reference_month"})
        return hashlib.sha256((content + key_fingerprint()).encode()).hexdigest()


def read_settings(path: Path | None, given: dict) -> Settings:
    """Settings of the file (when there is one) overruled by ``given``. Raises SkillstaalError."""
    values = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SkillstaalError(f"{path}: cannot be read as TOML ({error})") from error
    given = {name: value for name, value in given.items() if value is not None}
    values |= given
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SkillstaalError("; ".join(_sentence(fault, None if fault["loc"][0] in given else path) for fault in error.errors())) from error


def _sentence(fault: dict, path: Path | None) -> str:
    where = f"{path}: " if path else ""
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = {"columns": Columns, "dataset": Publication}.get(fault["loc"][0], Settings).model_fields
        return f"{where}unknown setting '{key}'; the settings are {', '.join(known)}"
    return f"{where}setting '{key}': {fault['msg'].lower()} (got {fault['input']!r})"
