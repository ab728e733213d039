r"""Source tables and SSSOM sets -> an Ontology. Tab-separated UTF-8, a header row, ``|`` between values
(``\|`` is a bar inside a value, ``\\`` a backslash).

All faults of all files are gathered and raised together as one SourceError: file, line, fault and fix.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from .concepts import COLUMNS, CONCEPT_TYPES, REUSE_LEVELS, ROLES, STATUSES, Concept, Mapping, Ontology, Relation
from .errors import SourceError
from .namespaces import CONCEPT_BASE, MAPPING_PREDICATES, SCHEME

ROOM = Path(__file__).parent
SOURCE = ROOM / "source"
MAPPINGS = ROOM / "mappings"
RELATION_TABLE = "occupation_skills.tsv"
RELATION_COLUMNS = "occupation relation skill".split()
QUALIFICATION_TABLE = "qualification_skills.tsv"
QUALIFICATION_COLUMNS = "qualification implies norm".split()

_ID = re.compile(r"ST\d{7}$")
_ESCAPED_VALUE = re.compile(r"(?:\\.|[^|\\])+")
IRI = re.compile(r"(https?://|urn:)[^\s<>\"{}|\\^`]+$")


def read_ontology(source: Path = SOURCE, mappings: Path = MAPPINGS, whole: bool = True) -> Ontology:
    """Reads every table in ``source`` and every ``*.sssom.tsv`` in ``mappings``.

    With ``whole=False`` mappings may have subjects that other tables describe. Raises SourceError when anything is
    wrong in the rows themselves or in what they refer to.
    """
    faults: list[str] = []
    if not sorted(source.glob("*.tsv")):
        raise SourceError([f"{source}: no .tsv tables here; give the folder with the concept tables"])
    concepts = []
    for path in sorted(source.glob("*.tsv")):
        if path.name not in (RELATION_TABLE, QUALIFICATION_TABLE) and not path.name.endswith(".sssom.tsv"):
            concepts += [_concept(row, place, faults) for place, row in read_rows(path, COLUMNS, faults)]
    relations = _relations(source / RELATION_TABLE, faults)
    ontology = Ontology(
        tuple(sorted(concepts, key=lambda concept: concept.iri)),
        relations,
        tuple(mapping for path in sorted(mappings.glob("*.sssom.tsv")) for mapping in read_sssom(path, faults)),
    )
    faults += _dangling(ontology, whole)
    if faults:
        raise SourceError(faults)
    return ontology


def read_rows(path: Path, columns: list[str], faults: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """("file:line", row) of a table, with or without a byte order mark; lines that start with ``#`` are skipped."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        faults.append(f"{path.name}: not UTF-8 at byte {error.start}; save the table as UTF-8")
        return
    header = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if header is None:
            header = cells
            if missing := [column for column in columns if column not in header]:
                faults.append(f"{path.name}:{number}: the header misses {', '.join(missing)}; add the column(s)")
                return
            if twice := sorted({column for column in header if column and header.count(column) > 1}):
                faults.append(f"{path.name}:{number}: the header has {', '.join(twice)} twice; keep one column of each name")
                return
        elif len(cells) != len(header):
            faults.append(
                f"{path.name}:{number}: {len(cells)} cells where the header has {len(header)}; "
                "look for a missing or extra tab"
            )
        elif "\0" in line:
            column = next(name for name, cell in zip(header, cells) if "\0" in cell)
            faults.append(f"{path.name}:{number}: {column} holds a NUL character; type the cell anew")
        else:
            yield f"{path.name}:{number}", dict(zip(header, (cell.strip() for cell in cells)))
    if header is None:
        faults.append(f"{path.name}: no header; expected a first line with the columns {', '.join(columns)}, or no such file")


def join_values(values: Iterable[str]) -> str:
    """One cell with these values; ``split_values`` is the way back."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def split_values(cell: str) -> tuple[str, ...]:
    """The values of one cell, without outer spaces and without empty ones."""
    if "\\" not in cell:
        parts = cell.split("|")
    else:
        parts = [re.sub(r"\\(.)", r"\1", part) for part in _ESCAPED_VALUE.findall(cell)]
    return tuple(value for part in parts if (value := part.strip()))


def _iri(identifier: str, place: str, faults: list[str]) -> str:
    if not _ID.match(identifier) and not IRI.match(identifier):
        faults.append(f"{place}: {identifier!r} is no id; write ST and seven digits, or a full http(s) IRI")
    return CONCEPT_BASE + identifier if _ID.match(identifier) else identifier


@lru_cache(maxsize=None)
def _label_columns(columns: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """(column, role, language) of the label columns: pref_nl, alt_fr ..."""
    split = [(column, *column.split("_")) for column in columns if column.count("_") == 1]
    return tuple((column, role, lang) for column, role, lang in split if role in ROLES and len(lang) in (2, 3))


def _concept(row: dict[str, str], place: str, faults: list[str]) -> Concept:
    for column, legal in (("type", CONCEPT_TYPES), ("status", STATUSES), ("reuse_level", ("",) + REUSE_LEVELS)):
        if row[column] not in legal:
            faults.append(f"{place}: {column} {row[column]!r} is not one of {', '.join(filter(None, legal))}")
    ours = row.get("scheme", "") in ("", SCHEME)
    if not row["pref_nl"] and (ours or not any(row[column] for column in row if column.startswith("pref_"))):
        faults.append(f"{place}: pref_nl is empty; every concept of ours needs one preferred Dutch label")
    labels = {(role, lang): split_values(row[column]) for column, role, lang in _label_columns(tuple(row)) if row[column]}
    for (role, lang), texts in labels.items():
        if role == "pref" and len(texts) > 1:
            faults.append(f"{place}: pref_{lang} has {len(texts)} labels; keep one (SKOS S14), move the rest to alt_{lang}")
    return Concept(
        iri=_iri(row["id"], place, faults),
        type=row["type"],
        labels=labels,
        definitions={column.removeprefix("definition_"): text for column, text in row.items() if column.startswith("definition_") and text},
        broader=tuple(_iri(value, place, faults) for value in split_values(row["broader"])),
        related=tuple(_iri(value, place, faults) for value in split_values(row["related"])),
        reuse_level=row["reuse_level"],
        status=row["status"],
        replaced_by=_iri(row["replaced_by"], place, faults) if row["replaced_by"] else "",
        source=row["source"],
        note=row["note"],
        scheme=row.get("scheme") or SCHEME,
        notation=row.get("notation", ""),
        place=place,
    )


def _relations(path: Path, faults: list[str]) -> tuple[Relation, ...]:
    if not path.exists():
        return ()
    relations = []
    for place, row in read_rows(path, RELATION_COLUMNS, faults):
        if row["relation"] not in ("essential", "optional"):
            faults.append(f"{place}: relation {row['relation']!r} is not one of essential, optional")
        relations.append(
            Relation(_iri(row["occupation"], place, faults), row["relation"], _iri(row["skill"], place, faults), place)
        )
    return tuple(relations)


def curie_map(text: str) -> dict[str, str]:
    """Prefix -> IRI base, from the commented header of an SSSOM file."""
    return dict(re.findall(r"^#\s+([\w.-]+):\s*[\"']?((?:https?://|urn:)[^\s\"']+)", text, re.M))


def expand(term: str, prefixes: dict[str, str]) -> str:
    """The full IRI of a CURIE or IRI; empty when its prefix is not known."""
    prefix, colon, local = term.partition(":")
    if local.startswith("//") or term.startswith("urn:"):
        return term
    return prefixes[prefix] + local if colon and prefix in prefixes else ""


def read_sssom(path: Path, faults: list[str]) -> list[Mapping]:
    """Mappings of one SSSOM TSV file; CURIEs are expanded with the ``curie_map`` of its header."""
    prefixes = curie_map(path.read_text(encoding="utf-8-sig", errors="replace"))  # read_rows tells what is no UTF-8
    mappings = []
    needed = "subject_id predicate_id object_id mapping_justification".split()
    for place, row in read_rows(path, needed, faults):
        terms = {}
        for column in ("subject_id", "object_id"):
            terms[column] = expand(row[column], prefixes)
            if not terms[column]:
                faults.append(f"{place}: prefix of {row[column]!r} is not in the curie_map of the file's header; add it")
        predicate = row["predicate_id"].removeprefix("skos:")
        if predicate not in MAPPING_PREDICATES:
            faults.append(f"{place}: predicate {row['predicate_id']!r} is not one of skos:{', skos:'.join(MAPPING_PREDICATES)}")
        try:
            confidence = float(row.get("confidence") or 1)
        except ValueError:
            confidence = -1.0
        if not 0 <= confidence <= 1:
            faults.append(f"{place}: confidence {row['confidence']!r} is not a number from 0 to 1")
        mappings.append(
            Mapping(terms["subject_id"], predicate, terms["object_id"], row["mapping_justification"], confidence, place)
        )
    return mappings


def _dangling(ontology: Ontology, whole: bool) -> list[str]:
    """Ids used twice, and references to concepts that no table has."""
    faults, places = [], {}
    for concept in ontology.concepts:
        if concept.iri in places:
            faults.append(f"{concept.place}: id {concept.id} is already used at {places[concept.iri]}; give a new id")
        places[concept.iri] = concept.place
    known = ontology.by_iri()
    for concept in ontology.concepts:
        for name in ("broader", "related"):
            for target in getattr(concept, name):
                if target not in known:
                    faults.append(f"{concept.place}: {name} {target.removeprefix(CONCEPT_BASE)} does not exist; correct or remove it")
        if concept.replaced_by and concept.replaced_by not in known:
            faults.append(f"{concept.place}: replaced_by {concept.replaced_by.removeprefix(CONCEPT_BASE)} does not exist")
    faults += _cycles(known)
    for relation in ontology.relations:
        for iri in (relation.occupation, relation.skill):
            if iri not in known:
                faults.append(f"{relation.place}: {iri.removeprefix(CONCEPT_BASE)} does not exist; correct or remove the row")
    for mapping in ontology.mappings:
        if whole and mapping.subject not in known:
            faults.append(f"{mapping.place}: subject {mapping.subject.removeprefix(CONCEPT_BASE)} does not exist")
    return faults


def _cycles(known: dict[str, Concept]) -> list[str]:
    """Concepts that are, over ``broader``, broader than themselves (qSKOS: hierarchical cycles)."""
    faults, done = [], set()
    for start in known:
        path: list[str] = []
        stack = [(start, False)]
        while stack:
            iri, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(iri)
            elif iri in path:
                loop = " > ".join(i.removeprefix(CONCEPT_BASE) for i in path[path.index(iri):] + [iri])
                faults.append(f"{known[iri].place}: broader goes in a circle ({loop}); remove one of the steps")
            elif iri not in done and iri in known:
                path.append(iri)
                stack.append((iri, True))
                stack += [(parent, False) for parent in known[iri].broader]
    return faults
