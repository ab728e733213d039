"""Contact data and numbers that lead to one person, in texts of every kind."""

import re
from collections.abc import Iterator
from functools import partial

from .patterns import Personal

_AT = re.compile(r" ?(?:@|\(at\)|\[at\]|\( ?a ?\)) ?(?P<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})", re.I)
_LOCAL = re.compile(r"[\w.+-]{1,64}$")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|github|gitlab|facebook|instagram|twitter|behance|x)\.com/\S+", re.I)
_DOMAIN = re.compile(r"\.(?:nl|be|com|org|eu|net|io|dev|me|example)(?:/\S*[^\s.,;)|]|/|(?![\w.-]))", re.I)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*$")
_NO_SITE = re.compile(r"(?i)(?:asp|vb|ado)\.net|(?:socket|draw)\.io")
_PHONE = re.compile(r"(?<![\w.,])(?:\(?\+|00|\(?0)\d?[\d ()./–-]{6,20}\d(?!\w)")
_MONTH_YEAR = re.compile(r"(?<!\d)\d{1,2}[/.-](?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"[0-9][0-9 .-]{6}[0-9]")  # none of the numbers below is without
_IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}\b")
_BSN = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)|(?<!\d)\d{4}[ .]\d{2}[ .]\d{3}(?!\d)")
_OTHER_NUMBER = re.compile(r"(?i)(?:order|artikel|factuur|product|klant|zaak|dossier|serie)[- ]?nummers?\W{0,3}(?:\d+ (?:en|tot en met|t/m) )?$")
_NN = re.compile(r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?!\d)")


def contact_data(text: str) -> Iterator[Personal]:
    """E-mail, links, telephone, IBAN, BSN and Belgian register numbers."""
    from stdnum import iban
    from stdnum.be import nn
    from stdnum.nl import bsn

    for found in _AT.finditer(text):
        if local := _LOCAL.search(text, max(0, found.start() - 64), found.start()):
            yield Personal(local.start(), found.end(), "email")
    low = text.lower()
    if "//" in low or "www." in low or ".com/" in low:
        yield from (Personal(*found.span(), "link") for found in _LINK.finditer(text))
    for found in _DOMAIN.finditer(text):
        site = _SITE.search(text, max(0, found.start() - 80), found.start())
        if site and _is_site(text[site.start() : found.end()]):
            yield Personal(site.start(), found.end(), "link")
    for found in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in found.group())
        if 9 <= digits <= 15 and not _MONTH_YEAR.search(found.group()):
            yield Personal(*found.span(), "phone")
    if not _DIGITS.search(text):
        return
    for category, pattern, check in (("iban", _IBAN, partial(iban.is_valid, check_country=False)), ("bsn", _BSN, bsn.is_valid), ("bsn", _NN, nn.is_valid)):
        for found in pattern.finditer(text):
            if check(found.group()) and not _OTHER_NUMBER.search(text, max(0, found.start() - 40), found.start()):
                yield Personal(*found.span(), category)


def _is_site(found: str) -> bool:
    """Whether it is an address on the web and not the name of a product, such as ASP.net or Node.io."""
    return "/" in found or not found[0].isupper() and not _NO_SITE.fullmatch(found)
