"""The texts that benchmarks are run on: as many as asked for, the same every time, with the shares of repeats that were asked for."""

import json

from tests.bench.texts import Texts, write_texts


def test_the_same_seed_gives_the_same_texts_however_many(tmp_path):
    for number in (40, 60):
        write_texts(number, tmp_path / f"{number}.jsonl")
    few, many = ((tmp_path / f"{number}.jsonl").read_bytes().splitlines() for number in (40, 60))
    assert (len(few), len(many)) == (40, 60)
    assert many[:40] == few
    assert Texts(seed=2).record(0)["text"] != json.loads(few[0])["text"]


def test_shares_are_as_asked_for():
    def different(**shares):
        made = Texts(**shares)
        return len({made.record(number)["text"] for number in range(400)})

    assert different(repeats=0, near=0) == 400
    assert different(repeats=0, near=0.5) == 400
    assert 250 < different(repeats=0.3, near=0) < 310


def test_a_near_repeat_differs_in_a_few_words():
    made = Texts(repeats=0, near=1)
    first, second = (set(made.record(number)["text"].split()) for number in (0, 1))
    assert 0 < len(first ^ second) < 0.2 * len(first | second)
