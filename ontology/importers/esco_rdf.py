"""The RDF dump of ESCO -> concepts: SKOS with SKOS-XL, plus ESCO's own model.

Descriptions are nodes (esco:NodeLiteral), relations stand with the occupation, as inverses with the skill
(esco:isEssentialSkillFor), or as esco:AssociationObject; all three meet. Membership of the language collection shows in
skos:inScheme. Streams: of the dump's languages only those asked for are held in memory.
"""

from pathlib import Path

from pyoxigraph import Literal

from ..concepts import REUSE_LEVELS, Imported, Source
from ..errors import OntologyError
from ..namespaces import DCT, ESCO, ESCO_BASE, ESCO_LICENSE, ESCO_OCCUPATIONS, ESCO_SKILLS, ISO_THES, OWL, SKOS
from .rdf import rdf_files
from .skos import Reader

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
_PILLARS = tuple(ESCO_BASE + part for part in ("skill/", "occupation/", "isco/", "isced-f/"))
_RELATED = {ESCO.relatedEssentialSkill: "essential", ESCO.relatedOptionalSkill: "optional"}
_INVERSE = {ESCO.isEssentialSkillFor: "essential", ESCO.isOptionalSkillFor: "optional"}
_ASSOCIATION = (ESCO.isAssociationFor, ESCO.target)
_LANGUAGE_SCHEME = ESCO_BASE + "concept-scheme/skill-language-groups"


def source(version: str) -> Source:
    return Source("esco", version, ESCO_SKILLS, "ESCO", ESCO_LICENSE, ATTRIBUTION)


def reuse_level(text: str) -> str:
    """The level that an IRI or a cell names; empty when it is none of the four."""
    level = text.rpartition("/")[2].strip()
    return level if level in REUSE_LEVELS else ""


def read_dump(path: Path, version: str, language: str, languages: frozenset[str]) -> Imported:
    """Reads the dump. ``language`` is that of literals without tag, ``languages`` those kept (empty: all). Raises OntologyError."""
    reader = DumpReader(language, languages)
    for file in rdf_files(path):
        reader.read(file)
    return reader.dump(path, version)


class DumpReader(Reader):
    """A SKOS reader that also knows ESCO's properties."""

    def __init__(self, language: str, languages: frozenset[str]):
        super().__init__(language, languages)
        self._skill_types: dict[str, str] = {}
        self._descriptions: list[tuple[str, str]] = []
        self._node_texts: dict[str, Literal] = {}
        self._node_languages: dict[str, str] = {}
        self._associations: dict[str, dict[str, str]] = {}
        self._isco: dict[str, dict[str, str]] = {}
        self._version = ""

    def _literal(self, subject: str, predicate: str, literal: Literal, place: str) -> None:
        if predicate == ESCO.nodeLiteral:
            self._node_texts[subject] = literal
        elif predicate == ESCO.language:
            self._node_languages[subject] = literal.value
        elif predicate == DCT.description:
            self.gathering.draft(subject, place).definitions.setdefault(self._lang(literal), " ".join(literal.value.split()))
        elif predicate == ISO_THES.status and literal.value in ("obsolete", "deprecated"):
            self.gathering.draft(subject, place).status = "deprecated"
        elif predicate == OWL.versionInfo and subject in (ESCO_SKILLS, ESCO_OCCUPATIONS):
            self._version = literal.value.removeprefix("v").strip()
        else:
            super()._literal(subject, predicate, literal, place)

    def _link(self, subject: str, predicate: str, target: str, place: str) -> None:
        if kind := _RELATED.get(predicate):
            self.gathering.relations.setdefault((subject, kind, target), place)
        elif kind := _INVERSE.get(predicate):
            self.gathering.relations.setdefault((target, kind, subject), place)
        elif predicate in _ASSOCIATION or (predicate == DCT.type and "/relationship-type/" in target):
            self._associations.setdefault(subject, {"place": place})[predicate] = target
        elif predicate == ESCO.skillType:
            self._skill_types[subject] = target.rpartition("/")[2]
        elif predicate == ESCO.skillReuseLevel:
            self.gathering.draft(subject, place).reuse_level = reuse_level(target)
        elif predicate == ESCO.memberOfISCOGroup:
            self._isco.setdefault(subject, {})[target] = place
        elif predicate == DCT.description:
            self._descriptions.append((subject, target))
        elif predicate == SKOS.inScheme and target == _LANGUAGE_SCHEME:
            self._types[subject] = "language"
        else:
            super()._link(subject, predicate, target, place)

    def dump(self, path: Path, version: str) -> Imported:
        gathering = self.joined()
        for iri, draft in list(gathering.drafts.items()):
            if not iri.startswith(_PILLARS):
                gathering.skip(draft.place, "a concept outside the pillars of occupations and skills", iri)
                del gathering.drafts[iri]
                continue
            skill_type = self._skill_types.get(iri, "")
            known = self._types.get(iri, "group")
            draft.type = "knowledge" if known == "skill" and skill_type == "knowledge" else known
            draft.scheme = ESCO_OCCUPATIONS if iri.startswith((_PILLARS[1], _PILLARS[2])) else ESCO_SKILLS
            draft.broader = draft.broader or self._isco.get(iri, {})
        for subject, node in self._descriptions:
            if subject in gathering.drafts and (text := self._node_texts.get(node)):
                lang = self._node_languages.get(node) or self._lang(text)
                if not self._languages or lang in self._languages:
                    gathering.drafts[subject].definitions.setdefault(lang, " ".join(text.value.split()))
        for node, parts in self._associations.items():
            kind = parts.get(DCT.type, "").rpartition("/")[2].removesuffix("-skill")
            if kind in _RELATED.values() and all(part in parts for part in _ASSOCIATION):
                gathering.relations.setdefault((parts[ESCO.isAssociationFor], kind, parts[ESCO.target]), parts["place"])
            else:
                gathering.skip(parts["place"], "an association without subject, target or known type", node)
        if not gathering.drafts:
            raise OntologyError(f"{path}: no concept of ESCO in these files; give the RDF dump of ESCO")
        version = version or self._version
        if not version:
            raise OntologyError(f"{path}: neither the name nor the data tell the version of ESCO; give --version, such as 1.2.0")
        return gathering.finished(source(version), f"ESCO {version}")
