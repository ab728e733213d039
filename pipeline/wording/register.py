"""The exceptions register of an organisation: which flags it does not want to see or has judged, why, who decided and until when.

A tab-separated table with the columns of ``COLUMNS``, named in skillstaal.toml (``wording_register = "register.tsv"``):

``action`` ``suppress`` (the flag is left out) or ``exception`` (it stays, as a matter of style, with the reason);
``rule`` a rule id or the beginning of one ("age.minimum", "gender.title.02"); ``text`` words that the flagged words must
hold, or empty; ``sector`` words that the title or the first lines of the document must hold, or empty; ``reason`` and
``owner``; ``until`` the last day it holds, as 2026-12-31. Rows past that day are not applied, and said to be so.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import SkillstaalError
from ..types import SEVERITIES, Document, Flag
from .rules import load_rules

COLUMNS = ("action", "rule", "text", "sector", "reason", "owner", "until")
ACTIONS = ("suppress", "exception")
_NEEDED = ("action", "rule", "reason", "owner", "until")
_OPENING_CHARS = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: see the columns above; ``text`` and ``sector`` are lower case."""

    action: str
    rule: str
    text: str
    sector: str
    reason: str
    owner: str
    until: datetime.date

    def holds_for(self, flag: Flag, about: str) -> bool:
        """Whether the row speaks of ``flag`` in a document that opens with ``about`` (lower case)."""
        ours = flag.rule == self.rule or flag.rule.startswith(self.rule + ".")
        return ours and self.text in flag.quote.lower() and self.sector in about


@dataclass(frozen=True, slots=True)
class Register:
    """The rows that hold on a day, the ones that no longer do, and the checksum of the file."""

    entries: tuple[Entry, ...] = ()
    expired: tuple[Entry, ...] = ()
    sha256: str = ""

    @classmethod
    def load(cls, path: Path, today: datetime.date | None = None) -> "Register":
        """Reads and checks the table. Raises SkillstaalError that names the row and what is allowed."""
        try:
            content = path.read_bytes()
            lines = content.decode("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SkillstaalError(f"{path}: the wording register cannot be read ({getattr(error, 'strerror', None) or error})") from error
        rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
        if not rows or tuple(rows[0][1]) != COLUMNS:
            raise SkillstaalError(f"{path}: the first row must name the columns {', '.join(COLUMNS)}, parted by tabs")
        entries = [_entry(f"{path}:{number}", cells) for number, cells in rows[1:]]
        today = today or datetime.date.today()
        return cls(
            tuple(entry for entry in entries if entry.until >= today),
            tuple(entry for entry in entries if entry.until < today),
            hashlib.sha256(content).hexdigest(),
        )

    def warnings(self) -> list[str]:
        """A sentence for each row that is past its day."""
        return [f"wording register: '{entry.rule}' of {entry.owner} ended on {entry.until} and is not applied" for entry in self.expired]

    def apply(self, document: Document, flags: Sequence[Flag]) -> tuple[Flag, ...]:
        """The flags as the register wants them; an exception adds its reason to ``why``."""
        if not self.entries:
            return tuple(flags)
        about = f"{document.title}\n{document.text[:_OPENING_CHARS]}".lower()
        kept = []
        for flag in flags:
            entry = next((entry for entry in self.entries if entry.holds_for(flag, about)), None)
            if entry is None:
                kept.append(flag)
            elif entry.action == "exception":
                more = f" Geregistreerde uitzondering tot en met {entry.until}: {entry.reason} ({entry.owner})."
                kept.append(replace(flag, severity=SEVERITIES[-1], why=flag.why + more, edits=()))
        return tuple(kept)


def _entry(where: str, cells: list[str]) -> Entry:
    if len(cells) != len(COLUMNS):
        raise SkillstaalError(f"{where}: {len(cells)} cells where the register has {len(COLUMNS)} columns")
    row = dict(zip(COLUMNS, (cell.strip() for cell in cells)))
    if missing := [name for name in _NEEDED if not row[name]]:
        raise SkillstaalError(f"{where}: {', '.join(missing)} must be filled")
    if row["action"] not in ACTIONS:
        raise SkillstaalError(f"{where}: action {row['action']!r} is unknown; the actions are {', '.join(ACTIONS)}")
    if not any(rule.id == row["rule"] or rule.id.startswith(row["rule"] + ".") for rule in load_rules()):
        grounds = ", ".join(sorted({rule.id.rsplit(".", 1)[0] for rule in load_rules()}))
        raise SkillstaalError(f"{where}: there is no wording rule {row['rule']!r}; give a rule id or its beginning: {grounds}")
    try:
        until = datetime.date.fromisoformat(row["until"])
    except ValueError:
        raise SkillstaalError(f"{where}: until {row['until']!r} is no date; write it as 2026-12-31") from None
    return Entry(row["action"], row["rule"], row["text"].lower(), row["sector"].lower(), row["reason"], row["owner"], until)
