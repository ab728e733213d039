"""The engine on small work: every order is done, whatever happens to the processes that do it."""

import ctypes
import faulthandler
import os
import signal
import time
from functools import partial

import pytest

from pipeline.batches.engine import Engine, Limits
from pipeline.errors import SkillstaalError

LIMITS = Limits(patience=60, memory=500)


def done(order, refused, alone, announce, harm=lambda item: None, together=4):
    """Does the items of an order as a shard does: some together, suspected ones alone, refused ones not."""
    number, items = order
    result = []
    at = 0
    while at < len(items):
        end = at + 1 if at in alone else next((place for place in range(at + 1, min(at + together, len(items))) if place in alone), min(at + together, len(items)))
        announce(at, end)
        for place in range(at, end):
            if place not in refused:
                harm(items[place])
            result.append(refused.get(place, items[place]))
        at = end
    announce(0, 0)
    return number, result


def results(orders, harm=lambda item: None, workers=2, limits=LIMITS):
    with Engine(lambda: partial(done, harm=harm), workers, limits) as engine:
        return dict(engine.results(orders))


def orders(count=6, size=10):
    return [(number, [f"{number}-{place}" for place in range(size)]) for number in range(count)]


def only_on(name, harm):
    return lambda item: harm() if item == name else None


def take_memory():
    held = []
    while True:
        held.append(bytearray(20_000_000))


HARMS = {
    "exit code 3": lambda: os._exit(3),
    "SIGKILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "SIGSEGV": lambda: (faulthandler.disable(), ctypes.string_at(0)),
    "500 MB of memory": take_memory,
}


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_every_order_is_done_once(workers):
    assert results(orders(), workers=workers) == dict(orders())


@pytest.mark.parametrize("why", HARMS)
def test_only_the_item_on_which_workers_die_is_refused(why):
    found = results(orders(), only_on("2-5", HARMS[why]))
    assert why in found[2][5]
    expected = dict(orders())
    expected[2][5] = found[2][5]
    assert found == expected


def test_only_the_item_that_takes_too_long_is_refused():
    found = results(orders(3), only_on("1-9", lambda: time.sleep(60)), limits=Limits(1, 500))
    assert "1 seconds" in found[1][9] and [item for _, items in sorted(found.items()) for item in items].count(found[1][9]) == 1
    assert found[0] == dict(orders(3))[0] and found[1][:9] == dict(orders(3))[1][:9]


def test_several_harmful_items_in_one_order_are_all_found():
    bad = {"0-0", "0-1", "0-7", "0-9", "1-3"}
    found = results(orders(2), lambda item: os._exit(5) if item in bad else None)
    refused = {f"{number}-{place}" for number, items in found.items() for place, item in enumerate(items) if "exit code 5" in item}
    assert refused == bad


def test_an_accident_on_an_item_does_not_refuse_it(tmp_path):
    def once():
        if len(list(tmp_path.iterdir())) < 2:  # in the group, and then alone
            (tmp_path / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)

    assert results(orders(), only_on("3-3", once)) == dict(orders())
    assert len(list(tmp_path.iterdir())) == 2


def test_memory_that_many_items_leave_behind_is_given_back():
    kept = []
    seen = results([(number, [str(number)]) for number in range(12)], lambda item: kept.append(bytearray(120_000_000)), workers=1)
    assert seen == {number: [str(number)] for number in range(12)}


def test_workers_that_always_die_beside_the_items_stop_the_run():
    def work(order, refused, alone, announce):
        os._exit(9)

    with pytest.raises(SkillstaalError, match="exit code 9.*fewer --workers"), Engine(lambda: work, 1, LIMITS) as engine:
        list(engine.results(orders(1)))


@pytest.mark.parametrize(("fault", "raised", "message"), [(OSError(28, "No space left on device"), OSError, "No space"), (ValueError("geheim"), SkillstaalError, "ValueError")])
def test_what_a_worker_raises_is_raised_here(fault, raised, message):
    def fail():
        raise fault

    with pytest.raises(raised, match=message) as caught:
        results(orders(), only_on("4-4", fail))
    assert "geheim" not in str(caught.value)


def test_no_more_orders_are_read_than_workers_can_take():
    read = []

    def source():
        for order in orders(12):
            read.append(order[0])
            yield order

    with Engine(lambda: done, 2, LIMITS) as engine:
        for finished, _ in enumerate(engine.results(source()), 1):
            assert len(read) <= finished + 3


def test_no_process_is_left_behind():
    with Engine(lambda: done, 2, LIMITS) as engine:
        processes = [worker._process.pid for worker in engine._workers]
        next(engine.results(orders()))
    assert len(processes) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
