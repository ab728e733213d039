"""Two editions of an ontology -> what changed between them, and which IRIs their users must look at.

One Change is one thing that an editor did, after the change classes of KGCL (Hegde et al., Database 2025, "A change language
for ontologies and knowledge graphs"). Notes, sources and the order of labels are left out. Labels, relations and mappings of
a concept that is new are part of its being added; of one that is gone, of its being removed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .concepts import Concept, Ontology
from .succession import Succession, final_replacement, find_successions

KINDS = {
    "added": "Added",
    "removed": "Removed",
    "deprecated": "Deprecated",
    "restored": "In use again",
    "redirected": "Deprecated before, other replacement now",
    "merged": "Merged",
    "split": "Split",
    "replaced": "Replaced by a new concept",
    "retyped": "Other type",
    "relabelled": "Other preferred label",
    "label_added": "Labels added",
    "label_removed": "Labels removed",
    "redefined": "Other definition",
    "moved": "Other broader concepts",
    "related_added": "Related concepts added",
    "related_removed": "Related concepts removed",
    "relation_added": "Skills of occupations added",
    "relation_removed": "Skills of occupations removed",
    "relation_changed": "Skills of occupations: essential or optional",
    "mapping_added": "Mappings added",
    "mapping_removed": "Mappings removed",
    "remapped": "Mappings of another kind",
    "reuse_level_changed": "Other reuse level",
    "recoded": "Other notation",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the concept ``iri``. ``old`` and ``new`` hold texts, IRIs or codes, as the kind asks.

    ``label`` is its Dutch name (else its English one), ``language`` and ``role`` are those of a label, ``other`` is the IRI at
    the other end of a relation or mapping, ``rule`` says by which rules of ``succession`` a merge, split or replacement was seen.
    """

    kind: str
    iri: str
    label: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    language: str = ""
    role: str = ""
    other: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Attention:
    """An IRI that users of the old edition must look at: ``reason`` is removed, deprecated, split or retyped.

    ``replacements`` are IRIs in use in the new edition, () when there is none; when ``declared`` is false they are
    suggested by labels, for a person to confirm.
    """

    iri: str
    label: str
    reason: str
    replacements: tuple[str, ...]
    declared: bool


@dataclass(frozen=True, slots=True)
class Diff:
    """Changes in the order of KINDS and then by IRI; ``names`` are those of the two editions."""

    old: Ontology = field(repr=False)
    new: Ontology = field(repr=False)
    changes: tuple[Change, ...]
    attention: tuple[Attention, ...]
    names: tuple[str, str] = ("old", "new")

    def counts(self) -> dict[str, int]:
        """How many changes of each kind there are, without the kinds that do not occur."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}


def diff_ontologies(old: Ontology, new: Ontology, names: tuple[str, str] = ("old", "new")) -> Diff:
    """Everything that changed from ``old`` to ``new``."""
    before, after = old.by_iri(), new.by_iri()
    successions = find_successions(old, new)
    changes = [Change("added", iri, name_of(after[iri]), new=(after[iri].type,)) for iri in after.keys() - before.keys()]
    changes += [Change("removed", iri, name_of(before[iri]), old=(before[iri].type,)) for iri in before.keys() - after.keys()]
    related_before, related_after = _related(old), _related(new)
    kept = before.keys() & after.keys()
    for iri in kept:
        changes += _concept_changes(before[iri], after[iri], related_before.get(iri, set()) & kept, related_after.get(iri, set()) & kept)
    changes += _succession_changes(successions, before)
    changes += _link_changes(_relations(old), _relations(new), after, kept, ("relation_added", "relation_removed", "relation_changed"))
    changes += _link_changes(_mappings(old), _mappings(new), after, kept, ("mapping_added", "mapping_removed", "remapped"))
    order = {kind: position for position, kind in enumerate(KINDS)}
    changes.sort(key=lambda c: (order[c.kind], c.iri, c.language, c.role, c.other, c.old, c.new))
    return Diff(old, new, tuple(changes), tuple(_attention(before, after, successions)), names)


def name_of(concept: Concept) -> str:
    """The Dutch preferred label, else the English one, else any, else the IRI."""
    others = [texts[0] for (role, _), texts in sorted(concept.labels.items()) if role == "pref"]
    return concept.pref("nl") or concept.pref("en") or (others or [concept.iri])[0]


def _concept_changes(old: Concept, new: Concept, was_related: set[str], is_related: set[str]) -> Iterator[Change]:
    iri, name = new.iri, name_of(new)
    if old.status != new.status:
        kind = "deprecated" if new.status == "deprecated" else "restored"
        yield Change(kind, iri, name, new=(new.replaced_by,) if new.replaced_by and kind == "deprecated" else ())
    elif new.status == "deprecated" and old.replaced_by != new.replaced_by:
        yield Change("redirected", iri, name, _one(old.replaced_by), _one(new.replaced_by))
    for kind, attribute in (("retyped", "type"), ("reuse_level_changed", "reuse_level"), ("recoded", "notation")):
        was, now = getattr(old, attribute), getattr(new, attribute)
        if was != now:
            yield Change(kind, iri, name, _one(was), _one(now))
    if set(old.broader) != set(new.broader):
        yield Change("moved", iri, name, tuple(sorted(old.broader)), tuple(sorted(new.broader)))
    yield from (Change("related_added", iri, name, other=other) for other in is_related - was_related if iri < other)
    yield from (Change("related_removed", iri, name, other=other) for other in was_related - is_related if iri < other)
    for lang in sorted(old.definitions.keys() | new.definitions.keys()):
        was, now = old.definitions.get(lang, ""), new.definitions.get(lang, "")
        if was != now:
            yield Change("redefined", iri, name, _one(was), _one(now), lang)
    yield from _label_changes(old, new, name)


def _label_changes(old: Concept, new: Concept, name: str) -> Iterator[Change]:
    for role, lang in sorted(old.labels.keys() | new.labels.keys()):
        was, now = old.labels.get((role, lang), ()), new.labels.get((role, lang), ())
        if role == "pref":
            if was != now:
                yield Change("relabelled", new.iri, name, was, now, lang, role)
        else:
            yield from (Change("label_added", new.iri, name, new=(text,), language=lang, role=role) for text in set(now) - set(was))
            yield from (Change("label_removed", new.iri, name, old=(text,), language=lang, role=role) for text in set(was) - set(now))


def _succession_changes(successions: dict[str, Succession], before: dict[str, Concept]) -> Iterator[Change]:
    for iri, found in successions.items():
        yield Change(found.kind, iri, name_of(before[iri]), (iri,), found.successors, rule="".join(dict.fromkeys(found.rules)))


def _link_changes(was: dict, now: dict, after: dict[str, Concept], kept: set[str], kinds: tuple[str, str, str]) -> Iterator[Change]:
    """Changes of links (subject, object) -> values, as far as their subject is in both editions."""
    added, removed, changed = kinds
    for subject, target in was.keys() | now.keys():
        if subject in kept:
            old, new = was.get((subject, target), ()), now.get((subject, target), ())
            if old != new:
                kind = changed if old and new else added if new else removed
                yield Change(kind, subject, name_of(after[subject]), old, new, other=target)


def _relations(ontology: Ontology) -> dict[tuple[str, str], tuple[str, ...]]:
    return _grouped(((r.occupation, r.skill), r.kind) for r in ontology.relations)


def _mappings(ontology: Ontology) -> dict[tuple[str, str], tuple[str, ...]]:
    return _grouped(((m.subject, m.object), m.predicate) for m in ontology.mappings)


def _grouped(pairs) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], set[str]] = {}
    for ends, value in pairs:
        found.setdefault(ends, set()).add(value)
    return {ends: tuple(sorted(values)) for ends, values in found.items()}


def _related(ontology: Ontology) -> dict[str, set[str]]:
    """skos:related in both directions, whichever of the two rows says it."""
    found: dict[str, set[str]] = {}
    for concept in ontology.concepts:
        for other in concept.related:
            found.setdefault(concept.iri, set()).add(other)
            found.setdefault(other, set()).add(concept.iri)
    return found


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _attention(before: dict[str, Concept], after: dict[str, Concept], successions: dict[str, Succession]) -> Iterator[Attention]:
    for iri, old in sorted(before.items()):
        new, found = after.get(iri), successions.get(iri)
        if new is None or (new.status == "deprecated" and old.status == "active"):
            reason = "removed" if new is None else "deprecated"
            if found:
                yield Attention(iri, name_of(old), reason, found.successors, found.declared)
            else:
                onward = final_replacement(old.replaced_by, after) if new is None else ""
                yield Attention(iri, name_of(old), reason, _one(onward), bool(onward))
        elif found:
            yield Attention(iri, name_of(new), "split", found.successors, found.declared)
        elif old.type != new.type:
            yield Attention(iri, name_of(new), "retyped", (iri,), True)
