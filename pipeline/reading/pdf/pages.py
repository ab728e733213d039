"""The bytes of a PDF -> pieces of lines with their boxes, page by page, as PDFium finds them."""

import ctypes
from collections.abc import Iterator

from .layout import Piece

MAX_PAGES = 200
MAX_CHARACTERS = 400_000
_LIGATURE = 1.0  # letters of one ligature have one box
_APART = 0.9  # of the height of a letter: the gap after which other text may begin
_REPLACED = {"\x02": "-", "\ufffe": "-", "\xad": "", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


class PdfError(Exception):
    """A PDF that cannot be read; the message says why and what to do."""


def pages_of(raw: bytes) -> list[list[Piece]]:
    """The pieces of every page. Raises PdfError for a file that is broken, encrypted or too large."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PdfError("the PDF is encrypted; save it without a password") from error
        raise PdfError("the file is no PDF, or a damaged one; open it and save it anew") from error
    try:
        if len(document) > MAX_PAGES:
            raise PdfError(f"the PDF has {len(document)} pages (at most {MAX_PAGES}); split it into documents")
        pages, characters = [], 0
        for number in range(len(document)):
            pieces = list(_pieces(document, number))
            characters += sum(len(piece.text) for piece in pieces)
            if characters > MAX_CHARACTERS:
                raise PdfError(f"the PDF has more than {MAX_CHARACTERS:,} characters; split it into documents")
            pages.append(pieces)
        return pages
    except pypdfium2.PdfiumError as error:
        raise PdfError("the PDF has damaged pages; open it and save it anew") from error
    finally:
        document.close()


def _pieces(document, number: int) -> Iterator[Piece]:
    """Characters of a page that follow each other on one line without a wide gap."""
    from pypdfium2 import raw as pdfium

    page = document[number]
    height = page.get_height()
    textpage = page.get_textpage()
    box = pdfium.FS_RECTF()
    at = ctypes.byref(box)
    text: list[str] = []
    left = top = right = bottom = 0.0
    for index in range(min(textpage.count_chars(), MAX_CHARACTERS + 1)):
        char = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if char.isspace() or not pdfium.FPDFText_GetLooseCharBox(textpage, index, at):
            if text and char == " ":
                text.append(" ")
            continue
        char = _REPLACED.get(char, char)
        x0, x1, y0, y1 = box.left, box.right, height - box.top, height - box.bottom
        size = max(y1 - y0, 0.1)
        on_line = text and min(bottom, y1) - max(top, y0) > 0.5 * min(bottom - top, size)
        if not (on_line and -_LIGATURE * size < x0 - right < _APART * size):
            if text:
                yield Piece("".join(text), left, top, right, bottom)
            text, left, top, right, bottom = [], x0, y0, x1, y1
        text.append(char)
        top, right, bottom = min(top, y0), max(right, x1), max(bottom, y1)
    if text:
        yield Piece("".join(text), left, top, right, bottom)
