"""Contact data and numbers that lead to one person, in texts of every kind."""

import re
from collections.abc import Iterator

from .patterns import Personal

_DOT = r"(?:\.| ?[\[({](?:dot|punt|\.)[\])}] ?| (?:dot|punt) )"
_SITE_BEHIND = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}"
_AFTER_SIGN = (
    rf"[@\[({{<_](?:(?<=@) ?{_SITE_BEHIND}|(?<=[\[({{<]) ?(?:at|a|@|apenstaart(?:je)?) ?[\])}}>] ?{_SITE_BEHIND}|(?<=_)at_[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}|"
    r"(?<=[\[({<])\w{1,12}[\])}>] ?[\w-]{1,63}\.(?:nl|be|com|org|eu|net|pl|de|fr|example)\b)"
)
_SIGN = re.compile(_AFTER_SIGN, re.I)  # opens with one character of a few, which is quick to look for
_SIGN_OR_WORD = re.compile(
    rf"{_AFTER_SIGN}|at [\w-]{{1,63}}(?: (?:dot|punt) [\w-]{{1,63}}){{1,5}}|apenstaart(?:je)? [\w-]{{1,63}}(?:(?: (?:dot|punt) |\.)[\w-]{{1,63}}){{1,5}}", re.I
)
_WORDS = (" dot ", " punt ", "apen")  # without one of them no word stands for a sign
_LOCAL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?: ?[\[({]?(?:dot|punt)[\])}]? ?[\w+-]{1,64}){0,3} ?$", re.I)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github|gitlab|facebook|instagram|twitter|behance|x)\.com/\S+", re.I)
_BROKEN = re.compile(r"\n(?P<rest>[a-z0-9]*[-/_0-9][\w/-]*)(?= \(|\s*$)", re.M)  # with a sign or digit that words do not have
_DOMAIN = re.compile(r"\.(?:nl|be|com|org|eu|net|io|dev|me|example)(?:/\S*[^\s.,;)|]|/|(?![\w.-]))", re.I)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*$")
_NO_SITE = re.compile(r"(?i)(?:asp|vb|ado)\.net|(?:socket|draw)\.io")
_EIGHT_DIGITS = re.compile(r"\d(?: ?[()./–-]{0,2} ?\d){7}")
_BEFORE_DIGITS = 20  # characters: at most 15 of a telephone number stand before its last eight digits or more
_PHONE = re.compile(r"(?<![\w.,])(?:\(?\+|\(?00|\(?0|[oO](?=6)|nul(?= zes)|zero(?= six))(?: zes\W{1,3}| six\W{1,3})?(?: ?[()./–-]{0,2} ?\d){8,15}(?!\w)")
_MONTH_YEAR = re.compile(r"(?<!\d)\d{1,2}[/.-](?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"[0-9][0-9 .-]{6}[0-9]")  # none of the numbers below is without
_IBAN_DIGITS = re.compile(r"\d\d(?:(?<=\b[A-Z]{2}\d\d)|(?<=\b[A-Z]{2} \d\d))(?:[ .-]?[A-Z0-9]){11}", re.I)  # within an IBAN; found sooner, as it opens with a digit
_IBAN = re.compile(r"\b[A-Z]{2} ?\d{2}(?:[ .-]?[A-Z0-9]){11,30}(?![A-Z0-9])", re.I)
_IBAN_END = re.compile(r"[ .-]?[A-Z0-9]+$", re.I)
_BSN = re.compile(r"\d(?:(?<![\d.]\d)\d{2}(?P<a>[ .-]?)\d{3}(?P=a)\d{3}|(?<!\d\d)\d{3}(?P<b>[ .-])\d{2}(?P=b)\d{3}|(?<!\d\d)\d(?P<c>[ .-])\d{2}(?P=c)\d{2}(?P=c)\d{3})(?!\d)")
_OTHER_NUMBER = re.compile(r"(?i)(?:order|artikel|factuur|product|klant|zaak|dossier|serie)[- ]?nummers?\W{0,3}(?:\d+ (?:en|tot en met|t/m) )?$")
_NN = re.compile(r"\d(?<!\d\d)\d[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?!\d)")


def contact_data(text: str) -> Iterator[Personal]:
    """E-mail, links, telephone, IBAN, BSN and Belgian register numbers."""
    from stdnum import iban
    from stdnum.be import nn
    from stdnum.nl import bsn

    low = text.lower()
    for found in (_SIGN_OR_WORD if any(word in low for word in _WORDS) else _SIGN).finditer(text):
        if local := _LOCAL.search(text, max(0, found.start() - 66), found.start()):
            yield Personal(local.start(), found.end(), "email")
    if "://" in low or "www." in low or ".com/" in low:
        yield from (Personal(found.start(), _next_line(text, found.end()), "link") for found in _LINK.finditer(text))
    for found in _DOMAIN.finditer(text):
        site = _SITE.search(text, max(0, found.start() - 80), found.start())
        if site and _is_site(text[site.start() : found.end()]):
            yield Personal(site.start(), found.end(), "link")
    digits = _EIGHT_DIGITS.search(text)
    for found in _PHONE.finditer(text, max(0, digits.start() - _BEFORE_DIGITS)) if digits else ():
        count = sum(char.isdigit() for char in found.group())
        if 8 <= count <= 15 and (count > 8 or not found.group()[0].isdigit()) and not _MONTH_YEAR.search(found.group()):
            yield Personal(*found.span(), "phone")
    if not _DIGITS.search(text):
        return
    for found in _IBAN.finditer(text) if _IBAN_DIGITS.search(text) else ():
        start, end = found.span()
        while end - start > 14 and not iban.is_valid(text[start:end].replace(".", ""), check_country=False):
            end = _IBAN_END.search(text, start, end).start()  # words that stand behind the number
        if end - start > 14:
            yield Personal(start, end, "iban")
    for pattern, check in ((_BSN, bsn.is_valid), (_NN, nn.is_valid)):
        for found in pattern.finditer(text):
            if check(found.group()) and not _OTHER_NUMBER.search(text, max(0, found.start() - 40), found.start()):
                yield Personal(*found.span(), "bsn")


def _next_line(text: str, end: int) -> int:
    """Where a link ends that a narrow column broke in two; else ``end``."""
    rest = _BROKEN.match(text, end)
    return rest.end("rest") if rest else end


def _is_site(found: str) -> bool:
    """Whether it is an address on the web and not the name of a product, such as ASP.net or Node.io."""
    return "/" in found or not found[0].isupper() and not _NO_SITE.fullmatch(found)
