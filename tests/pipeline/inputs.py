"""Input files for the tests of the readers: one text in every format, and what stands in a folder."""

import io

import orjson

from pipeline.errors import RecordError
from pipeline.reading import ReadDocument, read_sources

TEXT = "Wij zoeken een verkoper. Je hebt ervaring met het coördineren van één team en je bent klantgericht."
OTHER = "Gezocht: een kok die graag in een klein team werkt en menu's kan samenstellen."


def read(path, kind="auto", **options):
    return list(read_sources([str(path)], kind, **options))


def write(folder, **contents):
    """Files in ``folder``; the name of a keyword has _ for the dot before the suffix."""
    for name, content in contents.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def only(items, kind):
    assert [type(item).__name__ for item in items] == [kind.__name__]
    return items[0]


def document(path, **options):
    return only(read(path, **options), ReadDocument)


def refusal(path, **options):
    return only(read(path, **options), RecordError)


def jsonl(*records):
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


def parquet(*records, **options):
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(records)), stream, **options)
    return stream.getvalue()


def docx(*paragraphs):
    """A Word document of paragraphs; (text, style) makes one of a style."""
    import docx

    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(*([paragraph] if isinstance(paragraph, str) else paragraph))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def pdf(*pages, password=None):
    """A PDF; a page is a list of (x, y, text, size) in points from the top left, drawn in that order, or one text."""
    import fpdf

    made = fpdf.FPDF(unit="pt", format="A4")
    made.set_auto_page_break(False)
    if password is not None:
        made.set_encryption(owner_password="eigenaar", user_password=password)
    for page in pages:
        made.add_page()
        if isinstance(page, str):
            made.set_font("Helvetica", size=10)
            made.set_xy(50, 50)
            made.multi_cell(480, 12, page)
            continue
        for x, y, text, size in page:
            made.set_font("Helvetica", size=size)
            made.text(x, y, text)
    return bytes(made.output())


POSTING = {"@context": "https://schema.org/", "@type": "JobPosting", "title": "Kok", "description": TEXT}
WAYS = {
    ".txt": TEXT.encode(),
    ".md": TEXT.encode(),
    ".html": f"<title>x</title><p>{TEXT}</p>".encode(),
    ".htm": f"<p>{TEXT}".encode(),
    ".pdf": pdf(TEXT),
    ".docx": docx(TEXT),
    ".csv": f'text\n"{TEXT}"\n'.encode(),
    ".tsv": f"id\ttext\n\t{TEXT}\n".encode(),
    ".jsonl": jsonl({"text": TEXT}),
    ".ndjson": jsonl({"text": TEXT}),
    ".json": orjson.dumps([{"text": TEXT}]),
    ".jsonld": orjson.dumps({"@graph": [{"@type": "JobPosting", "description": TEXT}]}),
    ".parquet": parquet({"text": TEXT}),
}
