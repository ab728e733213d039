"""PDF files -> text in reading order. PDFium finds the characters, ``layout`` the columns and paragraphs.

PDFium (pypdfium2) was chosen by measurement on two-column and sidebar pages: pypdf and PDFium give the characters in the order in
which the file draws them (word order .54 where columns are drawn row by row), pdfminer.six finds columns (.98) at 29 documents
a second without a limit on what a stream unpacks to. PDFium with ``layout`` finds them too, several times as fast, in a process
of its own that can be stopped.
"""

from .pages import PdfError
from .process import pdf_text

__all__ = ["PdfError", "pdf_text"]
