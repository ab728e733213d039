"""ESCO as the European Commission publishes it (CSV of 1.0, 1.1 and 1.2, or the RDF dump) -> concepts.

One CSV file per kind and language (``skills_nl.csv``, also ``.gz``); all languages in the folder meet in one concept. Columns are read by
name, because their order and number differ between versions. Occupations and ISCO groups are in the scheme of occupations, skills
and their groups in that of skills; members of the language collection are of type "language", the other collections are
noted. Left out: skillType columns of the relation files (wrong in real files), scope notes, the NACE and green share crosswalks.
"""

import csv
import gzip
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..concepts import Imported
from ..errors import OntologyError
from ..namespaces import ESCO_ISCO, ESCO_OCCUPATIONS, ESCO_SKILLS
from .esco_rdf import read_dump, reuse_level, source
from .gathering import Draft, Gathering, is_iri
from .rdf import rdf_files

_FILE = re.compile(r"(?P<kind>[A-Za-z]+?)(_(?P<lang>[a-z]{2,3}))?\.csv(\.gz)?$")
_VERSION = re.compile(r"(?<![\d.])v?(1\.\d+(?:\.(?:\d+|x))?)(?!\d|\.\d)", re.I)
_VERSION_BY_OCCUPATIONS = {2942: "1.0.x", 3007: "1.1.x", 3039: "1.2.0"}
_MAIN = {
    "occupations": ("occupation", ESCO_OCCUPATIONS),
    "ISCOGroups": ("group", ESCO_OCCUPATIONS),
    "skills": ("", ESCO_SKILLS),
    "skillGroups": ("group", ESCO_SKILLS),
}
_COLLECTIONS = {
    "transversalSkillsCollection": "transversaal",
    "digitalSkillsCollection": "digitaal",
    "ictSkillsCollection": "digitaal",
    "digCompSkillsCollection": "DigComp",
    "greenSkillsCollection": "groen",
    "researchSkillsCollection": "onderzoek",
    "researchOccupationsCollection": "onderzoek",
    "languageSkillsCollection": "",
}
_RELATIONS = {
    "occupationSkillRelations": ("occupationUri", "skillUri"),
    "skillSkillRelations": ("originalSkillUri", "relatedSkillUri"),
}
_BROADER = ("broaderRelationsOccPillar", "broaderRelationsSkillPillar")
_UNUSED = ("conceptSchemes", "dictionary", "greenShareOcc")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of the release: its kind ("skills"), and its language ("" when the name has none)."""

    path: Path
    kind: str
    lang: str


def read(path: Path, /, version: str = "", language: str = "en", languages: str = "", **unknown: str) -> Imported:
    """Reads a folder with the CSV files of ESCO, or an RDF dump (a file or a folder).

    ``language`` is that of label files without language in their name; ``languages`` ("nl,en") limits what is kept (default: all). The
    version comes from the option, else from the name of the folder, else from what only one version has. Raises OntologyError.
    """
    if unknown:
        raise OntologyError(f"esco has no option {', '.join(unknown)}; the options are version, language and languages")
    wanted = frozenset(lang.strip() for lang in languages.split(",") if lang.strip())
    gathering = Gathering()
    tables = _tables(path, gathering) if path.is_dir() else []
    if not any(table.kind in _MAIN or table.kind in _COLLECTIONS for table in tables):
        if rdf_files(path):
            return read_dump(path, version or _version_in_name(path), language, wanted)
        raise OntologyError(f"{path}: no ESCO files here; give the folder with occupations_nl.csv, skills_nl.csv ..., or the RDF dump")
    by_kind: dict[str, list[Table]] = {}
    for table in tables:
        by_kind.setdefault(table.kind, []).append(table)
    groups: dict[str, tuple[str, str]] = {}
    for kind, (type_, scheme) in _MAIN.items():
        for table in by_kind.get(kind, ()):
            groups |= _read_main(table, type_, scheme, language, gathering)
    for table in by_kind.get("skillsHierarchy", ()):
        _read_hierarchy(table, "skillGroups" in by_kind, language, gathering)
    for kind, note in _COLLECTIONS.items():
        for table in by_kind.get(kind, ()):
            main = "occupations" if kind == "researchOccupationsCollection" else "skills"
            _read_collection(table, note, main in by_kind, main, language, gathering)
    for kind in _BROADER:
        for table in by_kind.get(kind, ()):
            _read_broader(table, gathering)
    for iri, (group, place) in groups.items():
        if not gathering.drafts[iri].broader:
            gathering.drafts[iri].broader[group] = place
    for kind, columns in _RELATIONS.items():
        for table in by_kind.get(kind, ()):
            _read_relations(table, *columns, gathering)
    if wanted:
        gathering.keep_languages(wanted)
    version = version or _version_in_name(path) or _version_in_data(path, by_kind.get("occupations", ()), gathering)
    return gathering.finished(source(version), f"ESCO {version}")


def values(cell: str) -> list[str]:
    """The labels or IRIs of one cell: they stand on lines of their own, or with `` | `` or a comma at line ends between them."""
    return [value.strip() for value in re.split(r",?\s*\n| \| ", cell) if value.strip()]


def _tables(folder: Path, gathering: Gathering) -> list[Table]:
    tables: dict[tuple[str, str], Table] = {}
    known = {*_MAIN, *_COLLECTIONS, *_RELATIONS, *_BROADER, *_UNUSED, "skillsHierarchy"}
    for path in sorted(folder.iterdir()):
        match = _FILE.match(path.name)
        if not match or match["kind"] not in known:
            if ".csv" in path.name:
                gathering.skip(path.name, "not a file of the ESCO layout")
        elif match["kind"] not in _UNUSED:
            key = match["kind"], match["lang"] or ""
            if tables.setdefault(key, Table(path, *key)).path != path:
                gathering.skip(path.name, "the same file is already read", tables[key].path.name)
    return list(tables.values())


def _rows(table: Table, needed: tuple[str, ...], gathering: Gathering) -> Iterator[tuple[str, dict[str, str]]]:
    """("file:line", row) of a table, where line is the first of the row. Raises OntologyError when it cannot be read as one."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    name = table.path.name
    opener = gzip.open if name.endswith(".gz") else open
    try:
        with opener(table.path, "rt", encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = [column.strip() for column in next(reader, [])]
            if missing := [column for column in needed if column not in header]:
                raise OntologyError(f"{table.path}: no column {', '.join(missing)}; its columns are {', '.join(header)}")
            line = reader.line_num + 1
            for cells in reader:
                place, line = f"{name}:{line}", reader.line_num + 1
                if len(cells) != len(header):
                    if cells:
                        gathering.skip(place, "another number of cells than the header", f"{len(cells)}, not {len(header)}")
                else:
                    yield place, dict(zip(header, cells))
    except (csv.Error, UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise OntologyError(f"{table.path}: cannot be read as UTF-8 CSV ({error}); download it again") from error


def _read_main(table: Table, type_: str, scheme: str, language: str, gathering: Gathering) -> dict[str, tuple[str, str]]:
    """Fills the drafts; gives back the ISCO group of each occupation with the place where it stands."""
    seen: dict[str, str] = {}
    groups = {}
    for place, row in _rows(table, ("conceptUri", "preferredLabel"), gathering):
        iri = row["conceptUri"].strip()
        if not is_iri(iri):
            gathering.skip(place, "conceptUri is no IRI", iri)
        elif seen.setdefault(iri, place) != place:
            gathering.skip(place, "the concept is already in this file", f"{iri} at {seen[iri]}")
        else:
            _fill(gathering.draft(iri, place), row, type_, scheme, table.lang or language, place, gathering)
            if group := row.get("iscoGroup", "").strip():
                groups[iri] = (group if is_iri(group) else ESCO_ISCO + group.removeprefix("C"), place)
    return groups


def _fill(draft: Draft, row: dict[str, str], type_: str, scheme: str, lang: str, place: str, gathering: Gathering) -> None:
    """Adds what one row says. Columns that a version lacks count as empty."""
    if not draft.name(lang, row["preferredLabel"]):
        gathering.skip(place, f"no preferred label in {lang}", draft.iri)
    draft.add_labels("alt", lang, values(row.get("altLabels", "")))
    draft.add_labels("hidden", lang, values(row.get("hiddenLabels", "")))
    if text := row.get("description", "").strip() or row.get("definition", "").strip():
        draft.definitions.setdefault(lang, " ".join(text.split()))
    draft.scheme = scheme
    draft.notation = draft.notation or row.get("code", "").strip()
    if row.get("status", "").strip() in ("obsolete", "deprecated"):
        draft.status = "deprecated"
    if not draft.type:
        skill_type = row.get("skillType", "").strip().rpartition("/")[2]
        if not type_ and skill_type not in ("knowledge", "competence", "skill"):
            gathering.skip(place, "skillType is not known; taken as skill", f"{skill_type!r} of {draft.iri}")
        draft.type = type_ or ("knowledge" if skill_type == "knowledge" else "skill")
    draft.reuse_level = draft.reuse_level or reuse_level(row.get("reuseLevel", ""))


def _read_collection(table: Table, note: str, have_main: bool, main: str, language: str, gathering: Gathering) -> None:
    """Notes membership and fills languages that the main files lack; without main file its rows are the concepts."""
    lang = table.lang or language
    type_, scheme = _MAIN[main]
    for place, row in _rows(table, ("conceptUri", "preferredLabel"), gathering):
        iri = row["conceptUri"].strip()
        if iri not in gathering.drafts and have_main:
            gathering.skip(place, f"the concept is not in the {main} files", iri)
            continue
        if not is_iri(iri):
            gathering.skip(place, "conceptUri is no IRI", iri)
            continue
        draft = gathering.draft(iri, place)
        if lang not in draft.pref:
            _fill(draft, row, type_, scheme, lang, place, gathering)
        if not have_main:
            draft.broader |= {parent: place for parent in values(row.get("broaderConceptUri", "")) if parent in gathering.drafts}
        if note:
            draft.notes[f"ESCO-collectie {note}"] = None
        else:
            draft.type = "language"


def _read_hierarchy(table: Table, have_main: bool, language: str, gathering: Gathering) -> None:
    """Fills languages that the group files lack; without group file these rows are the groups."""
    lang = table.lang or language
    for place, row in _rows(table, ("Level 0 URI", "Level 0 preferred term"), gathering):
        parent = ""
        for level in range(4):
            iri = row.get(f"Level {level} URI", "").strip()
            if not is_iri(iri):
                break
            if have_main and iri not in gathering.drafts:
                gathering.skip(place, "the group is not in the skillGroups files", iri)
                break
            draft = gathering.draft(iri, place)
            if lang not in draft.pref and not draft.name(lang, row.get(f"Level {level} preferred term", "")):
                gathering.skip(place, f"no preferred label in {lang}", iri)
            draft.type, draft.scheme = draft.type or "group", draft.scheme or ESCO_SKILLS
            draft.notation = draft.notation or row.get(f"Level {level} code", "").strip()
            if parent:
                draft.broader.setdefault(parent, place)
            parent = iri


def _read_broader(table: Table, gathering: Gathering) -> None:
    for place, row in _rows(table, ("conceptUri", "broaderUri"), gathering):
        child, parent = row["conceptUri"].strip(), row["broaderUri"].strip()
        if child in gathering.drafts:
            gathering.drafts[child].broader.setdefault(parent, place)
        else:
            gathering.skip(place, "broader of a concept that is not in these files", child)


def _read_relations(table: Table, subject: str, target: str, gathering: Gathering) -> None:
    for place, row in _rows(table, (subject, "relationType", target), gathering):
        kind = row["relationType"].strip().lower()
        if kind in ("essential", "optional"):
            gathering.relations.setdefault((row[subject].strip(), kind, row[target].strip()), place)
        else:
            gathering.skip(place, "relationType is not essential or optional", repr(kind))


def _version_in_name(path: Path) -> str:
    match = _VERSION.search(path.resolve().name)
    return match[1] if match else ""


def _version_in_data(path: Path, occupations: Sequence[Table], gathering: Gathering) -> str:
    """From a column that only 1.2.1 has, else from the number of occupations. Raises OntologyError."""
    if any("naceCode" in row for table in occupations for _, row in islice(_rows(table, (), Gathering()), 1)):
        return "1.2.1"
    number = sum(draft.type == "occupation" for draft in gathering.drafts.values())
    if number in _VERSION_BY_OCCUPATIONS:
        return _VERSION_BY_OCCUPATIONS[number]
    raise OntologyError(f"{path}: neither the folder nor the files tell the version of ESCO; give --version, such as 1.2.0")
