"""Dutch words as the checks need them: infinitives, their finite form, the other number of a noun, names of languages.

Dictionary knowledge comes from simplemma; what it lacks stands in ``dutch.tsv``. Forms follow the spelling rules of the
Woordenlijst Nederlandse Taal: open and closed syllables, v/f and z/s, stem + t.
"""

import re
from functools import lru_cache
from pathlib import Path

from ..normalising import fold, lemma

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_IRREGULAR = {"doen": "doet", "gaan": "gaat", "staan": "staat", "slaan": "slaat", "zien": "ziet", "zijn": "is"}
_OPEN = re.compile(r"(.*[^aeiouy]|^|.*qu|.*u(?=er$))([aeou])([^aeiouywx])$")


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for line in Path(__file__).with_name("dutch.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, word, _ = line.split("\t")
            kinds.setdefault(kind, set()).add(word)
    return {kind: frozenset(words) for kind, words in kinds.items()}


def listed(kind: str) -> frozenset[str]:
    """The words of that kind in dutch.tsv."""
    return _lists()[kind]


@lru_cache(maxsize=200_000)
def known(word: str, lang: str = "nl") -> bool:
    """Whether simplemma's dictionary of the language has this word."""
    import simplemma

    return bool(word) and simplemma.is_known(word, lang=lang)


def finite_forms(infinitive: str) -> list[str]:
    """Likely third persons in a subordinate clause, likeliest first: "opstellen" -> ["opstelt"], "leren" -> ["leert", "lert"]."""
    for verb, form in _IRREGULAR.items():
        if infinitive.endswith(verb):
            return [infinitive.removesuffix(verb) + form]
    base = infinitive.removesuffix("en")
    if base == infinitive or len(base) < 2:
        return []
    stems = []
    if base[-1] == base[-2] and base[-1] not in "aeiou":
        stems.append(base[:-1])
    elif open_syllable := _OPEN.match(base):
        before, vowel, last = open_syllable.groups()
        long = before + vowel + vowel + last
        stems += [base, long] if re.search(r"[aeiouy].*(e[lnm]|or)$", base) else [long, base]
    else:
        stems.append(base)
    stems = [re.sub("v$", "f", re.sub("z$", "s", stem)) for stem in stems]
    return [stem if stem.endswith("t") else stem + "t" for stem in stems]


@lru_cache(maxsize=50_000)
def is_infinitive(word: str) -> bool:
    """Whether a folded word is, or ends in, a verb in the infinitive ("drooglassen" by "lassen")."""
    if word in listed("infinitive") or word in _IRREGULAR:
        return True
    if not word.endswith(("en", *_IRREGULAR)) or word.endswith(("heden", "ingen", *listed("noun_form"))):
        return False
    for start in range(max(1, len(word) - 4)):
        tail = word[start:]
        if any(known(form) and lemma(form) == tail for third in finite_forms(tail) for form in (third, *_past(third))):
            return True
        if start == 0 and known(word):
            return lemma(word) == word and any(known(form) for form in finite_forms(word))
    return False


def _past(third: str) -> tuple[str, ...]:
    """Past forms and participles that go with a third person: "plant" -> plande, plante, gepland, geplant."""
    stem = third.removesuffix("t")
    return stem + "de", stem + "te", f"ge{stem}d", f"ge{stem}t"


def third_person(infinitive: str) -> str:
    """The finite form that the dictionary knows, else the likeliest by rule; empty for what is no verb."""
    forms = finite_forms(infinitive)
    return next((form for form in forms if known(form) and lemma(form) == infinitive), forms[0] if forms else "")


@lru_cache(maxsize=50_000)
def other_number(word: str) -> str:
    """The plural of a singular compound or the singular of a plural one, by its last part; empty for words the dictionary has.

    "zorgroosters" -> "zorgrooster", since "roosters" is known as the plural of "rooster".
    """
    if known(word) or known(word, "en"):
        return ""
    for start in range(3, len(word) - 3):
        tail = word[start:]
        if known(tail):
            shorter = tail.removesuffix("en")
            base = shorter if shorter != tail and known(shorter) and lemma(shorter) == shorter else lemma(tail)
            if base != tail:
                return word[:start] + base if tail in _plurals(base) else ""
            plural = next((form for form in _plurals(tail) if known(form) and lemma(form) == tail), "")
            return word[:start] + plural if plural else ""
    return ""


def _plurals(noun: str) -> list[str]:
    """Plurals that the spelling rules allow."""
    forms = [noun + "s", noun + "'s", noun + "en", noun + "n", noun + noun[-1] + "en"]
    if noun.endswith(("ch", "sh", "lier")):
        return [noun + ("s" if noun.endswith("r") else "es")]
    if re.search(r"(aa|ee|oo|uu)[^aeiou]$", noun):
        forms.append(noun[:-2] + noun[-1] + "en")
    if noun.endswith("heid"):
        forms.append(noun.removesuffix("heid") + "heden")
    soft = [form[: -len(noun[-1] + "en")] + {"f": "v", "s": "z"}[noun[-1]] + "en" for form in forms if noun[-1] in "fs" and form.endswith(noun[-1] + "en")]
    return forms + soft


def is_dutch(word: str) -> bool:
    """Whether a folded word is in the Dutch dictionary and not in the English one."""
    return known(word) and not known(word, "en")


def is_english(word: str) -> bool:
    """Whether a folded word is in the English dictionary and not in the Dutch one."""
    return known(word, "en") and not known(word)


def in_compounds(words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words that begin, and words that end, compounds of two words out of the same stock (each of four letters or more)."""
    firsts: dict[str, int] = {}
    lasts: dict[str, int] = {}
    for word in words:
        for at in range(4, len(word) - 3):
            first, last = word[:at], word[at:]
            if last in words and (first in words or first.removesuffix("s") in words):
                firsts[first] = firsts.get(first, 0) + 1
                lasts[last] = lasts.get(last, 0) + 1
    return frozenset(firsts), frozenset(word for word, times in lasts.items() if times > 2)


def folded_words(text: str) -> list[str]:
    """Folded words; hyphens and apostrophes stay inside."""
    return [fold(word) for word in WORD.findall(text)]
