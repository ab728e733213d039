"""What became of concepts between two editions: replaced, merged or split, by stated rules.

A is a concept in use in the old edition, T one in use in the new edition; both are occupations or neither is, except for
rule D, where the editors decide. Labels are compared by language and ``surface_key`` (case, accents and spaces aside).

D (declared)  A is no longer in use and ``replaced_by`` leads, over other withdrawn concepts if need be, to T.
L (labels)    A is no longer in use, nothing is declared, and T has labels that A had and that T did not have before:
              A's preferred label in some language, or at least half of all A's labels.
S (split off) T is new and its preferred label in some language was a label of A that A no longer has.

A went on in every T that these rules give. Two or more, or a T by rule S while A itself stays: A is **split**. One T that was
in use before, or that several A lead to: A is **merged** into T. One new T that only A leads to: A is **replaced**.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from .concepts import Concept, Ontology
from .normalising import surface_key

RULES = {
    "D": "replaced_by names it",
    "L": "it took over the labels",
    "S": "a new concept took its name from these labels",
}
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Succession:
    """``kind`` is "replaced", "merged" or "split"; ``rules`` are the letters above, in the order of ``successors`` (IRIs).

    A concept that stays in use while others split off it is the first of its own successors, with rule "".
    """

    iri: str
    kind: str
    successors: tuple[str, ...]
    rules: tuple[str, ...]

    @property
    def declared(self) -> bool:
        """Whether the editors said so, rather than that labels suggest it."""
        return set(self.rules) == {"D"}


def find_successions(old: Ontology, new: Ontology) -> dict[str, Succession]:
    """The succession of every concept that has one, by IRI of the old concept."""
    before, after = old.by_iri(), new.by_iri()
    gained, names = _gained_labels(before, after)
    found: dict[str, dict[str, str]] = {}
    for concept in old.concepts:
        if concept.status == "active":
            if successors := _successors(concept, before, after, gained, names):
                found[concept.iri] = successors
    leading = Counter(target for iri, targets in found.items() for target in targets if target != iri)
    return {iri: _succession(iri, targets, before, leading) for iri, targets in found.items()}


def final_replacement(iri: str, concepts: dict[str, Concept]) -> str:
    """The concept in use that ``replaced_by`` leads to from a withdrawn one; "" when it leads nowhere or in a circle."""
    seen = set()
    while iri and iri not in seen and iri in concepts and concepts[iri].status != "active":
        seen.add(iri)
        iri = concepts[iri].replaced_by
    return iri if iri in concepts and concepts[iri].status == "active" else ""


def label_keys(concept: Concept | None) -> set[_Key]:
    """(language, key) of every label; none for no concept."""
    return {(lang, surface_key(text)) for (_, lang), texts in concept.labels.items() for text in texts} if concept else set()


def _names(concept: Concept) -> set[_Key]:
    return {(lang, surface_key(text)) for (role, lang), texts in concept.labels.items() if role == "pref" for text in texts}


def _gained_labels(before: dict[str, Concept], after: dict[str, Concept]) -> tuple[dict[_Key, set[str]], dict[_Key, set[str]]]:
    """Which concepts in use gained a label, and which new ones are called so."""
    gained, names = defaultdict(set), defaultdict(set)
    for concept in after.values():
        if concept.status == "active":
            old = before.get(concept.iri)
            for key in label_keys(concept) - label_keys(old):
                gained[key].add(concept.iri)
            if old is None:
                for key in _names(concept):
                    names[key].add(concept.iri)
    return gained, names


def _successors(concept: Concept, before, after, gained, names) -> dict[str, str]:
    """IRI -> rule of what the concept went on in; empty when it simply stayed, or simply went."""
    now = after.get(concept.iri)
    stays = now is not None and now.status == "active"
    lost = label_keys(concept) - (label_keys(now) if stays else set())

    def same_kind(iri: str) -> bool:
        return (after[iri].type == "occupation") == (concept.type == "occupation")

    split_off = {iri: "S" for key in sorted(lost) for iri in sorted(names.get(key, ())) if iri != concept.iri and same_kind(iri)}
    if stays:
        return {concept.iri: ""} | split_off if split_off else {}
    if now is not None and now.replaced_by:
        declared = final_replacement(concept.iri, after)
        return ({declared: "D"} | {iri: rule for iri, rule in split_off.items() if iri != declared}) if declared else split_off
    shared = Counter(iri for key in lost for iri in gained.get(key, ()) if same_kind(iri))
    named = {iri for key in _names(concept) for iri in gained.get(key, ())}
    by_labels = {iri: "L" for iri, count in sorted(shared.items()) if iri in named or 2 * count >= len(lost)}
    return split_off | by_labels


def _succession(iri: str, targets: dict[str, str], before: dict[str, Concept], leading: Counter) -> Succession:
    if len(targets) > 1:
        kind = "split"
    else:
        (target,) = targets
        was_active = target in before and before[target].status == "active"
        kind = "merged" if was_active or leading[target] > 1 else "replaced"
    return Succession(iri, kind, tuple(targets), tuple(targets.values()))
