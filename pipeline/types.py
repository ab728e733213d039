"""What the stages hand to each other: one small frozen type per step from text to annotation.

Offsets are 0-based Unicode code points in ``Document.text``, end exclusive, so that
``text[start:end] == quote``. ``Document.text`` is NFC with ``\\n`` line ends.
"""

from dataclasses import dataclass, field

from .work.types import Prospects, WorkProcess

KINDS = ("vacancy", "cv", "profile", "qualification")
SKILL_TYPES = ("skill", "knowledge", "attitude", "language", "certificate")
REQUIREMENTS = ("required", "preferred", "task", "not_required")
EVIDENCE = ("hard", "semi-hard", "soft")
ENTRY_KINDS = ("work", "internship", "volunteering", "project", "education", "course", "certificate")
SECTIONS = tuple("requirements tasks offer company procedure experience education skills languages certificates profile hobbies personal other".split())
NOT_ASKED = frozenset(("offer", "company", "procedure"))  # the sections whose words are no demand
GROUNDS = tuple("age gender origin language religion disability civil_status sexual_orientation political appearance working_hours".split())
DIRECTNESS = ("direct", "indirect", "stereotype")
SEVERITIES = ("unlawful_unless_justified", "check", "style")


@dataclass(frozen=True, slots=True)
class Document:
    """A text as read. ``kind`` is one of KINDS; ``language`` "nl", "en" or another ISO 639-1 code.

    ``published`` is an ISO date, ``sector`` what the source calls the branch of industry and ``region`` the province or place of the work; "" when it does not say.
    """

    id: str
    text: str
    kind: str = "vacancy"
    language: str = "nl"
    title: str = ""
    sha256: str = ""
    published: str = ""
    sector: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, bullet or line: the unit that the labeller reads. ``section`` is one of SECTIONS; ``is_field``: a line "name: value" that tells of itself alone."""

    start: int
    end: int
    section: str
    is_heading: bool = False
    is_bullet: bool = False
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A titled part of a document; ``rule`` is the cue that gave it its section."""

    section: str
    start: int
    end: int
    title: str
    rule: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a document: ``texts[i]`` stands at ``starts[i]``; sentence i is tokens ``sentences[i]`` (first, end)."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names a skill. ``score`` and ``certainty`` are the probabilities of the span and of its type; ``tokens`` its (first, end) token;
    ``read_as`` the words that it stands for where its own do not say it ("CE" in "rijbewijs C en CE"), else ""."""

    start: int
    end: int
    quote: str
    type: str
    section: str
    score: float
    tokens: tuple[int, int]
    sentence: int
    certainty: float = 1.0
    read_as: str = ""

    @property
    def term(self) -> tuple[str, str]:
        """(text, type) by which it is linked."""
        return self.read_as or self.quote, self.type


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that a mention may name: ``score`` its probability, ``because`` the label it met."""

    concept: int
    score: float
    because: str


@dataclass(frozen=True, slots=True)
class Link:
    """The outcome of linking: ``concept`` is None for NIL ("nothing fits"); ``confidence`` is calibrated, ``nil`` the probability of NIL."""

    concept: int | None
    confidence: float
    because: str
    nil: float = 0.0


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``text`` in the place of ``start``-``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Wording that may exclude someone, with the rule that saw it and a neutral alternative. Advice, not a verdict.

    ``edits`` are the changes that safely put it neutrally, ``()`` where no safe ones exist; ``alternative`` is advice
    for people.
    """

    start: int
    end: int
    quote: str
    ground: str
    directness: str
    severity: str
    rule: str
    law: str
    why: str
    alternative: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a CV proves a statement. ``class_`` is one of EVIDENCE; ``kind`` an ENTRY_KIND or "claim"; ``start``-``end`` the words that it rests on;
    ``from_`` and ``until`` as 2015 or 2015-03; ``months`` so far; ``status`` obtained, ongoing or not_obtained; ``entry`` counts from 0."""

    class_: str
    kind: str
    start: int
    end: int
    from_: str | None
    until: str | None
    ongoing: bool
    months: int | None
    status: str | None
    valid_until: str | None
    entry: int | None


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill statement, ready for export: where, what, how asked or proven, linked to which concept.

    ``context`` is its sentence, for maintainers of the ontology, where no label has these words; None when it may be personal.
    """

    start: int
    end: int
    quote: str
    type: str
    section: str
    requirement: str | None
    evidence: str | None
    level: str | None
    concept: str | None
    label: str | None
    mappings: dict[str, list[str]]
    confidence: float
    because: str
    proof: Evidence | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class OccupationStatement:
    """The occupation that the text is about, as it is called in the text."""

    start: int
    end: int
    quote: str
    concept: str | None
    label: str | None
    mappings: dict[str, list[str]]
    confidence: float


@dataclass(frozen=True, slots=True)
class CareerEntry:
    """A job, study or certificate of a CV, without the employer. ``start``-``end`` are its title lines; ``level`` as in cues/education.tsv; ``nlqf`` its level."""

    kind: str
    start: int
    end: int
    occupation: OccupationStatement | None
    from_: str | None
    until: str | None
    ongoing: bool
    months: int | None
    level: str | None
    nlqf: str | None
    status: str | None
    valid_until: str | None


@dataclass(frozen=True, slots=True)
class Implied:
    """A concept that a qualification implies: statement ``statement`` (from 1) by ``norm``."""

    statement: int
    norm: str


@dataclass(frozen=True, slots=True)
class PersonalSkill:
    """What all statements of one concept prove together: the strongest class, the months in all work that shows it, and when it was last used.

    ``statements`` counts from 1; ``implied`` says which qualifications imply it.
    """

    concept: str
    label: str
    type: str
    evidence: str
    level: str | None
    months: int | None
    from_: str | None
    until: str | None
    ongoing: bool
    statements: tuple[int, ...]
    implied: tuple[Implied, ...] = ()


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What a CV says beside its statements: the entries, and a person's skills with the strongest proof of each."""

    entries: tuple[CareerEntry, ...]
    skills: tuple[PersonalSkill, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything one document says, the end of the way through the stages. ``asked``: the (text, type) terms that were linked for it, ``fingerprint`` tells with which outcome (Linker.fingerprint)."""

    document: Document
    occupation: OccupationStatement | None
    skills: tuple[Skill, ...]
    experience_years: int | None
    education: str | None
    flags: tuple[Flag, ...] = field(default=())
    neutral_text: str | None = None
    curriculum: Curriculum | None = None
    work_processes: tuple[WorkProcess, ...] = ()
    crebo: tuple[str, ...] = ()
    prospects: Prospects | None = None
    asked: tuple[tuple[str, str], ...] = ()
    fingerprint: bytes = b""
