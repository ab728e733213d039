"""Links in the light of the text: what stands around a term, that texts do not touch each other, and that the rest of a text decides between senses."""

from dataclasses import replace

import numpy as np
import pytest

from ontology.compiling import compile_lexicon
from ontology.concepts import Concept, Mapping, Relation
from ontology.lexicon import Lexicon
from pipeline.linking.context import AROUND, BESIDE, TOLD, Context, around, needed
from pipeline.linking.linker import Linker

BANK = [("hypotheekadvies", "knowledge"), ("beleggingen", "knowledge"), ("financiële planning", "skill")]
CARE = [("persoonlijke verzorging", "skill"), ("medicatie delen", "skill"), ("omgaan met dementie", "skill")]
CODE = [("Python", "knowledge"), ("databases", "knowledge"), ("software testen", "skill")]


@pytest.fixture(scope="module")
def linker(lexicon):
    return Linker.load(lexicon)


def unit(*numbers):
    return np.array(numbers, dtype=np.float32) / np.linalg.norm(numbers)


def test_around_a_term_stand_the_others_the_titles_and_those_beside():
    one, two, three = unit(1, 0, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0)
    found = around(np.stack([one, two, three, two]), np.array([0, 2, 4]), np.stack([unit(0, 0, 0, 2), np.zeros(4, np.float32)]))
    assert found.shape == (4, len(AROUND), 4)
    assert np.allclose(found[0], [two, [0, 0, 0, 1], two]) and np.allclose(found[3], [three, np.zeros(4), three])


def test_what_is_far_off_is_not_beside():
    vectors = np.eye(2 * BESIDE, dtype=np.float32)
    beside = around(vectors, np.array([0, len(vectors)]), np.zeros((1, len(vectors)), np.float32))[0, AROUND.index("beside")]
    assert np.count_nonzero(beside) == BESIDE and not beside[BESIDE + 1 :].any()


def test_a_term_without_company_has_nothing_around_it():
    assert not around(np.stack([unit(1, 2)]), np.array([0, 1]), np.zeros((1, 2), np.float32)).any()


@pytest.fixture
def kitchens(tmp_path):
    """0 a cook, 1 a baker; 2 cooking, 3 baking, 4 cleaning. What ESCO says of its cook holds for ours, which is mapped to it; a related concept that is no skill does not."""
    concepts = [Concept(f"http://x/{number}", "occupation" if number < 2 else "skill", {("pref", "nl"): (name,)}) for number, name in enumerate(("kok", "bakker", "koken", "bakken", "schoonmaken"))]
    relations = [
        Relation("http://esco/cook", "essential", "http://x/2"), Relation("http://x/0", "optional", "http://x/4"), Relation("http://x/1", "essential", "http://x/3"),
        Relation("http://x/1", "optional", "http://x/0"), Relation("http://x/2", "essential", "http://x/3"), Relation("http://x/1", "essential", "http://x/unknown"),
    ]  # fmt: skip
    for name, content in compile_lexicon(concepts, [Mapping("http://x/0", "closeMatch", "http://esco/cook")], "9.9.9", relations=relations).items():
        (tmp_path / name).write_bytes(content)
    return Lexicon.load(tmp_path)


def test_a_lexicon_knows_which_skills_an_occupation_needs(kitchens):
    needs = {(one, other) for one in range(5) for other in range(5) if kitchens.needs(np.array([one]), np.array([other]))[0]}
    assert needs == {(0, 2), (0, 4), (1, 3)}


def test_what_the_occupations_of_a_text_need_is_counted_by_text(kitchens):
    share = needed(kitchens, [[0, 1], [], [1]], np.array([0, 0, 0, 1, 2, 2]), np.array([2, 3, 4, 2, 2, 3]))
    assert share.tolist() == [0.5, 0.5, 0.5, 0, 0, 1]


def test_without_relations_nothing_is_needed(tmp_path):
    for name, content in compile_lexicon([Concept("http://x/0", "occupation", {("pref", "nl"): ("kok",)}), Concept("http://x/1", "skill", {("pref", "nl"): ("koken",)})], [], "9.9.9").items():
        (tmp_path / name).write_bytes(content)
    assert not needed(Lexicon.load(tmp_path), [[0]], np.array([0]), np.array([1])).any()


def test_texts_do_not_touch_each_other(linker):
    texts = [[*BANK, ("begeleiden van klanten", "skill"), ("adviseur", "occupation")], [], [("verzorgende ig", "occupation")], [*CARE, BANK[0], CARE[0]]]
    together = linker.link_texts(texts)
    linker.forget()
    assert [linker.link_texts([terms])[0] for terms in reversed(texts)][::-1] == together
    assert [set(links) for links in together] == [set(terms) for terms in texts]


def test_job_titles_are_linked_by_themselves(linker):
    title = ("verzorgende ig", "occupation")
    assert linker.link_texts([[*BANK, title]])[0][title] == linker.link(*title)


def test_the_rest_of_a_text_decides_between_senses_and_because_says_so(linker):
    ambiguous = [(text, "skill") for text in ("installeren", "analyses maken", "behandelen", "hulp bieden", "regelgeving", "gegevens analyseren")]
    companies = [*BANK, ("bankadviseur", "occupation")], [*CARE, ("verzorgende ig", "occupation")], [*CODE, ("softwareontwikkelaar", "occupation")]
    senses = {term: [linker.link_texts([[term, *company]])[0][term] for company in companies] for term in ambiguous}
    assert sum(len({link.concept for link in links}) > 1 for links in senses.values()) >= 3
    told = [(term, link) for term, links in senses.items() for link in links if "the rest of the text" in link.because]
    assert told and all(link.concept is not None and link.concept != linker.rank(*term, 14)[0][0].concept for term, link in told)


def test_without_weights_a_text_says_what_its_terms_say(linker, lexicon):
    alone = Linker(lexicon, replace(linker.judge, context=Context((0.0,) * len(TOLD), (1.0, 0.0), linker.judge.certainty)))
    links = alone.link_texts([[*BANK, *CARE]])[0]
    for term, link in links.items():
        own = linker.link(*term)
        assert (link.concept, link.because) == (own.concept, own.because) and link.confidence == pytest.approx(own.confidence, abs=0.011)


def test_a_fingerprint_tells_links_apart(linker):
    terms = [*BANK, *CARE]
    links = linker.link_texts([terms])[0]
    assert linker.fingerprint(terms, links) == linker.fingerprint(terms, linker.link_texts([terms])[0]) != linker.fingerprint(terms[1:], links)
    assert linker.fingerprint(terms, links | {terms[0]: replace(links[terms[0]], confidence=0.01)}) != linker.fingerprint(terms, links)


def test_what_is_remembered_is_bounded(linker, monkeypatch):
    monkeypatch.setattr("pipeline.linking.linker._MAX_CACHED", 4)
    fresh = Linker(linker.lexicon, linker.judge)
    assert [fresh.link_texts([terms])[0] for terms in (BANK, CARE, BANK)] == [linker.link_texts([terms])[0] for terms in (BANK, CARE, BANK)]
    assert len(fresh._ranked) <= 4


def test_the_weights_come_from_what_is_right_in_its_text():
    pytest.importorskip("torch")
    from pipeline.training.context import NONE, fit_context, in_context
    from pipeline.training.judge import Row

    rng = np.random.default_rng(3)
    rows, scored = [], []
    for _ in range(400):
        looked = rng.normal(0, 0.3, (3, len(TOLD)))
        right = np.zeros(3, dtype=bool)
        right[(looked @ [0, 6, 0, 0]).argmax()] = True
        rows.append(Row("gold", 0, frozenset("x"), np.zeros((3, 1)), np.zeros(1), right, (), 1.0, True, looked))
        scored.append((np.array([0.3, 0.3, 0.3]), 0.1))
    context = fit_context(rows, scored)
    others, titles, beside, share = context.weights
    assert titles > 3 > abs(others) + abs(beside) + abs(share)
    assert np.mean([row.right[in_context(context, row, *found)[0].argmax()] for row, found in zip(rows, scored)]) > 0.95
    assert fit_context([replace(row, context=None) for row in rows], scored) == NONE
    chances, nil = in_context(context, rows[0], *scored[0])
    assert chances.sum() + nil == pytest.approx(1)


@pytest.mark.parametrize("one, other", [("verkoper", "verkoopster"), ("leraar", "lerares"), ("medewerker bediening", "medewerkster bediening")])
def test_a_title_tells_the_same_for_a_man_and_a_woman(linker, one, other):
    said = [linker.link_texts([[*BANK, *CARE, (title, "occupation")]])[0] for title in (one, other)]
    assert [said[0][term] for term in (*BANK, *CARE)] == [said[1][term] for term in (*BANK, *CARE)]
