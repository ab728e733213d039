"""VDAB Competent, as far as the ESCO-VDAB mapping set (SSSOM TSV) describes it -> concepts with their mappings.

The code of a concept tells its type: KN knowledge, SK skill, SO soft skill (here: attitude). Labels are Dutch, and French where the
extension column has them; IRIs are what the set's curie_map makes of them.
"""

import re
from dataclasses import replace
from pathlib import Path

from ..concepts import Imported
from ..errors import OntologyError
from .gathering import Gathering, tidy
from .sssom import described, read_sets

TYPES = {"KN": "knowledge", "SK": "skill", "SO": "attitude"}
_LABELS = {"subject_label": "nl", "subject_label_fr": "fr"}


def read(path: Path, /, version: str = "", **unknown: str) -> Imported:
    """Reads the mapping set (a file, or the folder that it is in). The version is that of Competent. Raises OntologyError."""
    if unknown:
        raise OntologyError(f"vdab has no option {', '.join(unknown)}; the only one is version")
    gathering = Gathering()
    header, rows = read_sets(path, gathering)
    for place, row in rows:
        _fill(place, row, gathering)
    gathering.mappings = [mapping for mapping in gathering.mappings if mapping.subject in gathering.drafts]
    if not gathering.drafts:
        raise OntologyError(f"{path}: no row has a vdab_code such as KN-5, SK-12 or SO-3; give the ESCO-VDAB mapping set")
    stated = re.search(r"\d[\w.]*$", header.get("subject_source_version", ""))
    source = described(header, "vdab", version or (stated[0] if stated else ""))
    source = replace(source, title="VDAB Competent", attribution=_attribution(header))
    return gathering.finished(source, f"VDAB Competent {source.version}")


def _fill(place: str, row: dict[str, str], gathering: Gathering) -> None:
    code = row.get("vdab_code", "").strip()
    type_ = TYPES.get(code.partition("-")[0])
    if not type_:
        gathering.skip(place, "vdab_code does not begin with KN, SK or SO", code)
        return
    draft = gathering.draft(row["subject_id"], place)
    draft.type, draft.notation = type_, code
    for column, lang in _LABELS.items():
        if text := tidy(row.get(column, "")):
            draft.pref.setdefault(lang, text)


def _attribution(header: dict[str, str]) -> str:
    provider = header.get("mapping_provider", "")
    return f"Mapping of VDAB Competent to ESCO by {provider}, {header.get('mapping_date', '')}".rstrip(", ") + "." if provider else ""
