"""A mapping set in SSSOM TSV (https://w3id.org/sssom/) -> mappings, and a bare concept for each subject that has a label.

CURIEs are expanded with the curie_map of the header and SSSOM's built-in prefixes. Rows that state a negation, that no term was found, or
a predicate outside SKOS mapping are left out and told.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from ..concepts import CONCEPT_TYPES, Imported, Mapping, Source
from ..errors import OntologyError
from ..namespaces import MAPPING_PREDICATES, PREFIXES, SEMAPV_BASE, SSSOM_BASE
from ..tables import curie_map, expand
from .gathering import Gathering, is_iri, tidy

BUILT_IN = {name: PREFIXES[name] for name in ("skos", "owl", "rdfs", "xsd")} | {"semapv": SEMAPV_BASE, "sssom": SSSOM_BASE}
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")


def read(path: Path, /, type: str = "skill", language: str = "nl", version: str = "", name: str = "", **unknown: str) -> Imported:
    """Reads one ``.sssom.tsv`` file, or all of a folder.

    Subjects with a label become concepts of ``type`` with that label in ``language``. Raises OntologyError.
    """
    if unknown:
        raise OntologyError(f"sssom has no option {', '.join(unknown)}; the options are type, language, name and version")
    if type not in CONCEPT_TYPES:
        raise OntologyError(f"type {type!r} is not one of {', '.join(CONCEPT_TYPES)}")
    gathering = Gathering()
    header, rows = read_sets(path, gathering)
    for place, row in rows:
        if label := tidy(row.get("subject_label", "")):
            draft = gathering.draft(row["subject_id"], place)
            draft.type = type
            draft.pref.setdefault(language, label)
    source = described(header, name or path.name.split(".")[0], version)
    return gathering.finished(source, f"{source.title} {source.version}".strip())


def read_sets(path: Path, gathering: Gathering) -> tuple[dict[str, str], list[tuple[str, dict[str, str]]]]:
    """The metadata of the first header, and the rows ("file:line", row) that hold a SKOS mapping, with full IRIs.

    ``path`` is a file or a folder of them; the mappings are added to ``gathering``. Raises OntologyError.
    """
    files = sorted(file for file in path.iterdir() if re.search(r"\.tsv(\.gz)?$", file.name)) if path.is_dir() else [path]
    if not files:
        raise OntologyError(f"{path}: no .tsv files here; give an SSSOM mapping set")
    header: dict[str, str] = {}
    rows = []
    for file in files:
        text = _text(file)
        prefixes = BUILT_IN | curie_map(text)
        found = {key: expand(value, prefixes) or value for key, value in re.findall(r"^# ?(\w+): *[\"']?(.+?)[\"']?$", text, re.M)}
        header = header or found
        for place, row in _table(file, text, gathering):
            if mapping := _mapping(place, row, prefixes, found, gathering):
                gathering.mappings.append(mapping)
                rows.append((place, row | {"subject_id": mapping.subject, "object_id": mapping.object}))
    return header, rows


def _text(path: Path) -> str:
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read as UTF-8 text ({error})") from error


def described(header: dict[str, str], name: str, version: str) -> Source:
    """The source as the header of its mapping set describes it."""
    set_id = header.get("mapping_set_id", "")
    return Source(
        name,
        version or header.get("mapping_set_version", "") or header.get("mapping_date", "") or "unversioned",
        header.get("subject_source", "") or set_id,
        header.get("mapping_set_title", name),
        header.get("license", ""),
    )


def _table(path: Path, text: str, gathering: Gathering) -> Iterator[tuple[str, dict[str, str]]]:
    columns: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            if missing := [column for column in _NEEDED if column not in columns]:
                raise OntologyError(f"{path}:{number}: no column {', '.join(missing)}; give an SSSOM TSV file")
        elif len(cells) > len(columns):
            gathering.skip(f"{path.name}:{number}", "more cells than the header", f"{len(cells)}, not {len(columns)}")
        else:
            yield f"{path.name}:{number}", dict(zip(columns, cells + [""] * (len(columns) - len(cells))))
    if not columns:
        raise OntologyError(f"{path}: no header; expected a line with the columns {', '.join(_NEEDED)}; give an SSSOM TSV file")


def _mapping(place: str, row: dict[str, str], prefixes: dict[str, str], header: dict[str, str], gathering: Gathering) -> Mapping | None:
    terms = {column: expand(row[column].strip(), prefixes) for column in _NEEDED}
    predicate = terms["predicate_id"].removeprefix(PREFIXES["skos"])
    confidence = row.get("confidence", "").strip() or "1"
    if row.get("predicate_modifier", "").strip() == "Not" or header.get("predicate_modifier") == "Not":
        gathering.skip(place, "says what does not match")
    elif row["object_id"].strip() == "sssom:NoTermFound":
        gathering.skip(place, "says that no term was found", row["subject_id"])
    elif unknown := [row[column] for column in ("subject_id", "object_id") if not is_iri(terms[column])]:
        gathering.skip(place, "an id whose prefix is not in the curie_map", ", ".join(unknown))
    elif predicate not in MAPPING_PREDICATES:
        gathering.skip(place, "a predicate that is no SKOS mapping", row["predicate_id"])
    elif not re.fullmatch(r"0?\.\d+|0|1(\.0*)?", confidence):
        gathering.skip(place, "confidence is no number from 0 to 1", confidence)
    else:
        justification = row["mapping_justification"].strip() or "semapv:UnspecifiedMatching"
        return Mapping(terms["subject_id"], predicate, terms["object_id"], justification, float(confidence), place)
    return None
