"""Jobs -> answers of worker processes, asked from an asyncio loop. A worker that takes too long or dies is killed and another one takes its place.

They are forked where the system can, so that all workers share what is held in memory; the process that forks runs no threads. A forked worker closes what it
inherits of the server's sockets: a connection must end when the server ends it.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from ..batches.engine import HOW, data_size, end_with, limit_memory
from .replies import Refusal

STARTING = 120.0  # seconds that a worker may take to begin
_WAITING = 500  # jobs
_PATIENCE = 30.0  # seconds that a job may wait for its turn

Work = Callable[[Any], Any]


class _Worker:
    """A process that does one job at a time."""

    def __init__(self, start: Callable[..., Work], arguments: tuple, memory: int):
        context = multiprocessing.get_context(HOW)
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(theirs, start, arguments, memory, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()
        self._ready = False

    async def do(self, job: Any, patience: float) -> Any:
        """What it makes of the job. Raises TimeoutError, or EOFError or OSError when it is dead."""
        if not self._ready:
            await self._hear(STARTING)
            self._ready = True
        self._connection.send(job)
        return await self._hear(patience)

    async def _hear(self, patience: float) -> Any:
        loop = asyncio.get_running_loop()
        heard = loop.create_future()
        loop.add_reader(self._connection.fileno(), lambda: heard.done() or heard.set_result(None))
        try:
            await asyncio.wait_for(heard, patience)
        finally:
            loop.remove_reader(self._connection.fileno())
        return self._connection.recv()

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._connection.close()


class Pool:
    """``size`` workers. ``start(*arguments)`` gives, in the process of a worker, the function that does a job; ``patience`` is seconds a job, ``memory`` MB."""

    def __init__(self, start: Callable[..., Work], arguments: tuple, size: int, patience: float, memory: int):
        self._make = lambda: _Worker(start, arguments, memory)
        self._patience, self._memory = patience, memory
        gc.collect()
        gc.freeze()  # the collector of a worker leaves alone what is shared with the others
        self._workers = [self._make() for _ in range(size)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._waiting = 0

    async def ask(self, job: Any) -> Any:
        """The answer. Raises Refusal when it takes too long or too much memory, when too many others wait, or what the worker refuses with."""
        worker = await self._next()
        whole = False
        try:
            answer = await worker.do(job, self._patience)
            whole = True
        except TimeoutError:
            limit = f"{self._patience:g}"
            raise Refusal(503, f"Dit duurt langer dan {limit} seconden. Vraag minder tegelijk.", f"This takes more than {limit} seconds. Ask for less at a time.") from None
        except (EOFError, OSError):
            raise Refusal(503, "Dit vraagt te veel geheugen. Vraag minder tegelijk.", "This takes too much memory. Ask for less at a time.") from None
        finally:
            self._idle.put_nowait(worker if whole else self._replace(worker))
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def _next(self) -> _Worker:
        busy = Refusal(503, "Het is te druk. Probeer het straks weer.", "Too many others are asking. Try again in a moment.")
        if self._waiting >= _WAITING:
            raise busy
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), _PATIENCE)
        except TimeoutError:
            raise busy from None
        finally:
            self._waiting -= 1

    def _replace(self, worker: _Worker) -> _Worker:
        worker.end()
        fresh = self._make()
        self._workers[self._workers.index(worker)] = fresh
        return fresh

    def end(self) -> None:
        """Ends the workers, whatever they are doing."""
        for worker in self._workers:
            worker.end()


def _live(connection: Connection, start: Callable[..., Work], arguments: tuple, memory: int, parent: int) -> None:
    """The life of a worker: jobs in, answers out, until it is ended. What a fault says of itself may hold what was asked, and goes nowhere."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if HOW == "fork":
        _close_others(connection.fileno())
    end_with(parent)
    with suppress(EOFError, OSError, MemoryError):
        work = start(*arguments)
        limit_memory(data_size(), memory)
        connection.send(None)
        while True:
            job = connection.recv()
            try:
                answer = work(job)
            except Refusal as refusal:
                answer = refusal
            except MemoryError:
                break
            except Exception as error:
                name = type(error).__name__
                answer = Refusal(500, f"Dit ging mis ({name}). Meld het ons, met wat u vroeg.", f"This went wrong ({name}). Please report it, with what you asked.")
            connection.send(answer)
    os._exit(1)


def _close_others(own: int) -> None:
    """Closes every file of the process but standard ones and ``own``."""
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 2 and number != own:
            with suppress(OSError):
                os.close(number)
