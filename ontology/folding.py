"""A merged ontology -> what the lexicon is compiled from, so that schemes do not compete for one meaning.

The rules: one meaning (concepts tied by exactMatch) is one entry, that of the first source; the labels of the others become
alternative labels of it. An alternative label that names another meaning in an earlier source, of the same kind (occupation or
not), stays with the earlier one: the RDF has both, the lexicon finds one. Preferred labels, and labels within a source, may be
shared. Concepts without any label left in Dutch or English are no entries, nor are groups, but for the ISCO ones, which a broad
job title can name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .concepts import ROLES, Concept, Mapping
from .merge import Merged
from .namespaces import ESCO_ISCO
from .normalising import surface_key

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Folded:
    """``concepts`` are the entries; ``silent`` are the labels (IRI, text) that an entry shows but that do not find it."""

    concepts: tuple[Concept, ...]
    mappings: tuple[Mapping, ...]
    silent: frozenset[tuple[str, str]] = frozenset()
    withheld: tuple[int, ...] = ()


def fold(merged: Merged) -> Folded:
    """The entries of the lexicon, first source first; ``withheld`` counts per import the labels that stayed with an earlier source."""
    if not merged.sources:
        return Folded(merged.core.concepts, merged.core.mappings)
    known = {concept.iri: concept for concept in merged.ontology.concepts}
    active = ([iri for iri in meaning if known[iri].status == "active"] for meaning in merged.meanings)
    leaders = {iri: group[0] for group in active for iri in group[1:] if _kind(known[iri]) == _kind(known[group[0]])}
    owners = _Owners()
    for concept in merged.core.concepts:
        owners.take(concept, concept.iri, -1)
    added: dict[str, list[tuple[str, str, str]]] = {}
    silent: set[tuple[str, str]] = set()
    withheld = [0] * len(merged.sources)
    entries = {concept.iri: concept for concept in merged.core.concepts}
    by_rank: list[list[Concept]] = [[] for _ in merged.sources]
    for iri, number in merged.owners.items():
        by_rank[number].append(known[iri])
    for number, concepts in enumerate(by_rank):
        for concept in concepts:
            if concept.status != "active" or _kind(concept) == "group":
                continue
            leader = leaders.get(concept.iri, concept.iri)
            refused = owners.take(concept, leader, number)
            withheld[number] += len(refused)
            if leader == concept.iri:
                entries[leader] = concept
                silent |= {(leader, text) for text in refused}
            else:
                added.setdefault(leader, []).extend((role, lang, text) for lang in LANGUAGES for role, text in concept.all_labels(lang) if text not in refused)
    for iri, labels in added.items():
        if iri in entries:
            entries[iri] = _with_labels(entries[iri], labels)
    entries = {iri: concept for iri, concept in entries.items() if _can_be_found(concept, silent)}
    return Folded(tuple(entries.values()), tuple(_mappings(merged, known, leaders, entries)), frozenset(silent), tuple(withheld))


def _can_be_found(concept: Concept, silent: set[tuple[str, str]]) -> bool:
    return any((concept.iri, text) not in silent for lang in LANGUAGES for _, text in concept.all_labels(lang))


def _kind(concept: Concept) -> str:
    if concept.type == "group":
        return "occupation" if concept.iri.startswith(ESCO_ISCO) else "group"
    return "occupation" if concept.type == "occupation" else "skill"


class _Owners:
    """Which meaning of which source a label belongs to."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[int, str]] = {}

    def take(self, concept: Concept, meaning: str, number: int) -> set[str]:
        """Claims the labels of a concept for its meaning; gives back those that belong to another meaning of an earlier source."""
        refused = set()
        for lang in LANGUAGES:
            for role, text in concept.all_labels(lang):
                rank, owner = self._first.setdefault((_kind(concept), surface_key(text)), (number, meaning))
                if owner != meaning and rank < number and role != "pref":
                    refused.add(text)
        return refused


def _with_labels(concept: Concept, labels: list[tuple[str, str, str]]) -> Concept:
    """The concept with more alternative and hidden labels; what it has in another spelling is not repeated."""
    found = dict(concept.labels)
    keys = {surface_key(text) for lang in LANGUAGES for _, text in concept.all_labels(lang)}
    for role, lang, text in labels:
        if (key := surface_key(text)) not in keys:
            keys.add(key)
            place = (ROLES[2] if role == "hidden" else ROLES[1], lang)
            found[place] = (*found.get(place, ()), text)
    return replace(concept, labels=found)


def _mappings(merged: Merged, known: dict[str, Concept], leaders: dict[str, str], entries: dict[str, Concept]) -> Iterator[Mapping]:
    """Mappings of the entries: their own, those of what they stand for, and each imported concept itself."""
    classified = set()
    for mapping in merged.ontology.mappings:
        leader = leaders.get(mapping.subject, mapping.subject)
        if leader in entries and mapping.object != leader:
            if mapping.object.startswith(ESCO_ISCO):
                classified.add(leader)
            yield replace(mapping, subject=leader)
    for iri in merged.owners:
        leader = leaders.get(iri, iri)
        if leader in entries and _kind(known[iri]) != "group":
            yield Mapping(leader, "exactMatch", iri)
            if leader not in classified and (group := _isco_group(known[iri], known)):
                classified.add(leader)
                yield Mapping(leader, "broadMatch", group)


def _isco_group(concept: Concept, known: dict[str, Concept]) -> str:
    """The nearest ISCO group above an occupation; empty when there is none."""
    while concept.type == "occupation" and concept.broader:
        group = next((iri for iri in concept.broader if iri.startswith(ESCO_ISCO)), "")
        if group:
            return group
        concept = known[concept.broader[0]]
    return ""
