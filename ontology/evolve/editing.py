"""Edits of source tables that change no more than they must: the order of rows, other cells and line ends stay as they are.

A table is kept as its lines; an edit changes a cell of one line, or adds or takes away a whole line. Nothing is written here.
"""

import codecs
import re
from io import StringIO
from pathlib import Path

from ..errors import OntologyError
from ..namespaces import CONCEPT_BASE
from ..tables import QUALIFICATION_TABLE, RELATION_TABLE, curie_map, expand, join_values, split_values

_LINKS = {RELATION_TABLE: ("occupation", "skill"), QUALIFICATION_TABLE: ("qualification", "implies")}
_ID = re.compile(r"\bST(\d{7})\b")


class Table:
    """The lines of a TSV file, with their line ends. Raises OntologyError when it has no header."""

    def __init__(self, path: Path):
        self.path = path
        raw = path.read_bytes()
        self.mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        try:
            self.lines = StringIO(raw.decode("utf-8-sig"), newline="\n").readlines()
        except UnicodeDecodeError as error:
            raise OntologyError(f"{path.name}: not UTF-8 at byte {error.start}; save the table as UTF-8") from error
        start = next((number for number, line in enumerate(self.lines) if line.strip() and not line.startswith("#")), None)
        if start is None:
            raise OntologyError(f"{path.name}: no header; expected a first line with the names of the columns, or no such file")
        self.columns = self.cells(start)
        self.body = start + 1
        self.end = "\r\n" if self.lines[start].endswith("\r\n") else "\n"

    @property
    def content(self) -> bytes:
        return self.mark + "".join(self.lines).encode()

    def cells(self, number: int) -> list[str]:
        return self.lines[number].rstrip("\r\n").split("\t")

    def rows(self) -> list[int]:
        """Numbers of the lines that are rows."""
        return [number for number in range(self.body, len(self.lines)) if self.lines[number].strip() and not self.lines[number].startswith("#")]

    def get(self, number: int, column: str) -> str:
        return self.cells(number)[self.columns.index(column)].strip()

    def set(self, number: int, column: str, value: str) -> None:
        line = self.lines[number]
        cells = self.cells(number)
        cells[self.columns.index(column)] = value
        self.lines[number] = "\t".join(cells) + line[len(line.rstrip("\r\n")) :]

    def insert(self, after: int, values: dict[str, str]) -> None:
        """A new row behind line ``after``."""
        if not self.lines[after].endswith("\n"):
            self.lines[after] += self.end
        self.lines.insert(after + 1, "\t".join(" ".join(values.get(column, "").split()) for column in self.columns) + self.end)


class SourceTables:
    """All concept tables of a source folder, the tables that link concepts, and the mapping sets, to be edited together."""

    def __init__(self, source: Path, mappings: Path):
        self.concepts = [Table(path) for path in sorted(source.glob("*.tsv")) if path.name not in _LINKS and not path.name.endswith(".sssom.tsv")]
        self.links = [Table(source / name) for name in _LINKS if (source / name).exists()]
        self.mappings = [Table(path) for path in sorted(mappings.glob("*.sssom.tsv"))]
        self._before = {table.path: table.content for table in self._all()}

    def _all(self) -> list[Table]:
        return [*self.concepts, *self.links, *self.mappings]

    def changed(self) -> dict[Path, bytes]:
        """The content of every file that an edit changed."""
        return {table.path: content for table in self._all() if (content := table.content) != self._before[table.path]}

    def highest_id(self, *others: str) -> int:
        """The highest number that an id has, in the tables or in ``others`` (texts that tell of ids given before)."""
        texts = [table.content.decode() for table in self._all()]
        return max((int(number) for text in (*texts, *others) for number in _ID.findall(text)), default=0)

    def find(self, identifier: str) -> tuple[Table, int]:
        """(table, line) of a concept. Raises OntologyError."""
        wanted = identifier.removeprefix(CONCEPT_BASE)
        for table in self.concepts:
            for number in table.rows():
                if table.get(number, "id").removeprefix(CONCEPT_BASE) == wanted:
                    return table, number
        raise OntologyError(f"{wanted or 'an empty id'} is in no table of the source folder; give the id of a concept there")

    def add_labels(self, identifier: str, language: str, texts: list[str]) -> list[str]:
        """Adds alternative labels that the concept has not yet; gives those that were new. Raises OntologyError."""
        table, number = self.find(identifier)
        column = f"alt_{language}"
        if column not in table.columns:
            raise OntologyError(f"{table.path.name} has no column {column}; give a language of the table")
        known = {text.lower() for name in table.columns if name.endswith(f"_{language}") and "_" in name for text in split_values(table.get(number, name))}
        new = [text for text in dict.fromkeys(texts) if text.lower() not in known]
        if new:
            cell = table.get(number, column)
            table.set(number, column, f"{cell}|{join_values(new)}" if cell else join_values(new))
        return new

    def add_concept(self, values: dict[str, str]) -> None:
        """A row behind the last sibling in the table of its broader concept. Raises OntologyError."""
        table, parent = self.find(values["broader"])
        if table.get(parent, "type") != values["type"]:
            raise OntologyError(f"{values['pref_nl']!r} is of type {values['type']} and its broader {values['broader']} of type {table.get(parent, 'type')}; give a broader of the same type")
        siblings = [number for number in table.rows() if values["broader"] in split_values(table.get(number, "broader"))]
        table.insert(max(siblings, default=parent), values)

    def deprecate(self, identifier: str, into: str, note: str) -> None:
        """Marks a concept as deprecated; what refers to it refers to ``into``, or no longer. Raises OntologyError."""
        table, number = self.find(identifier)
        wanted = identifier.removeprefix(CONCEPT_BASE)
        table.set(number, "status", "deprecated")
        table.set(number, "replaced_by", into)
        table.set(number, "note", "; ".join(filter(None, (table.get(number, "note"), note))))
        above = split_values(table.get(number, "broader"))
        for other in self.concepts:
            for row in other.rows():
                for column, instead in (("broader", [into] if into else above), ("related", [into] if into else [])):
                    values = split_values(other.get(row, column))
                    if wanted in values and other.get(row, "id") != wanted:
                        new = dict.fromkeys(v for value in values for v in (instead if value == wanted else [value]) if v != other.get(row, "id"))
                        other.set(row, column, join_values(new))
        self._relink(wanted, into)
        self._drop_exact(wanted)

    def _relink(self, wanted: str, into: str) -> None:
        """Relations of a deprecated concept become those of ``into``, where it has them not yet."""
        place = self.find(into) if into else None
        into_label = place[0].get(place[1], "pref_nl") if place else ""
        for table in self.links:
            ends = _LINKS[table.path.name]
            pairs = {tuple(table.get(row, end) for end in ends) for row in table.rows()}
            for row in reversed(table.rows()):
                old = tuple(table.get(row, end) for end in ends)
                if wanted not in old:
                    continue
                new = tuple(into if value == wanted else value for value in old)
                if not into or new in pairs:
                    del table.lines[row]
                    continue
                pairs.add(new)
                for end, was, now in zip(ends, old, new):
                    if was != now:
                        table.set(row, end, now)
                        if f"{end}_label" in table.columns:
                            table.set(row, f"{end}_label", into_label)

    def _drop_exact(self, wanted: str) -> None:
        for table in self.mappings:
            prefixes = curie_map(table.content.decode())
            for row in reversed(table.rows()):
                if expand(table.get(row, "subject_id"), prefixes) == CONCEPT_BASE + wanted and table.get(row, "predicate_id") == "skos:exactMatch":
                    del table.lines[row]

    def add_mapping(self, identifier: str, label: str, predicate: str, iri: str) -> None:
        """A row at the end of the mapping set whose header knows a prefix of the IRI. Raises OntologyError."""
        for table in self.mappings:
            prefixes = {name: base for name, base in curie_map(table.content.decode()).items() if name not in ("skos", "semapv")}
            own = next((name for name, base in prefixes.items() if base == CONCEPT_BASE), "")
            if fitting := [name for name, base in prefixes.items() if iri.startswith(base) and base != CONCEPT_BASE]:
                prefix = max(fitting, key=lambda name: len(prefixes[name]))
                values = {
                    "subject_id": f"{own}:{identifier}", "subject_label": label, "predicate_id": f"skos:{predicate}", "object_id": f"{prefix}:{iri.removeprefix(prefixes[prefix])}",
                    "mapping_justification": "semapv:ManualMappingCuration", "confidence": "0.95" if predicate == "exactMatch" else "0.85",
                }  # fmt: skip
                table.insert(len(table.lines) - 1, values)
                return
        raise OntologyError(f"no mapping set has a prefix for {iri}; add it to the curie_map of one, or take the mapping out of the decision")
