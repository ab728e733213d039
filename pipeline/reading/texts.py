"""Files that are one text: plain text, Markdown, HTML, PDF and Word. A page with several job postings gives each of them."""

from collections.abc import Iterator

from .documents import Given, Item, make_document, plain, posting_items, whole, whole_text
from .postings import page_postings

_POSTING_SHARE = 0.25  # of the page's text that its job posting must have to stand for it


def read_text(stream, given: Given) -> Iterator[Item]:
    """The file is one text, Markdown as it is written."""
    yield make_document(given.identifier, whole_text(stream, given), given.kind, "", given.name)


def read_html(stream, given: Given) -> Iterator[Item]:
    """The job postings that the page states as JSON-LD when they are there, else its main part."""
    from .html_text import main_text

    page = whole_text(stream, given)
    try:
        title, text = main_text(page)
    except ValueError as error:
        raise given.refuse(str(error)) from error
    postings = page_postings(page)
    if len(postings) > 1:
        for number, posting in enumerate(postings, 1):
            yield from posting_items(posting, f"{given.name}:{number}", given)
        return
    if postings:
        own = plain(postings[0]["text"], given.identifier, given.name)
        if len(own) >= _POSTING_SHARE * len(text):
            yield from posting_items(postings[0] | {"id": given.identifier, "text": own}, given.name, given)
            return
    yield make_document(given.identifier, text, given.kind, title, given.name)


def read_pdf(stream, given: Given) -> Iterator[Item]:
    """The text of all pages, columns in reading order."""
    from .pdf import PdfError, pdf_text

    raw = whole(stream, given)
    try:
        text = pdf_text(raw)
    except PdfError as error:
        raise given.refuse(str(error)) from error
    if not any(char.isalpha() for char in text):
        raise given.refuse("the PDF has no text, as scans have none; make the text readable with OCR first")
    yield make_document(given.identifier, text, given.kind, "", given.name)


def read_docx(stream, given: Given) -> Iterator[Item]:
    """Paragraphs, lists, tables and text boxes in the order of the document."""
    from .docx_text import DocxError, docx_text

    raw = whole(stream, given)
    try:
        text = docx_text(raw)
    except DocxError as error:
        raise given.refuse(str(error)) from error
    yield make_document(given.identifier, text, given.kind, "", given.name)
