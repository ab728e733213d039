"""Texts a second of the translation itself, and where its time goes: python tests/bench/stages.py FILE [RELEASE]

One process on one core, as a worker of a batch is but without reading and writing; CPU time; figures to stdout as JSON. ``first`` is the
first half of the texts in a fresh process (the tables and models that are read when first used are in it), ``unseen`` the second half
after that, with words and sentences that were not met before. ``again`` is everything once more, ``new_phrases`` the same with no phrase
linked before; a batch of millions lies between the two. ``milliseconds`` are those of a text in each stage of ``again``.
"""

import gc
import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from pipeline import translate  # noqa: E402
from pipeline.batches.batch import collect_seldom  # noqa: E402
from pipeline.errors import RecordError  # noqa: E402
from pipeline.reading import read_sources  # noqa: E402

TOGETHER = 32  # texts
RUNS = 5
STAGES = {
    "privacy": ("personal_spans", "mask"),
    "lay-out": ("smooth",),
    "sections": ("segment",),
    "wording": ("flag_wording", "without_flagged", "neutralise", "mother_tongue"),
    "words": ("tokenize",),
    "titles": ("find_titles", "find_occupation", "terms_of"),
    "years and education": ("experience_years", "education_of", "level_of", "evidence_of"),
}


def seconds(translator, documents) -> float:
    """CPU seconds of one pass."""
    started = time.process_time()
    for at in range(0, len(documents), TOGETHER):
        translator.translate_all(documents[at : at + TOGETHER])
    return time.process_time() - started


def by_stage(translator, documents) -> dict[str, float]:
    """Milliseconds a text of each stage, measured around the functions that ``translate`` calls."""
    spent = Counter()

    def timed(owner, name, stage):
        function = getattr(owner, name)

        def wrapper(*arguments):
            started = time.process_time()
            try:
                return function(*arguments)
            finally:
                spent[stage] += time.process_time() - started

        setattr(owner, name, wrapper)

    for stage, names in STAGES.items():
        for name in names:
            timed(translate, name, stage)
    timed(translator.finder, "find", "mentions")
    timed(translator.linker, "link_texts", "links")
    timed(translator.qualifier, "requirements", "requirements")
    total = seconds(translator, documents)
    spent["the rest"] = total - sum(spent.values())
    return {stage: round(1000 * time_ / len(documents), 2) for stage, time_ in spent.most_common()}


def measure(path: str, release: str | None = None) -> dict:
    """The figures above, start-up and peak memory."""
    documents = [item for item in read_sources([path]) if not isinstance(item, RecordError) and item.language in translate.LANGUAGES]
    if len(documents) < 2:
        sys.exit(f"{path} holds {len(documents)} texts in Dutch or English; give at least two")
    started = time.process_time()
    translator = translate.Translator.load(release)
    gc.freeze()
    collect_seldom()
    start_up = time.process_time() - started
    half = len(documents) // 2
    first, unseen = seconds(translator, documents[:half]), seconds(translator, documents[half:])
    new = []
    for _ in range(RUNS):
        translator.linker.forget()
        new.append(seconds(translator, documents))
    again = min(seconds(translator, documents) for _ in range(RUNS))
    return {
        "texts": len(documents),
        "words_a_text": round(sum(len(document.text.split()) for document in documents) / len(documents)),
        "start_up_seconds": round(start_up, 2),
        "texts_a_second": {
            "first": round(half / first, 1),
            "unseen": round((len(documents) - half) / unseen, 1),
            "new_phrases": round(len(documents) / min(new), 1),
            "again": round(len(documents) / again, 1),
        },
        "milliseconds": by_stage(translator, documents),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    print(json.dumps(measure(*sys.argv[1:]), indent=1))
