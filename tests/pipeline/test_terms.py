"""Crosswalks as gold: what is read from them, and how ranked concepts are scored."""

from types import SimpleNamespace

import pytest

from ontology.lexicon import Entry, Hit
from pipeline.errors import SkillstaalError
from pipeline.evaluation import terms
from pipeline.evaluation.terms import Term, is_literal, read_terms, score_terms
from pipeline.types import Candidate
from tests.pipeline.test_cli import call

SKILL, OCCUPATION = "http://data.europa.eu/esco/skill/", "http://data.europa.eu/esco/occupation/"
MELO = f"query_id\tquery_label\tpredicate_id\tobject_id\nQ1\tKok\tskos:exactMatch\t{OCCUPATION}k\nQ2\tSouschef\tskos:narrowMatch\t{OCCUPATION}s\n"
SSSOM = """#curie_map:
#  vdab: "urn:uuid:"
#  es: "http://data.europa.eu/esco/skill/"
subject_id\tsubject_label\tpredicate_id\tobject_id
vdab:1\tLassen\tskos:exactMatch\tes:l
vdab:1\tLassen\tskos:closeMatch\tesco_skill:m
vdab:1\tLassen\tskos:broadMatch\tes:metaal
vdab:2\tFreezen\tskos:narrowMatch\tes:f
vdab:3\tDraaien\tskos:closeMatch\thttp://data.europa.eu/esco/skill/d
"""


def write(tmp_path, content, name="terms.tsv"):
    (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / name


def test_every_row_of_a_query_table_is_gold(tmp_path):
    assert read_terms([write(tmp_path, MELO)]) == [Term("Kok", "occupation", frozenset([OCCUPATION + "k"])), Term("Souschef", "occupation", frozenset([OCCUPATION + "s"]))]


def test_exact_and_close_rows_of_a_mapping_set_are_gold(tmp_path):
    assert read_terms([write(tmp_path, SSSOM)]) == [Term("Lassen", "any", frozenset([SKILL + "l", SKILL + "m"])), Term("Draaien", "any", frozenset([SKILL + "d"]))]


@pytest.mark.parametrize(
    "content, says",
    [
        ("a\tb\n1\t2\n", "terms.tsv is no crosswalk; expected the columns"), ("subject_label\tobject_id\nLassen\tesco_skill:l\n", "is no crosswalk"),
        ("query_label\tobject_id\nKok\thttps://example.org/1\n", "terms.tsv:2: expected a query_label"), ("# kop\nquery_label\tobject_id\n\tesco_skill:1\n", "terms.tsv:3: expected"),
        ("query_label\tobject_id\nKok\n", "terms.tsv:2: expected"), ("subject_label\tpredicate_id\tobject_id\nLassen\tskos:broadMatch\tesco_skill:l\n", "no rows with an exact or close match"),
        ("", "is no crosswalk"),
    ],
)  # fmt: skip
def test_what_is_no_crosswalk_is_refused(tmp_path, content, says):
    with pytest.raises(SkillstaalError, match=says):
        read_terms([write(tmp_path, content)])


def test_a_binary_file_is_refused(tmp_path):
    (tmp_path / "terms.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SkillstaalError, match="no UTF-8"):
        read_terms([tmp_path / "terms.tsv"])


class FakeLexicon:
    """Four concepts with one ESCO mapping each; "lassen" is a label of the first."""

    release = "test"
    is_occupation = (False, False, False, True)
    entries = (*(Entry(f"core{letter}", "skill", letter, letter, {"esco": [SKILL + letter]}, {}) for letter in "lxd"), Entry("core4", "occupation", "kok", "cook", {"esco": [OCCUPATION + "k"]}, {}))

    def __len__(self):
        return len(self.entries)

    def entry(self, number):
        return self.entries[number]

    def find(self, text):
        return (Hit(0, 0, "lassen", "pref", "surface"),) if text.lower() == "lassen" else (Hit(0, 0, "lassen", "pref", "bag"),)


class FakeLinker:
    """Ranks concepts 0, 1 and 2 for every skill, nothing for occupations; NIL is as likely as not."""

    lexicon = FakeLexicon()

    def rank(self, text, type_, top):
        assert top == terms.WIDE
        return ([Candidate(number, 0.9 - 0.2 * number, "label") for number in range(3)] if type_ == "any" else []), 0.5


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(terms, "Lexicon", SimpleNamespace(load=lambda release: FakeLexicon()))
    monkeypatch.setattr(terms, "Linker", SimpleNamespace(load=lambda lexicon: FakeLinker()))


def test_terms_are_scored_by_the_rank_of_their_first_right_concept(tmp_path, fake):
    rows = [("Lassen", SKILL + "l"), ("Draaien", SKILL + "d"), ("Draaien", SKILL + "x"), ("Freezen", SKILL + "unknown"), ("Kok", OCCUPATION + "k")]
    path = write(tmp_path, "query_label\tobject_id\n" + "".join(f"{label}\t{iri}\n" for label, iri in rows))
    result = score_terms([path], None, 2, {"ids": "all"})
    found = {name: figure["value"] for name, figure in result["headline"].items()}
    assert (result["measured"], result["terms"], result["ontology"]) == ("terms", 4, "test")
    assert found == {"mrr": (1 + 1 / 2) / 4, "hit_1": 0.25, "hit_5": 0.5, "calibration_error": pytest.approx((0.1 + 0.9 + 0.9) / 3, abs=1e-4), "reachable": 0.75}
    assert all(figure["low"] <= figure["value"] <= figure["high"] for figure in result["headline"].values())
    strings = result["groups"]["strings"]
    assert strings["literally a label"]["mrr"]["value"] == 1 and strings["literally a label"]["hit_1"]["total"] == 1
    assert strings["unseen"]["mrr"]["value"] == 0.1667 and strings["unseen"]["hit_1"]["total"] == 3
    errors = {cause: (entry["count"], [example["quote"] for example in entry["examples"]]) for cause, entry in result["errors"].items()}
    assert errors == {"among the first five": (1, ["Draaien"]), "not in the release": (1, ["Freezen"]), "not ranked": (1, ["Kok"])}
    assert result["errors"]["among the first five"]["examples"][0]["remark"] == f"first: l (0.90); gold: {SKILL}d, {SKILL}x (rank 2)"


def test_a_term_is_literal_when_it_is_a_label_of_its_kind():
    lexicon = FakeLexicon()
    assert is_literal(lexicon, Term("Lassen", "any", frozenset()))
    assert not is_literal(lexicon, Term("Lassen", "occupation", frozenset()))
    assert not is_literal(lexicon, Term("het lassen", "any", frozenset()))


def test_terms_in_a_table(tmp_path, fake):
    lines = call("evaluate", write(tmp_path, SSSOM), "--examples", 1).stdout.splitlines()
    assert lines[0] == "terms: 2 terms, ontology test; 95% intervals, 1,000 resamples"
    assert lines[2].startswith("mean reciprocal rank (MRR)") and "0.667 [" in lines[2]
    assert next(line for line in lines if line.startswith("  literally a label")).split()[-1] == "1"
    assert lines[-2:] == ["      1  among the first five", f"           Draaien  (first: l (0.90); gold: {SKILL}d (rank 3))"]
