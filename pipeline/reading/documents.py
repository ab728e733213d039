"""Texts and records -> Documents, with the RecordError that says what is wrong where one cannot be made."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import isfinite

from ..errors import RecordError
from ..types import KINDS, Document
from .charsets import decode
from .columns import TEXT_NAMES, Columns, first_filled, folded
from .kinds import guess_kind
from .languages import detect_language

MAX_FILE = 20_000_000
MAX_TEXT = 100_000
MAX_ID = 500
MAX_TITLE = 1000  # longer ones are cut
MAX_MARKS = 500
MAX_NAME = 100  # of a sector or region; longer ones are no name
KIND_NAMES = {
    "vacature": "vacancy", "functieprofiel": "profile", "profiel": "profile", "curriculum vitae": "cv",
    "kwalificatie": "qualification", "kwalificatiedossier": "qualification", "opleiding": "qualification",
}  # fmt: skip
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.I)
_LANGUAGE_CODES = {"nld": "nl", "dut": "nl", "eng": "en"}  # ISO 639-2 -> 639-1
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![\d-])|(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)")  # ISO 8601, or as in Dutch: 31-1-2026
_NO_LETTERS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS},}}")
_MARKUP = re.compile(r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|table|b|strong|i|em|u|span|a)\b[^<>]*>", re.I)
_MARKED_LINES = re.compile(r"<(?:p|br|li|div|h[1-6]|tr)\b", re.I)


@dataclass(frozen=True, slots=True)
class ReadDocument(Document):
    """A Document that knows where in the input it stands: file, or file and line."""

    location: str = ""


Item = ReadDocument | RecordError


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader is told: the name of the file in messages, the id if it is one text, the kind, the columns."""

    name: str
    identifier: str
    kind: str = "auto"
    columns: Columns = Columns()

    def refuse(self, reason: str) -> RecordError:
        """The error for the file as a whole."""
        return RecordError(self.identifier, reason, self.name)


def make_document(
    identifier: str, text: str, kind: str, title: str, location: str, language: str | None = None, published: str = "", sector: str = "", region: str = ""
) -> ReadDocument:
    """A Document with normalised text. Raises RecordError for an empty, overlong or binary text, an unknown kind or an id of only dots."""
    if identifier in (".", ".."):
        raise RecordError(location, "the id is only dots, which in a web address stand for a folder; give the record another id", location)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= 2 * MAX_TEXT:  # what is longer cannot become short enough, and may take hours
        text = _composed(text, identifier, location)
    if len(text) > MAX_TEXT:
        raise RecordError(identifier, f"the text has {len(text):,} characters (at most {MAX_TEXT:,}); split it into documents", location)
    if not any(char.isalpha() for char in text):
        raise RecordError(identifier, "the text is empty; expected words", location)
    if "\0" in identifier + title + text:
        raise RecordError(identifier, "the record holds NUL characters, as binary files do; expected text", location)
    if kind not in ("auto", *KINDS):
        raise RecordError(identifier, f"the kind is not one of {', '.join(KINDS)}", location)
    title = " ".join(_composed(title[:MAX_TITLE], identifier, location).split())
    try:
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        (identifier + title).encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError(location, "the record has bytes that are no UTF-8, or halves of characters (lone surrogates); save it as UTF-8", location) from error
    kind = guess_kind(text) if kind == "auto" else kind
    return ReadDocument(identifier, text, kind, language or detect_language(text), title, sha256, published, sector, region, location)


def _composed(text: str, identifier: str, location: str) -> str:
    """The text in NFC. Raises RecordError for hundreds of combining marks on one letter, whose order takes quadratic time to find."""
    if any(sum(unicodedata.combining(char) > 0 for char in run) > MAX_MARKS for run in _NO_LETTERS.findall(text)):
        raise RecordError(identifier, f"a letter has more than {MAX_MARKS} combining marks; expected text", location)
    return unicodedata.normalize("NFC", text)


def whole(stream, given: Given) -> bytes:
    """All bytes of one text. Raises RecordError when there are too many."""
    raw = stream.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise given.refuse(f"the file is larger than {MAX_FILE / 1e6:.0f} MB, too large for one text; split it")
    return raw


def whole_text(stream, given: Given) -> str:
    """All of one text, decoded."""
    return decode(whole(stream, given), given.identifier, given.name)


def record_items(record, location: str, given: Given) -> Iterator[Item]:
    """The Document of one record, or the RecordError that says what is wrong with it."""
    try:
        yield record_document(record, location, given)
    except RecordError as error:
        yield error


def posting_items(posting: dict, location: str, given: Given) -> Iterator[Item]:
    """The Document of the record of a job posting, whose fields are called as ours, or its RecordError."""
    return record_items(posting, location, replace(given, columns=Columns()))


def record_document(record, location: str, given: Given) -> ReadDocument:
    """The Document of a JSON object or table row. Raises RecordError."""
    if not isinstance(record, dict):
        raise RecordError(location, f"the record is a {type(record).__name__}, expected an object with 'text'", location)
    values = first_filled((folded(name), value) for name, value in record.items() if value not in (None, ""))
    columns = given.columns
    identifier = _identifier(_first(values, columns.id), location)
    text = plain(_text(values, columns, identifier, location), identifier, location)
    kind = str(_first(values, columns.kind) or given.kind)
    kind = KIND_NAMES.get(folded(kind), folded(kind))
    title, language = str(_first(values, columns.title) or ""), _language(_first(values, columns.language))
    published, sector, region = _day(_first(values, columns.published)), _name(_first(values, columns.sector)), _name(_first(values, columns.region))
    region = "" if any(map(str.isdigit, region)) else region  # an address
    return make_document(identifier, text, kind, title, location, language, published, sector, region)


def plain(text: str, identifier: str, location: str) -> str:
    """The text without HTML mark-up, when it has any. Raises RecordError when the mark-up is absurdly deep."""
    for _ in range(2):  # some sources escape their mark-up once too often
        if not _MARKUP.search(text):
            break
        from .html_text import main_text

        try:
            text = main_text(text if _MARKED_LINES.search(text) else text.replace("\n", "<br>"))[1]
        except ValueError as error:
            raise RecordError(identifier, str(error), location) from error
    return text


def _first(values: dict, names: tuple[str, ...]):
    return next((values[name] for name in names if name in values), None)


def _text(values: dict, columns: Columns, identifier: str, location: str) -> str:
    """The text of a record: the first of the usual fields, or those that the user named, each under its name."""
    found = [name for name in columns.text or TEXT_NAMES if name in values]
    if not found:
        named = f"'{columns.text[0]}'" if columns.text else f"'text' (or {', '.join(TEXT_NAMES[1:4])} ...)"
        raise RecordError(identifier, f"no text; expected a field {named}, or name yours under [columns] in skillstaal.toml", location)
    found = found if columns.text else found[:1]
    for name in found:
        if not isinstance(values[name], str):
            raise RecordError(identifier, f"'{name}' is of type {type(values[name]).__name__}, expected text", location)
    if len(found) == 1:
        return values[found[0]]
    return "\n\n".join(f"{name.replace('_', ' ').capitalize()}\n{values[name].strip()}" for name in found)


def _identifier(value, location: str) -> str:
    """The record's own id as it is, a number in plain figures ("101" for 101.0), or its location when it has none."""
    if value is None or value != value or not str(value).strip():  # NaN stands for no value in tables of pandas
        return location
    if isinstance(value, float | Decimal) and isfinite(value):
        value = int(value) if value == int(value) else format(Decimal(str(value)), "f")
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > MAX_ID:
        raise RecordError(location, f"the id is no text or number of at most {MAX_ID} characters", location)
    return str(value)


def _language(value) -> str | None:
    """ISO 639 code of a language tag such as nl-BE; None for anything else, which is detected then."""
    found = _LANGUAGE_TAG.fullmatch(value.strip()) if isinstance(value, str) else None
    return _LANGUAGE_CODES.get(found[1].lower(), found[1].lower()) if found else None


def _day(value) -> str:
    """The ISO date of a date, or of a text that begins with one; "" for anything else."""
    found = _DAY.match(str(value).strip())
    if not found:
        return ""
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _name(value) -> str:
    """The name of a sector or region on one line; "" for what is no name, such as a text or an address of e-mail."""
    name = unicodedata.normalize("NFC", " ".join(value[: 2 * MAX_NAME].split())) if isinstance(value, str) else ""
    plain_name = len(name) <= MAX_NAME and not any(sign in name for sign in "@<>\0") and any(char.isalpha() for char in name)
    return name if plain_name and name.isprintable() else ""
