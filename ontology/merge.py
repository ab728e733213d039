"""The core and imported sources -> one ontology in which every scheme stays itself.

Nothing is renamed: imported concepts keep their IRI, their labels and their scheme. The rules:

1. An IRI that two sources describe comes from the first of them (the core, then the imports in the order given).
2. skos:exactMatch is symmetric and transitive (SKOS S44, S45): concepts that it ties are one meaning. Two concepts of one scheme may
   not become one meaning through others. The statement that would do so counts as closeMatch and is told; in the core it is an error.
3. Of two different mappings between the same concepts the one of the first source stays (SKOS S46).

What the lexicon makes of it is in ``folding``.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .checks import Finding
from .concepts import Concept, Mapping, Ontology, Source
from .errors import OntologyError
from .namespaces import CONCEPT_BASE, SCHEME

Import = tuple[Source, Ontology]


@dataclass(frozen=True, slots=True)
class Merged:
    """``core`` as it was and ``ontology`` with the imports added.

    ``owners`` gives the place in ``sources`` of every imported concept, ``meanings`` the IRIs that exactMatch ties, first source first.
    """

    core: Ontology
    ontology: Ontology
    sources: tuple[Source, ...] = ()
    owners: dict[str, int] = field(default_factory=dict)
    meanings: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()


def merge(core: Ontology, imports: Sequence[Import]) -> Merged:
    """The core with its imports; the order of the imports is their rank. Raises OntologyError for two imports of one name."""
    if not imports:
        return Merged(core, core)
    for name, number in Counter(source.name for source, _ in imports).items():
        if number > 1:
            raise OntologyError(f"{number} imports are called {name!r}; a build takes one release of a source")
    findings: list[Finding] = []
    concepts = core.by_iri()
    owners: dict[str, int] = {}
    for number, (source, ontology) in enumerate(imports):
        if known := [concept.iri for concept in ontology.concepts if concept.iri in concepts]:
            findings.append(_known_twice(source, known))
        new = {concept.iri: concept for concept in ontology.concepts if concept.iri not in concepts}
        concepts |= new
        owners |= dict.fromkeys(new, number)
    relations = {(r.occupation, r.skill): r for ontology in reversed([core, *(ontology for _, ontology in imports)]) for r in ontology.relations}
    mappings = _first_of_pair([*core.mappings, *_usable(imports, concepts, findings)], concepts, findings)
    exact = _ExactMatches(concepts)
    kept = tuple(exact.add(mapping, mapping.subject not in owners, findings) for mapping in mappings)
    merged = Ontology(tuple(concepts[iri] for iri in sorted(concepts)), tuple(relations[pair] for pair in sorted(relations)), kept)
    rank = {iri: owners.get(iri, -1) for iri in concepts}
    meanings = tuple(sorted(tuple(sorted(group, key=lambda iri: (rank[iri], iri))) for group in exact.groups()))
    return Merged(core, merged, tuple(source for source, _ in imports), owners, meanings, tuple(findings))


def _usable(imports: Sequence[Import], concepts: dict[str, Concept], findings: list[Finding]) -> Iterator[Mapping]:
    """The mappings of the imports whose subject is known, surest first within an import; their place says which."""
    for source, ontology in imports:
        unknown = [mapping.subject for mapping in ontology.mappings if mapping.subject not in concepts]
        if unknown:
            findings.append(_unknown_subjects(source, unknown))
        known = (replace(mapping, place=f"{source.name}/{mapping.place}") for mapping in ontology.mappings if mapping.subject in concepts)
        yield from sorted(known, key=lambda m: (-m.confidence, m.subject, m.object, m.predicate))


def _first_of_pair(mappings: list[Mapping], concepts: dict[str, Concept], findings: list[Finding]) -> list[Mapping]:
    """One mapping per pair of concepts, whichever of the two is its subject; the core's own stay as they are."""
    inverse = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
    kept: list[Mapping] = []
    predicates: dict[tuple[str, str], str] = {}
    for mapping in mappings:
        said = predicates.get((mapping.subject, mapping.object))
        if said is None:
            predicates[mapping.subject, mapping.object] = mapping.predicate
            predicates[mapping.object, mapping.subject] = inverse.get(mapping.predicate, mapping.predicate)
            kept.append(mapping)
        elif said != mapping.predicate:
            findings.append(_two_mappings(mapping, said, concepts))
    return kept


class _ExactMatches:
    """Union-find over exactMatch; each set has at most one concept of a scheme."""

    def __init__(self, concepts: dict[str, Concept]):
        self._concepts = concepts
        self._parents: dict[str, str] = {}
        self._members: dict[str, dict[str, str]] = {}

    def add(self, mapping: Mapping, of_core: bool, findings: list[Finding]) -> Mapping:
        """Ties the two concepts of an exactMatch; gives the mapping as it may be stated."""
        if mapping.predicate != "exactMatch":
            return mapping
        one, other = self._root(mapping.subject), self._root(mapping.object)
        if one == other:
            return mapping
        ours, theirs = self._members[one], self._members[other]
        if shared := ours.keys() & theirs.keys():
            scheme = min(shared, key=lambda name: (name != SCHEME, ours[name] not in self._concepts, name))
            findings.append(self._accident(mapping, ours[scheme], theirs[scheme], of_core))
            return mapping if of_core else replace(mapping, predicate="closeMatch")
        if len(ours) < len(theirs):
            one, other = other, one
        self._parents[other] = one
        self._members[one] |= self._members.pop(other)
        return mapping

    def groups(self) -> list[list[str]]:
        """The known concepts of each set that has more than one."""
        groups = ([iri for iri in members.values() if iri in self._concepts] for members in self._members.values())
        return [group for group in groups if len(group) > 1]

    def _root(self, iri: str) -> str:
        if iri not in self._parents:
            self._parents[iri] = iri
            self._members[iri] = {self._scheme(iri): iri}
        while self._parents[iri] != iri:
            self._parents[iri] = iri = self._parents[self._parents[iri]]
        return iri

    def _scheme(self, iri: str) -> str:
        """The scheme of a known concept; of others the part of their IRI that a scheme's concepts share."""
        return self._concepts[iri].scheme if iri in self._concepts else iri.rpartition("/")[0]

    def _accident(self, mapping: Mapping, one: str, other: str, of_core: bool) -> Finding:
        first, second, target = (name_concept(iri, self._concepts) for iri in (one, other, mapping.object))
        return Finding(
            "error" if of_core else "warning", "SKOS S45 (exactMatch closure)", mapping.subject,
            f"exactMatch met {target} maakt {first} en {second} van hetzelfde schema één" + ("" if of_core else "; het telt als closeMatch"),
            f"exactMatch to {target} makes {first} and {second} of one scheme the same" + ("" if of_core else "; it counts as closeMatch"),
            "make one of the mappings closeMatch, or merge the concepts", mapping.place,
        )  # fmt: skip


def name_concept(iri: str, concepts: dict[str, Concept]) -> str:
    """A concept in a message: its label and its id or IRI."""
    label = next(filter(None, (concepts[iri].pref(lang) for lang in ("nl", "en"))), "") if iri in concepts else ""
    identifier = iri.removeprefix(CONCEPT_BASE)
    return f"'{label}' ({identifier})" if label else identifier


def _known_twice(source: Source, known: list[str]) -> Finding:
    return Finding(
        "info", "concept of two sources", known[0], f"{len(known)} begrippen van {source.name} staan al in een eerdere bron; die gaat voor",
        f"{len(known)} concepts of {source.name} are already in an earlier source, which goes first", "change the order of the imports to prefer the other",
    )  # fmt: skip


def _unknown_subjects(source: Source, unknown: list[str]) -> Finding:
    return Finding(
        "warning", "mapping of an unknown concept", unknown[0], f"{len(unknown)} koppelingen van {source.name} gaan over begrippen die hier niet in staan",
        f"{len(unknown)} mappings of {source.name} are about concepts that are not in this build", "add the import that has them, or leave it so",
    )  # fmt: skip


def _two_mappings(mapping: Mapping, said: str, concepts: dict[str, Concept]) -> Finding:
    target = name_concept(mapping.object, concepts)
    return Finding(
        "warning", "SKOS S46 (mapping clash)", mapping.subject, f"{mapping.predicate} met {target} vervalt: {said} staat er al",
        f"{mapping.predicate} to {target} is left out: {said} is already there", "keep one of the two", mapping.place,
    )  # fmt: skip
