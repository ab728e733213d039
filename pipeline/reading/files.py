"""One file -> its Documents: a table of file types and their readers, gzip of those that are text, and a RecordError for every fault."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

from ..errors import RecordError
from . import documents
from .columns import Columns
from .delimited import read_csv
from .documents import Given, Item
from .json_records import read_json, read_jsonl
from .parquet import read_parquet
from .resumes import read_xml
from .texts import read_docx, read_html, read_pdf, read_text

MAX_RATIO = 200  # text packs 3 to 20 times smaller, a bomb 1,000 times
_STEP = 512

READERS: dict[str, Callable] = {
    ".txt": read_text, ".md": read_text, ".html": read_html, ".htm": read_html, ".pdf": read_pdf, ".docx": read_docx,
    ".csv": read_csv, ".tsv": read_csv, ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json, ".jsonld": read_json,
    ".parquet": read_parquet, ".xml": read_xml,
}  # fmt: skip
ONE_TEXT = (read_text, read_html, read_pdf, read_docx, read_json, read_xml)
NEVER_ZIPPED = (".pdf", ".docx", ".parquet")


def stem_and_reader(name: str) -> tuple[str, Callable | None]:
    """The file name without extension, and the reader of its type."""
    bare = name.removesuffix(".gz")
    suffix = Path(bare).suffix
    zipped = bare != name and suffix.lower() in NEVER_ZIPPED
    return bare.removesuffix(suffix), None if zipped else READERS.get(suffix.lower())


def read_file(path: Path, name: str, kind: str = "auto", keep_suffix: bool = False, columns: Columns | None = None) -> Iterator[Item]:
    """Documents of one file. ``name`` is its path below the source, from which the document's id is made."""
    stem, reader = stem_and_reader(name)
    if reader is None:
        zipped = name.endswith(".gz") and Path(name.removesuffix(".gz")).suffix.lower() in NEVER_ZIPPED
        why = "files of this type are not read from gzip; unpack it" if zipped else f"files of type {Path(name).suffix or '(none)'} are not read; use {' '.join(READERS)}"
        yield RecordError(name, why, name)
        return
    given = Given(name, name if keep_suffix else stem, kind, columns or Columns())
    yield from safely(lambda: _unpacked(path, given) if name.endswith(".gz") else path.open("rb"), reader, given)


def read_stream(stream, reader: Callable, given: Given) -> Iterator[Item]:
    """Documents of an open stream, which stays open."""
    return safely(lambda: nullcontext(stream), reader, given)


def safely(open_stream: Callable, reader: Callable, given: Given) -> Iterator[Item]:
    """What the reader makes of the stream, and a RecordError where it cannot go on."""
    try:
        with open_stream() as stream:
            yield from reader(stream, given)
    except RecordError as error:
        yield error
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        yield given.refuse(f"cannot be read ({type(error).__name__}: {why}); check the file")
    except Exception as error:  # one file must not stop the others; its content stays out of the message
        yield given.refuse(f"cannot be read ({type(error).__name__}); check the file")


class _Steps:
    """A file in steps so small that damage takes little of what stands before it along."""

    def __init__(self, file):
        self._file = file

    def read(self, size: int) -> bytes:
        return self._file.read(min(size, _STEP))


class _Unpacked(io.RawIOBase):
    """What a gzip file unpacks to, up to where it is damaged. Raises RecordError when that is more than text can be."""

    def __init__(self, path: Path, given: Given):
        self._packed = path.open("rb")
        self._stream = gzip.GzipFile(fileobj=_Steps(self._packed), mode="rb")
        self._given, self._size = given, 0
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count, view = 0, memoryview(buffer)
        while count < len(view) and self._fault is None:
            try:
                part = self._stream.read1(len(view) - count)
            except (OSError, EOFError, zlib.error) as error:
                self._fault = error  # raised when all that stands before it is read
                break
            if not part:
                break
            view[count : count + len(part)] = part
            count += len(part)
        if self._fault and not count:
            raise self._fault
        self._size += count
        if self._size > max(documents.MAX_FILE, MAX_RATIO * self._packed.tell()):
            raise self._given.refuse(f"the file unpacks to more than {MAX_RATIO} times its size, as zip bombs do; unpack it yourself if it is right")
        return count

    def close(self) -> None:
        super().close()
        self._stream.close()
        self._packed.close()


def _unpacked(path: Path, given: Given) -> io.BufferedReader:
    return io.BufferedReader(_Unpacked(path, given), 65_536)
