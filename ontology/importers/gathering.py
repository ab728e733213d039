"""Rows and triples of a source -> concepts: values from several files meet in one draft per IRI.

What cannot be kept is noted as one line "place: reason (detail)": labels that repeat, references to concepts that the source
does not have, circles over broader.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..concepts import Concept, Imported, Mapping, Ontology, Relation, Source

_IRI = re.compile(r"(https?://|urn:)[^\s<>\"{}|\\^`]+$")


def is_iri(text: str) -> bool:
    """Whether a cell holds an IRI that tables and RDF can carry."""
    return bool(_IRI.match(text))


def tidy(text: str) -> str:
    """Without outer spaces, line breaks and repeated spaces."""
    return " ".join(text.split())


@dataclass(slots=True)
class Draft:
    """A concept in the making. Dictionaries with empty values are sets that keep the order of arrival."""

    iri: str
    place: str
    type: str = ""
    scheme: str = ""
    pref: dict[str, str] = field(default_factory=dict)
    alt: dict[str, dict[str, None]] = field(default_factory=dict)
    hidden: dict[str, dict[str, None]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    broader: dict[str, str] = field(default_factory=dict)
    related: dict[str, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    reuse_level: str = ""
    notation: str = ""
    status: str = "active"
    replaced_by: str = ""

    def name(self, lang: str, text: str) -> bool:
        """Gives the preferred label; a second one becomes an alternative. False when there is no text."""
        if label := tidy(text):
            if self.pref.setdefault(lang, label) != label:
                self.add_labels("alt", lang, (label,))
        return bool(label)

    def add_labels(self, role: str, lang: str, texts: Iterable[str]) -> None:
        """``role`` is "alt" or "hidden"."""
        kept = getattr(self, role).setdefault(lang, {})
        kept.update((label, None) for text in texts if (label := tidy(text)))

    def labels(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The labels by role and language; no label twice in a language (SKOS S13)."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for lang in sorted({*self.pref, *self.alt, *self.hidden}):
            taken: set[str] = set()
            preferred = (self.pref[lang],) if lang in self.pref else ()
            for role, texts in (("pref", preferred), ("alt", self.alt.get(lang, ())), ("hidden", self.hidden.get(lang, ()))):
                if kept := tuple(text for text in texts if text not in taken):
                    found[role, lang] = kept
                taken.update(texts)
        return found


@dataclass(slots=True)
class Gathering:
    """All drafts of a source by IRI, what relates them, and what was left out."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    relations: dict[tuple[str, str, str], str] = field(default_factory=dict)
    mappings: list[Mapping] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def draft(self, iri: str, place: str) -> Draft:
        """The draft of this IRI, made when it is new."""
        if iri not in self.drafts:
            self.drafts[iri] = Draft(iri, place)
        return self.drafts[iri]

    def skip(self, place: str, reason: str, detail: str = "") -> None:
        self.skipped.append(f"{place}: {reason}" + (f" ({detail})" if detail else ""))

    def keep_languages(self, wanted: frozenset[str]) -> None:
        """Forgets labels and definitions in other languages."""
        for draft in self.drafts.values():
            for texts in (draft.pref, draft.alt, draft.hidden, draft.definitions):
                for lang in texts.keys() - wanted:
                    del texts[lang]

    def finished(self, source: Source, origin: str) -> Imported:
        """The concepts in the order of their IRIs. ``origin`` becomes their ``source``, such as "ESCO 1.2.0"."""
        for iri in [iri for iri, draft in self.drafts.items() if not draft.pref]:
            self.skip(self.drafts[iri].place, "a concept without preferred label", iri)
            del self.drafts[iri]
        self._drop_circles()
        concepts = tuple(self._concept(self.drafts[iri], source, origin) for iri in sorted(self.drafts))
        mappings = sorted(set(self.mappings), key=lambda m: (m.subject, m.object, m.predicate, m.justification, -m.confidence))
        return Imported(source, Ontology(concepts, tuple(self._relations()), tuple(mappings)), tuple(self.skipped))

    def _concept(self, draft: Draft, source: Source, origin: str) -> Concept:
        links = {}
        for name in ("broader", "related"):
            known = {iri for iri, place in getattr(draft, name).items() if self._is_known(iri, place, name)}
            links[name] = tuple(sorted(known - {draft.iri}))
        if draft.replaced_by and not self._is_known(draft.replaced_by, draft.place, "replaced_by"):
            draft.replaced_by = ""
        return Concept(
            draft.iri, draft.type, draft.labels(), dict(sorted(draft.definitions.items())), links["broader"], links["related"],
            draft.reuse_level, draft.status, draft.replaced_by, origin, "; ".join(draft.notes), draft.scheme or source.scheme,
            draft.notation, draft.place,
        )  # fmt: skip

    def _is_known(self, iri: str, place: str, name: str) -> bool:
        if iri not in self.drafts:
            self.skip(place, f"{name} refers to a concept that is not in these files", iri)
        return iri in self.drafts

    def _relations(self) -> Iterator[Relation]:
        for (subject, kind, target), place in sorted(self.relations.items()):
            if unknown := [iri for iri in (subject, target) if iri not in self.drafts]:
                self.skip(place, "a relation refers to a concept that is not in these files", ", ".join(unknown))
            elif kind == "optional" and (subject, "essential", target) in self.relations:
                self.skip(place, "a relation is both essential and optional; essential is kept", f"{subject} {target}")
            else:
                yield Relation(subject, kind, target, place)

    def _drop_circles(self) -> None:
        """Takes out each broader link that would make a concept broader than itself."""
        done: set[str] = set()
        for start in sorted(self.drafts):
            path: dict[str, None] = {}
            stack = [(start, "")]
            while stack:
                iri, child = stack.pop()
                if iri == "":
                    path.pop(child)
                    done.add(child)
                elif iri in path:
                    self.skip(self.drafts[child].broader.pop(iri), "broader goes in a circle", f"{child} {iri}")
                elif iri in self.drafts and iri not in done:
                    path[iri] = None
                    stack.append(("", iri))
                    stack += [(parent, iri) for parent in sorted(self.drafts[iri].broader)]


def summary(skipped: Iterable[str]) -> list[tuple[str, int]]:
    """(file and reason, how often) of what was skipped, most frequent first."""
    kinds = Counter(re.sub(r"^([^:]+):\d+: ", r"\1: ", line.partition(" (")[0]) for line in skipped)
    return sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
