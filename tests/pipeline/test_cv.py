"""CVs: sections in any order, entries with their dates, proof of each skill, and what a person can do by all of it."""

import pytest

from pipeline.cv.entries import find_entries
from pipeline.cv.levels import education_level
from pipeline.reading import make_document
from pipeline.segmenting import segment
from pipeline.types import Document

CV = """CV

Loopbaan
2018 – 2020
Heftruckchauffeur, Transportbedrijf Kanarie
- heftruck rijden
- vrachtwagens laden en lossen
- sinds 2019 nieuwe collega's inwerken

Magazijnmedewerker bij Groothandel Zwaluw, maart 2015 t/m december 2018
- heftruck rijden
- orders verzamelen

Vrijwilligerswerk
Kringloopwinkel, 2021 - heden: klanten helpen

Papieren
Heftruckcertificaat, geldig tot 2030
Code 95 geldig tot 05-2020
Mbo Logistiek medewerker niveau 2 (diploma 2014)
Nu bezig: EHBO

Talen
Nederlands, Engels B1

Wat kan ik
Excel, heftruck rijden

Hobby's
Voetbal, penningmeester van de ouderraad
"""


@pytest.fixture(scope="module")
def annotation(translator):
    translator.for_cvs("2026-11")
    return translator.translate(make_document("d", CV, "cv", "", "d", "nl"))


def entries(text):
    document = Document("d", text, "cv")
    return find_entries(document, segment(document)[1])


def personal(annotation, label):
    (found,) = [skill for skill in annotation.curriculum.skills if skill.label == label]
    return found


@pytest.mark.parametrize(
    "line, section",
    [
        ("WAAR IK WERKTE", "experience"), ("W E R K E R V A R I N G", "experience"), ("* Bijbanen *", "experience"), ("1. Opleiding", "education"),
        ("=== Talen ===", "languages"), ("Diploma's en papieren", "education"), ("Wat ik spreek", "languages"), ("Professional experience", "experience"),
        ("Wie ben ik?", "profile"), ("Cursussen & trainingen", "certificates"), ("VRIJE TIJD", "hobbies"), ("Community service", "experience"),
    ],
)  # fmt: skip
def test_headings_in_any_wording(line, section):
    _, sentences = segment(Document("d", f"Jan\n\n{line}\nlassen en slijpen", "cv"))
    assert sentences[-1].section == section


@pytest.mark.parametrize("line", ["Software Developer, Kanarie Software", "Ervaring met lassen", "Werkt graag samen", "Talenten ontwikkelen bij leerlingen"])
def test_a_line_that_only_begins_like_a_heading_is_none(line):
    assert not any(sentence.is_heading for sentence in segment(Document("d", f"Jan\n{line}", "cv"))[1])


def test_a_dated_line_opens_work_where_no_heading_tells():
    _, sentences = segment(Document("d", "Jan\n\n2015 - 2020 Lasser bij Kanarie\nlassen\n\n2010 - 2012 mbo niveau 2 Metaal", "cv"))
    assert [sentence.section for sentence in sentences[1:]] == ["experience", "experience", "education"]


def test_entries_have_kind_period_and_outcome():
    found = [(e.kind, e.period.from_text if e.period else None, e.status, e.valid_until, e.level) for e in entries(CV)]
    assert found == [
        ("work", "2018", None, None, None),
        ("work", "2015-03", None, None, None),
        ("volunteering", "2021", None, None, None),
        ("certificate", None, "obtained", "2030", None),
        ("certificate", None, "obtained", "2020-05", None),
        ("education", "2014", "obtained", None, "mbo-2"),
        ("certificate", None, "ongoing", None, None),
    ]


@pytest.mark.parametrize(
    "text, level",
    [("Mbo-verpleegkundige niveau 4", "mbo-4"), ("MSc Civil Engineering", "wo"), ("LTS Elektrotechniek", "vmbo"), ("Pabo", "hbo"), ("Havo", "havo"), ("Certified Scrum Master", None), ("cursus lassen", None)],
)
def test_the_level_of_a_study(text, level):
    assert education_level(text) == level


def test_each_statement_has_the_class_and_dates_of_its_entry(annotation):
    proofs = {(skill.quote, skill.proof.kind): skill.proof for skill in annotation.skills}
    driving = [skill.proof for skill in annotation.skills if skill.quote == "heftruck rijden"]
    assert [(p.class_, p.from_, p.months) for p in driving] == [("semi-hard", "2018", 24), ("semi-hard", "2015-03", 46), ("soft", None, None)]
    assert proofs["nieuwe collega's inwerken", "work"].from_ == "2019"
    certificate = next(skill for skill in annotation.skills if skill.quote == "Heftruckcertificaat")
    assert (certificate.evidence, certificate.proof.valid_until) == ("hard", "2030")
    assert next(skill for skill in annotation.skills if skill.quote == "EHBO").evidence == "semi-hard"
    for skill in annotation.skills:
        assert CV[skill.proof.start : skill.proof.end].strip()


def test_the_strongest_proof_wins_all_are_kept_and_overlap_counts_once(annotation):
    driving = personal(annotation, "heftruck rijden")
    assert driving.evidence == "hard" and len(driving.statements) == 3
    assert driving.months == 64  # March 2015 to July 2020, not 24 + 46
    assert (driving.from_, driving.until, driving.ongoing) == ("2015-03", "2020", False)
    assert any("Arbobesluit" in implied.norm for implied in driving.implied)


def test_an_expired_certificate_implies_nothing_and_says_until_when(annotation):
    (code,) = [skill for skill in annotation.skills if skill.label == "code 95"]
    assert (code.evidence, code.proof.status, code.proof.valid_until) == ("hard", "obtained", "2020-05")
    assert personal(annotation, "code 95").evidence == "hard"
    assert not any(skill.label == "rij- en rusttijden" for skill in annotation.curriculum.skills)


def test_what_goes_on_is_counted_to_the_month_that_is_asked(translator):
    text = make_document("d", "CV\n\nWerkervaring\njanuari 2020 - heden Lasser\n- lassen", "cv", "", "d", "nl")
    months = [translator.for_cvs(month).translate(text).skills[-1].proof.months for month in ("2020-12", "2021-12")]
    translator.for_cvs()
    assert months == [12, 24]


def test_roles_without_employers(annotation):
    assert [entry.occupation.label for entry in annotation.curriculum.entries[:2]] == ["heftruckchauffeur", "magazijnmedewerker"]
    assert "Kanarie" not in str(annotation.curriculum) and "Zwaluw" not in str(annotation.curriculum)


@pytest.mark.parametrize(
    ("text", "job", "months"),
    [
        ("Automonteur met 12 jaar ervaring. Ik werk graag zelfstandig.", "automonteur", 144),
        ("Sinds 2009 ben ik kok in een klein restaurant aan de haven.", "kok", 209),
        ("Na de lts ben ik de bouw in gegaan. Al dertien jaar werk ik als metselaar.", "metselaar", 156),
        ("Op zoek naar een baan als kok, het liefst voor 5 jaar.", None, None),
        ("Ik ben kok en houd van koken.", None, None),
    ],
)
def test_work_that_is_told_with_its_length_is_an_entry(translator, text, job, months):
    found = translator.for_cvs("2026-11").translate(Document("d", text, kind="cv")).curriculum.entries
    translator.for_cvs()
    assert [(entry.kind, entry.occupation.label, entry.months) for entry in found] == ([("work", job, months)] if job else [])


def test_an_occupation_that_is_held_for_years_goes_before_one_in_passing(translator):
    text = "Na school heb ik even als inpakker gewerkt. Al dertien jaar ben ik nu teamleider in een magazijn."
    assert translator.translate(Document("d", text, kind="cv")).occupation.label == "teamleider"


@pytest.mark.parametrize(
    ("text", "class_"),
    [
        ("Profiel\nIk ken de VCA-regels van binnen en van buiten.", "soft"), ("Profiel\nIk heb rijbewijs B en een heftruckcertificaat.", "hard"),
        ("Certificaten\nVCA VOL, kennis van HACCP", "hard"),
    ],
)  # fmt: skip
def test_what_is_only_known_of_a_certificate_is_no_proof(translator, text, class_):
    found = [skill for skill in translator.translate(Document("d", text, kind="cv")).skills if skill.type == "certificate"]
    assert found and {skill.evidence for skill in found[:1]} == {class_}


@pytest.mark.parametrize(
    ("line", "valid_until"),
    [
        ("BHV (niet meer geldig)", None), ("PRINCE2 Foundation (verlopen 2020)", "2020"), ("VCA verlopen", None), ("VCA VOL, geldig tot 2024", "2024"), ("ITIL Foundation, lapsed", None),
        ("Certificaat VCA, verlopen in 2020", "2020"), ("BHV, verlopen sinds 03-2021", "2021-03"), ("Certified ScrumMaster, expires 2024", "2024"),
    ],
)  # fmt: skip
def test_a_certificate_that_holds_no_more_says_until_when_or_is_no_hard_proof(translator, line, valid_until):
    found = translator.for_cvs("2026-11").translate(Document("d", f"Certificaten\n{line}\nHeftruckcertificaat", kind="cv"))
    translator.for_cvs()
    assert [(skill.evidence, skill.proof.valid_until) for skill in found.skills] == [("hard" if valid_until else "semi-hard", valid_until), ("hard", None)]
    assert found.curriculum.entries[0].status != "expired" and len(found.curriculum.entries) == 2


@pytest.mark.parametrize("title", ["2018 - 2020 Helpende plus, Humanitas", "Verpleegkundige niveau 4, Humanitas, 2012 - 2015", "Register Accountant, KPMG, 2010 - 2012"])
def test_the_title_of_a_job_is_no_diploma(translator, title):
    skills = translator.translate(Document("d", f"Werkervaring\n{title}\n- VCA behaald", kind="cv")).skills
    assert [(skill.evidence, skill.proof.kind) for skill in skills] == [("semi-hard", "work"), ("hard", "work")]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Geen ervaring met Java.", []), ("Ik spreek geen Duits.", []), ("Nog geen rijbewijs B.", []), ("I do not have a driving licence B.", []), ("Python zonder Java", ["Python"]),
        ("Ik spreek geen Duits, Frans of Spaans.", []), ("Ik spreek geen Duits, wel Engels.", ["Engels"]), ("Ervaring met Excel en Java, geen Python.", ["Excel", "Java"]),
        ("Duits spreek ik niet.", []), ("I have no experience with Java or Python.", []), ("I have never worked with SQL.", []), ("Ik kan niet lassen.", []), ("Not yet certified in PRINCE2.", []),
        ("Nog niet in het bezit van VCA.", []), ("Java: geen ervaring", []), ("Ik heb rijbewijs B maar geen VCA.", ["rijbewijs B"]),
    ],
)  # fmt: skip
def test_what_is_denied_is_no_statement(translator, text, labels):
    assert [skill.label for skill in translator.translate(Document("d", f"Profiel\n{text}", kind="cv")).skills] == labels


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("niet alleen Python maar ook Java", "Java"), ("Niet alleen in Python ervaren", "Python"), ("Ik ben niet bang voor Excel", "Excel"), ("Zonder problemen Duits spreken", "Duits"), ("Ik kan niet zonder Excel", "Excel"),
        ("geen 9-tot-5-mentaliteit", "bereidheid tot flexibele werktijden"), ("No problem with Java", "Java"), ("Duits spreek ik niet slecht", "Duits"), ("Lasdiploma MIG/MAG niveau 2 (NIL)", "NIL-lasdiploma"),
        ("Geen moeite met Excel", "Excel"), ("Geen dag zonder Python", "Python"), ("Met drukte heb ik geen moeite", "stressbestendigheid"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_denial_is_a_statement(translator, text, label):
    assert label in [skill.label for skill in translator.translate(Document("d", f"Vaardigheden\n{text}", kind="cv")).skills]


def test_what_is_not_there_is_no_entry(translator):
    annotation = translator.translate(Document("d", "Certificaten\nVCA, geen BHV\nGeen EHBO\nHeftruckcertificaat: nee\nRijbewijs B", kind="cv"))
    assert [skill.label for skill in annotation.skills] == ["VCA-certificaat", "rijbewijs B"] and len(annotation.curriculum.entries) == 2


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("BSc Nursing, University of Leeds, 2011", [("education", "2011", None, "hbo")]), ("Hbo-V, Hogeschool Utrecht, niet afgerond", [("education", None, "not_obtained", "hbo")]),
        ("2009 - 2013 Pabo, bachelor behaald", [("education", "2009", "obtained", "hbo")]), ("cursus Leidinggeven, NCOI, bewijs van deelname", [("course", None, "obtained", None)]),
        ("mbo 4 Elektro, ROC Twente, bewijs van deelname", [("education", None, "not_obtained", "mbo-4")]), ("Universiteit Leiden, Rechten, 2010 - 2014", [("education", "2010", None, "wo")]),
        ("Fysiotherapie, Hogeschool van Amsterdam, diploma 2008", [("education", "2008", "obtained", "hbo")]), ("Universiteit Utrecht, 2010", [("education", "2010", None, None)]),
        ("Vwo, mbo-4 Verpleegkunde, hbo-V", [("education", None, None, "vwo"), ("education", None, None, "mbo-4"), ("education", None, None, "hbo")]),
        ("VCA, BHV, EHBO", [("certificate", None, None, None)] * 3),
    ],
)  # fmt: skip
def test_schools_dates_and_outcomes_belong_to_the_study_before_them(line, found):
    assert [(e.kind, e.period.from_text if e.period else None, e.status, e.level) for e in entries(f"Opleiding\n{line}")] == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("2014 MBA Moderne Bedrijfsadministratie. Diploma: nee", ["not_obtained"]), ("2010-2012 mbo Verpleegkunde niveau 4, afgerond: nee", ["not_obtained"]), ("BSc Nursing, 2010 - 2012, degree obtained: no", ["not_obtained"]),
        ("Periode | Opleiding | School | Diploma\n2010 - 2012 | MBO Verpleegkunde niveau 4 | Albeda | nee\n2012 - 2015 | MBO Elektrotechniek niveau 3 | Albeda | 2015", ["not_obtained", None]),
        ("Hbo Rechten, 2009 - 2010, propedeuse behaald", ["not_obtained"]), ("Hbo Rechten, 2009 - 2010 (alleen propedeuse)", ["not_obtained"]), ("Hbo Bouwkunde, 2011 - 2013, P behaald", ["not_obtained"]),
        ("Hbo Rechten, propedeuse behaald in 2010, diploma behaald in 2014", ["obtained"]), ("Mbo Metaal, diploma no. 123456", ["obtained"]), ("Diploma: niveau 4 Verpleegkunde", ["obtained"]),
    ],
)  # fmt: skip
def test_a_study_without_its_diploma_is_not_obtained(lines, found):
    assert [entry.status for entry in entries(f"Opleiding\n{lines}")] == found


def test_a_diploma_that_is_denied_is_no_hard_proof(translator):
    (skill,) = translator.translate(Document("d", "Opleiding\n2010-2012 mbo Verpleegkunde niveau 4. Diploma: nee", kind="cv")).skills
    assert (skill.evidence, skill.proof.kind, skill.proof.from_, skill.proof.status) == ("semi-hard", "education", "2010", "not_obtained")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vaardigheden\nExcel (2010 - heden)", ("semi-hard", "work", 197, None)), ("Skills\nSAP: 2012-2018", ("semi-hard", "work", 72, None)), ("Profiel\nIk werk sinds 2015 met Python.", ("semi-hard", "work", 137, None)),
        ("Vaardigheden\nCode 95 geldig tot 10-2028", ("hard", "certificate", None, "2028-10")), ("Vaardigheden\nheftruckcertificaat tot 2027", ("hard", "certificate", None, "2027")),
        ("Hobby's\nKoken 2010 - heden", ("soft", "claim", None, None)), ("Vaardigheden\nEngels (2010 - heden)", ("soft", "claim", None, None)), ("Vaardigheden\nExcel tot 2018", ("soft", "claim", None, None)),
        ("Profiel\nVrijwilliger bij de voedselbank, 2012 - 2018: voorraad beheren", ("semi-hard", "volunteering", 72, None)),
    ],
)  # fmt: skip
def test_a_period_outside_entries_tells_work_only_of_a_skill_that_was_used(translator, text, found):
    skill = translator.for_cvs("2026-11").translate(Document("d", text, kind="cv")).skills[0]
    translator.for_cvs()
    assert (skill.evidence, skill.proof.kind, skill.proof.months, skill.proof.valid_until) == found


def test_a_job_that_a_sentence_tells_is_counted_among_the_entries_and_shows_its_skills(translator):
    text = "Profiel\nApothekersassistente met twaalf jaar ervaring in het bereiden van medicijnen, klantgericht en vloeiend Engels\n\nWerkervaring\n2015 - 2020 Lasser\n- lassen"
    annotation = translator.translate(Document("d", text, kind="cv"))
    assert [entry.occupation.label for entry in annotation.curriculum.entries] == ["apothekersassistent", "lasser"]
    assert [(skill.evidence, skill.proof.months, skill.proof.entry) for skill in annotation.skills] == [("semi-hard", 144, 0), ("soft", None, None), ("soft", None, None), ("semi-hard", 60, 1)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("Bachelor Logistics Management\nsep 2012 - jul 2016\n\nROC van Amsterdam, mbo 4", [("hbo", "2012-09"), ("mbo-4", None)]),
        ("MBO Verpleegkunde niveau 4\nROC Midden Nederland\n2015 - 2018\n\nHAVO", [("mbo-4", "2015"), ("havo", None)]), ("Havo\n2010\nMbo 4 Elektro\n2014", [("havo", "2010"), ("mbo-4", "2014")]),
        ("2015 - 2018\nMBO Verpleegkunde niveau 4\n2010 - 2015\nHAVO", [("mbo-4", "2015"), ("havo", "2010")]), ("2015 - 2018\n\nMBO niveau 4\n\n2010 - 2015\n\nHAVO", [("mbo-4", "2015"), ("havo", "2010")]),
    ],
)  # fmt: skip
def test_a_date_on_its_own_line_belongs_to_the_study_above_it_or_opens_the_next(lines, found):
    assert [(entry.level, entry.period and entry.period.from_text) for entry in entries(f"Opleiding\n{lines}")] == found


@pytest.mark.parametrize(("said", "months"), [("2 jaar en 6 maanden", 30), ("5 jaar 3 maanden", 63), ("4 years, 4 months", 52), ("one year and two months", 14), ("3 jaar en 2 jaar", 36), ("6 maanden", 6)])
def test_years_and_months_of_one_duration_are_added(said, months):
    (entry,) = entries(f"Werkervaring\nKok bij Zwaluw ({said})\n- koken")
    assert entry.months == months


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Native or Bilingual", "C2"), ("Native or Bilingual Proficiency", "C2"), ("Full Professional", "C1"), ("Professional Working", "B2"), ("Limited Working", "B1"), ("Elementary", "A2"),
        ("Beperkte werkvaardigheid", "B1"), ("Moedertaal of tweetalig", "C2"), ("limited", "A2"),
    ],
)  # fmt: skip
def test_the_levels_of_languages_in_linkedin_profiles(translator, said, level):
    found = translator.translate(Document("d", f"Languages\nDutch ({said})\nEnglish (B2)", kind="cv")).skills
    assert [(skill.quote, skill.level) for skill in found] == [("Dutch", level), ("English", "B2")]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Van 2016 tot 2020 was ik administratief medewerker bij de Universiteit Utrecht en verwerkte ik facturen.", "experience"), ("Sinds 2019 werk ik als conciërge op een mbo-school.", "experience"),
        ("From 2014 to 2016 I worked at a university, where I managed budgets.", "experience"), ("Van 2012 tot 2015 gaf ik les op een basisschool.", "experience"), ("Since 2018 I have worked at a college.", "experience"),
        ("Van 2012 tot 2015 heb ik op een school gewerkt.", "experience"), ("From 2014 to 2016 I was a porter at a university.", "experience"), ("Van 2012 tot 2015 volgde ik een opleiding en werkte ik in de zorg.", "education"),
        ("Sinds 2024 ben ik bezig met de opleiding Verpleegkunde.", "education"), ("From 2014 to 2016 I was a student at a university.", "education"), ("From 2014 to 2016 I studied law at a university.", "education"),
        ("2012 - 2015 mbo Verpleegkunde, school in Utrecht", "education"),
    ],
)  # fmt: skip
def test_work_that_a_sentence_tells_at_a_school_is_no_study(line, section):
    assert {sentence.section for sentence in segment(Document("d", line, "cv"))[1]} == {section}


def test_work_that_is_sought_is_not_the_occupation(translator):
    def occupation(text):
        found = translator.translate(Document("d", text, kind="cv")).occupation
        return found and found.label

    assert occupation("Op zoek naar een baan als kok in een leuk restaurant.") is None
    assert occupation("Automonteur zoekt werk als kok.") == "automonteur"


def test_only_the_classes_that_are_asked(translator):
    document = make_document("d", CV, "cv", "", "d", "nl")
    kept = translator.for_cvs("2026-11", ("hard",)).translate(document)
    translator.for_cvs()
    assert kept.skills and {skill.evidence for skill in kept.skills} == {"hard"}
    assert {skill.evidence for skill in kept.curriculum.skills} == {"hard"}


def test_every_qualification_in_the_table_is_a_certificate_of_the_core(core):
    from ontology.tables import QUALIFICATION_COLUMNS, QUALIFICATION_TABLE, SOURCE, read_rows

    faults: list[str] = []
    rows = [row for _, row in read_rows(SOURCE / QUALIFICATION_TABLE, QUALIFICATION_COLUMNS, faults)]
    types = {concept.id: concept.type for concept in core.concepts}
    assert len(rows) > 80 and faults == []
    assert {types[row["qualification"]] for row in rows} == {"certificate"}
    assert {types[row["implies"]] for row in rows} <= {"skill", "knowledge", "occupation"} and all(row["norm"] for row in rows)


def test_pdf_in_two_columns_and_word_give_the_same_skills(tmp_path, translator):
    from tests.pipeline.inputs import document, docx, pdf

    left = [(40, 60, "TALEN", 12), (40, 80, "Engels B2", 10), (40, 120, "RIJBEWIJS", 12), (40, 140, "Rijbewijs B", 10)]
    right = [(220, 60, "WERKERVARING", 12), (220, 80, "2015 - 2020 Lasser, Kanarie BV", 10), (220, 100, "- metaal slijpen en lassen", 10), (220, 120, "- tekeningen lezen", 10)]
    (tmp_path / "cv.pdf").write_bytes(pdf([*left, *right]))
    (tmp_path / "cv.docx").write_bytes(docx("WERKERVARING", "2015 - 2020 Lasser, Kanarie BV", ("metaal slijpen en lassen", "List Bullet"), ("tekeningen lezen", "List Bullet"), "TALEN", "Engels B2"))
    for name in ("cv.pdf", "cv.docx"):
        annotation = translator.translate(document(tmp_path / name, kind="cv"))
        reading = next(skill for skill in annotation.skills if skill.quote == "tekeningen lezen")
        assert (reading.evidence, reading.proof.from_, reading.proof.until) == ("semi-hard", "2015", "2020"), name
        assert next(skill for skill in annotation.skills if skill.type == "language").level == "B2"


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Recente opleiding", "education"), ("Hoogst genoten opleiding", "education"), ("Relevante projecten", "experience"), ("Recente werkervaring", "experience"), ("Laatste functies", "experience"),
        ("Recent experience", "experience"), ("Recente cursussen", "certificates"), ("Relevant projects", "experience"),
    ],
)  # fmt: skip
def test_headings_that_say_which(line, section):
    _, sentences = segment(Document("d", f"Jan\n\n{line}\nlassen en slijpen", "cv"))
    assert sentences[-1].section == section


def test_the_last_job_in_a_field_is_no_part_that_ends_with_it():
    text = "CV\n\nLaatste functie: Ploegbaas bagage, Kanarie\nPeriode: 2005 - 2025\n\nTaken:\n- uurroosters opmaken\n- een ploeg aansturen"
    assert segment(Document("d", text, "cv"))[1][-1].section == "experience"


def test_the_names_of_columns_are_no_entry():
    text = "Opleiding\nDiploma\tInstelling\tJaar\nMbo 4 Elektro\tROC Twente\t2019\n\nStages\nFunctie | Werkgever | Periode\nLasser | Kanarie | 2018 - 2019\n"
    assert [(e.kind, e.period.from_text, e.level) for e in entries(text)] == [("education", "2019", "mbo-4"), ("internship", "2018", None)]


def test_the_names_of_columns_tell_the_part_where_no_heading_does():
    assert [(e.kind, e.period.from_text) for e in entries("Jan\n\nFunctie    Werkgever    Periode\nKok    Zwaluw    2010 - 2012")] == [("work", "2010")]


EUROPASS = """Language skills
Mother tongue Dutch
UNDERSTANDING SPEAKING WRITING
Listening Reading Spoken interaction Spoken production
English C1 C1 B2 B2 B2
Organisational skills
planning of events
Digital skills
Excel
Communicatieve vaardigheden\tGoed in presenteren
"""


def test_the_labels_of_rows_are_no_statements(translator):
    skills = translator.translate(Document("d", EUROPASS, kind="cv")).skills
    assert [(skill.quote, skill.section) for skill in skills] == [
        ("Dutch", "languages"), ("English", "languages"), ("planning of events", "skills"), ("Excel", "skills"), ("presenteren", "skills"),
    ]  # fmt: skip


@pytest.mark.parametrize("lines", ["Communicatieve vaardigheden\nTeamwork", "Organisatorische vaardigheden: goed", "Teamwork\nCommunicatieve vaardigheden\nGoed kunnen plannen en organiseren"])
def test_skills_by_the_same_words_are_statements(translator, lines):
    skills = translator.translate(Document("d", f"Vaardigheden\n{lines}", kind="cv")).skills
    assert any("vaardigheden" in skill.quote for skill in skills)
