"""What the header and the good rows of a table tell of its others: whether a line begins a row, or is a piece of the text above it."""

import csv
import re
from dataclasses import dataclass, field

from .columns import folded

_ID_LIKE = re.compile(r"(?=\D*\d)\S{1,40}")
_WORD_LIKE = re.compile(r"\S{1,40}")
_ITEM = re.compile(r"\s*[-–•*·>]\s")
_PROSE = re.compile(r"\s*[-–•*·>]\s|(?:\S+\s+){3}")
_FOOTER = re.compile(r"\s*\(\d+ (?:rows?|records?|rij(?:en)?)\b")  # as databases write below what they export
_NAME = 100  # characters of a column's name that are looked at
_SHAPES = 100  # of ids that are told apart, in
_LEARNT = 1000  # rows
_SOME = 3  # rows that tell how all begin
_ANYTHING, _WORD, _CODE = range(3)
_WHOLE, _OPEN, _ODD = range(3)


@dataclass
class Shape:
    """Columns, and what the rows that were good have in common: how their ids look, whether they begin with a quote, have several lines and all cells."""

    header: list[str]
    delimiter: str
    id_at: int | None
    texts_at: list[int]
    shapes: set[str] = field(default_factory=set)
    plainest: int = _CODE
    rows: int = 0
    all_quoted: bool = True
    has_lines: bool = False
    all_full: bool = True
    were_full: bool = True  # all rows but the last
    cut: bool = False  # whether the row before had too few cells,
    piece: bool = False  # or was a piece

    @property
    def text_at(self) -> int:
        return self.texts_at[0]

    def is_header(self, cells: list[str]) -> bool:
        """Whether a row is the header once more."""
        return folded(cells[self.text_at][:_NAME]) == self.header[self.text_at] and [folded(cell) for cell in cells] == self.header

    def saw(self, cells: list[str], line: str, lines: int) -> None:
        """Remembers what a good row looks like, by its first line and how many it has."""
        self.rows += 1
        self.all_quoted = self.all_quoted and line.startswith('"')
        self.has_lines = self.has_lines or lines > 1
        self.were_full, self.all_full = self.all_full, self.all_full and len(cells) == len(self.header)
        if self.id_at is not None and self.id_at < len(cells):
            self.plainest = min(self.plainest, _sort(cells[self.id_at]))
            if self.rows <= _LEARNT and len(self.shapes) < _SHAPES:
                self.shapes.add(_form(cells[self.id_at]))

    def is_piece(self, cells: list[str], last_line: str) -> bool:
        """Whether a row is a line of a broken cell: it lacks the text and has no id; it follows a piece, or has too few cells as the row before it, and
        all rows before had them all or its id is unlike theirs; or its id is prose, where theirs are codes."""
        after_cut, after_piece = self.cut, self.piece
        self.cut = len(cells) < len(self.header)
        if self.id_at is not None and self.id_at > self.text_at:
            return self._is_piece_before_id(cells, last_line, after_piece)
        if len(cells) <= self.text_at:
            self.piece = not self._has_code(cells) and not _FOOTER.match(cells[0])
        elif self.id_at is None or self.id_at >= len(cells):
            self.piece = False
        else:
            identifier = cells[self.id_at]
            ragged = self.cut and (after_piece or after_cut) and self.were_full and self.rows > _SOME
            suspect = after_piece or after_cut and self.cut or " " in identifier and bool(_PROSE.match(identifier))
            self.piece = ragged or suspect and self.rows > 0 and _sort(identifier) < self.plainest and _form(identifier) not in self.shapes
        return self.piece

    def _is_piece_before_id(self, cells: list[str], last_line: str, after_piece: bool) -> bool:
        """The same where the id stands behind the text: what lacks an id that all rows have; of a text in the first cell also the line with the id."""
        lacks = len(cells) <= self.text_at or len(cells) <= self.id_at and self.all_full and self.rows >= _SOME
        self.piece = lacks and not last_line.rstrip().endswith('"') and not _FOOTER.match(cells[0])
        return lacks or after_piece and self.text_at == 0

    def may_go_on(self, cells: list[str], last_line: str) -> bool:
        """Whether the text of a row may go on in the next line: it is the last cell and no quote ends it."""
        return len(cells) - 1 in self.texts_at and not last_line.rstrip().endswith('"')

    def begins_row(self, line: str, following: str | None) -> bool:
        """Whether a line surely begins a row, also after a quote that was never closed, by itself and by the line that follows."""
        if self._lacks_quote(line) or _ITEM.match(line):
            return False
        cells, state = self._split(line)
        if self.id_at is None:
            return self._begins_nameless(line, cells, state) and self._next_line_fits(state, following)
        if not self.id_at < len(cells) or len(cells) < 2:
            return self._opens_text(line, cells, state)
        sort = _sort(cells[self.id_at])
        if self._opens_text(line, cells, state):
            return not self.rows or sort >= self.plainest
        if sort == _CODE and (not self.shapes or _form(cells[self.id_at]) in self.shapes):
            return self._next_line_fits(state, following)
        return sort >= self._least_sort and len(cells) == len(self.header) and state != _ODD and self._next_line_fits(state, following)

    def _next_line_fits(self, state: int, following: str | None) -> bool:
        """Whether the line after the first one of a row, that ends in this state, is inside quotes, the end of the file, or the beginning of another row."""
        return state == _OPEN or following is None or self.may_begin(following)

    def may_begin(self, line: str) -> bool:
        """Whether a line looks like the beginning of a row."""
        if self._lacks_quote(line):
            return False
        cells, state = self._split(line)
        if self.id_at is None:
            return self._begins_nameless(line, cells, state)
        if not self.id_at < len(cells) or len(cells) < 2:
            return self._has_code(cells) or self._opens_text(line, cells, state)
        sort = _sort(cells[self.id_at])
        return sort == _CODE or sort >= self._least_sort and len(cells) == len(self.header) or self._opens_text(line, cells, state)

    @property
    def _least_sort(self) -> int:
        return self.plainest if self.rows else _WORD

    def _begins_nameless(self, line: str, cells: list[str], state: int) -> bool:
        """The same for a table without ids."""
        if len(self.header) == 1:
            return state != _ODD and (line.startswith('"') or bool(self.rows) and not self.has_lines)
        return self._opens_text(line, cells, state) or state == _WHOLE and len(cells) == len(self.header)

    def _opens_text(self, line: str, cells: list[str], state: int) -> bool:
        return state == _OPEN and len(cells) - 1 in self.texts_at and (len(cells) > 1 or line.startswith('"'))

    def _lacks_quote(self, line: str) -> bool:
        return self.rows >= _SOME and self.all_quoted and not line.startswith('"')

    def _has_code(self, cells: list[str]) -> bool:
        """Whether a row has an id, where all ids are codes."""
        return self.id_at is not None and self.id_at < len(cells) and self.rows > 0 and _sort(cells[self.id_at]) == self.plainest == _CODE

    def _split(self, line: str) -> tuple[list[str], int]:
        """(cells of a line by itself, whether it is whole, ends inside quotes, or has quotes where none may be)"""
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=True), []), _ODD if line.count('"') % 2 else _WHOLE
        except csv.Error as error:
            state = _OPEN if "unexpected end" in str(error) else _ODD
        try:
            return next(csv.reader([line], delimiter=self.delimiter), []), state
        except csv.Error:
            return [], _ODD


def _sort(identifier: str) -> int:
    """How much an id is like one: a code with a figure, one word, or anything."""
    return _CODE if _ID_LIKE.fullmatch(identifier) else _WORD if _WORD_LIKE.fullmatch(identifier) else _ANYTHING


def _form(identifier: str) -> str:
    """"csv-01" -> "a-9"."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", identifier))
