"""Files that are one text: the main part of HTML pages, PDF in reading order, Word documents."""

import io
import random
import sys
import time
import zipfile
import zlib

import pytest
from docx import Document as worddocument

from pipeline.errors import RecordError
from pipeline.reading import read_sources
from pipeline.reading.html_text import MAX_DEPTH, main_text
from pipeline.reading.pdf import process
from tests.pipeline.inputs import OTHER, TEXT, document, docx, pdf, read, refusal, write
from tests.pipeline.pages import FURNITURE, LINES, PAGES

TEXT_PDF = pdf(TEXT)


# --- HTML -----------------------------------------------------------------------------------------------------------------


def test_page_furniture_is_left_out():
    page = """<html><head><title>Vacature</title><style>p {}</style></head><body><nav>Menu <form><button>Zoek</button></form></nav>
    <header>Kop</header><p>Wij <b>zoek</b>en<script>alert("x")</script> een kok</p><aside>Ook leuk</aside>
    <p hidden>geheim</p><footer>Contact</footer></body></html>"""
    assert main_text(page) == ("Vacature", "Wij zoeken een kok")


def test_main_part_is_taken_when_the_page_has_one():
    assert main_text("<body><div>Cookies</div><main><h1>Kok</h1><p>Koken.</p></main><div>Meer</div></body>") == ("Kok", "Kok\n\nKoken.")


@pytest.mark.parametrize("heading", ["<header><h1>Kok</h1></header><main><p>Koken.</p></main>", "<article><header><h1>Kok</h1></header><p>Koken.</p></article>"])
def test_heading_outside_the_main_text_comes_first(heading):
    assert main_text(f"<body>{heading}</body>") == ("Kok", "Kok\n\nKoken.")


def test_title_keeps_words_apart_and_together():
    assert main_text("<h1>Senior<br>ver<b>koper</b></h1><p>x</p>")[0] == "Senior verkoper"


def test_lists_and_breaks_become_lines():
    text = main_text("<p>Je kunt:</p><ul><li>koken</li><li>bakken</ul>Einde<br>zin")[1]
    assert [line for line in text.split("\n") if line] == ["Je kunt:", "- koken", "- bakken", "Einde", "zin"]
    assert "koken\n- bakken\nEinde\nzin" in text


def test_entities_are_characters():
    assert main_text("<p>caf&eacute;&nbsp;&amp; meer &lt;x&gt;")[1] == "café & meer <x>"


@pytest.mark.parametrize("page", ["", "<frameset><frame src=a></frameset>", "<body hidden>", "<script>kok</script>", "<!-- kok -->"])
def test_pages_without_text_are_empty_not_faulty(page):
    assert main_text(page)[1] == ""


def test_pages_without_body_are_read():
    assert main_text("Wij zoeken <b>een kok")[1] == "Wij zoeken een kok"


def test_deep_pages_are_read():
    depth = MAX_DEPTH - 1
    assert main_text("<div>" * depth + "kok" + "</div>" * depth)[1] == "kok"


@pytest.mark.parametrize("tag", ["div", "main", "nav", "b"])
def test_absurdly_deep_pages_are_refused_quickly(tmp_path, tag):
    fault = refusal(write(tmp_path, a_html=f"<{tag}>" * 300_000 + "kok"))
    assert "nested" in fault.reason and fault.location == "a.html"


def test_long_pages_are_not_deep():
    page = "<p>een<br><img src=x><li>kok" * 20_000 + "<table>" + "<tr><td>x" * 20_000
    assert main_text(page)[1].count("kok") == 20_000




@pytest.mark.parametrize("name", PAGES)
def test_pages_as_sites_build_them_keep_every_line_and_lose_the_furniture(name):
    title, text = main_text(f"<!doctype html><html><head><title>Kok | Banenhuis</title></head>{PAGES[name]}</html>")
    assert title == "Kok"
    lines = text.split("\n")
    assert [line for line in LINES if line not in lines] == []
    assert [words for words in FURNITURE if words in text] == []


def test_soft_hyphens_and_empty_items_are_left_out():
    assert main_text("<p>mede&shy;werker</p><ul><li></li><li>kok</li></ul>")[1] == "medewerker\n\n- kok"


def test_pages_in_a_declared_character_set_are_read_in_it(tmp_path):
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>{TEXT} – voor “€ 3.000”'
    assert document(write(tmp_path, a_html=page.encode("cp1252"))).text == f"{TEXT} – voor “€ 3.000”"


@pytest.mark.parametrize(
    "page",
    ['JobPosting<script type="application/ld+json">' * 200_000, "JobPosting" + "<script ld+json " * 500_000, '<div class="' + "cookie_x " * 1_000_000 + '">', "<b>" * 6_000_000, "<" * 19_000_000, "<a href=x>y</a>" * 150_000],
    ids=["open scripts", "open tags", "long class", "elements", "signs", "links"],
)
def test_absurd_pages_take_little_time(tmp_path, page):
    started = time.monotonic()
    assert len(read(write(tmp_path, a_html=page))) == 1
    assert time.monotonic() - started < 20


# --- PDF ------------------------------------------------------------------------------------------------------------------

LEFT = ["Vaardigheden", "Excel en Word", "Plannen", "Samenwerken", "Talen", "Nederlands", "Engels (goed)"]
RIGHT = [
    "Ik ben een rustige planner die het overzicht houdt, ook als het",
    "druk is, en graag met klanten en chauffeurs overlegt over wat",
    "er die dag kan.",
    "Werkervaring",
    "Planner bij een vervoerder in Tiel, waar ik ritten voor dertig",
    "wagens maak en bij vertraging nieuwe afspraken regel.",
]


def columns(left, right, lead_left, lead_right, at=230):
    """Two columns as (x, y, text, size), each with its own distance between lines."""
    return [(50, 120 + n * lead_left, text, 9) for n, text in enumerate(left)], [(at, 120 + n * lead_right, text, 10) for n, text in enumerate(right)]


@pytest.mark.parametrize("order", ["left first", "right first", "by height"])
@pytest.mark.parametrize("lead", [12, 12.7])
def test_columns_are_read_one_after_the_other_in_whatever_order_they_are_drawn(tmp_path, order, lead):
    left, right = columns(LEFT, RIGHT, lead, 12.7 if lead == 12 else 14.1)
    title = [(50, 80, "Curriculum vitae van een planner, met een titel over de hele bladzijde", 14)]
    drawn = {"left first": title + left + right, "right first": right + left + title, "by height": sorted(title + left + right, key=lambda piece: piece[1])}[order]
    text = document(write(tmp_path, a_pdf=pdf(drawn))).text
    flat = " ".join(text.split())
    assert flat == " ".join([title[0][2], *LEFT, *RIGHT])


def test_two_columns_of_prose_on_the_same_heights_are_columns(tmp_path):
    words = "Wij zoeken een planner die ritten maakt en klanten belt".split()
    lines = [" ".join(words[n % 5 :] + words[: n % 5]) for n in range(20)]
    left, right = columns(lines[:10], lines[10:], 12, 12, at=310)
    pieces = sorted(left + right, key=lambda piece: piece[1])
    flat = " ".join(document(write(tmp_path, a_pdf=pdf(pieces))).text.split())
    assert flat == " ".join(lines)


def test_rows_of_a_table_stay_rows(tmp_path):
    keys, values = ["Plaats", "Uren", "Niveau", "Sector", "Rijbewijs"], ["Tiel", "36", "mbo 4", "transport", "B en C"]
    left, right = columns(keys, values, 14, 14, at=150)
    text = document(write(tmp_path, a_pdf=pdf(left + right))).text
    assert text.split() == " ".join(f"{key} {value}" for key, value in zip(keys, values)).split()


def test_wrapped_lines_are_joined_and_items_are_not(tmp_path):
    text = (
        "Als planner maak je elke dag de ritten voor dertig wagens en houd je klanten en chauffeurs op de hoogte van wat er verandert, "
        "zodat iedereen weet waar hij aan toe is.\nWij vragen\n- mbo 4 in de richting logistiek of transport, of een paar jaar ervaring als planner bij een "
        "bedrijf dat lijkt op het onze\n- Excel\n- laad- en losplannen maken\nWij bieden een goed salaris."
    )
    assert document(write(tmp_path, a_pdf=pdf(text))).text == text


def test_words_cut_at_the_end_of_a_line_are_whole_again(tmp_path):
    lines = ["Voor het magazijn in Tiel zoeken wij iemand die goede mede-", "werkers aanneemt en inwerkt en die voor de laad- en los-", "plaats zorgt, en voor de in-", "en uitgaande goederen."]
    text = document(write(tmp_path, a_pdf=pdf([(50, 100 + 12 * n, line, 10) for n, line in enumerate(lines)]))).text
    assert "goede medewerkers aanneemt" in text and "laad- en losplaats" in text and "losplaats zorgt" in text
    assert "in- en uitgaande" in " ".join(text.split())


def test_running_headers_and_page_numbers_are_left_out(tmp_path):
    pages = [[(50, 40, "Banenhuis B.V.", 8), (50, 100, f"Dit is alinea {word} over het werk.", 10), (50, 800, f"Pagina {n}", 8)] for n, word in enumerate(("een", "twee", "drie"), 1)]
    assert document(write(tmp_path, a_pdf=pdf(*pages))).text.split("\n\n") == [f"Dit is alinea {word} over het werk." for word in ("een", "twee", "drie")]


def test_a_pdf_with_only_an_owners_password_is_read_and_one_with_a_users_is_refused(tmp_path):
    write(tmp_path, a_pdf=pdf(TEXT, password=""), b_pdf=pdf(TEXT, password="geheim"))
    good, fault = read(tmp_path)
    assert good.text == TEXT and "encrypted" in fault.reason


def test_a_scan_is_refused_with_what_to_do(tmp_path):
    assert "OCR" in refusal(write(tmp_path, a_pdf=pdf([]))).reason


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"geen pdf", pdf(TEXT)[:300]])
def test_files_that_are_no_pdf_are_refused(tmp_path, content):
    assert "no PDF" in refusal(write(tmp_path, a_pdf=content)).reason


def test_pdfs_with_too_many_pages_are_refused(tmp_path):
    assert "201 pages" in refusal(write(tmp_path, a_pdf=pdf(*[[]] * 201))).reason


def pdf_bomb(times):
    """A PDF whose one page unpacks to ``times`` 1.2 million bytes of drawing."""
    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b"BT /F1 10 Tf (a) Tj ET\n" * 50_000) for _ in range(times)]) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed),
    ]  # fmt: skip
    return b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % found for found in enumerate(objects, 1)) + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limits there")
def test_a_pdf_that_takes_all_memory_costs_only_itself(tmp_path):
    write(tmp_path, a_pdf=TEXT_PDF, b_pdf=pdf_bomb(150), c_pdf=TEXT_PDF)
    first, fault, last = read(tmp_path)
    assert (first.text, last.text) == (TEXT, TEXT)
    assert fault.location == "b.pdf" and "GB" in fault.reason


def test_a_pdf_that_takes_too_long_costs_only_itself(tmp_path, monkeypatch):
    write(tmp_path, a_pdf=pdf_bomb(60), b_pdf=TEXT_PDF)
    items = read_sources([str(tmp_path)], "auto")
    with monkeypatch.context() as patch:
        patch.setattr(process, "MAX_SECONDS", 0.5)
        assert "takes more than 0.5 seconds" in next(items).reason
    assert next(items).text == TEXT


def test_damaged_pdfs_are_read_or_refused_but_never_stop_the_others(tmp_path):
    whole, chance = pdf(TEXT, [(50, 100, OTHER, 10)]), random.Random(5)
    for number in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / f"{number:02}.pdf").write_bytes(damaged)
    items = read(tmp_path)
    assert [item.location for item in items] == [f"{number:02}.pdf" for number in range(60)]
    assert any(isinstance(item, RecordError) for item in items) and any(not isinstance(item, RecordError) for item in items)


# --- Word -----------------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = "<w:txbxContent><w:p><w:r><w:t>in een tekstvak</w:t></w:r></w:p></w:txbxContent>"


def worddoc(tmp_path, build):
    made = worddocument()
    build(made)
    made.save(tmp_path / "a.docx")
    return document(tmp_path).text


def add_xml(made, xml):
    from docx.oxml import parse_xml

    made.element.body.insert(0, parse_xml(xml))


def test_headings_paragraphs_and_lists_become_lines(tmp_path):
    content = docx(("Kok", "Title"), "Wij zoeken een kok.\nVoor vis.", ("Wat vragen wij", "Heading 2"), ("HACCP", "List Bullet"), ("eerst koken", "List Number"), "Tot slot.")
    assert document(write(tmp_path, a_docx=content)).text == "Kok\nWij zoeken een kok.\nVoor vis.\n\nWat vragen wij\n- HACCP\n- eerst koken\nTot slot."


def test_cells_of_tables_are_lines_also_nested_ones(tmp_path):
    def build(made):
        table = made.add_table(2, 2)
        for cell, text in zip((cell for row in table.rows for cell in row.cells), ("Plaats", "Tiel", "Uren", "36")):
            cell.text = text
        table.cell(1, 1).add_table(1, 1).cell(0, 0).text = "of 24"

    assert worddoc(tmp_path, build) == "Plaats\nTiel\nUren\n36\nof 24"


def test_headers_and_footers_are_skipped(tmp_path):
    def build(made):
        made.sections[0].header.paragraphs[0].text = "Bistro De Kwast"
        made.sections[0].footer.paragraphs[0].text = "Pagina 1"
        made.add_paragraph(TEXT)

    assert worddoc(tmp_path, build) == TEXT


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:p {W}><w:ins><w:r><w:t>een kok</w:t></w:r></w:ins><w:del><w:r><w:delText> of bakker</w:delText></w:r></w:del></w:p>", "een kok"),
        (f"<w:p {W}><w:hyperlink><w:r><w:t>een kok</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve'> gevraagd</w:t></w:r></w:p>", "een kok gevraagd"),
        (f"<w:sdt {W}><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>een kok</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>", "een kok"),
        (f"<w:p {W}><w:r><w:t>mede</w:t><w:softHyphen/><w:t>werker</w:t><w:tab/><w:t>sous</w:t><w:noBreakHyphen/><w:t>chef</w:t></w:r></w:p>", "medewerker\tsous-chef"),
        (f"<w:p {W}><w:r><w:t>een kok</w:t></w:r><w:r><w:pict>{BOX}</w:pict></w:r></w:p>", "een kok\nin een tekstvak"),
        (
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing>'
            f"</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            "in een tekstvak",
        ),
        (f"<w:p {W}><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>een kok</w:t></w:r></w:p>", "een kok"),
    ],
    ids=["changes", "links", "controls", "signs", "text box", "text box twice", "fields"],
)
def test_all_that_a_reader_of_the_document_sees_is_read_once(tmp_path, xml, text):
    assert worddoc(tmp_path, lambda made: add_xml(made, xml)) == text


@pytest.mark.parametrize("depth", [100, 5000])
def test_deep_nesting_in_a_document_is_read_or_refused(tmp_path, depth):
    xml = "<w:sdt><w:sdtContent>" * depth + "<w:p><w:r><w:t>een kok</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * depth
    (item,) = read(with_body(tmp_path, xml))
    assert item.text == "een kok" if depth == 100 else "damaged" in item.reason


def with_body(tmp_path, body_xml):
    """A document with this body, written past python-docx."""
    source = zipfile.ZipFile(io.BytesIO(docx("x")))
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, f"<w:document {W}><w:body>{body_xml}</w:body></w:document>" if part == "word/document.xml" else content)
    return tmp_path


def test_zip_bombs_are_refused_before_they_are_unpacked(tmp_path):
    source = zipfile.ZipFile(io.BytesIO(docx(TEXT)))
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
        with target.open("word/media/image1.png", "w") as stream:
            for _ in range(200):
                stream.write(bytes(1_000_000))
    assert (tmp_path / "a.docx").stat().st_size < 500_000
    assert "unpacks to more than" in refusal(tmp_path).reason


def test_a_bomb_of_xml_entities_is_refused(tmp_path):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    body = f"<!DOCTYPE d [{entities}]><w:document {W}><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
    source = zipfile.ZipFile(io.BytesIO(docx("x")))
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as target:
        for part in source.namelist():
            target.writestr(part, body if part == "word/document.xml" else source.read(part))
    assert len(refusal(tmp_path).reason) < 150


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Word document"), (b"gewone tekst", "no Word document"), (docx(TEXT)[:5000], "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "encrypted"), (docx(TEXT).replace(b"word/document.xml", b"word/documenx.xml"), "damaged"),
    ],
    ids=["empty", "text", "cut", "ole", "no body"],
)  # fmt: skip
def test_files_that_are_no_word_document_are_refused(tmp_path, content, says):
    assert says in refusal(write(tmp_path, a_docx=content)).reason
