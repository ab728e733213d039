"""CVs of fields: JSON Resume and Europass become the text of a CV, without names, addresses and employers."""

import json

import pytest

from tests.pipeline.inputs import document, refusal

RESUME = {
    "basics": {"name": "Kanarie Piet", "label": "Backend developer", "email": "kanarie@x.example", "location": {"address": "Kanarielaan 1"}},
    "work": [{"name": "Kanarie BV", "position": "Backend developer", "startDate": "2019-03-01", "highlights": ["microservices bouwen in Python"]}],
    "volunteer": [{"organization": "Kanarieclub", "position": "Penningmeester", "startDate": "2018", "endDate": "2020"}],
    "education": [{"institution": "Kanarieschool", "area": "Informatica", "studyType": "Bachelor", "startDate": "2012-09", "endDate": "2016-07"}],
    "certificates": [{"name": "PRINCE2 Foundation", "date": "2021-05-01"}],
    "skills": [{"name": "Web", "keywords": ["HTML", "CSS"]}],
    "languages": [{"language": "Engels", "fluency": "C1"}],
}
EUROPASS = """<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>
<Identification><PersonName><FirstName>Kanarie</FirstName></PersonName></Identification>
<WorkExperienceList><WorkExperience><Period><From year="2015" month="--03"/><Current>true</Current></Period><Position><Label>Verpleegkundige</Label></Position>
<Activities>&lt;ul&gt;&lt;li&gt;wonden verzorgen&lt;/li&gt;&lt;/ul&gt;</Activities><Employer><Name>Kanariehuis</Name></Employer></WorkExperience></WorkExperienceList>
<Skills><Linguistic><ForeignLanguageList><ForeignLanguage><Description><Label>Engels</Label></Description><ProficiencyLevel><Listening>B1</Listening><Writing>B2</Writing>
</ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic><Driving><Description><Licence>B</Licence><Licence>C</Licence></Description></Driving></Skills>
</LearnerInfo></SkillsPassport>"""
HR_OPEN = """<Candidate xmlns="http://www.europass.eu/1.0"><CandidatePerson><PersonName>Kanarie</PersonName></CandidatePerson><CandidateProfile>
<EmploymentHistory><EmployerHistory><OrganizationName>Kanarie BV</OrganizationName><PositionHistory><PositionTitle>Lasser</PositionTitle><EmploymentPeriod>
<StartDate><FormattedDateTime>2015-03-01</FormattedDateTime></StartDate><EndDate><FormattedDateTime>2020-01-31</FormattedDateTime></EndDate></EmploymentPeriod>
<Description>&lt;p&gt;staal lassen&lt;/p&gt;</Description></PositionHistory></EmployerHistory></EmploymentHistory></CandidateProfile></Candidate>"""
JSON_EUROPASS = {"SkillsPassport": {"LearnerInfo": {
    "Identification": {"PersonName": {"FirstName": "Kanarie"}},
    "WorkExperience": [{"Period": {"From": {"Year": 2010, "Month": 4}, "To": {"Year": 2012}}, "Position": {"Label": "Kok"}, "Activities": "menu's maken", "Employer": {"Name": "Kanarie"}}],
}}}  # fmt: skip


@pytest.mark.parametrize(
    "name, content, lines",
    [
        ("cv.json", json.dumps(RESUME), ["2019-03 - heden  Backend developer", "- microservices bouwen in Python", "2018 - 2020  Penningmeester", "2012-09 - 2016-07  Bachelor Informatica", "PRINCE2 Foundation (2021-05)", "Web, HTML, CSS", "Engels: C1"]),
        ("cv.xml", EUROPASS, ["2015-03 - heden  Verpleegkundige", "- wonden verzorgen", "Engels: B2", "rijbewijs B", "rijbewijs C"]),
        ("hr.xml", HR_OPEN, ["2015-03 - 2020-01  Lasser", "- staal lassen"]),
        ("europass.json", json.dumps(JSON_EUROPASS), ["2010-04 - 2012  Kok", "- menu's maken"]),
    ],
)  # fmt: skip
def test_fields_become_lines_and_personal_ones_are_not_read(tmp_path, name, content, lines):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    found = document(path)
    assert found.kind == "cv" and found.id == name.rpartition(".")[0]
    assert [line for line in lines if line not in found.text.split("\n")] == []
    assert "anarie" not in found.text


def test_a_cv_of_fields_goes_the_way_of_every_cv(tmp_path, translator):
    (tmp_path / "cv.json").write_text(json.dumps(RESUME), encoding="utf-8")
    annotation = translator.translate(document(tmp_path / "cv.json"))
    python = next(skill for skill in annotation.skills if skill.quote == "Python")
    assert (python.evidence, python.proof.from_, python.proof.ongoing) == ("semi-hard", "2019-03", True)


@pytest.mark.parametrize(
    "content, why",
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "document type"),
        ("<SkillsPassport><LearnerInfo>", "no well-formed XML"),
        ("<rss><channel/></rss>", "no Europass CV"),
    ],
)
def test_other_xml_is_refused_in_a_sentence(tmp_path, content, why):
    (tmp_path / "cv.xml").write_text(content, encoding="utf-8")
    assert why in refusal(tmp_path / "cv.xml").reason


def test_an_empty_resume_is_refused(tmp_path):
    (tmp_path / "cv.json").write_text('{"basics": {"name": "Kanarie"}}', encoding="utf-8")
    found = refusal(tmp_path / "cv.json")
    assert "no work, education, skills" in found.reason and "Kanarie" not in found.reason


def test_the_one_type_that_holds_no_plain_text_is_tested_here():
    from pipeline.reading import READERS
    from tests.pipeline.inputs import WAYS

    assert set(READERS) == {*WAYS, ".xml"}
