"""Orders -> what worker processes make of them, whatever happens to a worker.

Each worker has a pipe of its own (the locks of a shared queue stay shut when their holder is killed) and is forked where the system can, so that
all share the models in memory. It announces the items that it begins with. When it dies, takes too long or too much memory, another
one gets the order, and does the suspected items one at a time; an item on which a worker dies twice, or once by taking too long, is refused, and
the order is done without it. An order has one shard and no more orders go out than there are workers, so memory does not grow.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from ..errors import SkillstaalError

_MB = 1_000_000
OUT_OF_MEMORY = 77  # exit status
_FULL = 0.7  # of the memory that a worker may take; then another takes its place, with nothing remembered
_STRIKES = 2  # deaths on one item alone, after which it is refused: one may be an accident
_ATTEMPTS = 20  # deaths beside any item, after which the run stops
HOW = "fork" if sys.platform == "linux" else "spawn"
_PR_SET_PDEATHSIG = 1  # prctl(2)

Work = Callable[[Any, dict[int, str], set[int], Callable[[int, int], None]], Any]  # (order, refused, alone, announce) -> result


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one worker: seconds between two announcements, and MB of memory beyond what it starts with (Linux only)."""

    patience: float
    memory: int


@dataclass
class _Task:
    """An order with what its attempts have taught."""

    order: Any
    refused: dict[int, str] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    strikes: Counter = field(default_factory=Counter)
    attempts: int = 0

    def learn(self, first: int, end: int, why: str, certain: bool) -> None:
        """A worker was lost on items ``first`` to ``end``. Raises SkillstaalError when it was none of them, again and again."""
        if end - first > 1:
            self.alone.update(range(first, end))
        elif end > first:
            self.strikes[first] += _STRIKES if certain else 1
            if self.strikes[first] >= _STRIKES:
                self.refused[first] = f"the text {why}; please report it"
        else:
            self.attempts += 1
            if self.attempts == _ATTEMPTS:
                raise SkillstaalError(f"worker processes were lost {_ATTEMPTS} times ({why}); give the machine more memory, or the run fewer --workers")


@dataclass(frozen=True, slots=True)
class _Done:
    """What a worker made of its order; ``last`` when it ends, to give back the memory that it took."""

    result: Any
    last: bool


class _Worker:
    """A process and the task that it has."""

    def __init__(self, start: Callable[[], Work], limits: Limits):
        context = multiprocessing.get_context(HOW)
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, start, limits, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False
        self.task: _Task | None = None
        self.at = (0, 0)
        self.heard = time.monotonic()

    def give(self, task: _Task) -> None:
        """Sends the order, once the process has said that it takes one."""
        self.task, self.at, self.heard = task, (0, 0), time.monotonic()
        if self._ready:
            with suppress(OSError):  # it is dead, which is heard at the end of its pipe
                self.connection.send((task.order, task.refused, task.alone))

    def hear(self) -> _Done | Exception | None:
        """What it says; None when that only tells how far it is. Raises EOFError or OSError when it is dead."""
        said = self.connection.recv()
        self.heard = time.monotonic()
        if not isinstance(said, tuple):
            return said
        self.at = said
        if not self._ready:
            self._ready = True
            if self.task:
                self.give(self.task)
        return None

    def is_late(self, patience: float) -> bool:
        """Whether it has said nothing for so long, and says nothing now."""
        return time.monotonic() - self.heard > patience and not self.connection.poll()

    def end(self, grace: float = 0.0) -> int | None:
        """The exit code of the process, which is killed when it has not ended by itself."""
        self._process.join(grace)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode
        self._process.close()
        self.connection.close()
        return code


class Engine:
    """Runs orders on ``workers`` processes. ``start`` gives, in the process of a worker, the function that does an order."""

    def __init__(self, start: Callable[[], Work], workers: int, limits: Limits):
        self._start, self._limits = start, limits
        gc.collect()
        gc.freeze()  # the collector of a worker leaves alone what is shared with the others
        self._workers = [_Worker(start, limits) for _ in range(workers)]

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_) -> None:
        for worker in self._workers:
            worker.end()
        gc.unfreeze()

    def results(self, orders: Iterable[Any]) -> Iterator[Any]:
        """What becomes of the orders, as they are finished. Raises SkillstaalError, or what a worker raises (OSError when it cannot write)."""
        for order in orders:
            while (idle := next((worker for worker in self._workers if worker.task is None), None)) is None:
                yield from self._hear()
            idle.give(_Task(order))
        while any(worker.task for worker in self._workers):
            yield from self._hear()

    def _hear(self) -> Iterator[Any]:
        """Waits until a worker says something, or has been silent for too long; gives the results that came in."""
        busy = {worker.connection: worker for worker in self._workers if worker.task}
        deadline = min(worker.heard for worker in busy.values()) + self._limits.patience
        ready = wait(list(busy), max(0.0, deadline - time.monotonic()) + 0.01)
        for connection in ready:
            worker = busy.pop(connection)
            try:
                said = worker.hear()
            except (EOFError, OSError):
                self._lost(worker, late=False)
                continue
            if isinstance(said, Exception):
                raise said
            if said:
                worker.task = None
                if said.last:
                    self._replace(worker, grace=1)
                yield said.result
        for worker in busy.values():
            if worker.is_late(self._limits.patience):
                self._lost(worker, late=True)

    def _lost(self, worker: _Worker, late: bool) -> None:
        """Another worker takes the task, with what is learnt from this."""
        task, (first, end) = worker.task, worker.at
        fresh, code = self._replace(worker, grace=0 if late else 1)
        if late:
            why = f"takes more than {self._limits.patience:g} seconds"
        elif code == OUT_OF_MEMORY:
            why = f"takes more than {self._limits.memory} MB of memory"
        else:
            why = f"ends the process ({signal.Signals(-code).name if code and code < 0 else f'exit code {code}'})"
        task.learn(first, end, why, certain=late)
        fresh.give(task)

    def _replace(self, worker: _Worker, grace: float) -> tuple[_Worker, int | None]:
        """(new worker, exit code of the old one)."""
        code = worker.end(grace)
        fresh = _Worker(self._start, self._limits)
        self._workers[self._workers.index(worker)] = fresh
        return fresh, code


def _serve(connection: Connection, start: Callable[[], Work], limits: Limits, parent: int) -> None:
    """The life of a worker: orders in, announcements and results out, until it is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        work = start()
        before = data_size()
        limit_memory(before, limits.memory)
        connection.send((0, 0))
        while True:
            order, refused, alone = connection.recv()
            result = work(order, refused, alone, lambda first, end: connection.send((first, end)))
            last = data_size() - before > limits.memory * _MB * _FULL
            connection.send(_Done(result, last))
            if last:
                return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except EOFError:
        return
    except (OSError, SkillstaalError) as error:
        connection.send(error)
    except Exception as error:
        connection.send(SkillstaalError(f"a worker process failed ({type(error).__name__}); please report it"))


def end_with(parent: int) -> None:
    """This process ends when its parent does, however that ends."""
    if HOW == "fork":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    else:
        Thread(target=lambda: (multiprocessing.parent_process().join(), os._exit(1)), daemon=True).start()


def data_size() -> int:
    """Bytes of memory that the process has for its data; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))


def limit_memory(before: int, megabytes: int) -> None:
    """Allows so much more memory for data than there is, where the system knows such a limit; then Python raises MemoryError."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (before + megabytes * _MB, resource.getrlimit(resource.RLIMIT_DATA)[1]))
