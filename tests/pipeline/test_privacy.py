"""Personal data is masked before any stage sees it, and nothing that is written has it."""

import json
import re
from collections import Counter
from functools import lru_cache

import pytest

from pipeline.privacy import CATEGORIES, DIRECT, MASK, mask, personal_spans
from pipeline.reading import make_document
from pipeline.training.personal import read_marked
from pipeline.translate import LEAST_OF_CV, Translator
from pipeline.types import Document
from tests.conftest import ROOT
from tests.pipeline.random_cvs import random_cv

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


@lru_cache(maxsize=1)
def is_label():
    return Translator.load().is_label


def hidden(text, kind="cv"):
    return mask(text, personal_spans(make_document("d", text, kind, "", "d", "nl"), is_label()))


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


def test_a_flag_in_a_vacancy_shows_no_contact_data_in_the_neutral_text_or_around_the_quote(translator):
    text = "Wij zoeken een jonge hond die goed kan plannen: mail jan@bedrijf.example of bel 06-12345678."
    annotation = translator.translate(make_document("d", text, "vacancy", "", "d", "nl"))
    assert annotation.neutral_text and "jan@" not in annotation.neutral_text and "12345678" not in annotation.neutral_text
    assert "jan@" not in annotation.document.text


def test_a_cv_has_no_neutral_text(translator):
    text = "CV\nNaam: Piet Kanarie\n\nProfiel\nIk ben een jonge hond en native speaker Nederlands."
    assert translator.translate(make_document("d", text, "cv", "", "d", "nl")).neutral_text is None


@pytest.mark.parametrize(
    "text",
    [
        "Werkzaam als:\nVan 01-04-2017 tot heden: medewerker crediteurenadministratie\nTaken: facturen boeken", "Werkervaring\nPeriode | Functie | Taken\n06-2015 - 02-2021 | Magazijnmedewerker | orders picken",
        "Certificaten\nVCA VOL\n2022\nBHV\n2021", "Certificaten\n2023   BHV\n2019   Timemanagement", "Certificaten\nCode 95 geldig t/m 31-12-2027\nBIG-registratie, geldig tot 01-06-2029",
        "Certificaten\nHeftruckcertificaat, 3 mei 2018\nEHBO\n12-03-2020", "Opleidingen\nMBO Metaal, 01-09-2010 - 30-06-2014, diploma behaald", "Certificates\nFirst aid, valid until 12-03-2028",
        "Education\nBachelor of Nursing, until August 2020", "Experience\nNurse\nTrainer of August 2020\nand since June", "Experience\nLasser\nstage van June 2019", "Werkervaring\n2015 - 2020 PLC-programmeur\n- TIA Portal en Step7",
        "Certificaten\nNaam: VCA VOL\nNaam cursus: Excel gevorderd\nDatum: 12-03-2020", "Education\nName: Certified Welding Inspector", "Certificates\nFirst aid, valid until March 2028\nForklift licence until May 2027", "Experience\nNurse from April 2019 to June 2021",
    ],
)  # fmt: skip
def test_dates_and_names_of_work_studies_and_papers_stay(text):
    assert hidden(text) == text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Profiel\nIk ben van 12-03-1980 en lasser.", "12-03-1980"), ("Opleiding\n2010 mbo Verpleegkunde\nUtrecht, 12 maart 1980", "12 maart"), ("Werkervaring\n2015 - 2020 Lasser\n12 maart 1980, Groningen", "12 maart"),
        ("Werkervaring\n2010 - 2012 Kok\nMijn zoon is van 12-03-2005", "12-03-2005"), ("Certificaten\nBHV\nGeboren 12-03-1980", "12-03-1980"), ("Certificaten\nBHV\nGeboortedatum\n12-03-1980", "12-03-1980"),
        ("Experience\nNurse\nsupervised by August Wilms", "August"), ("Experience\nNurse from August 2020 with August Wilms", "Wilms"), ("Werkervaring\nLasser\nmet JAN Quist", "Quist"), ("Experience\nNurse\nwith June and by Jan", "June"), ("Werkervaring\nLasser bij TIA BAKKER", "BAKKER"), ("Certificaten\nNaam: Sanne Bakker", "Bakker"),
        ("Certificaten\nBHV\n\nPersonalia\nNaam: Xandra Quist", "Quist"), ("Jan Bakker\n12-03-1980\n\nWerkervaring\n2015 - 2020 Lasser", "12-03-1980"), ("Personalia\nJan Bakker\n12-03-1980", "12-03-1980"),
    ],
)  # fmt: skip
def test_days_of_birth_and_names_like_them_do_not_stay(text, secret):
    assert secret not in hidden(text)


def recall(texts):
    """({category: share of the spans of which no letter or digit is left}, share of the other words that were masked)."""
    found, all_, wrong, words = Counter(), Counter(), 0, 0
    for text, spans in texts:
        masked = hidden(text)
        personal = bytearray(len(text))
        for start, end, category in spans:
            if category == "keep":
                continue
            all_[category] += 1
            found[category] += not any(char.isalnum() for char in masked[start:end])
            personal[start:end] = b"x" * (end - start)
        for word in re.finditer(r"\w+", text):
            if not any(personal[word.start() : word.end()]):
                words += 1
                wrong += MASK in masked[word.start() : word.end()]
    direct = [category for category in all_ if category in DIRECT]
    rest = [category for category in all_ if category not in DIRECT]
    assert set(all_) <= set(CATEGORIES)
    return [sum(found[c] for c in group) / sum(all_[c] for c in group) for group in (direct, rest)], wrong / words, sum(all_.values())


@pytest.mark.parametrize("name, texts, spans, most", [("cvs", 40, 290, 0.022), ("later", 14, 90, 0.06), ("traps", 26, 220, 0.065), ("second", 10, 90, 0.095), ("third", 6, 50, 0.07)])
def test_personal_data_of_the_marked_cvs_is_found(name, texts, spans, most):
    marked = read_marked(ROOT / "corpora" / "privacy" / f"{name}.marked.txt")
    (direct, rest), cost, count = recall((text, spans) for _, text, spans in marked)
    assert len(marked) == texts and count > spans
    assert direct >= 0.98 and rest >= 0.95 and cost <= most
    looks_like = [hidden(text)[start:end] for _, text, spans in marked for start, end, category in spans if category == "keep"]
    assert sum(MASK in words for words in looks_like) <= 0.06 * len(looks_like)


def test_personal_data_of_random_cvs_is_found():
    (direct, rest), cost, count = recall(random_cv(seed) for seed in range(1000, 1060))
    assert count > 500 and direct >= 0.99 and rest >= 0.95 and cost <= 0.04


def test_skill_words_of_the_gold_cvs_stay():
    from pipeline.evaluation.gold import read_gold_records

    records = [r for r in read_gold_records([ROOT / "corpora" / "gold" / f"{split}.jsonl" for split in ("train", "dev")]) if r["kind"] == "cv"]
    masked = {r["id"]: hidden(r["text"]) for r in records}
    lost = [(r["id"], s["quote"]) for r in records for s in r["skills"] if MASK in masked[r["id"]][s["start"] : s["end"]]]
    assert sum(len(r["skills"]) for r in records) > 900 and len(lost) <= 5, lost


CANARIES = {
    "name": "Zeldaline Qwertsma", "address": "Kanarielaan 88-2, 6541 QZ Kanariedorp", "phone": "06-11223399", "email": "zq.kanarie@kanarie.example.nl",
    "link": "https://kanarie.example.nl/zq", "bsn": "111222333", "iban": "NL91 ABNA 0417 1643 00", "birth": "8 oktober 1982", "nationality": "Kanarische",
}  # fmt: skip


def canary_cv(language="nl"):
    lines = [f"Naam: {CANARIES['name']}", f"Adres: {CANARIES['address']}", f"Telefoon: {CANARIES['phone']}", f"E-mail: {CANARIES['email']}", f"Website: {CANARIES['link']}",
             f"BSN: {CANARIES['bsn']}", f"IBAN: {CANARIES['iban']}", f"Geboortedatum: {CANARIES['birth']}", f"Nationaliteit: {CANARIES['nationality']}"]  # fmt: skip
    work = ["Werkervaring", "2018 - heden Lasser, Kanariefabriek BV", "- plannen in Excel", "", "Profiel", "Zeldaline is een jonge hond en houdt van lassen."]
    return "\n".join(["Curriculum vitae", "", "Persoonlijke gegevens", *lines, "", *work, "", "Referenties", f"Dhr. Kanariesma, {CANARIES['phone']}"])


def test_no_byte_that_a_run_writes_holds_personal_data(tmp_path, capfd):
    """Every field is planted; all formats, tables, quarantine, manifest, standard output and errors are searched."""
    import gzip
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq
    from click.testing import CliRunner

    from pipeline.cli.commands import main
    from pipeline.config import FORMATS

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "cv1.txt").write_text(canary_cv(), encoding="utf-8")
    records = [{"id": "a", "text": canary_cv(), "kind": "cv", "title": CANARIES["name"]}, {"id": "a", "text": canary_cv()}, {"id": "b", "text": canary_cv(), "kind": CANARIES["name"]}]
    (folder / "more.jsonl").write_text("\n".join(map(json.dumps, records)) + '\n{"text": "' + CANARIES["name"], encoding="utf-8")
    (folder / "resume.json").write_text(json.dumps({"basics": {"name": CANARIES["name"], "email": CANARIES["email"]}, "work": [{"name": "Kanariefabriek", "position": "Lasser"}]}), encoding="utf-8")
    (folder / "broken.json").write_text('{"basics": "' + CANARIES["name"], encoding="utf-8")
    result = CliRunner().invoke(main, ["run", str(folder), "--out", str(tmp_path / "out"), "--formats", ",".join(FORMATS)])
    shown = [result.output, *capfd.readouterr()]
    for format_ in ("table", "json", "jsonld", "ttl", "html"):
        shown.append(CliRunner().invoke(main, ["translate", str(folder / "cv1.txt"), "--format", format_]).output)
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix == ".parquet":
            shown.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix == ".arrow":
            shown.append(str(pa.ipc.open_file(path).read_all().to_pylist()))
        elif path.is_file():
            shown.append((gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode(errors="replace"))
    everything = re.sub(r"ST\d{7}|\b[0-9a-f]{16,}\b", "", "\n".join(shown))  # concepts of ours and checksums, whose digits mean nothing
    assert "Excel" in everything and "quarantine" in everything
    for secret in ("Zeldaline", "Qwertsma", "anarie", "6541", "11223399", "oktober", "111222333", "ABNA", "0417"):
        at = everything.find(secret)
        assert at < 0, everything[max(0, at - 120) : at + 60]


def test_the_pseudonym_keeps_the_key_and_hides_the_id(monkeypatch):
    from pipeline.privacy.subjects import KEY, begin_run, key_fingerprint, pseudonym

    monkeypatch.setenv(KEY, "a key of the organisation")
    assert begin_run() == "environment"
    first = pseudonym("jan-jansen")
    assert first == pseudonym("jan-jansen") != pseudonym("jan-janssen") and len(first) == 32
    monkeypatch.setenv(KEY, "another key of the organisation")
    assert pseudonym("jan-jansen") != first and key_fingerprint()
    monkeypatch.delenv(KEY)
    assert begin_run() == "random" and key_fingerprint() == ""
    second = pseudonym("jan-jansen")
    begin_run()
    assert second not in (first, pseudonym("jan-jansen"))


def test_a_key_that_can_be_guessed_is_refused(monkeypatch):
    from pipeline.errors import SkillstaalError
    from pipeline.privacy.subjects import KEY, begin_run

    monkeypatch.setenv(KEY, "short")
    with pytest.raises(SkillstaalError, match="too few to be safe"):
        begin_run()


def test_a_run_without_a_key_says_so(tmp_path, monkeypatch):
    import json

    from click.testing import CliRunner

    from pipeline.cli.commands import main

    monkeypatch.delenv("SKILLSTAAL_SUBJECT_KEY")
    (tmp_path / "cv.txt").write_text(canary_cv(), encoding="utf-8")
    result = CliRunner().invoke(main, ["run", str(tmp_path / "cv.txt"), "--out", str(tmp_path / "out"), "--kind", "cv"])
    assert "SKILLSTAAL_SUBJECT_KEY" in result.output
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["subjects"] == {"key": "random"}


def test_what_is_hardly_sure_of_a_person_is_no_statement(translator, monkeypatch):
    """Of CVs; in the same words of a vacancy it is."""
    texts = [record["text"] for record in map(json.loads, (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()) if record.get("kind") == "cv"]

    def lowest(kind):
        return min(skill.confidence for annotation in translator.translate_all([Document("x", text, kind) for text in texts]) for skill in annotation.skills)

    assert lowest("cv") >= LEAST_OF_CV > lowest("vacancy")
    monkeypatch.setattr("pipeline.translate.LEAST_OF_CV", 0)
    assert lowest("cv") < LEAST_OF_CV
