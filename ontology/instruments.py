"""Instrument tables -> Instruments: collections and code lists with their source and year, quadrant scores, tasks.

``instruments.tsv`` names the instruments, ``automation_scores.tsv`` places occupations in Lee's quadrants (AI Superpowers,
2018), ``occupation_tasks.tsv`` lists what people in an occupation do; every other table in the folder has items of
instruments. The tables have the format of the concept tables (see tables.py); all their faults are raised together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .concepts import Ontology
from .errors import SourceError
from .namespaces import CONCEPT_BASE
from .tables import read_rows, split_values

KINDS = ("collection", "codelist")
TASK_KINDS = ("preparing", "executing", "organising", "supporting")
QUADRANT_LIST = "automation-quadrants"
QUADRANTS = {
    (True, False): "danger-zone",
    (True, True): "human-veneer",
    (False, False): "slow-creep",
    (False, True): "safe-zone",
}
INSTRUMENT_COLUMNS = "id kind title_nl title_en description_nl description_en source year note".split()
ITEM_COLUMNS = "instrument code pref_nl pref_en definition_nl definition_en broader concepts note".split()
SCORE_COLUMNS = "occupation routine interaction quadrant reason justification".split()
TASK_COLUMNS = "occupation number kind task_nl task_en".split()
_TABLES = ("instruments.tsv", "automation_scores.tsv", "occupation_tasks.tsv")
_LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of instruments.tsv; texts are by language. ``year`` is that of the source."""

    id: str
    kind: str
    titles: dict[str, str] = field(hash=False)
    descriptions: dict[str, str] = field(hash=False)
    source: str
    year: int
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A group of a collection or a value of a code list. ``broader`` is a code of the same instrument, or "".

    ``concepts`` holds IRIs of the core; ``frameworks`` the levels in qualifications frameworks ("nlqf", "eqf").
    """

    instrument: str
    code: str
    labels: dict[str, str] = field(hash=False)
    definitions: dict[str, str] = field(hash=False)
    broader: str = ""
    concepts: tuple[str, ...] = ()
    frameworks: dict[str, str] = field(default_factory=dict, hash=False)
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far work can be automated. Both scores run from 0 to 1.

    ``routine``: share of the work that follows fixed rules or patterns on data that machines can read. ``interaction``:
    how much of its worth comes from contact, trust and persuasion between people.
    """

    occupation: str
    routine: float
    interaction: float
    reason: str
    justification: str
    place: str = ""

    @property
    def quadrant(self) -> str:
        """The code of the quadrant that follows from the scores; a score of 0.5 counts as high."""
        return QUADRANTS[self.routine >= 0.5, self.interaction >= 0.5]


@dataclass(frozen=True, slots=True)
class Task:
    """What people in an occupation do; ``number`` is its fixed number within the occupation."""

    occupation: str
    number: int
    kind: str
    texts: dict[str, str] = field(hash=False)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Instruments:
    """All instruments of a release, in the order of their tables."""

    instruments: tuple[Instrument, ...] = ()
    items: tuple[Item, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    tasks: tuple[Task, ...] = ()

    def by_instrument(self) -> dict[str, list[Item]]:
        """Items by the id of their instrument."""
        items: dict[str, list[Item]] = {instrument.id: [] for instrument in self.instruments}
        for item in self.items:
            items[item.instrument].append(item)
        return items

    def counts(self) -> dict[str, int | dict[str, int]]:
        """What the manifest says: instruments per kind, items, links to the core, placed occupations, tasks per kind."""
        return {
            "instruments": dict(sorted(Counter(instrument.kind for instrument in self.instruments).items())),
            "instrument items": len(self.items),
            "instrument members": sum(len(item.concepts) for item in self.items),
            "quadrants": dict(sorted(Counter(assessment.quadrant for assessment in self.assessments).items())),
            "occupations with tasks": len({task.occupation for task in self.tasks}),
            "tasks": dict(sorted(Counter(task.kind for task in self.tasks).items())),
        }


def read_instruments(folder: Path, ontology: Ontology) -> Instruments:
    """All tables of ``folder`` (none: no instruments), checked against the concepts of ``ontology``. Raises SourceError."""
    if not folder.is_dir():
        return Instruments()
    faults: list[str] = []

    def rows(name: str, columns: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
        return read_rows(folder / name, columns, faults) if (folder / name).exists() else iter(())

    items = [path.name for path in sorted(folder.glob("*.tsv")) if path.name not in _TABLES]
    found = Instruments(
        tuple(_instrument(row, place, faults) for place, row in rows("instruments.tsv", INSTRUMENT_COLUMNS)),
        tuple(_item(row, place, faults) for name in items for place, row in rows(name, ITEM_COLUMNS)),
        tuple(_assessment(row, place, faults) for place, row in rows("automation_scores.tsv", SCORE_COLUMNS)),
        tuple(_task(row, place, faults) for place, row in rows("occupation_tasks.tsv", TASK_COLUMNS)),
    )
    faults += _wrong_items(found)
    faults += _wrong_references(found, ontology)
    faults += _wrong_tasks(found.tasks)
    if faults:
        raise SourceError(faults)
    return found


def _texts(row: dict[str, str], column: str) -> dict[str, str]:
    return {lang: row[f"{column}_{lang}"] for lang in _LANGUAGES if row[f"{column}_{lang}"]}


def _instrument(row: dict[str, str], place: str, faults: list[str]) -> Instrument:
    if row["kind"] not in KINDS:
        faults.append(f"{place}: kind {row['kind']!r} is not one of {', '.join(KINDS)}")
    for column in ("id", "title_nl", "title_en", "description_nl", "description_en", "source"):
        if not row[column]:
            faults.append(f"{place}: {column} is empty; every instrument needs one")
    if not (row["year"].isdecimal() and len(row["year"]) == 4):
        faults.append(f"{place}: year {row['year']!r} is no year; write the four digits of the source's year")
    year = int(row["year"]) if row["year"].isdecimal() else 0
    return Instrument(row["id"], row["kind"], _texts(row, "title"), _texts(row, "description"), row["source"], year, row["note"], place)


def _item(row: dict[str, str], place: str, faults: list[str]) -> Item:
    for column in ("code", "pref_nl", "pref_en"):
        if not row[column]:
            faults.append(f"{place}: {column} is empty; every item needs one")
    if " " in row["code"]:
        faults.append(f"{place}: code {row['code']!r} has a space; it becomes part of an IRI, so write a hyphen")
    concepts = split_values(row["concepts"])
    for identifier, times in Counter(concepts).items():
        if times > 1:
            faults.append(f"{place}: {identifier} stands {times} times in concepts; keep one")
    return Item(
        row["instrument"], row["code"], _texts(row, "pref"), _texts(row, "definition"), row["broader"],
        tuple(CONCEPT_BASE + identifier for identifier in dict.fromkeys(concepts)),
        {name: row[name] for name in ("nlqf", "eqf") if row.get(name)}, row["note"], place,
    )  # fmt: skip


def _assessment(row: dict[str, str], place: str, faults: list[str]) -> Assessment:
    scores = [_score(row[column], column, place, faults) for column in ("routine", "interaction")]
    assessment = Assessment(CONCEPT_BASE + row["occupation"], *scores, row["reason"], row["justification"], place)
    if row["quadrant"] != assessment.quadrant:
        faults.append(
            f"{place}: quadrant {row['quadrant']!r} does not follow from the scores {row['routine']} and {row['interaction']}; "
            f"write {assessment.quadrant} or change a score"
        )
    for column in ("reason", "justification"):
        if not row[column]:
            faults.append(f"{place}: {column} is empty; say why these scores were given and by whom")
    return assessment


def _score(cell: str, column: str, place: str, faults: list[str]) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        faults.append(f"{place}: {column} {cell!r} is not a number from 0 to 1")
    return score


def _task(row: dict[str, str], place: str, faults: list[str]) -> Task:
    if row["kind"] not in TASK_KINDS:
        faults.append(f"{place}: kind {row['kind']!r} is not one of {', '.join(TASK_KINDS)}")
    if not row["number"].isdecimal():
        faults.append(f"{place}: number {row['number']!r} is no whole number; give the task the next free number of its occupation")
    if not row["task_nl"]:
        faults.append(f"{place}: task_nl is empty; say in Dutch what is done")
    number = int(row["number"]) if row["number"].isdecimal() else 0
    return Task(CONCEPT_BASE + row["occupation"], number, row["kind"], _texts(row, "task"), place)


def _wrong_items(found: Instruments) -> Iterator[str]:
    """Ids and codes used twice, instruments and broader codes that do not exist, empty instruments and groups."""
    kinds = {instrument.id: instrument.kind for instrument in found.instruments}
    yield from _repeats(((instrument.id,), instrument.place) for instrument in found.instruments)
    yield from _repeats(((item.instrument, item.code), item.place) for item in found.items)
    yield from _repeats(((item.instrument, item.labels.get("nl", "")), item.place) for item in found.items)
    codes = {(item.instrument, item.code) for item in found.items}
    filled = {item.instrument for item in found.items}
    for instrument in found.instruments:
        if instrument.id not in filled:
            yield f"{instrument.place}: instrument {instrument.id!r} has no items; add rows with this id to an item table"
    for item in found.items:
        if item.instrument not in kinds:
            yield f"{item.place}: instrument {item.instrument!r} does not exist; add it to instruments.tsv"
        elif kinds[item.instrument] == "collection" and (item.broader or not item.concepts):
            yield f"{item.place}: an item of a collection needs concepts and has no broader; fill concepts and empty broader"
        if item.broader and (item.broader == item.code or (item.instrument, item.broader) not in codes):
            yield f"{item.place}: broader {item.broader!r} is no other code of {item.instrument}; correct or remove it"


def _wrong_references(found: Instruments, ontology: Ontology) -> Iterator[str]:
    """References to concepts that no table has or that are deprecated, and to things that are no occupation."""
    known = ontology.by_iri()
    for item in found.items:
        for iri in item.concepts:
            identifier = iri.removeprefix(CONCEPT_BASE)
            if iri not in known:
                yield f"{item.place}: concept {identifier} does not exist; correct or remove it"
            elif known[iri].status == "deprecated":
                yield f"{item.place}: concept {identifier} is deprecated; use its replacement"
    for row in (*found.assessments, *found.tasks):
        if row.occupation not in known or known[row.occupation].type != "occupation":
            yield f"{row.place}: {row.occupation.removeprefix(CONCEPT_BASE)} is no occupation of the tables; correct or remove the row"
    yield from _repeats(((assessment.occupation.removeprefix(CONCEPT_BASE),), assessment.place) for assessment in found.assessments)
    listed = {item.code for item in found.items if item.instrument == QUADRANT_LIST}
    if found.assessments and listed != set(QUADRANTS.values()):
        yield f"automation_scores.tsv: the code list {QUADRANT_LIST} must have the codes {', '.join(QUADRANTS.values())}; add or remove items"


def _wrong_tasks(tasks: tuple[Task, ...]) -> Iterator[str]:
    """Numbers or texts used twice in an occupation; occupations with too few or too many tasks."""
    yield from _repeats(((task.occupation.removeprefix(CONCEPT_BASE), str(task.number)), task.place) for task in tasks)
    yield from _repeats(((task.occupation.removeprefix(CONCEPT_BASE), task.texts.get("nl", "")), task.place) for task in tasks)
    grouped = defaultdict(list)
    for task in tasks:
        grouped[task.occupation].append(task)
    for occupation, group in grouped.items():
        if not 3 <= len(group) <= 8:
            yield f"{group[0].place}: {occupation.removeprefix(CONCEPT_BASE)} has {len(group)} task(s); list 3 to 8"


def _repeats(keys: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    places: dict[tuple[str, ...], str] = {}
    for key, place in keys:
        if key in places:
            yield f"{place}: {' '.join(key)!r} already stands at {places[key]}; keep one"
        places.setdefault(key, place)
