"""A SKOS file in any RDF form -> concepts: plain labels and SKOS-XL, definitions, hierarchy, mappings, deprecation.

The type of a concept comes from its rdf:type where that is one of ours, of ESCO or of CompetentNL (by local name, because their
namespaces differ between releases), else from the option ``type``. Follows the SKOS Reference and its appendix B (SKOS-XL).
"""

import re
from pathlib import Path

from pyoxigraph import Literal

from ..concepts import CONCEPT_TYPES, Imported, Mapping, Source
from ..errors import OntologyError
from ..namespaces import DCT, MAPPING_PREDICATES, OWL, RDF, RDFS, SKOS, SKOSXL
from .gathering import Draft, Gathering, is_iri, tidy
from .rdf import rdf_files, triples

TYPES = {
    "Skill": "skill", "HumanCapability": "skill", "Knowledge": "knowledge", "KnowledgeArea": "knowledge", "Attitude": "attitude",
    "NaturalLanguage": "language", "Language": "language", "Certificate": "certificate", "Occupation": "occupation", "Group": "group",
}  # fmt: skip
_ROLES = {SKOS.prefLabel: "pref", SKOS.altLabel: "alt", SKOS.hiddenLabel: "hidden"}
_XL_ROLES = {SKOSXL.prefLabel: "pref", SKOSXL.altLabel: "alt", SKOSXL.hiddenLabel: "hidden"}
_MATCHES = {SKOS[name]: name for name in MAPPING_PREDICATES}
_TITLES = (DCT.title, RDFS.label, SKOS.prefLabel)


def read(path: Path, /, type: str = "skill", language: str = "nl", name: str = "", version: str = "", license: str = "", scheme: str = "", **unknown: str) -> Imported:
    """Reads a SKOS file, or all RDF files of a folder.

    ``type`` is that of concepts whose rdf:type tells nothing, ``language`` that of labels without tag; ``name``, ``version``, ``license``
    and ``scheme`` (an IRI) describe the source where the file does not. Raises OntologyError.
    """
    if unknown:
        raise OntologyError(f"skos has no option {', '.join(unknown)}; the options are type, language, name, version, license and scheme")
    if type not in CONCEPT_TYPES:
        raise OntologyError(f"type {type!r} is not one of {', '.join(CONCEPT_TYPES)}")
    files = rdf_files(path)
    if not files:
        raise OntologyError(f"{path}: no RDF file; give Turtle, RDF/XML, N-Triples or JSON-LD (.ttl .rdf .nt .jsonld, also .gz)")
    reader = Reader(language)
    for file in files:
        reader.read(file)
    return reader.finished(type, name or re.sub(r"[^\w.-]+", "-", path.name.split(".")[0]), version, license, scheme)


class Reader:
    """Gathers the triples of SKOS concepts; labels of SKOS-XL are joined when all files are read.

    ``language`` is that of literals without tag; ``languages`` are those that are kept (empty: all).
    """

    def __init__(self, language: str, languages: frozenset[str] = frozenset()):
        self.gathering = Gathering()
        self._language, self._languages = language, languages
        self._concepts: set[str] = set()
        self._types: dict[str, str] = {}
        self._schemes: dict[str, dict[str, str]] = {}
        self._regional: list[tuple[Draft, str, str]] = []
        self._xl_labels: list[tuple[str, str, str, str]] = []
        self._literal_forms: dict[str, Literal] = {}

    def read(self, file: Path) -> None:
        for subject, predicate, target in triples(file):
            if not isinstance(target, Literal):
                self._link(subject, predicate, target, file.name)
            elif not self._languages or self._lang(target) in self._languages:
                self._literal(subject, predicate, target, file.name)

    def _lang(self, literal: Literal) -> str:
        """The language of a literal without its region: "en" for en-US."""
        return (literal.language or self._language).partition("-")[0].lower()

    def _literal(self, subject: str, predicate: str, literal: Literal, place: str) -> None:
        if predicate == SKOSXL.literalForm:
            self._literal_forms[subject] = literal
        elif role := _ROLES.get(predicate):
            self._label(self.gathering.draft(subject, place), role, literal)
        elif predicate == SKOS.definition:
            self.gathering.draft(subject, place).definitions.setdefault(self._lang(literal), tidy(literal.value))
        elif predicate == SKOS.notation:
            self.gathering.draft(subject, place).notation = literal.value.strip()
        elif predicate == OWL.deprecated and literal.value in ("true", "1"):
            self.gathering.draft(subject, place).status = "deprecated"
        if subject in self._schemes and (predicate in _TITLES or predicate == OWL.versionInfo):
            self._schemes[subject].setdefault(predicate, literal.value)

    def _label(self, draft: Draft, role: str, literal: Literal) -> None:
        if role != "pref":
            draft.add_labels(role, self._lang(literal), (literal.value,))
        elif "-" in (literal.language or ""):
            self._regional.append((draft, self._lang(literal), literal.value))
        else:
            draft.name(self._lang(literal), literal.value)

    def _link(self, subject: str, predicate: str, target: str, place: str) -> None:
        if predicate == RDF.type:
            self._typed(subject, target)
        elif role := _XL_ROLES.get(predicate):
            self._xl_labels.append((subject, role, target, place))
        elif predicate == DCT.license:
            self._schemes.setdefault(subject, {})[DCT.license] = target
        elif predicate == SKOS.inScheme:
            draft = self.gathering.draft(subject, place)
            draft.scheme = min(target, draft.scheme or target)
        elif predicate == SKOS.broader:
            self.gathering.draft(subject, place).broader[target] = place
        elif predicate == SKOS.narrower:
            self.gathering.draft(target, place).broader[subject] = place
        elif predicate == SKOS.related:
            self.gathering.draft(subject, place).related[target] = place
        elif predicate == DCT.isReplacedBy:
            self.gathering.draft(subject, place).replaced_by = target
        elif predicate in _MATCHES:
            self._match(subject, predicate, target, place)

    def _typed(self, subject: str, class_: str) -> None:
        if class_ == SKOS.ConceptScheme:
            self._schemes.setdefault(subject, {})
            return
        known = TYPES.get(re.split(r"[#/]", class_)[-1])
        if known:
            self._types[subject] = min(known, self._types.get(subject, known))
        if known or class_ == SKOS.Concept:
            self._concepts.add(subject)

    def _match(self, subject: str, predicate: str, target: str, place: str) -> None:
        if is_iri(subject) and is_iri(target):
            self.gathering.mappings.append(Mapping(subject, _MATCHES[predicate], target, place=place))
        else:
            self.gathering.skip(place, "a mapping to what has no IRI", f"{subject} {target}")

    def joined(self) -> Gathering:
        """The gathering with the labels that wait for other triples, and without what is no concept."""
        gathering = self.gathering
        for subject, role, node, place in self._xl_labels:
            if form := self._literal_forms.get(node):
                self._label(gathering.draft(subject, place), role, form)
            elif not self._languages:
                gathering.skip(place, "a SKOS-XL label without literalForm", f"{subject} {node}")
        for draft, lang, text in self._regional:
            draft.name(lang, text)
        for iri in self._concepts - {iri for iri in self._concepts if is_iri(iri)}:
            gathering.skip(gathering.draft(iri, "").place, "a concept without IRI", iri)
        gathering.drafts = {iri: draft for iri, draft in gathering.drafts.items() if iri in self._concepts and is_iri(iri)}
        gathering.mappings = [mapping for mapping in gathering.mappings if mapping.subject in gathering.drafts]
        return gathering

    def finished(self, type_: str, name: str, version: str, license_: str, scheme: str) -> Imported:
        """The concepts of all files. Raises OntologyError when there are none."""
        gathering = self.joined()
        for iri, draft in gathering.drafts.items():
            draft.type = self._types.get(iri, type_)
        if not gathering.drafts:
            raise OntologyError(f"{name}: no skos:Concept in these files; give a SKOS thesaurus")
        gathering.mappings = [mapping for mapping in gathering.mappings if mapping.subject in gathering.drafts]
        scheme = scheme or self._main_scheme()
        about = self._schemes.get(scheme, {})
        title = next((about[predicate] for predicate in _TITLES if predicate in about), name)
        version = version or about.get(OWL.versionInfo, "unversioned")
        source = Source(name, version, scheme, title, license_ or about.get(DCT.license, ""))
        return gathering.finished(source, f"{title} {version}")

    def _main_scheme(self) -> str:
        """The scheme of most concepts, else the part that their IRIs share."""
        schemes = [draft.scheme for draft in self.gathering.drafts.values() if draft.scheme]
        if schemes:
            return max(sorted(set(schemes)), key=schemes.count)
        return re.sub(r"[^/#:]+$", "", min(self.gathering.drafts))
