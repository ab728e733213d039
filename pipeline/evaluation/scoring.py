"""Gold files through the translator into one result: headline figures, figures of groups and the commonest errors.

The result is a dict, ready for JSON: ``measured`` ("skills", "wording" or "terms"), where it comes from, ``headline``, ``groups``, ``errors``.
"""

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from ontology.namespaces import RELEASE_BASE

from .. import __version__
from ..contract import flag_json, to_json
from ..errors import SkillstaalError
from ..segmenting import segment
from ..smoothing import smooth
from ..translate import Translator, flags_of
from ..types import Document
from .bootstrap import LEVEL, RESAMPLES, SEED, document_weights, resampled_sums
from .calibration import calibration_figure
from .error_causes import commonest, mention_faults, wording_faults
from .figures import SKILLS, WORDING, headline, mention_groups, wording_groups
from .gold import fingerprints, gold_document, misplaced, read_gold_records
from .matching import Compared
from .mention_counts import FACETS, confidence_points, count_document, count_mentions
from .terms import is_terms, score_terms
from .wording_counts import ComparedWording, count_wording


def evaluate(paths: Sequence[Path], release: str | None = None, ids: str = "all", examples: int | None = None) -> dict:
    """The result for gold texts, wording gold or crosswalks; which of them the files themselves tell.

    ``examples`` a cause; None: ten for wording, else none. Raises SkillstaalError for files that are no gold, or of several kinds.
    """
    about = {"skillstaal": __version__, "gold": fingerprints(paths), "ids": ids, "intervals": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED}}
    if terms := [path for path in paths if is_terms(path)]:
        if len(terms) < len(paths) or ids != "all":
            raise SkillstaalError(f"{terms[0]} is a crosswalk of terms; give only such files, without --ids")
        return score_terms(terms, release, examples or 0, about)
    records = read_gold_records(paths, ids)
    kinds = {"skills" in record for record in records}
    if len(kinds) > 1:
        raise SkillstaalError("some records have skills and others only bias; give gold of skills and gold of wording one after the other")
    about |= {"documents": len(records), "misplaced": misplaced(records)}
    if kinds == {False}:
        return score_wording(records, 10 if examples is None else examples, about)
    return score_texts(records, Translator.load(release), examples or 0, about)


def score_texts(records: Sequence[dict], translator: Translator, examples: int, about: dict) -> dict:
    """The result for records with skills: all figures of SKILLS and WORDING that the texts allow."""
    counts, points, faults = [], [], []
    name = translator.lexicon.release
    for number, gold in enumerate(records):
        document = gold_document(gold)
        predicted = to_json(translator.translate(document), name, RELEASE_BASE + name)
        compared = Compared(
            document.id, document.kind, document.language, document.text, predicted["skills"], gold["skills"], gold_sections(document, gold["skills"])
        )
        tally = count_mentions(compared) + count_document(predicted, gold)
        if document.kind != "cv" and "bias" in gold:
            tally += count_wording(ComparedWording(document.id, document.text, predicted["bias"], gold["bias"]))
        counts.append(tally)
        points += [(number, *point) for point in confidence_points(compared)]
        faults += mention_faults(compared)
    weights = document_weights(len(records))
    sums = resampled_sums(counts, weights)
    return {"measured": "skills", "ontology": name} | about | {
        "headline": headline(sums, (*SKILLS, *WORDING), calibration_figure(points, weights)),
        "groups": mention_groups(sums, FACETS[1:]) | wording_groups(sums, ("ground",)),
        "errors": commonest(faults, examples),
    }  # fmt: skip


def gold_sections(document: Document, skills: Sequence[dict]) -> list[str]:
    """The section of the sentence in which each gold skill starts."""
    smoothed = smooth(document)
    sentences = smoothed.restored(segment(smoothed.document)[1])
    starts = [sentence.start for sentence in sentences]
    return [sentences[max(0, bisect_right(starts, skill["start"]) - 1)].section for skill in skills]


def score_wording(records: Sequence[dict], examples: int, about: dict) -> dict:
    """The result for records of wording only, flagged by the rules alone."""
    counts, faults = [], []
    for gold in records:
        document = gold_document(gold)
        flags = [flag_json(flag) for flag in flags_of(document)]
        compared = ComparedWording(document.id, document.text, flags, gold["bias"], gold.get("trap"))
        counts.append(count_wording(compared))
        faults += wording_faults(compared)
    sums = resampled_sums(counts, document_weights(len(records)))
    return {"measured": "wording"} | about | {
        "headline": headline(sums, WORDING),
        "groups": wording_groups(sums, ("ground", "directness", "trap")),
        "errors": commonest(faults, examples),
    }  # fmt: skip
