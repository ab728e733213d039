"""Conditions of labels and notations in any language: SKOS Reference S13 and S14, qSKOS, Skosify, ROBOT report."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from ..concepts import Concept
from ..normalising import surface_key
from .findings import VISIBLE, Remark, View, condition, short

_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?$")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€|\ufffd")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_OBSOLETE = re.compile(r"\(?(obsolete|deprecated|vervallen)\b", re.I)


def _texts(concept: Concept) -> Iterator[tuple[str, str, str]]:
    """(role, language, text) of every label as it stands."""
    for (role, lang), texts in concept.labels.items():
        for text in texts:
            yield role, lang, text


@condition(
    "missing label", "qSKOS missing labels; ROBOT missing_label", "error",
    nl="Een begrip heeft geen voorkeursterm.", fix_nl="geef het een voorkeursterm", fix="give it a preferred label",
)
def missing_label(view: View) -> Iterator[Remark]:
    """A concept has no preferred label."""
    for concept in view.ontology.concepts:
        if not any(role == "pref" and text.strip() for role, _, text in _texts(concept)):
            yield concept, "geen voorkeursterm in welke taal ook", "no preferred label in any language"


@condition(
    "SKOS S14", "SKOS Reference S14; qSKOS inconsistent preferred labels; ROBOT multiple_labels", "error",
    nl="Een begrip heeft in een taal meer dan een voorkeursterm.",
    fix_nl="houd er een en maak van de rest alternatieve labels", fix="keep one and make the rest alternative labels",
)
def multiple_preferred_labels(view: View) -> Iterator[Remark]:
    """A concept has more than one preferred label in a language."""
    for concept in view.ontology.concepts:
        for (role, lang), texts in concept.labels.items():
            if role == "pref" and len(texts) > 1:
                shown = ", ".join(texts)
                yield concept, f"{len(texts)} voorkeurstermen in '{lang}': {shown}", f"{len(texts)} preferred labels in '{lang}': {shown}"


@condition(
    "SKOS S13", "SKOS Reference S13; qSKOS disjoint labels violation; ROBOT duplicate_label_synonym", "error",
    nl="Een label staat bij een begrip in meer dan een rol.", fix_nl="verwijder de herhaling", fix="remove the repeat",
)
def disjoint_label_roles(view: View) -> Iterator[Remark]:
    """Preferred, alternative and hidden labels of a concept are disjoint."""
    for concept in view.ontology.concepts:
        roles: dict[tuple[str, str], set[str]] = defaultdict(set)
        for role, lang, text in _texts(concept):
            roles[lang, text].add(role)
        for (_, text), found in roles.items():
            if len(found) > 1:
                shown = ", ".join(sorted(found))
                yield concept, f"label '{text}' heeft meer dan een rol: {shown}", f"label '{text}' has more than one role: {shown}"


@condition(
    "duplicate_exact_synonym", "ROBOT report", "error",
    nl="Een label staat twee keer in dezelfde cel.", fix_nl="verwijder de herhaling", fix="remove the repeat",
)
def duplicate_exact_synonym(view: View) -> Iterator[Remark]:
    """A label stands twice in one role and language."""
    for concept in view.ontology.concepts:
        for texts in concept.labels.values():
            for text in sorted({text for text in texts if texts.count(text) > 1}):
                yield concept, f"label '{text}' staat er twee keer", f"label '{text}' stands twice"


@condition(
    "redundant hidden label", "project", "info",
    nl="Een verborgen label zegt na vouwen van hoofdletters, accenten en streepjes hetzelfde als een zichtbaar label.",
    fix_nl="verwijder het verborgen label", fix="remove the hidden label",
)
def redundant_hidden_label(view: View) -> Iterator[Remark]:
    """A hidden label is the same as a visible one once case, diacritics and hyphens are folded."""
    for concept in view.own:
        for lang in ("nl", "en"):
            shown = {surface_key(text): text for role in VISIBLE for text in concept.labels.get((role, lang), ())}
            for text in concept.labels.get(("hidden", lang), ()):
                if other := shown.get(surface_key(text)):
                    yield concept, f"verborgen label '{text}' vindt niets dat '{other}' niet vindt", f"hidden label '{text}' finds nothing that '{other}' does not"


@condition(
    "empty label", "qSKOS empty labels", "error",
    nl="Een label is leeg of bevat geen letter of cijfer.", fix_nl="verwijder het label", fix="remove the label",
)
def empty_label(view: View) -> Iterator[Remark]:
    """A label is empty or has no letter or digit."""
    for concept in view.ontology.concepts:
        for role, lang, text in _texts(concept):
            if not any(char.isalnum() for char in text):
                yield concept, f"{role}-label {text!r} in '{lang}' is leeg", f"{role} label {text!r} in '{lang}' is empty"


@condition(
    "label_whitespace", "ROBOT report", "error",
    nl="Een label heeft spaties aan de rand of dubbele spaties.", fix_nl="haal de spaties weg", fix="remove the spaces",
)
def label_whitespace(view: View) -> Iterator[Remark]:
    """A label has outer or double spaces."""
    for concept in view.ontology.concepts:
        for _, _, text in _texts(concept):
            if text != " ".join(text.split(" ")).strip() or "  " in text:
                yield concept, f"overtollige spaties in {text!r}", f"superfluous spaces in {text!r}"


@condition(
    "unprintable characters", "qSKOS unprintable characters; ROBOT label_formatting", "error",
    nl="Een label bevat onzichtbare tekens, regeleinden of verkeerd gelezen letters.",
    fix_nl="typ het label opnieuw", fix="type the label anew",
)
def unprintable_characters(view: View) -> Iterator[Remark]:
    """A label has control characters, line ends, odd spaces or wrongly decoded letters."""
    for concept in view.ontology.concepts:
        for _, _, text in _texts(concept):
            odd = [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") or (char.isspace() and char != " ")]
            if odd or _MOJIBAKE.search(text):
                what = " ".join(f"U+{ord(char):04X}" for char in odd) or _MOJIBAKE.search(text).group()
                yield concept, f"{text!r} bevat {what}", f"{text!r} contains {what}"


@condition(
    "label_formatting", "ROBOT report", "warning",
    nl="Een label eindigt op een leesteken of heeft haakjes of aanhalingstekens zonder wederhelft.",
    fix_nl="schrijf het label zonder leesteken of maak het paar af", fix="drop the punctuation or complete the pair",
)
def label_formatting(view: View) -> Iterator[Remark]:
    """A label ends with punctuation or has half a pair of brackets or quotes."""
    for concept in view.own:
        for _, _, text in _texts(concept):
            unpaired = any(text.count(first) != text.count(second) for first, second in _BRACKETS.items()) or text.count('"') % 2
            if unpaired or re.search(r"[,;:]$|(?<!\.\w)(?<![ .]\w\w)(?<!\b\w{3})(?<!etc)\.$", text):
                yield concept, f"vreemd leesteken in '{text}'", f"odd punctuation in '{text}'"


@condition(
    "misused_obsolete_label", "ROBOT report", "error",
    nl="Het label van een actief begrip begint met 'vervallen' of 'obsolete'.",
    fix_nl="zet de status op deprecated of verander het label", fix="set the status to deprecated or change the label",
)
def misused_obsolete_label(view: View) -> Iterator[Remark]:
    """An active concept has a label that calls it obsolete."""
    for concept in view.concepts:
        for role, _, text in _texts(concept):
            if role == "pref" and _OBSOLETE.match(text):
                yield concept, f"actief begrip heet '{text}'", f"active concept is called '{text}'"


@condition(
    "overlapping preferred labels", "Skosify prefLabel uniqueness; ROBOT duplicate_label", "error",
    nl="Twee begrippen hebben dezelfde Nederlandse voorkeursterm.",
    fix_nl="hernoem een van de twee of voeg ze samen", fix="rename one or merge the two",
)
def overlapping_preferred_labels(view: View) -> Iterator[Remark]:
    """Two concepts of one scheme have the same Dutch preferred label, also a skill and an occupation."""
    owners: dict[tuple[str, str], list[Concept]] = defaultdict(list)
    for concept in view.concepts:
        if concept.pref():
            owners[surface_key(concept.pref()), concept.scheme].append(concept)
    for first, *others in owners.values():
        for concept in others:
            name = view.name(first.iri)
            yield concept, f"voorkeursterm '{concept.pref()}' is ook die van {name}", f"preferred label '{concept.pref()}' is also that of {name}"


@condition(
    "overlapping English preferred labels", "Skosify prefLabel uniqueness; ROBOT duplicate_label", "warning",
    nl="Twee begrippen van een type hebben dezelfde Engelse voorkeursterm.",
    fix_nl="maak de Engelse term van een van beide preciezer", fix="make the English label of one more precise",
)
def overlapping_english_preferred_labels(view: View) -> Iterator[Remark]:
    """Two concepts of one type have the same English preferred label."""
    owners: dict[tuple[str, str, str], list[Concept]] = defaultdict(list)
    for concept in view.concepts:
        if concept.pref("en"):
            owners[surface_key(concept.pref("en")), concept.type, concept.scheme].append(concept)
    for first, *others in owners.values():
        for concept in others:
            label, name = concept.pref("en"), view.name(first.iri)
            yield concept, f"Engelse voorkeursterm '{label}' is ook die van {name}", f"English preferred label '{label}' is also that of {name}"


@condition(
    "overlapping labels", "qSKOS overlapping labels", "error",
    nl="Twee begrippen van een soort hebben hetzelfde Nederlandse label, zodat teksten niet te koppelen zijn.",
    fix_nl="laat het bij het begrip dat er het best mee bedoeld is", fix="keep it with the concept it names best",
)
def overlapping_labels(view: View) -> Iterator[Remark]:
    """Two concepts of one kind have the same Dutch label, so that the linker cannot tell them apart."""
    for (key, _, _), found in view.owners("nl").items():
        (first, _), *others = found.values()
        for concept, _ in others:
            name = view.name(first.iri)
            yield concept, f"label '{key}' staat ook bij {name}", f"label '{key}' is also one of {name}"


@condition(
    "overlapping English labels", "qSKOS overlapping labels", "info",
    nl="Het Engelse label van een begrip is de Engelse voorkeursterm van een ander begrip van dezelfde soort.",
    fix_nl="laat het bij het begrip dat er het best mee bedoeld is", fix="keep it with the concept it names best",
)
def overlapping_english_labels(view: View) -> Iterator[Remark]:
    """An English alternative label is the English preferred label of another concept of that kind."""
    preferred = view.owners("en", roles=("pref",))
    for key, found in view.owners("en", roles=("alt", "hidden")).items():
        for iri, (concept, text) in found.items():
            if other := next((other for other in preferred.get(key, ()) if other != iri), None):
                yield concept, f"Engels label '{text}' is de voorkeursterm van {view.name(other)}", f"English label '{text}' is the preferred label of {view.name(other)}"


@condition(
    "omitted or invalid language tags", "qSKOS omitted or invalid language tags", "error",
    nl="Een label of definitie heeft geen geldige taalcode (BCP 47).", fix_nl="verbeter de taalcode", fix="correct the language tag",
)
def invalid_language_tags(view: View) -> Iterator[Remark]:
    """A label or definition has no valid language tag (BCP 47)."""
    for concept in view.ontology.concepts:
        for lang in sorted({lang for _, lang in concept.labels} | set(concept.definitions)):
            if not _LANGUAGE_TAG.match(lang):
                yield concept, f"{lang!r} is geen taalcode", f"{lang!r} is no language tag"


@condition(
    "incomplete language coverage", "qSKOS incomplete language coverage", "warning",
    nl="Een begrip mist een voorkeursterm in een taal die bijna alle begrippen van het schema hebben.",
    fix_nl="voeg de voorkeursterm in die taal toe", fix="add the preferred label in that language",
)
def incomplete_language_coverage(view: View) -> Iterator[Remark]:
    """A concept lacks a preferred label in a language that nine in ten concepts of its scheme have."""
    schemes: dict[str, list[Concept]] = defaultdict(list)
    for concept in view.concepts:
        schemes[concept.scheme].append(concept)
    for concepts in schemes.values():
        for lang in sorted({lang for concept in concepts for role, lang in concept.labels if role == "pref"}):
            without = [concept for concept in concepts if not concept.pref(lang)]
            if len(without) <= len(concepts) / 10:
                for concept in without:
                    yield concept, f"geen voorkeursterm in '{lang}'", f"no preferred label in '{lang}'"


@condition(
    "no common languages", "qSKOS no common languages", "warning",
    nl="Er is geen taal waarin alle begrippen van het schema een voorkeursterm hebben.",
    fix_nl="vul een taal overal aan", fix="complete one language everywhere",
)
def no_common_languages(view: View) -> Iterator[Remark]:
    """No language has a preferred label for every concept of a scheme."""
    common: dict[str, set[str]] = {}
    for concept in view.concepts:
        langs = {lang for role, lang in concept.labels if role == "pref"}
        common[concept.scheme] = common.get(concept.scheme, langs) & langs
    for scheme, langs in common.items():
        if not langs:
            yield scheme, "geen taal is volledig", "no language is complete"


@condition(
    "ambiguous notations", "qSKOS ambiguous notation references", "error",
    nl="Twee begrippen van een schema hebben dezelfde code.", fix_nl="geef een van beide een andere code", fix="give one another code",
)
def ambiguous_notations(view: View) -> Iterator[Remark]:
    """Two concepts of one scheme have the same notation."""
    owners: dict[tuple[str, str], Concept] = {}
    for concept in view.ontology.concepts:
        if concept.notation:
            first = owners.setdefault((concept.scheme, concept.notation), concept)
            if first.iri != concept.iri:
                yield concept, f"code {concept.notation} is ook die van {short(first.iri)}", f"notation {concept.notation} is also that of {short(first.iri)}"


CONDITIONS = (
    missing_label, multiple_preferred_labels, disjoint_label_roles, duplicate_exact_synonym, redundant_hidden_label, empty_label,
    label_whitespace, unprintable_characters, label_formatting, misused_obsolete_label, overlapping_preferred_labels,
    overlapping_english_preferred_labels, overlapping_labels, overlapping_english_labels, invalid_language_tags,
    incomplete_language_coverage, no_common_languages, ambiguous_notations,
)
