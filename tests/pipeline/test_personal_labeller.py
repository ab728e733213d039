"""The labeller of personal data: what it sees, what it learns, and what is masked of what it doubts."""

from collections import Counter

import numpy as np
import pytest

from pipeline.linear import LinearModel
from pipeline.privacy import DIRECT, MASK, MASKED, Personal, find_personal, personal_spans
from pipeline.privacy.attributes import lines_of, of_writer, shape_of, themes_of
from pipeline.privacy.labelling import PersonalLabeller, attribute_rows
from pipeline.reading import make_document
from pipeline.training.personal import read_marked, read_skilled, rows_of, train, unmarked
from tests.conftest import ROOT

CV = "Zora Kanarie\n06-11223344\n\nProfiel\nIk woon met mijn man in Petten en werk met Excel.\nNaam: Zora\n"
PRIVACY = ROOT / "corpora" / "privacy"


def cv(text, id_="d"):
    return make_document(id_, text, "cv", "", "d", "nl")


def test_lines_tell_where_they_stand():
    lines = lines_of(CV, [13])
    assert [line.section for line in lines] == ["top", "top", "top", "profile", "profile"]
    assert "contact0" in lines[1].attributes and "contact-1" in lines[2].attributes and "contact1" in lines[0].attributes
    assert "gap:True" in lines[2].attributes and "above:profiel" in lines[3].attributes and "label:naam" in lines[4].attributes
    assert [CV[start:end] for start, end in lines[0].spans] == lines[0].words == ["Zora", "Kanarie"]


def test_a_very_long_line_is_read_in_pieces():
    text = "Naam: Zora Kanarie, woont te Petten. " * 3000
    lines = lines_of(text, [])
    assert max(len(line.words) for line in lines) == 400 and sum(len(line.words) for line in lines) == 27_000
    found = list(PersonalLabeller.load().find(text, []))
    assert found == sorted(found, key=lambda one: one.start) and found[-1].end > len(text) - 50


def test_words_about_the_writer():
    assert list(of_writer("Dat weet ik nu".split())) == [False, False, True, True]
    assert sum(of_writer(["ik", *["x"] * 20])) == 8


def test_themes_and_shapes():
    assert "illness" in themes_of("Borstkanker") and "street" in themes_of("Kanarielaan") and themes_of("lassen") == ()
    assert "name" in themes_of("Jeroen")
    assert [shape_of(word) for word in ("Jan", "DE", "b", "2024", "@", "iPad", "")] == ["Xx", "X", "x1", "d4", "@", "xX", ""]


def test_training_and_running_see_the_same_attributes():
    lines = lines_of(CV, [13])
    rows = [row for line in lines for row in attribute_rows(line)]
    rng, labels = np.random.default_rng(3), ["O", "name", "address"]
    model = LinearModel.from_weights(labels, {name: rng.normal(size=3) for row in rows for name in row})
    assert np.allclose(PersonalLabeller(model, np.zeros((3, 3))).scores(lines), model.sums(rows), atol=1e-9)


def test_marks_are_read_as_text_and_spans():
    text, spans = unmarked("{{name:Zora}} kan {{keep:lassen}} in {{address:Petten}}.")
    assert text == "Zora kan lassen in Petten." and [(text[a:b], c) for a, b, c in spans] == [("Zora", "name"), ("lassen", "keep"), ("Petten", "address")]
    assert [label for _, labels in rows_of(text, spans) for label in labels] == ["name", "O", "O", "O", "address", "O"]


def test_it_learns_a_layout_and_not_the_names(tmp_path):
    pytest.importorskip("pycrfsuite")
    names = ["Ada Mol", "Bo Vis", "Cas Haas", "Dirk Zwaan", "Eva Kip", "Fay Pad"]
    taught = [(name, *unmarked(f"{{{{name:{name}}}}}\nLasser\n\nErvaring\nLeider: {{{{name:{name.split()[1]}}}}}\nlassen bij Fabriek Noord\n")) for name in names]
    labeller = train(taught)
    text = "Xandra Quist\nLasser\n\nErvaring\nLeider: Wolters\nlassen bij Fabriek Noord\n"
    found = [(text[one.start : one.end], one.category) for one in labeller.find(text, []) if one.chance >= MASKED]
    assert found == [("Xandra Quist", "name"), ("Wolters", "name")]
    assert list(labeller.find("", [])) == []
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "kind": "cv", "text": "Yara Dons\\nLasser\\n", "skills": [{"start": 0, "end": 4, "type": "skill"}]}\n{"id": "b", "kind": "vacancy", "text": "Lasser", "skills": []}\n')
    [(_, _, spans)] = read_skilled([gold], labeller)
    assert all(start >= 5 for start, _, _ in spans)  # what gold calls a skill is not personal


@pytest.mark.parametrize("chance, said", [(0.3, False), (0.1, True)])
def test_of_what_is_doubted_names_of_skills_stay(translator, monkeypatch, chance, said):
    text = "Vaardigheden\n- Excel\n- plannen met Zora\n"
    places = [(text.index(word), text.index(word) + len(word)) for word in ("Excel", "Zora")]
    monkeypatch.setattr(PersonalLabeller, "find", lambda self, text, contacts: [Personal(*place, "name", chance) for place in places])
    document = translator.translate(cv(text)).document
    assert "Zora" not in document.text and ("Excel" in document.text) == said


@pytest.mark.parametrize(
    ("file", "spans", "kept", "least", "most_wrong"),
    [("test", (1150, 830), (0.005, 0.03), (0.965, 0.86), 0.105), ("english_test", (160, 110), (0.01, 0.06), (0.95, 0.74), 0.065)],
)
def test_personal_data_of_unseen_cvs_does_not_leave(translator, file, spans, kept, least, most_wrong):
    """CVs of corpora/privacy, which no rule and no model was made from: what is masked, and what of the rest stands in a statement (direct identifiers, the rest)."""
    all_, masked, left, wrong, words = Counter(), Counter(), Counter(), 0, 0
    for id_, text, marks in read_marked(PRIVACY / f"{file}.marked.txt"):
        document = cv(text, id_)
        annotation = translator.translate(document)
        shown = annotation.document.text
        said = [(skill.start, skill.end) for skill in annotation.skills] + ([(annotation.occupation.start, annotation.occupation.end)] if annotation.occupation else [])
        personal = bytearray(len(text))
        for start, end, category in marks:
            if category != "keep":
                kind = "direct" if category in DIRECT else "rest"
                personal[start:end] = b"x" * (end - start)
                all_[kind] += 1
                masked[kind] += not any(char.isalnum() for char in shown[start:end])
                left[kind] += any(first < end and start < last for first, last in said)
        for at, char in enumerate(text):
            if char.isalnum() and not personal[at]:
                words += 1
                wrong += shown[at] == MASK
    share = {f"{name} {kind}": count[kind] / all_[kind] for kind in all_ for name, count in (("masked", masked), ("left", left))}
    assert all_["direct"] > spans[0] and all_["rest"] > spans[1]
    assert share["left direct"] <= kept[0] and share["left rest"] <= kept[1], share
    assert share["masked direct"] >= least[0] and share["masked rest"] >= least[1] and wrong / words <= most_wrong, (share, wrong / words)


def test_no_text_that_teaches_stands_in_the_test():
    tests = set(PRIVACY.glob("*test.marked.txt"))
    taught = {text for path in set(PRIVACY.glob("*.marked.txt")) - tests for _, text, _ in read_marked(path)}
    assert len(tests) == 2 and len(taught) == 1180 and not taught & {text for path in tests for _, text, _ in read_marked(path)}


def test_vacancies_are_not_labelled(monkeypatch):
    monkeypatch.setattr(PersonalLabeller, "find", lambda self, text, contacts: pytest.fail("asked"))
    assert personal_spans(make_document("d", CV, "vacancy", "", "d", "nl")) == [(13, 24)]
    assert [found.category for found in find_personal(make_document("d", CV, "vacancy", "", "d", "nl"))] == ["phone"]
