"""Deduplication: what is posted again is found, what only shares a template is not; always the first, always the same."""

import json
import random
import subprocess
import sys
import time

import pytest

from pipeline.batches import deduplicating
from pipeline.batches.deduplicating import THRESHOLD, Deduplicator, bands_for
from tests.conftest import ROOT
from tests.pipeline.variations import on_template, posted_again

GOLD = [json.loads(line) for name in ("train", "dev") for line in (ROOT / "corpora" / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
VACANCIES = [record["text"] for record in GOLD if record["kind"] == "vacancy"]
COOK = VACANCIES[0]


def answers(texts, threshold=THRESHOLD):
    known = Deduplicator(threshold)
    return [known.first(str(number), text) for number, text in enumerate(texts)]


def test_different_vacancies_are_all_first_ones():
    assert len(VACANCIES) > 40 and answers(VACANCIES) == [None] * len(VACANCIES)


def test_equal_texts_are_found_whatever_their_white_space_and_capitals():
    known = Deduplicator()
    assert known.first("a", COOK) is None
    assert [known.first(name, text) for name, text in (("b", COOK), ("c", COOK.upper()), ("d", COOK.replace("\n", "\r\n  ")))] == ["a"] * 3
    assert len(known) == 1


def test_most_of_what_is_posted_again_is_found_and_never_as_another():
    chance = random.Random(4)
    known = Deduplicator()
    assert [known.first(str(number), text) for number, text in enumerate(VACANCIES)] == [None] * len(VACANCIES)
    found = [(str(number), known.first("x", posted_again(text, chance))) for number, text in enumerate(VACANCIES) for _ in range(10)]
    assert len(found) > 400
    assert [pair for pair in found if pair[1] not in (None, "x", pair[0])] == []
    assert sum(first is not None for _, first in found) > 0.9 * len(found)


def test_vacancies_on_one_template_are_different():
    lined = [text for text in VACANCIES if len([line for line in text.split("\n") if line.strip()]) > 8]  # else little of it is its own
    assert len(lined) > 100 and answers([on_template(text) for text in lined]) == [None] * len(lined)


def test_a_higher_threshold_finds_less_and_1_only_equal_texts():
    chance = random.Random(4)
    texts = [variant for text in VACANCIES for variant in (text, posted_again(text, chance, 4))] + VACANCIES
    found = [sum(first is not None for first in answers(texts, threshold)) for threshold in (0.7, 0.9, 0.97, 1)]
    assert found == sorted(found, reverse=True) and found[0] > found[2] and found[3] == len(VACANCIES)


def test_the_answer_is_the_first_of_several_that_are_near():
    words = [f"woord{number}" for number in range(400)]
    texts = [" ".join([*words[:at], "anders", *words[at:]]) for at in (10, 200, 390, 100)]
    assert answers([*texts, " ".join(words)], 0.9) == [None, "0", "0", "0", "0"]


def test_what_is_near_a_repeat_but_not_the_first_is_a_first_itself():
    words = [f"woord{number}" for number in range(400)]
    steps = [" ".join(f"nieuw{word}" if number < changed else word for number, word in enumerate(words)) for changed in (0, 15, 30, 45, 60)]
    assert answers(steps, 0.9) == [None, "0", None, "2", None]


@pytest.mark.parametrize("text", ["", " ", "kok", "€ 3.000", "\ud800", "=1+1", "日本語のテキスト", "a" * 100_000, "1 2 3 4"])
def test_texts_of_any_kind_are_equal_to_themselves(text):
    known = Deduplicator()
    assert (known.first("é\ud800\n1", text), known.first("b", text)) == (None, "é\ud800\n1")


def test_other_figures_are_no_difference_that_counts_and_other_words_are():
    text = " ".join(f"woord{chr(97 + n % 26) * (n // 26 + 1)}" for n in range(100))
    assert answers([f"{text} 3000 euro", f"{text} 4000 euro", f"kok {text}"]) == [None, "0", "0"]
    assert answers(["wij zoeken een kok", "wij zoeken een bakker"]) == [None, None]


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.8, 0.9, 0.95, 0.99])
def test_bands_find_pairs_at_the_threshold(threshold):
    bands, rows = bands_for(threshold)
    assert bands * rows <= 128 and 1 - (1 - threshold**rows) ** bands >= 0.97


@pytest.mark.parametrize("threshold", [0.49, 1.01, -1, float("nan")])
def test_thresholds_outside_their_range_are_refused(threshold):
    with pytest.raises(ValueError, match=r"expected 0\.5 to 1"):
        Deduplicator(threshold)


def test_other_processes_give_the_same_answers():
    chance = random.Random(8)
    texts = [variant for text in VACANCIES[:20] for variant in (text, posted_again(text, chance, 3))]
    code = "import json, sys; from pipeline.batches.deduplicating import Deduplicator; d = Deduplicator(); print(json.dumps([d.first(str(n), t) for n, t in enumerate(json.load(sys.stdin))]))"
    for seed in ("0", "1"):
        ran = subprocess.run([sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}, check=True)
        assert json.loads(ran.stdout) == answers(texts)


def test_growing_changes_no_answer(monkeypatch):
    chance = random.Random(8)
    words = [f"woord{number}" for number in range(2000)]
    texts = [" ".join(chance.sample(words, 60)) for _ in range(2000)]
    texts += texts[::7]
    expected = answers(texts)
    monkeypatch.setattr(deduplicating, "_SMALLEST", 16)
    monkeypatch.setattr(deduplicating, "_LARGEST", 1024)
    monkeypatch.setattr(deduplicating, "_CHUNK", 100)
    assert answers(texts) == expected == [None] * 2000 + [str(number) for number in range(0, 2000, 7)]


def test_thousands_of_texts_on_one_template_take_no_more_time_each():
    words = [f"woord{number}" for number in range(300)]
    known = Deduplicator()
    took = []
    for number in range(3000):
        own = [f"eigen{number}x{place}" for place in range(40)]
        text = " ".join([*words, *own])
        started = time.perf_counter()
        known.first(str(number), text)
        took.append(time.perf_counter() - started)
    assert len(known) > 1000
    assert sorted(took[-500:])[250] < 10 * sorted(took[:500])[250]


def test_memory_of_the_index_is_bounded_a_text():
    words = [f"woord{number}" for number in range(3000)]
    chance = random.Random(2)
    known = Deduplicator()
    for number in range(30_000):
        known.first(f"vacature-{number:011}", " ".join(chance.sample(words, 12)))
    arrays = [part for index in (known._equal, known._near) for keys, rows, _ in index._blocks for part in (keys, rows)]
    size = sum(len(part) * part.itemsize for part in arrays) + sum(part.nbytes for part in known._signatures) + len(known._ids) + 8 * len(known._ends)
    assert size / len(known) < 600
