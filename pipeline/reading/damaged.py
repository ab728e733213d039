"""A damaged gzip file -> how many of its records are sound, and the sentence that tells of the others.

Damaged gzip mostly goes on unpacking, to text that was never written. Its damage is found by the checksums of members that are whole, by the
place where it cannot be unpacked further or the file is blank, and by the first record whose form is broken or whose id was there before, as
unpacking copies earlier text. In trials with vacancies, where one bit, one byte, 20, 512 or 4,096 bytes were damaged, garbled records stood
before that one in 6 of 1,000 files, besides those right before it, which are left out. When no form was broken, the length was right: text
was replaced by text, which cannot be found, so that nothing is taken. When the length is wrong as well, so is the end of the file, which
tells both. A file that breaks off is sound up to there, unless most of its last records are broken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .documents import Given, ReadDocument
from .gzipped import CUT, ENDING, GARBLED, Broken, Damage, unpacked

SUSPECT = 2  # records before the first broken one that may be garbled too


@dataclass(slots=True)
class _Looked:
    """What reading a file told: items before it ended or was damaged, those that checksums cover, and where broken ones begin to outnumber the others."""

    count: int = 0
    sure: int = 0
    torn: bool = False
    balance: int = 0
    turn: int = 0

    def add(self, is_torn: bool, is_sure: bool) -> None:
        if self.balance <= 0:
            self.balance, self.turn = 0, self.count
        self.balance += 1 if is_torn else -1
        self.count += 1
        self.sure = self.count if is_sure else self.sure


def sound_part(path: Path, reader: Callable, given: Given, damage: Damage) -> tuple[int, str]:
    """(how many items of a damaged file are sound, what to tell of the others). The file is read up to its damage; nothing is kept."""
    found = _look(path, reader, given, damage)
    if damage.kind == CUT and not found.torn:
        return found.count, f"the gzip breaks off, as when a download was not finished; {_read(found.count)}; get the file again"
    if found.torn:
        kept = max(found.sure, found.count - SUSPECT)
        return kept, f"the gzip is damaged; {_read(kept)}, none after it; get the file again"
    if damage.kind == ENDING:
        return found.count, f"the checksum and the length at the end of the gzip are wrong; {_read(found.count, '')}; compare the file with its source"
    lost = f"{_read(found.sure, ' that another checksum covers')}, {found.count - found.sure} not"
    return found.sure, f"the checksum of the gzip is wrong, and where it is damaged cannot be told; {lost}; get the file again"


def _look(path: Path, reader: Callable, given: Given, damage: Damage) -> _Looked:
    found, ids = _Looked(torn=damage.kind == GARBLED), set()
    with unpacked(path, given, damage) as stream:
        try:
            for item in reader(stream, given):
                is_sure = stream.raw.is_sure
                if isinstance(item, ReadDocument):
                    is_torn = hash(item.id) in ids
                    ids.add(hash(item.id))
                else:
                    is_torn = item.torn
                is_torn = is_torn and not is_sure
                if is_torn and damage.kind != CUT:
                    found.torn = True
                    return found
                found.add(is_torn, is_sure)
        except Broken as error:
            found.torn |= error.kind == GARBLED
        except Exception:  # what the reader cannot go on with
            found.torn = True
    if found.balance >= SUSPECT:
        found.torn, found.count = True, found.turn
    return found


def _read(count: int, which: str = " before it") -> str:
    return f"{count or 'no'} record{'s' * (count != 1)}{which} {'was' if count == 1 else 'were'} read"
