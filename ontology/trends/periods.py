"""Dates and names of periods -> months, quarters or years, and where these lie in time."""

import re
from datetime import date

from ..errors import OntologyError

UNITS = {"month": 12, "quarter": 4, "year": 1}  # how many a year
_WRITTEN = re.compile(r"(?P<year>\d{4})(-(?P<month>0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q(?P<quarter>[1-4]))?")
_INTERVAL = "http://reference.data.gov.uk/id/"  # interval IRIs that data cubes use


def period_of(written: str, unit: str) -> str:
    """The period of ``unit`` that a day, month, quarter or year lies in: "2026-03", "2026-Q1", "2026". Raises OntologyError."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise OntologyError(f"{written!r} is no period; write 2026-03, 2026-Q1 or 2026")
    month = int(found["month"] or 0) or 3 * int(found["quarter"] or 0)
    if unit != "year" and (not month or (unit == "month" and not found["month"])):
        raise OntologyError(f"the period {written!r} is longer than a {unit}; give a {unit}, or count by longer periods with --by")
    return named(int(found["year"]), month or 12, unit)


def named(year: int, month: int, unit: str) -> str:
    """What the period with this month is called."""
    return {"month": f"{year:04d}-{month:02d}", "quarter": f"{year:04d}-Q{(month + 2) // 3}", "year": f"{year:04d}"}[unit]


def middle(period: str) -> float:
    """The middle of a period, in years."""
    year, _, rest = period.partition("-")
    if not rest:
        return int(year) + 0.5
    return int(year) + ((int(rest[1]) - 0.5) / 4 if rest[0] == "Q" else (int(rest) - 0.5) / 12)


def interval(period: str) -> str:
    """The IRI of a period."""
    return _INTERVAL + ("quarter/" if "Q" in period else "month/" if "-" in period else "year/") + period


def day_of(period: str) -> date:
    """The first day of a period."""
    year, _, rest = period.partition("-")
    return date(int(year), 1 if not rest else 3 * int(rest[1]) - 2 if rest[0] == "Q" else int(rest), 1)
