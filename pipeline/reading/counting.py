"""How many records files hold, counted without reading them: so that a run can say how long it will take. An estimate, never a result.

JSON and XML files may hold one record or many, which only reading tells. Rows of CSV are lines outside quotation marks (RFC 4180).
"""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow import ArrowException

from .delimited import read_csv
from .files import is_regular_file, stem_and_reader
from .json_records import read_json, read_jsonl
from .parquet import read_parquet
from .resumes import read_xml


def count_records(paths: Iterable[Path]) -> int | None:
    """The records in all files together; None when one of them does not tell."""
    total = 0
    for path in paths:
        try:
            count = _count(path)
        except (OSError, EOFError, zlib.error, ArrowException):
            count = 1  # a fault is a record, in quarantine
        if count is None:
            return None
        total += count
    return total


def _count(path: Path) -> int | None:
    reader = stem_and_reader(path.name)[1] if is_regular_file(path) else None
    if reader in (read_json, read_xml):
        return None
    if reader is read_parquet:
        return pq.read_metadata(path).num_rows
    if reader not in (read_jsonl, read_csv):
        return 1
    with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as stream:
        return sum(not line.isspace() for line in stream) if reader is read_jsonl else max(_rows(stream) - 1, 0)


def _rows(lines: Iterable[bytes]) -> int:
    """The rows, the header among them: a line that ends between quotation marks goes on in the next one."""
    rows, quoted = 0, False
    for line in lines:
        quoted ^= line.count(b'"') % 2
        rows += not quoted and not line.isspace()
    return rows
