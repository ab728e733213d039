"""PDF files -> text in reading order. PDFium finds the characters, ``layout`` the columns and paragraphs.

Chosen by measurement, as the share of words in the right order on two-column and sidebar pages whose columns are drawn row by row.
pypdf, and PDFium (pypdfium2) by itself, give text as it is drawn: .54. pdfminer.six finds columns: .98, 30 documents a second, but it
unpacks streams without limit and joins no lines. PDFium with ``layout``: .99 at 200, paragraphs whole, in a process of its
own that can be stopped.
"""

from .pages import PdfError
from .process import pdf_text

__all__ = ["PdfError", "pdf_text"]
