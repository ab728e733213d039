"""Conditions of definitions, notes and sources: qSKOS undocumented concepts, ROBOT report, and how our definitions are written.

ROBOT's missing_ontology_title, _description and _license are looked at in the RDF (``linked_data``), multiple_definitions by SHACL.
"""

import re
from collections.abc import Iterator

from ..concepts import Concept
from ..normalising import surface_key
from .findings import Remark, View, condition

_FULL_STOP = re.compile(r"[.!?…][\"'”’)]?$")


@condition(
    "undocumented concept", "qSKOS undocumented concepts; ROBOT missing_definition", "warning",
    nl="Een begrip heeft geen definitie.", fix_nl="schrijf er een in eigen woorden", fix="write one in your own words",
)
def undocumented_concept(view: View) -> Iterator[Remark]:
    """A concept has no definition and no note."""
    for concept in view.concepts:
        if not any(text.strip() for text in concept.definitions.values()) and not concept.note:
            yield concept, "geen definitie", "no definition"


@condition(
    "duplicate_definition", "ROBOT report", "error",
    nl="Twee begrippen hebben dezelfde definitie.", fix_nl="zeg in de definitie waarin ze verschillen", fix="say in the definition how they differ",
)
def duplicate_definition(view: View) -> Iterator[Remark]:
    """Two concepts of one scheme have the same definition."""
    owners: dict[tuple[str, str, str], Concept] = {}
    for concept in view.concepts:
        for lang, text in concept.definitions.items():
            first = owners.setdefault((surface_key(text), lang, concept.scheme), concept)
            if first.iri != concept.iri and text.strip():
                name = view.name(first.iri)
                yield concept, f"definitie ({lang}) is ook die van {name}", f"definition ({lang}) is also that of {name}"


@condition(
    "annotation_whitespace", "ROBOT report", "warning",
    nl="Een definitie, noot of bron heeft spaties aan de rand of dubbel.", fix_nl="haal de spaties weg", fix="remove the spaces",
)
def annotation_whitespace(view: View) -> Iterator[Remark]:
    """A definition, note or source has outer or double spaces."""
    for concept in view.ontology.concepts:
        for text in (*concept.definitions.values(), concept.note, concept.source):
            if text != text.strip() or "  " in text:
                yield concept, f"overtollige spaties in {text!r}", f"superfluous spaces in {text!r}"


@condition(
    "lowercase_definition", "ROBOT report", "info",
    nl="Een definitie begint met een kleine letter.", fix_nl="begin met een hoofdletter", fix="start with a capital",
)
def lowercase_definition(view: View) -> Iterator[Remark]:
    """A definition starts with a lower-case letter."""
    for concept in view.own:
        for text in concept.definitions.values():
            if text[:1].islower() and not re.match(r"\w?-|\w*[A-Z]", text):
                yield concept, f"definitie begint klein: '{text[:40]}'", f"definition starts in lower case: '{text[:40]}'"


@condition(
    "definition without full stop", "project", "warning",
    nl="Een definitie eindigt niet met een punt.", fix_nl="maak de zin af met een punt", fix="end the sentence with a full stop",
)
def definition_without_full_stop(view: View) -> Iterator[Remark]:
    """A definition lacks its final full stop."""
    for concept in view.own:
        for text in concept.definitions.values():
            if text.strip() and not _FULL_STOP.search(text.strip()):
                yield concept, f"definitie eindigt op '{text[-25:]}'", f"definition ends with '{text[-25:]}'"


@condition(
    "definition starts with label", "project, after ISO 704 on circular definitions", "warning",
    nl="Een definitie begint met het label dat zij moet uitleggen.",
    fix_nl="begin met het ruimere begrip of met de handeling", fix="start with the broader concept or the action",
)
def definition_starts_with_label(view: View) -> Iterator[Remark]:
    """A definition starts with the label that it should explain."""
    for concept in view.own:
        for lang, text in concept.definitions.items():
            start = surface_key(text) + " "
            for article in ("de ", "het ", "een ", "the ", "a ", "an "):
                start = start.removeprefix(article)
            label = surface_key(concept.pref(lang))
            if label and start.startswith(label + " "):
                yield concept, f"definitie begint met '{concept.pref(lang)}'", f"definition starts with '{concept.pref(lang)}'"


@condition(
    "missing source", "project: each row says where it comes from", "warning",
    nl="Een begrip noemt geen bron.", fix_nl="vul de kolom source", fix="fill the column source",
)
def missing_source(view: View) -> Iterator[Remark]:
    """A concept of ours names no source."""
    for concept in view.own:
        if not concept.source:
            yield concept, "geen bron", "no source"


CONDITIONS = (
    undocumented_concept, duplicate_definition, annotation_whitespace, lowercase_definition, definition_without_full_stop,
    definition_starts_with_label, missing_source,
)
