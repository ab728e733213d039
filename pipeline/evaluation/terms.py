"""A crosswalk of terms to ESCO -> how well bare terms are linked: MRR, hit@1 and hit@5 over ranked concepts, one entry a concept.

Crosswalks are TSV with ``query_label`` and ``object_id`` (the layout of MELO, Retyk et al. 2024: every row is gold), or SSSOM with
``subject_label``, ``predicate_id`` and ``object_id`` (exactMatch and closeMatch are gold). A term is found when one of its concepts
is ranked; one whose concepts are not in the release counts as not found. Terms that literally equal a label of the release
are easy, so they stand apart from unseen ones.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.lexicon import Lexicon
from ontology.namespaces import ESCO_BASE, ESCO_ISCO, ESCO_OCCUPATION, ESCO_SKILL
from ontology.tables import curie_map, expand

from ..errors import SkillstaalError
from ..linking.candidates import ANY, OCCUPATION
from ..linking.linker import WIDE, Linker, in_scheme
from .bootstrap import document_weights, resampled_sums
from .calibration import RIGHT, WRONG, calibration_figure
from .error_causes import Fault, commonest
from .figures import TERMS, headline, term_groups

_PREFIXES = {"esco_skill": ESCO_SKILL, "esco_occupation": ESCO_OCCUPATION, "esco": ESCO_BASE}
_GOLD_PREDICATES = ("exactMatch", "closeMatch")


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the ESCO concepts that are right for it. ``type``: ANY or OCCUPATION."""

    text: str
    type: str
    concepts: frozenset[str]


def is_terms(path: Path) -> bool:
    """Whether a gold file is a crosswalk."""
    return path.suffix == ".tsv"


def read_terms(paths: Sequence[Path]) -> list[Term]:
    """The terms of crosswalks, each once, in the order of the files. Raises SkillstaalError."""
    concepts: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise SkillstaalError(f"{path} is no UTF-8 text ({error.reason}); give a TSV file") from error
        prefixes = _PREFIXES | curie_map(text)
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
        rows = csv.DictReader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
        columns = set(rows.fieldnames or ())
        label = "query_label" if "query_label" in columns else "subject_label"
        if not {label, "object_id"} <= columns or (label == "subject_label" and "predicate_id" not in columns):
            raise SkillstaalError(f"{path} is no crosswalk; expected the columns query_label and object_id, or subject_label, predicate_id and object_id")
        for (number, _), row in zip(lines[1:], rows):
            if label == "subject_label" and not (row["predicate_id"] or "").endswith(_GOLD_PREDICATES):
                continue
            iri = expand(row["object_id"] or "", prefixes)
            if not iri.startswith(ESCO_BASE) or not row[label].strip():
                raise SkillstaalError(f"{path}:{number}: expected a {label} and, as object_id, an ESCO IRI or CURIE such as {ESCO_SKILL}… or esco_skill:…")
            concepts.setdefault((row[label], ANY if iri.startswith(ESCO_SKILL) else OCCUPATION), set()).add(iri)
    if not concepts:
        raise SkillstaalError(f"{', '.join(map(str, paths))}: no rows with an exact or close match")
    return [Term(text, type_, frozenset(found)) for (text, type_), found in concepts.items()]


def ranked_concepts(linker: Linker, term: Term) -> list[dict]:
    """The ESCO concepts that the linker ranks for a term, best first, as {"concept", "label", "confidence"}."""
    candidates, _ = linker.rank(term.text, term.type, WIDE)
    return in_scheme(candidates, linker.lexicon, "esco")


def is_literal(lexicon: Lexicon, term: Term) -> bool:
    """Whether the term, but for case, hyphens and diacritics, is a label of a concept of its kind."""
    return any(hit.how == "surface" and lexicon.is_occupation[hit.concept] == (term.type == OCCUPATION) for hit in lexicon.find(term.text))


def score_terms(paths: Sequence[Path], release: str | None, examples: int, about: dict) -> dict:
    """The result for crosswalks, over the distinct terms in them. Raises SkillstaalError."""
    terms = read_terms(paths)
    linker = Linker.load(Lexicon.load(release))
    lexicon = linker.lexicon
    known = {iri for number in range(len(lexicon)) for iri in (lexicon.entry(number).iri, *lexicon.entry(number).mappings.get("esco", ()))}
    counts, points, faults = [], [], []
    for number, term in enumerate(terms):
        ranked = ranked_concepts(linker, term)
        rank = next((place for place, found in enumerate(ranked, 1) if found["concept"] in term.concepts), 0)
        counts.append(_count(rank, "literally a label" if is_literal(lexicon, term) else "unseen", not known.isdisjoint(term.concepts)))
        if ranked:
            points.append((number, ranked[0]["confidence"], RIGHT if rank == 1 else WRONG))
        if rank != 1:
            faults.append(_fault(term, ranked, rank, not known.isdisjoint(term.concepts)))
    weights = document_weights(len(terms))
    sums = resampled_sums(counts, weights)
    return {"measured": "terms", "ontology": lexicon.release} | about | {
        "terms": len(terms),
        "headline": headline(sums, TERMS, calibration_figure(points, weights)),
        "groups": term_groups(sums, ("strings",)),
        "errors": commonest(faults, examples),
    }  # fmt: skip


def _count(rank: int, strings: str, reachable: bool) -> Counter:
    """``rank`` of the first right concept, 0 when there is none."""
    names = {"terms": 1, "reciprocal rank": 1 / rank if rank else 0, "hit 1": rank == 1, "hit 5": 0 < rank <= 5, "reachable": reachable}
    return Counter({(*place, name): value for place in (("all", "all"), ("strings", strings)) for name, value in names.items()})


def _fault(term: Term, ranked: Sequence[dict], rank: int, reachable: bool) -> Fault:
    """Why the right concept of a term is not the first."""
    if rank:
        cause = "among the first five" if rank <= 5 else "further down"
    else:
        cause = "not ranked" if reachable else "not in the release"
    first = f"first: {ranked[0]['label']} ({ranked[0]['confidence']:.2f}); " if ranked else ""
    kept = ", ".join(sorted(iri.replace(ESCO_ISCO, "ISCO ") for iri in term.concepts))
    return Fault(cause, "", term.text, f"{first}gold: {kept}" + (f" (rank {rank})" if rank else ""), "", ranked[0]["confidence"] if ranked else 0.0)
