"""Texts with skills that no scheme has (corpora/gold/nothing_fits.marked.txt): of those the linker says so, of others not."""

from collections import Counter

from pipeline.evaluation import match_spans
from pipeline.reading import make_document
from pipeline.training.personal import read_marked
from tests.conftest import ROOT

TEXTS = ROOT / "corpora" / "gold" / "nothing_fits.marked.txt"


def test_what_is_called_nil_has_no_concept(translator):
    counts: Counter[tuple[str, str]] = Counter()
    for id_, text, spans in read_marked(TEXTS):
        skills = translator.translate(make_document(id_, text, "vacancy", "", "d", "nl")).skills
        pairs = dict(match_spans([(skill.start, skill.end) for skill in skills], [span[:2] for span in spans]))
        counts.update(("linked" if skill.concept else "NIL", spans[pairs[number]][2] if number in pairs else "unmarked") for number, skill in enumerate(skills))
    called = sum(count for (said, _), count in counts.items() if said == "NIL")
    assert called > 50 and counts["NIL", "nil"] / called >= 0.72, counts  # what is not marked counts as wrong
    assert counts["NIL", "nil"] / (counts["NIL", "nil"] + counts["linked", "nil"]) >= 0.5, counts
    assert counts["linked", "known"] / (counts["linked", "known"] + counts["NIL", "known"]) >= 0.97, counts
