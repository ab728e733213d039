"""The JSON of a translated CV, with the owner's changes -> what a passport says, ready to be written in any format."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ontology.lexicon import Lexicon
from ontology.namespaces import DATA_BASE

from ...cv.entry import USED
from ...linking.linker import esco_iris
from ..nodes import subject_iri
from .doubt import speakable

ORDER = ("hard", "semi-hard", "soft")


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when, as 2015 or 2015-03; ``months`` is the time of use without double counting."""

    from_: str | None
    until: str | None
    ongoing: bool
    months: int | None

    def bounds(self) -> tuple[date | None, date | None]:
        """The first day and the last one, None while it goes on."""
        return self.from_ and first_day(self.from_), None if self.ongoing else self.until and last_day(self.until)


@dataclass(frozen=True, slots=True)
class Reason:
    """A qualification that implies a skill, called ``names`` (Dutch, English), by a norm."""

    names: tuple[str, str]
    norm: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A skill of a person with the strongest proof. ``names`` are Dutch and English; ``kinds`` what it shows from, strongest first, and ``status``
    how the first of these stands (obtained, ongoing, not_obtained);
    ``esco`` the ESCO concepts that it is or is mapped to, ``wider`` broader ones where there are none; ``owner`` added, corrected, confirmed or None."""

    key: str
    concept: str | None
    names: tuple[str, str]
    type: str
    evidence: str
    level: str | None
    period: Period
    valid_until: str | None
    kinds: tuple[str, ...]
    status: str | None
    reasons: tuple[Reason, ...]
    esco: tuple[str, ...]
    wider: tuple[str, ...]
    owner: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """A job, study, course or certificate without employer or school; ``names`` of the occupation or diploma, where one was recognised."""

    kind: str
    names: tuple[str, str] | None
    period: Period
    level: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Passport:
    """Everything a passport says of the person with the pseudonymous IRI ``subject``."""

    subject: str
    made: date
    release: str
    statements: tuple[Statement, ...]
    roles: tuple[Role, ...]


def make_passport(record: dict, lexicon: Lexicon, made: date, base: str = DATA_BASE) -> Passport:
    """The passport of a record: strongest proof first, then longest use."""
    curriculum = record["curriculum"]
    found = [_statement(f"k{number}", skill, record, lexicon) for number, skill in enumerate(curriculum["skills"], 1)]
    found += _nameless(record)
    found.sort(key=lambda said: (ORDER.index(said.evidence), -(said.period.months or 0), said.names))
    papers = {said["evidence_detail"]["entry"]: said["concept"] for said in record["skills"] if said["type"] == "certificate" and said["concept"]}
    roles = tuple(_role(entry, papers.get(number), lexicon) for number, entry in enumerate(curriculum["entries"], 1))
    return Passport(subject_iri(record["document"], base), made, record["ontology"]["release"], tuple(found), roles)


def first_day(written: str) -> date:
    year, _, month = written.partition("-")
    return date(int(year), int(month or 1), 1)


def last_day(written: str) -> date:
    year, _, month = written.partition("-")
    last = 12 * int(year) + int(month or 12)  # the month after it
    return date.fromordinal(date(last // 12, last % 12 + 1, 1).toordinal() - 1)


def _names(concept: str, lexicon: Lexicon) -> tuple[str, str]:
    entry = lexicon.entry(lexicon.number_of(concept))
    return entry.label_nl, entry.label_en or entry.label_nl


def _statement(key: str, skill: dict, record: dict, lexicon: Lexicon) -> Statement:
    own = sorted((record["skills"][number - 1] for number in skill["statements"]), key=lambda said: ORDER.index(said["evidence"]))
    details = [said["evidence_detail"] for said in own]
    names: dict[Reason, None] = {}
    for reason in skill["implied_by"]:
        names[Reason(_names(record["skills"][reason["statement"] - 1]["concept"], lexicon), reason["norm"])] = None
    entry = lexicon.entry(lexicon.number_of(skill["concept"]))
    esco = tuple(esco_iris(entry))
    return Statement(
        key, skill["concept"], _names(skill["concept"], lexicon), skill["type"], skill["evidence"], skill["level"],
        Period(skill["from"], skill["until"], skill["ongoing"], skill["months"]),
        max((detail["valid_until"] for detail in details if detail["valid_until"]), default=None),
        tuple(dict.fromkeys(detail["kind"] for detail in details)), details[0]["status"] if details else None, tuple(names), esco, () if esco else tuple(entry.wider.get("esco", ())), skill.get("owner"),
    )  # fmt: skip


def _nameless(record: dict) -> Iterator[Statement]:
    """What no concept fits: added by the owner, in the owner's words, or in words of the CV that no concept surely fits, each once and between quotation marks."""
    told = set()
    for number, said in enumerate(record["skills"], 1):
        if said["concept"] is None:
            detail, owner = said["evidence_detail"], said.get("owner")
            words = " ".join(said["quote"].split())
            if not owner and (words.lower() in told or not speakable(words)):
                continue
            told.add(words.lower())
            names = (words, words) if owner else (f"‘{words}’", f"‘{words}’")
            period = Period(detail["from"], detail["until"], detail["ongoing"], detail["months"])
            yield Statement(f"s{number}", None, names, said["type"], said["evidence"], said["level"], period, detail["valid_until"], (detail["kind"],), detail["status"], (), (), (), owner)


def _role(entry: dict, paper: str | None, lexicon: Lexicon) -> Role:
    used = entry["kind"] in USED
    concept = entry["occupation"] and entry["occupation"]["concept"] if used else paper
    names = _names(concept, lexicon) if concept else None
    return Role(entry["kind"], names, Period(entry["from"], entry["until"], entry["ongoing"], entry["months"]), entry["level"], entry["status"])
