"""Personal data is masked before any stage sees it, and nothing that is written has it."""

import pytest

from pipeline.privacy import MASK, mask, personal_spans
from pipeline.reading import make_document

CV = """Curriculum vitae

Naam: Ferdinand Kanariepiet van der Boomgaard
Adres: Kanarielaan 88-2, 6541 QZ Kanariedorp
Telefoon: 06-11223399
E-mail: f.kanariepiet@kanarie.example.nl
Geboortedatum: 8 oktober 1982 te Kanariestad
Nationaliteit: Kanarische
Burgerlijke staat: gehuwd, 2 kinderen
BSN: 111222333
IBAN: NL91 ABNA 0417 1643 00

Profiel
Ferdinand is een teamleider die goed kan plannen. Zie www.kanarie.nl/ferdinand

Werkervaring
2018 - heden: teamleider logistiek
- aansturen van een team
- roosters maken met Excel

Talen
Nederlands en Duits
"""


def hidden(text, kind="cv"):
    return mask(text, personal_spans(make_document("d", text, kind, "", "d", "nl")))


def test_masks_keep_the_length_and_the_lines():
    masked = hidden(CV)
    assert len(masked) == len(CV)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(CV) if c == "\n"]


@pytest.mark.parametrize("secret", ["Ferdinand", "Kanariepiet", "Boomgaard", "Kanarielaan", "6541", "11223399", "f.kanariepiet", "8 oktober", "Kanarische", "gehuwd", "111222333", "ABNA", "www.kanarie"])
def test_personal_data_of_a_cv_is_masked(secret):
    assert secret in CV
    assert secret not in hidden(CV)


@pytest.mark.parametrize(
    "header, secrets, kept",
    [
        ("Mevr. R. Kanarie\nPopulierenveld 4\n2718 XC Zoetermeer\nNederlandse nationaliteit, weduwe, 2 volwassen kinderen", ["Kanarie", "Populierenveld", "Zoetermeer", "weduwe", "volwassen"], []),
        ("# Doktersassistent\n\n**Ilse van Kanarie** · Melkdistel 31 · 1862 XE Bergen · 06 – 55 44 33 22", ["Ilse", "Kanarie", "Melkdistel", "Bergen", "55 44"], ["Doktersassistent"]),
        ("WERKVOORBEREIDER\nWannes Kanarie\nHofdreef 17, 8610 Kortemark\nBelg, gehuwd, rijbewijs B", ["Wannes", "Kanarie", "Hofdreef", "Kortemark", "Belg", "gehuwd"], ["rijbewijs B"]),
        ("Hanne Kanarie\nLeerkracht groep 5/6\nhanne@example.nl - 06 - 2233 4455 - 30 september 1990 - Nederlandse - getrouwd", ["Hanne", "2233", "september", "getrouwd"], ["Leerkracht groep 5/6"]),
        ("Backend Developer\nTomás Kanarie Vega\nPhone: +31 (0)6 11 22 33 44", ["Kanarie", "11 22 33 44"], ["Backend Developer"]),
    ],
)  # fmt: skip
def test_headers_in_other_layouts(header, secrets, kept):
    masked = hidden(header + "\n\nWERKERVARING\n07/2005 - 08/2008 kok, menu's maken in MS Project\nWerken met kinderen, Nederlandse Gebarentaal")
    assert [secret for secret in secrets if secret in masked] == []
    for words in [*kept, "07/2005 - 08/2008 kok", "MS Project", "Werken met kinderen", "Nederlandse Gebarentaal"]:
        assert words in masked, words


@pytest.mark.parametrize("kept", ["teamleider logistiek", "aansturen van een team", "Excel", "Nederlands en Duits", "goed kan plannen"])
def test_skills_stay(kept):
    assert kept in hidden(CV)


@pytest.mark.parametrize(
    "text, secret",
    [
        ("Mail je cv naar baan@bedrijf.example.nl of bel 010 - 123 45 67.", "baan@bedrijf.example.nl"),
        ("Mail je cv naar baan@bedrijf.example.nl of bel 010 - 123 45 67.", "010 - 123 45 67"),
        ("Bel +32 470 12 34 56 voor meer info", "+32 470 12 34 56"),
    ],
)
def test_contact_data_of_a_vacancy_is_masked(text, secret):
    assert secret not in hidden(text, "vacancy") and MASK in hidden(text, "vacancy")


@pytest.mark.parametrize("text", ["Salaris 2.700 - 3.200 euro per maand", "Ervaring met ISO 9001 en NEN 3140", "36 tot 40 uur, 2024 - 2025", "Kennis van BRL 100-200 en VCA"])
def test_other_numbers_stay(text):
    assert hidden(text, "vacancy") == text


def test_no_output_of_a_run_holds_personal_data(tmp_path):
    from pipeline.batch import run_batch
    from pipeline.config import FORMATS, Settings

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cv.txt").write_text(CV, encoding="utf-8")
    run_batch([str(tmp_path / "in")], tmp_path / "out", Settings(formats=FORMATS))
    import gzip

    import pyarrow.parquet as pq

    written = []
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix == ".parquet":
            written.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix == ".gz":
            written.append(gzip.decompress(path.read_bytes()).decode())
        elif path.is_file():
            written.append(path.read_text(encoding="utf-8"))
    everything = "\n".join(written)
    assert "Excel" in everything
    for secret in ("Ferdinand", "anarie", "Boomgaard", "6541", "11223399", "oktober", "gehuwd", "111222333", "ABNA", "0417"):
        assert secret not in everything, secret
