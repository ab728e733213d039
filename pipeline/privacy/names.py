"""Names of people: by how they are written, by first names known in the Netherlands and Flanders (Faker's lists), and once found, wherever they stand again.

A name that is also a word ("Bakker", "de Boer", "Storm") is only masked beside another part of the name: else the trade would go with it.
"""

import importlib
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from ontology.normalising import fold

from .patterns import Personal
from .towns import is_place

_PARTICLES = frozenset("van de den der het 't ter ten te el al la le du von und bin ben bint ibn ait di da dos in op aan a".split())
_PREPOSITIONS = frozenset("Bij In Voor Met Na Als Ik Mijn Sinds Op Aan At With For Since My".split())
_FIRM_WORD = re.compile(
    r"(?i)(?:workforce|group|groep|bouw|techniek|textiel|transport|consultancy|consulting|advies|holding|services?|solutions|media|installatie\w*|mode|schoenen|optiek|makelaar\w*|logistic\w*|"
    r"logistiek|food|retail|tweewielers|interieur\w*|catering|events|techno\w*|software|verhuizing\w*|schilders?|schilderwerken|hoveniers?|staalbouw|metaal|recycling|uitzend\w*|beheer|"
    r"vastgoed|accountants?|advocaten|notarissen|ziekenhuis|kliniek|instituut|stichting|hotels?|university|college|school|academie|academy|museum|hogeschool|lyceum|orkest|theater|festival|fonds|foundation|bank|verzekeringen|automotive|auto's|b\.?v\.?|n\.?v\.?)"
)
_TITLES = re.compile(
    r"(?:(?i:dhr|mevr|mw|mr|mrs|ms|drs|ing|ir|dr|prof|ds|de heer|mevrouw|msc|bsc|cv|c\.v|curriculum vitae|resume|naam|personalia|profielschets|sollicitatie-cv)\b[.:]? *(?:van |of )?[-–:]? *)+"
)
_TOKEN = re.compile(r"[^\s]+")
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.){1,5}[A-Z]?\.?")
_CAP = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_PART = r"(?:(?i:van|de|den|der|het|'t|ter|ten|te|el|al|von|bin|la|le|du|ait) +){0,3}"
_NAME = rf"{_PART}{_CAP}(?: *[-–] *(?=[A-ZÀ-Þ]){_PART}{_CAP})?"
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_TITLED = re.compile(rf"\b(?:[Dd]hr|[Mm]evr|[Mm]w|[Hh]eer|[Mm]eneer|[Mm]evrouw|Mr|Mrs|Ms|Dear|Beste|Geachte)\b\.? +(?:(?:heer|mevrouw|meneer) +)?(?:(?:drs|ing|ir|dr|prof|mr)\.? +)*(?:(?:[A-Z]\.)+ *)?{_NAME}(?: +{_NAME}){{0,2}}")
_SHORT = re.compile(rf"(?<![\w.])(?!(?:B\.V|N\.V|S\.A|V\.O|C\.V|H\.B|M\.B|J\.S|A\.P|B\.E|B\.A|B\.S|M\.S|M\.A|B\.Sc|I\.T|A\.I|P\.L|H\.R|M\.E|U\.S|E\.U)\.(?![A-Z]\.))(?:[A-ZÀ-Þ]\.){{1,5}}(?: ?\([A-Z]\w+\))? ?(?:(?:baron(?:es)?|graaf|gravin|jhr|jkvr|jonkheer|freule)\.? )?{_PART}(?-i:[A-ZÀ-Þ])[\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+)?")
_REVERSED = re.compile(rf"\b{_NAME}, (?:[A-Z]\.){{1,5}}(?!\w)")
_SAID = re.compile(
    rf"\b(?i:mijn naam is|ik heet|my name is|i am called|(?:everybody|everyone|people|friends) (?:says?|call me)|calls? me|noem(?:t|en) (?:me|mij)|(?:iedereen|men) zegt|roepnaam:?|bekend als|groet(?:en|jes)?,?|hoogachtend,?|regards,?|sincerely,?|referentie:?|referent:?|refere(?:nce|e)s?:?)\s+(?P<name>{_NAME}(?: +{_NAME}){{0,3}})"
)
_IS = re.compile(rf"\b(?i:ik ben|i am|i'm|hoi,? ik ben) (?P<name>{_CAP}(?: +{_NAME}){{0,3}})")
_RELATED = re.compile(
    r"\b(?i:vriend(?:in)?|partner|man|vrouw|echtgeno(?:ot|te)|dochters?|zoon|zonen|broer|zus(?:je|ter)?|collega|leidinggevende|manager|begeleider|mentor|directeur|chef|"
    r"baas|opvolger|teamcoach|teamleider|husband|wife|son|daughter|supervisor|colleague|mentor|boss)(?: van|:| is)? "
    rf"(?P<name>{_CAP}(?: +{_NAME}){{0,2}}(?: en {_CAP})?)"
)
_FAMILY = re.compile(
    r"\b(?i:(?:mijn|my|m'n) (?:oude |vroegere |vorige |former |old )?(?:vriend(?:in)?|partner|man|vrouw|dochters?|zoon|zonen|broer|zus(?:je)?|moeder|vader|ouders|baas|chef|collega|leidinggevende|mentor|husband|wife|son|daughter|mother|father|boss|colleague|manager)|"
    rf"(?:mama|papa|moeder|vader|oma|opa|mum|dad) (?:van|of)|(?:married|engaged) to|(?:getrouwd|gehuwd|verloofd|samenwonend) met),? (?P<name>{_CAP}(?: +{_NAME}){{0,2}}(?:,? (?:en|and) {_CAP})?)"
)
_VERBS = "is|was|heeft|had|kan|werkte?|leidde|leidt|deed|doet|begon|zoekt|wil|brengt|has|works|worked|brings|likes|leads|led|began|builds"
_FIRST_WORD = re.compile(r"\A\W*(?:(?i:cv|curriculum vitae|resume)(?: van| of)?\W*)?(?P<name>[^\W\d_a-zß-öø-ÿ][\w-]*)(?P<own>['’]s)?\b")
_SUBJECT = re.compile(rf"(?:^|[.!?] +)(?P<name>(?P<first>{_CAP})(?P<more>(?: {_NAME}){{1,2}})?) (?:{_VERBS})\b", re.M)
_QUOTED = re.compile(rf"[\"”'’] *[-–—] *(?P<name>{_CAP}(?: +{_NAME}){{1,2}})(?=,|\n|$| \()")
_WITH = re.compile(rf"\b(?:met|van|door|aan|with|by|of) (?P<name>{_CAP}(?: +{_NAME}){{0,2}}(?: (?:en|and) {_CAP}(?: +{_NAME}){{0,1}})?)")
_FIRM_BEHIND = re.compile(r" (?:& |en )(?:Zn|Zonen|Zoon|Co|Partners)\b")
_VERB_BEHIND = re.compile(rf" (?:{_VERBS})\b")
_PART_BEHIND = re.compile(rf" {_PART}")
_MORE_BEHIND = re.compile(rf"(?: [A-Z]\.)?(?!\w)(?P<more> {_CAP})?")
_MONTH = re.compile(
    r"\b(?:(?:jan|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|may|june|july|august|september|october|november|december)(?!\w)(?=\.? (?:19|20)\d\d\b)"
    r"|(?:(?<=\bin )|(?<=\buntil )|(?<=\bsince )|(?<=\bfrom )|(?<=\bsinds )|(?<=\btot ))(?:march|april|may|june|july|august)\b(?!(?-i: [A-ZÀ-Þ])))",
    re.I,
)
_FIRST_BEFORE = re.compile(rf"(?<![\w@.])(?P<first>{_CAP}) +{_PART}\Z")
_INITIALS_BEFORE = re.compile(rf"\b((?:[A-Z]\.)+) ?{_PART}\Z")
_BEFORE = 60  # characters in which a first name stands before the last
_JOB = re.compile(
    r"(?i)medewerk|manager|develop|engineer|advis|assist|monteur|chauffeur|verpleeg|verzorg|\bkok\b|lasser|leider|coördinator|specialist|anal[iy]st|"
    r"consultant|docent|leerkracht|leraar|boekhoud|verkoper|planner|design|operator|techni|timmer|begeleid|directeur|logistiek|administrat|marketing|"
    r"zorg|ontwerp|vormgev|hovenier|metselaar|secretar|recept|bakker|kapper|jurist|student|hostess|beheer|programm|scientist|officer|nurse|teacher|architect|"
    r"stagi|starter|zoek|junior|senior|allround|zelfstandig|ontwikkel|bedrijf|school|college|universit|model|werk|ervaring|vitae|profiel|profile|europass|owner|lead\b"
)
_NO_NAME = re.compile(
    r"(?i)^(?:curriculum|personalia|persoon\w*|sollicitatie\S*|kandidaat|personal|informati\w*|contact\w*|gegevens|vitae|resume|résumé|mevr|mevrouw|dhr|cv|naam|nederland\w*|belgi\w*|europass|januari|februari|maart|april|juni|juli|augustus|"
    r"september|oktober|november|december|word|excel|ons|java|python|maya|sage|jira|ruby|angular|adobe|sap|iban|bsn|btw|kvk|vca|dutch|english|engels|duits|frans)$"
)
_LOCALES = (
    "nl_NL nl_BE fr_BE tr_TR en_GB en_IE de_DE fr_FR fr_DZ es_ES es_CO it_IT pl_PL pt_PT ro_RO hu_HU az_AZ uz_UZ en_PK en_KE en_NG yo_NG ig_NG ha_NG tw_GH zu_ZA sw vi_VN"
).split()


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Those of ``all_first_names`` that are no Dutch words."""
    import simplemma

    return frozenset(name for name in all_first_names() if not simplemma.is_known(name, lang="nl"))


@lru_cache(maxsize=1)
def all_first_names() -> frozenset[str]:
    """Folded first names that are common in the Netherlands, Flanders and where their people come from."""
    names: set[str] = set()
    for locale in _LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            names.update(getattr(provider, attribute, ()))
    return frozenset(fold(name) for name in names if len(name) > 2 and not _NO_NAME.match(name))


def opening_name(words: str, number: int, below_name: bool) -> tuple[int, int] | None:
    """The same of one capitalised word that is neither a word nor a place, in the first line ("Janneke · teamcoach") or under a line that is a name."""
    if (number == 0 or below_name) and re.fullmatch(_CAP, words) and not words.isupper() and not _strange(words):
        return (0, len(words))
    return None


def _strange(word: str) -> bool:
    """Whether a capitalised word is rather something else than a name: a word of Dutch or English, a trade, a place."""
    import simplemma

    known = any(simplemma.is_known(word.lower(), lang=language) for language in ("nl", "en"))
    return bool(known and fold(word) not in all_first_names() or _JOB.search(word) or _NO_NAME.match(word) or is_place(word))


def is_name(words: str) -> tuple[int, int] | None:
    """Offsets of the name that these words are, titles and "CV van" taken off; None when they are none."""
    title = _TITLES.match(words)
    start = title.end() if title else 0
    tokens = [(m.group().strip("()\"'’,"), m.start(), m.end()) for m in _TOKEN.finditer(words, start)]
    if not tokens or len(tokens) > 8 or any(char.isdigit() for char in words[start:]):
        return None
    plain = [token for token, _, _ in tokens if fold(token) not in _PARTICLES and token not in ("-", "–")]
    if tokens[0][0] in _PREPOSITIONS or not plain or not all(_INITIALS.fullmatch(t) or t[:1].isupper() and re.fullmatch(r"[\w'’.-]+", t) for t in plain) or any(_NO_NAME.match(t) for t in plain):
        return None
    if words.isupper() and len(plain) > 1 and all(_is_word(token) for token in plain):
        return None  # a heading
    behind = re.split(r"\s[-–]\s", words)[1:]
    if any(not words or _JOB.search(words) or _is_word(words.split()[-1]) or is_place(words) for words in map(str.strip, behind)):
        return None
    known = any(fold(part) in all_first_names() for part in plain[0].split("-")) or bool(_INITIALS.fullmatch(plain[0]))
    if not known and (len(tokens) < 2 or _JOB.search(words[start:]) or is_place(words[start:])):
        return None
    return (start, len(words.rstrip(" ,("))) if len(tokens) > 1 or known else None


def names_in(text: str, known: Sequence[Personal]) -> Iterator[Personal]:
    """Names anywhere in a CV, with every place where one that is known stands again; no months, though they be names too ("until August 2020")."""
    months = months_in(text)
    return (personal for personal in _names_in(text, known, months) if personal.start not in months)


def months_in(text: str) -> set[int]:
    """Where months begin that a year or the word before them tells."""
    return {found.start() for found in _MONTH.finditer(text)}


def _names_in(text: str, known: Sequence[Personal], months: Collection[int]) -> Iterator[Personal]:
    """The same; no name is told by where ``months`` stand."""
    found = [_without_trade(text, personal) for personal in _spelt(text) if personal.start not in months]
    yield from found
    words: set[str] = set()
    for personal in (*known, *found):
        if personal.category == "name":
            words |= _words(text[personal.start : personal.end])
    local = "".join(text[personal.start : personal.end].split("@")[0].lower() for personal in known if personal.category == "email")
    for start, end in _unheaded(text):
        own = {word for word in _words(text[start:end]) if fold(word) in fold(local) and (len(word) > 3 or fold(text[start:end]).replace(" ", "") in fold(local))}
        words |= own
        if len(own) > 1:
            yield Personal(start, end, "name")
    sure = {word for word in words if not _is_word(word)}
    initials = {initial for start, _ in _places_of(text, words) if (own := _INITIALS_BEFORE.search(text, max(0, start - _BEFORE), start)) for initial in own[1]}
    for start, end in _places_of(text, words):
        first = _FIRST_BEFORE.search(text, max(0, start - _BEFORE), start)
        if first and (fold(first["first"]) in all_first_names() or first["first"][0] in initials and not _JOB.search(first["first"])):
            yield Personal(first.start(), end, "name")
        if _VERB_BEHIND.match(text, end) and (start == 0 or text[start - 1] == "\n" or text[start - 2 : start] in (". ", "! ", "? ")):
            yield Personal(start, end, "name")
        if _FIRM_BEHIND.match(text, end):
            yield Personal(start, end, "name")
        second = _PART_BEHIND.match(text, end)
        if second and (other := next((name for name in words if text.startswith(name, second.end()) and not _is_letter(text, second.end() + len(name))), None)):
            yield Personal(start, second.end() + len(other), "name")
    for start, end in _places_of(text, sure):
        if text[start - 1 : start] not in ("@", "."):
            more = _MORE_BEHIND.match(text, end)
            yield Personal(start, more.start("more") if more["more"] and _strange(more["more"].strip()) else more.end(), "name")
    yield from (Personal(start, end, "name") for start, end in _places_of(text, {word.upper() for word in sure}))


def _places_of(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where one of these words stands with no letter or digit beside it."""
    for word in sorted(words):
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not _is_letter(text, start - 1) and not _is_letter(text, end):
                yield start, end
            start = text.find(word, end)


def _is_letter(text: str, at: int) -> bool:
    """Whether a letter, digit or underscore stands there."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _spelt(text: str) -> Iterator[Personal]:
    """Names by their form and by what is said before them."""
    if not _CAPITAL.search(text, 1):
        yield from _subjects(text)
        yield from _opening(text)
        return
    for pattern in (_TITLED, _SHORT, _REVERSED):
        yield from (Personal(*found.span(), "name") for found in pattern.finditer(text) if not _FIRM_WORD.fullmatch(found.group().split()[-1]))
    for pattern in (_SAID, _FAMILY, _RELATED, _IS, _WITH):
        for found in pattern.finditer(text):
            two = len(found["name"].split()) > 1 and not _JOB.search(found["name"])
            if _FIRM_WORD.fullmatch(found["name"].split()[-1]):
                continue
            if pattern is _IS and not _strange(found["name"].split()[0]) and re.match(r" ?(?:[,.(]|en |and |but )", text[found.end() :]) and len(found["name"]) > 2:
                yield Personal(*found.span("name"), "name")
            elif pattern in (_SAID, _FAMILY) and not _JOB.search(found["name"]) or is_known(found["name"]) or two and pattern in (_IS, _RELATED) or pattern is _WITH and _is_plain_name(found["name"]):
                yield Personal(*found.span("name"), "name")
    yield from _subjects(text)
    yield from (Personal(*found.span("name"), "name") for found in _QUOTED.finditer(text) if not _JOB.search(found["name"]))
    yield from _opening(text)
    for found in re.finditer(rf"(?<![\w'’@./-])(?P<first>{_CAP})(?: +(?:{_CAP}|[A-Z]\.)){{0,1}} +{_PART}(?P<last>{_CAP})", text):
        known = is_known(found["first"]) or _is_plain_name(found["first"]) and not _strange(found["last"]) and not _is_firm(text, found.end())
        if known and not _is_acronym(found["first"], found["last"]) and "\n" not in found.group() and not _NO_NAME.match(found["last"]) and not re.search(r"\d", found.group()) and not _FIRM_WORD.fullmatch(found["last"]):
            yield Personal(*found.span(), "name")


def _subjects(text: str) -> Iterator[Personal]:
    """Names of which a sentence says what they do."""
    return (Personal(*found.span("name"), "name") for found in _SUBJECT.finditer(text) if _is_person(found))


def _opening(text: str) -> Iterator[Personal]:
    """A name with which the text begins."""
    opening = _FIRST_WORD.match(text)
    if opening and (fold(opening["name"]) in all_first_names() or opening["own"] and not _strange(opening["name"])):
        yield Personal(*opening.span("name"), "name")


def _without_trade(text: str, name: Personal) -> Personal:
    """The name without the trade behind a dash ("Milan de Jong - Elektromonteur")."""
    cut = re.search(r"\s+[-–]\s+(\S+)$", text[name.start : name.end])
    return Personal(name.start, name.start + cut.start(), "name") if cut and (_JOB.search(cut[1]) or _is_word(cut[1])) else name


def is_known(words: str) -> bool:
    """Whether a first name is among the first words."""
    parts = re.split(r"[ -]", words)[:2]
    return any(fold(part) in first_names() for part in parts) and not (len(parts) > 1 and _is_acronym(*parts))


def _is_acronym(first: str, last: str) -> bool:
    """Whether what looks like a first name is in capitals before a word that is none: "TIA Portal"."""
    return first.isupper() and not last.isupper() and _strange(last)


def _is_person(subject: re.Match) -> bool:
    """Whether the subject of a sentence is a first name, or two unknown words of which the last is of no firm."""
    more = (subject["more"] or "").split()
    return fold(subject["first"]) in first_names() if not more else not _strange(subject["first"]) and not _FIRM_WORD.fullmatch(more[-1]) and not _JOB.search(subject["name"])


def _is_firm(text: str, end: int) -> bool:
    """Whether the word behind a name makes it that of an organisation."""
    behind = re.compile(r" ([\w'.]+)").match(text, end)
    return behind is not None and _FIRM_WORD.fullmatch(behind[1]) is not None


def _is_plain_name(words: str) -> bool:
    """Whether a first name stands here alone that is no English word, as names of products often are."""
    import simplemma

    return fold(words) in all_first_names() and not simplemma.is_known(words.lower(), lang="en")


def _unheaded(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words in the first lines, to be compared with the e-mail address."""
    opening = "\n".join(text.split("\n")[:12])
    yield from (found.span() for found in re.finditer(rf"{_CAP}(?: +{_NAME})*", opening))


def _words(text: str) -> set[str]:
    """The words of a name that are masked wherever they stand."""
    return {word for word in re.findall(rf"{_CAP}", text) if len(word) > 2 and not _NO_NAME.match(word) and word.lower() not in _PARTICLES} | {
        part for word in re.findall(rf"{_CAP}", text) for part in word.split("-") if len(part) > 3 and part[:1].isupper() and not _NO_NAME.match(part)
    }


@lru_cache(maxsize=10_000)
def _is_word(name: str) -> bool:
    """Whether a name is also a word of Dutch or of a trade."""
    import simplemma

    return bool(_JOB.search(name)) or simplemma.is_known(name.lower(), lang="nl") and fold(name) not in all_first_names()


def is_trade(word: str) -> bool:
    """Whether a word names a trade or a part of one."""
    return _JOB.search(word) is not None
