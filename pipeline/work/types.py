"""What texts that describe work say of it beside skills: its parts, and where it stands in automation and digitalisation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkProcess:
    """A core task, work process or result area. ``start``-``end`` is its title, ``spans`` are where its words stand; ``kind`` as in task_kinds.py."""

    code: str
    title: str
    start: int
    end: int
    kind: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score from 0 to 1 with the bounds of its margin."""

    score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DigitalLevel:
    """A level from 0 to 4 with the bounds of its margin; ``statements`` (from 1) led to it."""

    level: int
    low: int
    high: int
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prospects:
    """Where work stands in the automation quadrants, and its digital level. ``possible`` are the quadrants within the margins; ``statements`` count from 1."""

    routine: Estimate
    interaction: Estimate
    quadrant: str
    possible: tuple[str, ...]
    statements: tuple[int, ...]
    digital: DigitalLevel
