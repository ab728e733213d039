"""The text files of an O*NET release (folder, .txt or .txt.gz; or zip) and the ESCO crosswalk -> rows by column name.

Tab-separated UTF-8 with a header and no quoting; ``n/a`` means empty. The crosswalk is a CSV file with some lines about itself
before the header.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ..errors import OntologyError

CROSSWALK_COLUMNS = ("O*NET Id", "ESCO or ISCO URI", "Type of Match")
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile)


class Files:
    """The files of one release by name ("Skills"); rows that cannot be used are told in ``skipped``."""

    def __init__(self, path: Path):
        self.path = path
        self.skipped: list[str] = []
        try:
            if path.is_dir():
                self.paths = {file.name: file for file in sorted(path.iterdir()) if file.is_file()}
            else:
                self.paths = {Path(name).name: name for name in sorted(zipfile.ZipFile(path).namelist())}
        except _BROKEN as error:
            raise OntologyError(f"{path}: no O*NET release ({error}); give the folder with the text files, or their zip") from error

    def rows(self, name: str, columns: tuple[str, ...], needed: bool = False) -> Iterator[tuple[str, dict[str, str]]]:
        """("file:line", row) of a file; nothing when it is absent and not ``needed``. Raises OntologyError without ``columns``."""
        file = next((self.paths[end] for end in (f"{name}.txt", f"{name}.txt.gz") if end in self.paths), None)
        if file is None:
            if needed:
                raise OntologyError(f"{self.path}: {name}.txt is not here; give the folder or zip with O*NET's text files")
            return
        label, header = f"{name}.txt", []
        try:
            with self._open(file) as stream:
                for number, line in enumerate(stream, 1):
                    cells = [" ".join(cell.replace("|", "/").split()) for cell in line.split("\t")]
                    if not header:
                        header = cells
                        if missing := [column for column in columns if column not in header]:
                            raise OntologyError(f"{file}: the header misses {', '.join(missing)}; take O*NET's text files as they are")
                    elif len(cells) == len(header):
                        yield f"{label}:{number}", {key: "" if cell == "n/a" else cell for key, cell in zip(header, cells)}
                    elif line.strip():
                        self.skipped.append(f"{label}:{number}: {len(cells)} cells where the header has {len(header)}")
        except UnicodeDecodeError as error:
            raise OntologyError(f"{file}: not UTF-8 ({error.reason}); take O*NET's text files as they are") from error
        except _BROKEN as error:
            raise OntologyError(f"{file}: cannot be read ({error}); download it again") from error

    def crosswalk(self) -> Path | None:
        """The crosswalk in the folder, None when there is none."""
        found = (file for name, file in self.paths.items() if "crosswalk" in name.lower() and ".csv" in name.lower())
        return next((file for file in found if isinstance(file, Path)), None)

    def _open(self, file: Path | str) -> io.TextIOBase:
        if isinstance(file, str):
            return io.TextIOWrapper(zipfile.ZipFile(self.path).open(file), encoding="utf-8-sig")
        return gzip.open(file, "rt", encoding="utf-8-sig") if file.suffix == ".gz" else file.open(encoding="utf-8-sig")


def crosswalk_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """("file:line", row) below the header of the crosswalk. Raises OntologyError when no line is that header."""
    header: list[str] = []
    try:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            for cells in reader:
                if header and any(cells):
                    yield f"{path.name}:{reader.line_num}", dict.fromkeys(header, "") | dict(zip(header, map(str.strip, cells)))
                elif set(CROSSWALK_COLUMNS) <= set(cells):
                    header = cells
    except (UnicodeDecodeError, csv.Error, *_BROKEN) as error:
        raise OntologyError(f"{path}: the crosswalk cannot be read ({error}); give the CSV file as downloaded") from error
    if not header:
        columns = ", ".join(CROSSWALK_COLUMNS)
        raise OntologyError(f"{path}: no line has the columns {columns}; give the crosswalk of O*NET and ESCO as downloaded")
