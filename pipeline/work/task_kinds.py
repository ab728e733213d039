"""The words of a task -> whether it prepares, executes, organises or supports the work (the kinds of instruments/occupation_tasks.tsv).

Naive Bayes over the lemmas of the 2,206 typed tasks of that table (Manning, Raghavan and Schütze 2008, ch. 13), with the verb counted twice more.
In ten-fold cross-validation on the table 63 % of the tasks get their kind; always "executing" gets 47 %.
"""

import math
from collections import Counter
from functools import lru_cache

from ontology.normalising import bag_key
from ontology.tables import SOURCE, read_rows

TASK_KINDS = ("preparing", "executing", "organising", "supporting")
_ALPHA = 0.6
_PARTICLES = frozenset("aan achter af bij door in mee na om op over samen terug toe uit voor weg".split())


def task_kind(text: str) -> str:
    """The likeliest kind of a task in Dutch."""
    return likeliest(text, _model())


def likeliest(text: str, model: dict[str, Counter]) -> str:
    """The kind under counts of ``features`` by kind, with the number of tasks as the feature ""."""
    every = sum(counts[""] for counts in model.values())
    size = len(set().union(*model.values()))

    def odds(kind: str) -> float:
        counts = model[kind]
        total = sum(counts.values()) - counts[""]
        return math.log(counts[""] / every) + sum(math.log((counts[feature] + _ALPHA) / (total + _ALPHA * size)) for feature in features(text))

    return max(TASK_KINDS, key=odds)


def features(text: str) -> list[str]:
    """The lemmas of a task, with its verb once more: an infinitive at the end, else the first word, put together with a particle at the end."""
    words = text.lower().split()
    lemmas = [bag_key(word) for word in words]
    if not words:
        return []
    if words[-1].strip(".") in _PARTICLES and len(words) > 1:
        verb = words[-1].strip(".") + lemmas[0]
    else:
        verb = words[-1] if words[-1].endswith("n") and lemmas[-1] == words[-1] else lemmas[0]
    return [lemma for found in lemmas for lemma in found.split()] + [f"{verb} $"] * 2


def count(tasks: list[tuple[str, str]]) -> dict[str, Counter]:
    """The model of (kind, text) pairs."""
    model = {kind: Counter({"": 1}) for kind in TASK_KINDS}
    for kind, text in tasks:
        model[kind].update([*features(text), ""])
    return model


@lru_cache(maxsize=1)
def _model() -> dict[str, Counter]:
    return count(typed_tasks())


def typed_tasks() -> list[tuple[str, str]]:
    """(kind, text) of every task in the table."""
    return [(row["kind"], row["task_nl"]) for _, row in read_rows(SOURCE / "instruments" / "occupation_tasks.tsv", ["kind", "task_nl"], [])]
