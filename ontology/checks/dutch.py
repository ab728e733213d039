"""Conditions of our own for Dutch labels, after the Woordenlijst Nederlandse Taal and the habits of this ontology.

They look at visible labels (preferred and alternative) of our own scheme: hidden labels are there for what people also
write. Word knowledge is in ``dutch_words`` and ``dutch.tsv``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from ..concepts import ROLES, Concept
from ..normalising import bag_key, fold, is_function_word, lemma, surface_key
from .dutch_words import (
    WORD, folded_words, in_compounds, is_dutch, is_english, is_infinitive, known, listed, other_number, third_person,
)  # fmt: skip
from .findings import VISIBLE, Remark, View, condition

_ARTICLES = ("de", "het", "een")
_PAIR = re.compile(r"(?=\b([a-zà-ÿ]{3,}) ([a-zà-ÿ]{3,})\b(?!-))(?<![-\w])")
_ACRONYM = re.compile(r"(?<![-\w&./+])([A-Z][A-Z0-9]{1,5}|hbo|mbo|vmbo|ggz|bso|ict) ([a-zà-ÿ]{4,})(?![-\w])")
_LONG_WORD = re.compile(r"(?<![\w-])[a-z]{5,}(?![\w-])")
_LAST_VERBS = re.compile(r"^(.*?)(?:\b([a-z]+) en )?([a-z]+)$")
_VERB_AND_PREPOSITION = re.compile(r"en (van|op|in|met|aan|voor|bij|over|naar|uit|om|door|tot) ")
_COUNTED = {
    "occupation": ("er", "aar", "eur", "or", "ist", "ant", "ent", "ige", "coach", "loog", "tect", "peut"),
    "certificate": ("certificaat", "rijbewijs", "attest", "bewijs", "patent"),
}
_GENDER = re.compile(r"\b(m/v|v/m|m/w/d|man/vrouw)\b", re.I)
_ENGLISH_WORDS = frozenset("the and with from your their an".split())
_DUTCH_WORDS = frozenset("het een voor met bij naar uit tot het zijn niet ook van".split())


@lru_cache(maxsize=2)
def _stock(labels: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words of the labels, and which of them begin and end compounds."""
    words = frozenset(word for label in labels for word in folded_words(label) if word.replace("-", "").isalpha())
    return words, *in_compounds(words)


@condition(
    "compound with a space", "Woordenlijst, Leidraad 6: samenstellingen", "warning",
    nl="Een samenstelling staat als twee woorden.", fix_nl="schrijf een woord; zet de losse vorm bij hidden_nl",
    fix="write one word; put the form with the space under hidden_nl",
)
def compound_with_space(view: View) -> Iterator[Remark]:
    """A Dutch compound is written as two words."""
    words, firsts, lasts = _stock(tuple(text for _, _, text in view.own_labels()))
    for concept, _, text in view.own_labels():
        for found in _PAIR.finditer(text):
            one, two = fold(found[1]), fold(found[2])
            if is_function_word(one) or is_function_word(two) or one in listed("apart") or _is_adjective(one) or is_infinitive(two):
                continue
            seen = one + two in words
            loan = two in listed("english_head") and not is_english((folded_words(text[: found.start()]) or [""])[-1])
            dutch_pair = is_dutch(one) and known(two)
            if (is_dutch(two) and (seen or (one in firsts and two in lasts))) or ((loan or dutch_pair) and seen):
                shown = f"'{found[1]} {found[2]}' in '{text}': {found[1]}{found[2]}"
                yield concept, shown, shown


def _is_adjective(word: str) -> bool:
    """Whether a folded word is an inflected adjective or ends as adjectives do."""
    inflected = word.endswith("e") and known(word) and lemma(word) != word
    return inflected or word.endswith(("isch", "lijk", "ief", "eel", "end", "ig", "aal", "baar", "loos"))


@condition(
    "verb written apart", "Woordenlijst: leidinggeven, lesgeven", "warning",
    nl="Een werkwoord dat een woord is staat als twee woorden.", fix_nl="schrijf een woord; zet de losse vorm bij hidden_nl",
    fix="write one word; put the form with the space under hidden_nl",
)
def verb_written_apart(view: View) -> Iterator[Remark]:
    """A verb that is one word is written as two."""
    for concept, _, text in view.own_labels():
        for verb in sorted(listed("one_word")):
            if re.match(rf"{verb}\b", text.lower()):
                yield concept, f"'{verb}' in '{text}': {verb.replace(' ', '')}", f"'{verb}' in '{text}': {verb.replace(' ', '')}"


@condition(
    "missing hyphen", "Woordenlijst, Leidraad 6.7: streepje bij letterwoorden", "warning",
    nl="Tussen een letterwoord en het zelfstandig naamwoord waarmee het een samenstelling vormt hoort een streepje.",
    fix_nl="zet een streepje", fix="write a hyphen",
)
def missing_hyphen(view: View) -> Iterator[Remark]:
    """A compound of an abbreviation and a noun lacks its hyphen."""
    words, _, lasts = _stock(tuple(text for _, _, text in view.own_labels()))
    lasts |= {last for last, times in Counter(word.rpartition("-")[2] for word in words if "-" in word).items() if times > 1}
    for concept, _, text in view.own_labels():
        for found in _ACRONYM.finditer(text):
            noun = fold(found[2])
            dutch_noun = is_dutch(noun) or noun in listed("english_head")
            if dutch_noun and noun in lasts and not is_function_word(noun) and not is_infinitive(noun) and not _is_adjective(noun):
                yield concept, f"'{found[0]}' in '{text}': {found[1]}-{found[2]}", f"'{found[0]}' in '{text}': {found[1]}-{found[2]}"


@condition(
    "form of skill label", "project: a skill is called after what somebody does", "warning",
    nl="De voorkeursterm van een vaardigheid bevat geen werkwoord en geen aanvaarde zelfstandige vorm.",
    fix_nl="maak er '... uitvoeren' of een andere onbepaalde wijs van", fix="end it in an infinitive, such as '... uitvoeren'",
)
def form_of_skill_label(view: View) -> Iterator[Remark]:
    """The preferred label of a skill has neither an infinitive nor an accepted noun form."""
    nouns = tuple(listed("noun_form"))
    for concept in view.own:
        words = [fold(word) for word in concept.pref().split()]
        if concept.type == "skill" and not any(is_infinitive(word.strip(",()")) or word.endswith(nouns) for word in words):
            yield concept, f"'{concept.pref()}' heeft geen werkwoord", f"'{concept.pref()}' has no verb"


@condition(
    "other number not reachable", "project: the lexicon's bag key", "info",
    nl="Het enkelvoud of meervoud van een voorkeursterm wordt niet gevonden, omdat het woordenboek het woord niet kent.",
    fix_nl="zet die vorm bij hidden_nl", fix="put that form under hidden_nl",
)
def other_number_not_reachable(view: View) -> Iterator[Remark]:
    """The singular or plural of a preferred label is not found, because the dictionary lacks the word."""
    for concept in view.own:
        if concept.type in ("attitude", "language") or concept.iri in view.narrower or " en " in concept.pref():
            continue
        for found in _LONG_WORD.finditer(concept.pref().partition(" (")[0]):
            other = "" if is_infinitive(found[0]) else other_number(found[0])
            if other and (len(other) < len(found[0]) or found[0].endswith(_COUNTED.get(concept.type, ()))):
                yield from _unreachable(concept, concept.pref()[: found.start()] + other + concept.pref()[found.end() :])


@condition(
    "finite form not reachable", "project: the lexicon's bag key", "info",
    nl="De persoonsvorm van een vaardigheid ('dat je rapporten opstelt') wordt niet gevonden.",
    fix_nl="zet die vorm bij hidden_nl", fix="put that form under hidden_nl",
)
def finite_form_not_reachable(view: View) -> Iterator[Remark]:
    """The finite form of a skill ("dat je rapporten opstelt") is not found."""
    for concept in view.own:
        label = concept.pref().partition(" (")[0]
        last = _LAST_VERBS.search(label)
        if concept.type == "skill" and concept.iri not in view.narrower and last and is_infinitive(last[3]) and not _VERB_AND_PREPOSITION.search(label):
            first = third_person(last[2]) if last[2] and is_infinitive(last[2]) else last[2]
            yield from _unreachable(concept, last[1] + (f"{first} en " if first else "") + third_person(last[3]))


def _unreachable(concept: Concept, form: str) -> Iterator[Remark]:
    """A remark when the bag key of ``form`` is that of no label of the concept."""
    if bag_key(form) not in {bag_key(text) for role in ROLES for text in concept.labels.get((role, "nl"), ())}:
        label = concept.pref()
        yield concept, f"'{form}' wordt niet gevonden als '{label}'", f"'{form}' is not found as '{label}'"


@condition(
    "inconsistent capitals", "project, after Leidraad 7 and 16 on capitals and abbreviations", "warning",
    nl="Een woord staat in de labels van een begrip met verschillende hoofdletters, of een afkorting tegen het gebruik in.",
    fix_nl="kies een schrijfwijze", fix="choose one spelling",
)
def inconsistent_capitals(view: View) -> Iterator[Remark]:
    """A word has other capitals in other labels of its concept, or an abbreviation goes against the common use."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for _, _, text in view.own_labels():
        for word in re.findall(r"[^\W\d_]{2,}", text):
            uses[word.lower()][word] += 1
    for concept in view.own:
        for text in (text for role in VISIBLE for text in concept.labels.get((role, "nl"), ())):
            for word in re.findall(r"[^\W\d_]{2,}", text):
                forms = uses[word.lower()]
                common, times = forms.most_common(1)[0]
                abbreviation = common.isupper() or word.isupper() or (common[1:] != common[1:].lower())
                unknown = not known(word.lower()) and not known(word.lower(), "en")
                if common != word and abbreviation and unknown and times >= 3 * forms[word]:
                    yield concept, f"'{word}' in '{text}', elders '{common}'", f"'{word}' in '{text}', elsewhere '{common}'"


@condition(
    "capital of day, month or language", "Woordenlijst, Leidraad 16", "warning",
    nl="Dagen en maanden krijgen geen hoofdletter, talen wel.", fix_nl="verbeter de hoofdletter", fix="correct the capital",
)
def capital_of_day_month_or_language(view: View) -> Iterator[Remark]:
    """Days and months take no capital in Dutch, languages do."""
    languages = {concept.pref().lower() for concept in view.own if concept.type == "language" and " " not in concept.pref() and concept.pref()[:1].isupper()}
    for concept, _, text in view.own_labels():
        for word in WORD.findall(text):
            wrong = word.lower() in languages and word.islower() or word.istitle() and word.lower() in listed("small")
            if wrong and not (word.lower() in ("mei", "maart") and text.istitle()):
                right = word.lower() if word.istitle() else word.capitalize()
                yield concept, f"'{word}' in '{text}': {right}", f"'{word}' in '{text}': {right}"


@condition(
    "outer article or degree word", "project: a label names the thing, the text says how much", "warning",
    nl="Een label begint met een lidwoord of een graadwoord dat niets toevoegt.",
    fix_nl="haal het woord weg; zet de lange vorm bij hidden_nl als teksten die gebruiken",
    fix="remove the word; put the long form under hidden_nl when texts use it",
)
def outer_article_or_degree_word(view: View) -> Iterator[Remark]:
    """A label begins with an article or degree word that adds nothing."""
    heads = re.compile(r"(kennis|beheersing|ervaring|vaardigheid|vaardigheden|kunnen)\b")
    for concept in view.own:
        texts = [text for role in VISIBLE for text in concept.labels.get((role, "nl"), ())]
        for text in texts:
            first, _, rest = text.partition(" ")
            outer = first.lower() in _ARTICLES or first.lower() in listed("degree")
            others = {bag_key(other) for other in texts if other != text}
            if outer and rest and (bag_key(rest) in others or (first.lower() in listed("degree") and heads.match(rest))):
                yield concept, f"'{first}' in '{text}'", f"'{first}' in '{text}'"


@condition(
    "same label after lemmatisation", "project: the lexicon's bag key", "warning",
    nl="Labels van twee begrippen zijn hetzelfde in woordenboekvorm, zodat teksten met een andere vorm niet te koppelen zijn.",
    fix_nl="laat het label bij het begrip dat er het best mee bedoeld is", fix="keep the label with the concept it names best",
)
def same_label_after_lemmatisation(view: View) -> Iterator[Remark]:
    """Labels of two concepts are the same in dictionary form, so that other forms cannot be linked."""
    for found in view.bags.values():
        (first, label), *others = found.values()
        for concept, text in others:
            if surface_key(text) != surface_key(label):
                shown = f"'{label}' of {view.name(first.iri)}"
                yield concept, f"'{text}' wordt hetzelfde als {shown.replace(' of ', ' van ', 1)}", f"'{text}' becomes the same as {shown}"


@condition(
    "English label in a Dutch column", "project", "warning",
    nl="Een Nederlandse voorkeursterm is Engels.",
    fix_nl="vertaal de term; het Engels hoort bij pref_en of alt_en", fix="translate it; English belongs under pref_en or alt_en",
)
def english_label_in_dutch_column(view: View) -> Iterator[Remark]:
    """A Dutch preferred label reads as English: an article or conjunction with no Dutch word beside it."""
    for concept in view.own:
        words = folded_words(concept.pref())
        name = sum(word[:1].isupper() for word in concept.pref().split()) > 1
        if not name and _ENGLISH_WORDS & set(words) and not any(is_dutch(word) for word in words):
            yield concept, f"'{concept.pref()}' lijkt Engels", f"'{concept.pref()}' looks English"


@condition(
    "Dutch label in an English column", "project", "warning",
    nl="Een Engels label lijkt Nederlands.", fix_nl="vertaal het of haal het weg", fix="translate or remove it",
)
def dutch_label_in_english_column(view: View) -> Iterator[Remark]:
    """An English label reads as Dutch: a Dutch function word, or only words that English lacks and Dutch has."""
    for concept, _, text in view.own_labels("en"):
        plain = re.sub(r"\([^)]*\)", "", text)
        words = [fold(word) for word in WORD.findall(plain) if word.islower()]
        dutch = [word for word in words if is_dutch(word)]
        if (_DUTCH_WORDS & set(words) and dutch) or (len(dutch) > 1 and len(dutch) == len(words)):
            yield concept, f"'{text}' lijkt Nederlands", f"'{text}' looks Dutch"


@condition(
    "ambiguous short label", "project", "warning",
    nl="Een label van een of twee letters is ook een gewoon woord of een afkorting voor iets anders.",
    fix_nl="schrijf het voluit", fix="write it in full",
)
def ambiguous_short_label(view: View) -> Iterator[Remark]:
    """A label of one or two letters is also an everyday word."""
    for concept, _, text in view.own_labels():
        word = text.lower()
        if len(word) < 3 and word.isalpha() and (len(word) == 1 or known(word) or known(word, "en") or is_function_word(word)):
            yield concept, f"'{text}' is te kort om zeker te zijn", f"'{text}' is too short to be sure"


@condition(
    "gender mark in label", "project", "warning",
    nl="Een label bevat m/v.", fix_nl="haal m/v weg", fix="remove it",
)
def gender_mark_in_label(view: View) -> Iterator[Remark]:
    """A label has m/v in it."""
    for concept, _, text in view.own_labels():
        if _GENDER.search(text):
            yield concept, f"m/v in '{text}'", f"m/v in '{text}'"


@condition(
    "inconsistent diacritics", "Woordenlijst, Leidraad 4", "warning",
    nl="Een woord staat in de labels van een begrip met en zonder accent of trema.",
    fix_nl="schrijf het accent of trema overal; de andere vorm vindt de zoekindex vanzelf", fix="write the mark everywhere; the index finds the other form",
)
def inconsistent_diacritics(view: View) -> Iterator[Remark]:
    """A word stands in the labels of a concept with and without its accent or diaeresis."""
    for concept in view.own:
        forms: dict[str, set[str]] = defaultdict(set)
        for role in VISIBLE:
            for text in concept.labels.get((role, "nl"), ()):
                for word in WORD.findall(text.lower()):
                    forms[fold(word)].add(word)
        for found in forms.values():
            if len(found) > 1:
                shown = ", ".join(sorted(found))
                yield concept, f"met en zonder accent: {shown}", f"with and without mark: {shown}"


CONDITIONS = (
    compound_with_space, verb_written_apart, missing_hyphen, form_of_skill_label, other_number_not_reachable, finite_form_not_reachable,
    inconsistent_capitals, capital_of_day_month_or_language, outer_article_or_degree_word, same_label_after_lemmatisation,
    english_label_in_dutch_column, dutch_label_in_english_column, ambiguous_short_label, gender_mark_in_label, inconsistent_diacritics,
)
