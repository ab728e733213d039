"""The bytes of a Word document (.docx) -> its text: a line a paragraph, "- " before list items, a line a table cell.

Read are the body with its tables, text boxes, content controls and accepted insertions; left out are headers, footers, notes, comments
and deletions (WordprocessingML, ISO/IEC 29500-1). python-docx opens the package and its styles.
"""

import io
import zipfile
from collections.abc import Iterator

MAX_UNPACKED = 100_000_000
MAX_PART = 20_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "tcPr", "trPr", "sdtPr", "fldData", "instrText")} | {_FALLBACK}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class DocxError(Exception):
    """A file that is no readable Word document; the message says why and what to do."""


def docx_text(raw: bytes) -> str:
    """The text of the document. Raises DocxError for a damaged or encrypted file, another type, or one that unpacks to too much."""
    import docx

    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocxError("the file is encrypted, or a Word document of before 2007; save it as .docx without a password")
    _check_size(raw)
    try:
        document = docx.Document(io.BytesIO(raw))
        styles = _list_styles(document.styles.element)
        lines = list(_lines(document.element.body, styles))
    except Exception as error:  # python-docx and lxml raise many kinds for damaged packages
        raise DocxError(f"the file is no Word document, or a damaged one ({type(error).__name__}); open it and save it anew") from error
    return "\n".join(lines).replace("\xad", "").strip()


def _check_size(raw: bytes) -> None:
    """Raises DocxError for a package that is no zip or unpacks to more than it may; zipfile never unpacks more than is declared."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DocxError("the file is no Word document, or a damaged one; open it and save it anew") from error
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or largest > MAX_PART:
        raise DocxError(f"the document unpacks to more than {MAX_UNPACKED / 1e6:.0f} MB, or to {MAX_PART / 1e6:.0f} MB of text; split it")


def _list_styles(element) -> frozenset[str]:
    """Ids of the paragraph styles that make list items, themselves or through the style they are based on."""
    based, listed = {}, set()
    for style in element.iterfind(f"{_W}style"):
        name = style.get(f"{_W}styleId")
        parent = style.find(f"{_W}basedOn")
        based[name] = parent.get(f"{_W}val") if parent is not None else None
        if style.find(f"{_W}pPr/{_W}numPr") is not None and style.find(f"{_W}pPr/{_W}outlineLvl") is None:
            listed.add(name)
    return frozenset(name for name in based if _ancestry(name, based) & listed)


def _ancestry(name: str | None, based: dict) -> set[str]:
    seen: set[str] = set()
    while name is not None and name not in seen:
        seen.add(name)
        name = based.get(name)
    return seen


def _lines(body, list_styles: frozenset[str]) -> Iterator[str]:
    """Lines of the paragraphs below ``body``, an empty one before headings; without recursion, for deep nesting."""
    for paragraph in _paragraphs(body):
        text = "".join(_characters(paragraph)).strip()
        if text:
            if _is_heading(paragraph):
                yield ""
            yield f"- {text}" if _is_item(paragraph, list_styles) else text


def _walk(root) -> Iterator:
    """Elements below ``root`` in order, without those that are no text of the document."""
    stack = [iter(root)]
    while stack:
        for element in stack[-1]:
            if element.tag not in _SKIPPED:
                yield element
                stack.append(iter(element))
                break
        else:
            stack.pop()


def _paragraphs(body) -> Iterator:
    return (element for element in _walk(body) if element.tag == f"{_W}p")


def _characters(paragraph) -> Iterator[str]:
    """The characters of a paragraph, but not those of paragraphs in a text box inside it."""
    stack = [iter(paragraph)]
    while stack:
        for element in stack[-1]:
            if element.tag == f"{_W}t":
                yield element.text or ""
            elif element.tag in _CHARACTERS:
                yield _CHARACTERS[element.tag]
            elif element.tag not in _SKIPPED and element.tag != f"{_W}p":
                stack.append(iter(element))
                break
        else:
            stack.pop()


def _style(paragraph) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _is_heading(paragraph) -> bool:
    return _style(paragraph).lower().startswith(("heading", "kop", "title", "titel"))


def _is_item(paragraph, list_styles: frozenset[str]) -> bool:
    """A paragraph with a number or bullet of its own or of its style; number 0 takes it away; headings may be numbered."""
    if _is_heading(paragraph):
        return False
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    return number.get(f"{_W}val") != "0" if number is not None else _style(paragraph) in list_styles
