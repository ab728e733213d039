"""What the user names -> the files to read, in a stable order, each with the name that its documents' ids are made of.

A source is a folder, a file, a glob pattern, ``@list.txt`` (a file with one of these a line), or ``-`` (JSON lines on stdin). The name
is the path below the source: below the folder; below the fixed part of a glob; for a file of its own its name, or its path as
written where two such files have the same name; for an entry of a list its path as written, so that other entries do not change it.
A file that is one text is called by its name without extension, unless another text here has the same; then both keep it.
"""

import glob
import os
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import numpy as np

from ..errors import RecordError, SkillstaalError
from .files import ONE_TEXT, stem_and_reader

_MAGIC = re.compile(r"[*?[]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read and its name; ``keep_suffix`` when another text is called the same but for the extension."""

    path: Path
    name: str
    keep_suffix: bool = False


@dataclass(frozen=True, slots=True)
class _Below:
    """A folder in a folder."""

    path: Path
    name: str


def readable(name: str) -> str:
    """A file name that can be written as UTF-8: bytes that are none become ``\\xhh``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def check_sources(sources: list[str]) -> None:
    """Raises SkillstaalError when a source does not exist. Entries of lists are looked at when they are read."""
    for source in sources:
        if source == "-":
            continue
        if _is_list(source):
            if not Path(source[1:]).is_file():
                raise SkillstaalError(f"{source[1:]} is no file; expected a list of files after the @, one a line")
        elif not os.path.lexists(source):
            if not _MAGIC.search(source):
                raise SkillstaalError(f"{source} does not exist; give a folder, a file, a pattern, @LIST or - for JSONL on stdin")
            if not _matches(source):
                raise SkillstaalError(f"no file is called like {source}; give a folder, a file, a pattern, @LIST or - for JSONL on stdin")


def find_files(sources: list[str], skip: Path | None = None) -> Iterator[Found | RecordError | None]:
    """The files of every source; None stands for stdin, a RecordError for what is named and cannot be read."""
    alone = [source for source in sources if source != "-" and not _is_list(source) and not os.path.isdir(source) and os.path.lexists(source)]
    names = Counter(Path(source).name for source in alone)
    found = {source: _as_written(source) if names[Path(source).name] > 1 else readable(Path(source).name) for source in alone}
    doubles = _doubles(found.values())
    for source in sources:
        if source == "-":
            yield None
        elif _is_list(source):
            yield from _listed(Path(source[1:]), skip)
        elif source in found:
            yield Found(Path(source), found[source], _clashes(found[source], doubles))
        else:
            yield from _named(source, "", skip)


def places(sources: list[str]) -> Iterator[Path]:
    """The folders and files that the sources name, also in lists and by patterns, without what is below the folders."""
    for source in sources:
        if _is_list(source):
            yield Path(source[1:])
            yield from (Path(path) for entry in _entries(Path(source[1:])) for path in _paths(entry) if os.path.lexists(path))
        elif source != "-":
            yield from map(Path, _paths(source))


def _is_list(source: str) -> bool:
    return source.startswith("@") and not os.path.lexists(source)


def _paths(source: str) -> list[str]:
    return [source] if os.path.lexists(source) or not _MAGIC.search(source) else _matches(source)


def _entries(path: Path) -> Iterator[str]:
    """Lines of a list; empty ones and those that begin with # are left out. Paths are seen from the folder the command runs in."""
    with path.open("rb") as stream:
        for line in stream:
            entry = os.fsdecode(line.strip())
            if entry and not entry.startswith("#"):
                yield entry


def _listed(path: Path, skip: Path | None) -> Iterator[Found | RecordError]:
    doubles = _doubles(_as_written(entry) for entry in _entries(path))
    for number, entry in enumerate(_entries(path), 1):
        if os.path.isdir(entry) or not os.path.lexists(entry) and _MAGIC.search(entry):
            yield from _named(entry, f"{_as_written(entry)}/" if os.path.isdir(entry) else "", skip)
        elif os.path.lexists(entry):
            name = _as_written(entry)
            yield Found(Path(entry), name, _clashes(name, doubles))
        else:
            name = readable(entry)
            yield RecordError(name, f"does not exist; it is entry {number} of {readable(path.name)}, where paths are seen from the current folder", name)


def _named(source: str, prefix: str, skip: Path | None) -> Iterator[Found | RecordError]:
    """Files of a folder or a pattern."""
    if os.path.lexists(source):
        empty = True
        for found in _folder(Path(source), prefix, skip):
            empty = False
            yield found
        if empty:
            yield RecordError(readable(source), "the folder is empty; put texts in it", readable(source))
        return
    matches = _matches(source)
    if not matches:
        yield RecordError(readable(source), "no file is called like this pattern; mend it, or leave it out", readable(source))
    paths = [path for path in matches if skip is None or not Path(os.path.realpath(path)).is_relative_to(skip)]
    root = _root(source)
    files = {path for path in paths if not Path(path).is_dir()}
    names = {path: readable(Path(path).relative_to(root).as_posix()) for path in paths}
    doubles = _doubles(names[path] for path in files)
    for path in paths:
        if path in files:
            yield Found(Path(path), names[path], _clashes(names[path], doubles))
        elif "**" not in source:
            yield from _folder(Path(path), f"{names[path]}/", skip)


def _matches(pattern: str) -> list[str]:
    """Paths that the pattern meets, in the order of their parts, without READMEs."""
    try:
        found = glob.glob(pattern, recursive=True)
    except (OSError, ValueError):  # no name that a file can have
        return []
    return sorted((path for path in found if Path(path).stem.upper() != "README"), key=lambda path: Path(path).parts)


def _root(pattern: str) -> Path:
    """The folder that the fixed part of a pattern names."""
    fixed = []
    for part in PurePath(pattern).parts[:-1]:
        if _MAGIC.search(part):
            break
        fixed.append(part)
    return Path(*fixed)


def _folder(folder: Path, prefix: str, skip: Path | None) -> Iterator[Found | RecordError]:
    """Files below a folder, not hidden ones and READMEs; of the folders above one file only the names are in memory."""
    stack = [_scan(folder, prefix)]
    while stack:
        for found in stack[-1]:
            if not isinstance(found, _Below):
                yield found
            elif skip is None or found.path.resolve() != skip:
                stack.append(_scan(found.path, f"{found.name}/"))
                break
        else:
            stack.pop()


def _scan(folder: Path, prefix: str) -> Iterator[Found | RecordError | _Below]:
    """What stands in one folder, by name."""
    names: list[str] = []
    folders: set[str] = set()
    try:
        with os.scandir(folder) as scan:
            for entry in scan:
                if entry.name.startswith("."):
                    continue
                below = _is_folder(entry)
                if not below and (Path(entry.name).stem.upper() == "README" or not (entry.is_symlink() or entry.is_file())):
                    continue
                names.append(entry.name)
                if below:
                    folders.add(entry.name)
    except OSError as error:
        name = prefix.rstrip("/") or readable(str(folder))
        yield RecordError(name, f"the folder cannot be read ({error.strerror})", name)
        return
    names.sort()
    doubles = _doubles(readable(name) for name in names if name not in folders)
    for entry_name in names:
        path, name = folder / entry_name, prefix + readable(entry_name)
        if entry_name not in folders:
            yield Found(path, name, _clashes(readable(entry_name), doubles))
        elif path.is_symlink():
            yield RecordError(name, "is a link to a folder, which is not followed; name that folder as a source", name)
        else:
            yield _Below(path, name)


def _is_folder(entry: os.DirEntry) -> bool:
    """Whether it is a folder; a link that cannot be followed, such as one in a circle, is none, and refused when it is read."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _as_written(source: str) -> str:
    """A path as a name: as written, without what leads up or to the root."""
    parts = [part for part in PurePath(os.path.normpath(source)).parts if part not in ("..", PurePath(source).anchor)]
    return readable("/".join(parts))


def _doubles(names: Iterable[str]) -> frozenset[int]:
    """Hashes of what may be called the same: names of texts without extension, and their names in full."""
    hashes = array("q")
    for name in names:
        stem, reader = stem_and_reader(name)
        if reader in ONE_TEXT:
            hashes.extend({hash(stem), hash(name)})
    if not hashes:
        return frozenset()
    found, counts = np.unique(np.frombuffer(hashes, np.int64), return_counts=True)
    return frozenset(found[counts > 1].tolist())


def _clashes(name: str, doubles: frozenset[int]) -> bool:
    stem, reader = stem_and_reader(name)
    return reader in ONE_TEXT and hash(stem) in doubles
