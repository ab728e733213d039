"""The JSON of a translation: valid after its schema for every text we have, with offsets that hold."""

import json
from importlib.resources import files

import jsonschema
import pytest

from pipeline import types
from pipeline.contract import to_json
from pipeline.errors import RecordError
from pipeline.evaluation.gold import read_gold_records
from pipeline.reading import make_document, read_sources

ROOT = files("pipeline").joinpath("..")
SCHEMA = json.loads(files("pipeline").joinpath("translation.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def documents():
    from tests.conftest import ROOT

    yield from (item for item in read_sources([str(ROOT / "corpora" / "examples")]))
    for record in read_gold_records([ROOT / "corpora" / "gold" / f"{split}.jsonl" for split in ("train", "dev", "test")]):
        yield make_document(record["id"], record["text"], record["kind"], "", record["id"])


def test_every_translation_keeps_the_contract(translator):
    count = skills = 0
    for document in documents():
        assert not isinstance(document, RecordError), document
        record = to_json(translator.translate(document), "1", "https://w3id.org/skillstaal/release/1")
        VALIDATOR.validate(record)
        count, skills = count + 1, skills + len(record["skills"])
        spans = [*record["skills"], *record["bias"], *([record["occupation"]] if record["occupation"] else [])]
        masked = document.kind == "cv"
        for span in spans:
            assert masked or document.text[span["start"] : span["end"]] == span["quote"]
            assert span["end"] - span["start"] == len(span["quote"])
        assert all(a["end"] <= b["start"] for a, b in zip(record["skills"], record["skills"][1:]))
        for skill in record["skills"]:
            assert (skill["concept"] is None) == (skill["label"] is None)
            assert (skill["evidence"] is not None) == (document.kind == "cv")
            if skill["section"] in ("offer", "company", "procedure"):
                assert skill["requirement"] in (None, "not_required")
    assert count >= 100 and skills / count > 10


def test_flagged_demands_are_no_skills(translator):
    document = make_document("d", "Wij zoeken een jonge hond die goed kan plannen. Je bent native speaker Nederlands.", "vacancy", "", "d", "nl")
    annotation = translator.translate(document)
    direct = [f for f in annotation.flags if f.directness == "direct"]
    assert direct
    assert not any(f.start < s.end and s.start < f.end for f in direct for s in annotation.skills)


def test_names_that_begin_or_end_with_a_sign_are_said_whole(translator):
    skills = translator.translate(make_document("d", "Wat vragen wij?\n- Kennis van .NET, C# en C++\n- Ervaring met Node.js/, SQL/", "vacancy", "", "d", "nl")).skills
    assert [(skill.quote, skill.label) for skill in skills] == [(name, name) for name in (".NET", "C#", "C++", "Node.js", "SQL")]


def test_a_cv_gives_no_title_and_no_demands(translator):
    document = make_document("d", "Curriculum vitae\nWerkervaring\n2019 - 2023: kok, menu's samenstellen", "cv", "Jan Jansen", "d", "nl")
    record = to_json(translator.translate(document), "1", "https://w3id.org/skillstaal/release/1")
    VALIDATOR.validate(record)
    assert record["document"]["title"] is None and record["education"] is None
    assert all(skill["requirement"] is None for skill in record["skills"])


def test_a_text_in_another_language_has_no_statements(translator):
    annotation = translator.translate(types.Document("d", "Wir suchen einen Koch mit Erfahrung.", "vacancy", "de"))
    assert annotation.skills == () and annotation.occupation is None


@pytest.mark.parametrize("broken", [{"skills": None}, {"extra": 1}, {"education": 5}])
def test_the_schema_refuses_what_is_not_the_contract(translator, broken):
    record = to_json(translator.translate(make_document("d", "Kok gezocht", "vacancy", "", "d", "nl")), "1", "https://w3id.org/x")
    VALIDATOR.validate(record)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(record | broken)
