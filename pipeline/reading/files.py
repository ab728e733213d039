"""One file -> its Documents: a table of file types and their readers, gzip of those that are text, and a RecordError for every fault."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from ..errors import RecordError
from .columns import Columns
from .damaged import sound_part
from .delimited import read_csv
from .documents import Given, Item
from .gzipped import NO_GZIP, TAIL, look_through, unpacked
from .json_records import read_json, read_jsonl
from .parquet import read_parquet
from .resumes import read_xml
from .texts import read_docx, read_html, read_pdf, read_text

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


def is_regular_file(path: Path) -> bool:
    """False for what is no file, such as a pipe, which may keep who opens it waiting; what cannot be looked at is told by who opens it."""
    with suppress(OSError):
        return S_ISREG(path.stat().st_mode)
    return True


def read_file(path: Path, name: str, kind: str = "auto", keep_suffix: bool = False, columns: Columns | None = None) -> Iterator[Item]:
    """Documents of one file. ``name`` is its path below the source, from which the document's id is made."""
    stem, reader = stem_and_reader(name)
    if reader is None:
        zipped = name.endswith(".gz") and Path(name.removesuffix(".gz")).suffix.lower() in NEVER_ZIPPED
        why = "files of this type are not read from gzip; unpack it" if zipped else f"files of type {Path(name).suffix or '(none)'} are not read; use {' '.join(READERS)}"
        yield RecordError(name, why, name)
        return
    given = Given(name, name if keep_suffix else stem, kind, columns or Columns())
    if not is_regular_file(path):
        yield given.refuse("is a device, a pipe or a socket, which are not read; write it to a file, or give JSON lines on stdin with -")
        return
    before = _state(path)
    if name.endswith(".gz"):
        yield from _gzip_items(path, reader, given)
    else:
        yield from safely(lambda: path.open("rb"), reader, given)
    if before and (after := _state(path)) and after != before:
        yield given.refuse("the file changed while it was read, so that what was read may be neither the old nor the new; run again when nothing writes to it")


def _state(path: Path) -> tuple[int, int, int] | None:
    """What differs when a file is written to or replaced; None when there is none."""
    with suppress(OSError):
        found = path.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns
    return None


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
    except OSError as error:
        yield _unreadable(error, given)
    except Exception as error:  # one file must not stop the others; its content stays out of the message
        yield given.refuse(f"cannot be read ({type(error).__name__}); check the file")


def _unreadable(error: OSError, given: Given) -> RecordError:
    return given.refuse(f"cannot be read ({type(error).__name__}: {error.strerror or error}); check the file")


def _gzip_items(path: Path, reader: Callable, given: Given) -> Iterator[Item]:
    """Documents of a gzip file; of a damaged one the records that stand whole before the damage, and one RecordError for the rest."""
    try:
        damage = look_through(path)
    except OSError as error:
        yield _unreadable(error, given)
        return
    if damage is None or damage.kind == TAIL:
        yield from safely(lambda: unpacked(path, given, damage), reader, given)
        if damage:
            yield given.refuse("the file does not end where its gzip ends; what follows was not read, all before it was; get the file again")
    elif damage.kind == NO_GZIP:
        yield given.refuse("the file is no gzip, although it is called .gz; give it its own name, or get it again")
    else:
        kept, sentence = sound_part(path, reader, given, damage)
        yield from islice(safely(lambda: unpacked(path, given, damage), reader, given), kept)
        yield given.refuse(sentence)
