"""Statements about CompetentNL -> Ontology: which subject becomes what is told in ``competentnl``."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from ..concepts import ROLES, SKILL_TYPES, Concept, Mapping, Ontology, Relation
from ..namespaces import CNL_NORM, CNL_SCHEME
from .competentnl_statements import CLASSES, Statements

RIASEC = "RIASEC"
TASK_NOTE = "taak van een beroep (OccupationTask)"
JUSTIFICATION = "semapv:UnspecifiedMatching"
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+$")


class Reader:
    """Statements -> Ontology; what is left out goes to ``skipped``."""

    def __init__(self, statements: Statements, skipped: list[str]):
        self.get, self.said, self.statements, self.skipped = statements.get, statements.said, statements, skipped
        self.classes, others = statements.types()
        self.iris = {subject: iri for subject in self.classes if (iri := self._iri(subject))}
        self.known = set(self.iris.values())
        for counted, why in (
            (others, "subjects of this class have no place in the concept model"),
            (statements.unread, "statements with this predicate have no place in the concept model"),
            (statements.strange, "statements left out: its name is CompetentNL's, its namespace not; add that with the option prefixes"),
        ):
            skipped += [f"{name}: {number} {why}" for name, number in sorted(counted.items())]

    def ontology(self) -> Ontology:
        concepts: dict[str, Concept] = {}
        for subject, iri in self.iris.items():
            if concept := self._concept(subject, iri):
                if iri not in concepts:
                    concepts[iri] = concept
                else:
                    self.skipped.append(f"{iri}: a second norm with the crebo code {concept.notation}; only its relations are read")
        relations = self._relations(concepts)
        return Ontology(tuple(self._hierarchy(concepts)), tuple(relations), tuple(self._mappings(concepts)))

    def _iri(self, subject: str) -> str:
        if subject.startswith("_:"):
            codes = sorted(value[0] for _, value in self.get("crebo", subject) if isinstance(value, tuple))
            if codes and codes[0].isalnum():
                return CNL_NORM + codes[0]
            self.skipped.append(f"blank node {self.get('label', subject)}: {self.classes[subject]} without IRI or crebo code")
            return ""
        if not _IRI.match(subject):
            self.skipped.append(f"{subject}: not a valid IRI")
            return ""
        return subject

    def _concept(self, subject: str, iri: str) -> Concept | None:
        labels = self._labels(subject)
        if not any(role == "pref" for role, _ in labels):
            self.skipped.append(f"{iri}: {self.classes[subject]} without preferred label")
            return None
        definitions = {lang: text for _, lang, text in reversed(self._texts("definition", subject))}
        notations = [text for kind in ("crebo", "notation") for _, _, text in self._texts(kind, subject)]
        schemes = [value for _, value in self.get("scheme", subject) if isinstance(value, str) and _IRI.match(value)]
        replaced = [value for _, value in self.get("replaced by", subject) if value in self.known]
        return Concept(
            iri, CLASSES[self.classes[subject]], labels, definitions, notation=(notations or [""])[0],
            status="active" if self._current(subject) else "deprecated", replaced_by=(replaced or [""])[0],
            note="; ".join(self._notes(subject)), scheme=(schemes or [CNL_SCHEME])[0], source="CompetentNL",
        )  # fmt: skip

    def _current(self, subject: str) -> bool:
        states = [value[0] if isinstance(value, tuple) else value for _, value in self.get("status", subject)]
        return not self.get("ended", subject) and (not states or any(state.endswith("Current") for state in states))

    def _texts(self, kind: str, subject: str) -> list[tuple[str, str, str]]:
        """(detail, language, text) of the literals; a literal without language tag is Dutch."""
        found = []
        for detail, value in self.get(kind, subject):
            if isinstance(value, tuple):
                text, lang = " ".join(value[0].replace("|", "/").split()), value[1].split("-")[0] or "nl"
                if len(lang) == 2 and text:
                    found.append((detail, lang, text))
                else:
                    self.skipped.append(f"{subject}: {kind} {text!r} is empty or in a language without two-letter code ({lang})")
        return found

    def _labels(self, subject: str) -> dict[tuple[str, str], tuple[str, ...]]:
        """Labels by (role, language), those of SKOS-XL nodes first; a second preferred label becomes an alternative one."""
        found = []
        for role, target in self.get("label node", subject):
            if isinstance(target, str) and self._current(target):
                found += [(role, lang, text) for _, lang, text in self._texts("form", target)]
            else:
                self.skipped.append(f"{subject}: label {target} is no node or no longer current")
        found += self._texts("label", subject)
        labels: dict[tuple[str, str], tuple[str, ...]] = {}
        seen = set()
        for role, lang, text in sorted(found, key=lambda label: ROLES.index(label[0])):
            if (lang, text) not in seen:
                seen.add((lang, text))
                key = ("alt", lang) if role == "pref" and ("pref", lang) in labels else (role, lang)
                labels[key] = labels.get(key, ()) + (text,)
        return labels

    def _notes(self, subject: str) -> Iterator[str]:
        if self.classes[subject] == "OccupationTask":
            yield TASK_NOTE
        letters = set()
        for _, value in self.get("riasec", subject):
            letter = value[0][:1] if isinstance(value, tuple) else value[-1]
            if letter.upper() in RIASEC:
                letters.add(letter.upper())
            else:
                self.skipped.append(f"{subject}: hasRIASEC {value!r} is none of the letters {RIASEC}")
        if letters:
            yield "RIASEC: " + " ".join(sorted(letters, key=RIASEC.index))
        yield from (text for _, lang, text in self._texts("note", subject) if lang == "nl")

    def _hierarchy(self, concepts: dict[str, Concept]) -> list[Concept]:
        """The concepts with their broader and related ones, without circles, in the order of their IRIs."""
        broader: dict[str, list[str]] = {iri: [] for iri in concepts}
        related: dict[str, list[str]] = {iri: [] for iri in concepts}
        for kind, links, turned in (("broader", broader, False), ("narrower", broader, True), ("related", related, False)):
            for subject, values in self.said[kind].items():
                for _, value in values:
                    lower, upper = (value, subject) if turned else (subject, value)
                    lower, upper = self.iris.get(lower, lower), self.iris.get(upper, upper)
                    if lower in concepts and upper in concepts and lower != upper:
                        links[lower].append(upper)
                    elif lower in concepts or (turned and upper in concepts):
                        self.skipped.append(f"{subject}: {kind} {value} is itself or not among the concepts")
        while circle := _circle(broader):
            broader[circle[1]] = [iri for iri in broader[circle[1]] if iri != circle[0]]
            self.skipped.append(f"{circle[1]}: broader {circle[0]} goes in a circle")
        return [
            replace(concepts[iri], broader=tuple(sorted(set(broader[iri]))), related=tuple(sorted(set(related[iri]))))
            for iri in sorted(concepts)
        ]

    def _relations(self, concepts: dict[str, Concept]) -> list[Relation]:
        kinds: dict[tuple[str, str], str] = {}
        missing: Counter[tuple[str, str]] = Counter()
        for subject, values in self.said["relation"].items():
            owner = self.iris.get(subject, subject)
            for kind, value in values:
                skill = self.iris.get(value, value)
                if owner not in concepts:
                    missing[str(owner), "as subject: it is not among the concepts"] += 1
                elif skill not in concepts:
                    missing[str(skill), "as object: it is not among the concepts"] += 1
                elif concepts[skill].type not in SKILL_TYPES:
                    missing[str(skill), f"as object: type {concepts[skill].type} is no skill or knowledge"] += 1
                elif kinds.get((owner, skill)) != "essential":
                    kinds[owner, skill] = kind
        self.skipped += [f"{iri}: {number} relations with it {why}" for (iri, why), number in sorted(missing.items())]
        return [Relation(owner, kind, skill) for (owner, skill), kind in sorted(kinds.items())]

    def _mappings(self, concepts: dict[str, Concept]) -> list[Mapping]:
        found = set()
        for subject, values in self.said["mapping"].items():
            for predicate, value in values:
                if self.iris.get(subject) not in concepts:
                    continue
                if isinstance(value, str) and _IRI.match(value):
                    found.add((self.iris[subject], predicate, value))
                else:
                    self.skipped.append(f"{subject}: {predicate} {value!r} is no IRI")
        return [Mapping(*row, JUSTIFICATION) for row in sorted(found)]


def _circle(broader: dict[str, list[str]]) -> list[str]:
    """A list of IRIs of which each is narrower than the next, or [] when there is no circle."""
    try:
        TopologicalSorter(broader).prepare()
    except CycleError as error:
        return error.args[1]
    return []
