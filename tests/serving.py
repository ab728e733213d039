"""A running ``skillstaal serve`` for tests and measurements, and a client that says what it sends to the letter."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import ROOT


@dataclass(frozen=True)
class Served:
    """A server: its port, where its messages go, the folder that it runs in and that of its temporary files."""

    port: int
    said: Path
    folder: Path
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        """(status, headers by lower-case name, body); ``headers`` with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def form(self, path: str, accept: str = "*/*", **fields: str):
        return self.ask(path, "POST", urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded", Accept=accept)

    def query(self, text: str, accept: str = "application/sparql-results+json"):
        return self.ask("/sparql", "POST", text.encode(), Content_Type="application/sparql-query", Accept=accept)


@contextmanager
def served(folder: Path, *arguments) -> Iterator[Served]:
    """A server in a process of its own, with ``folder`` for what it might write, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    work = folder / "work"
    work.mkdir(parents=True)
    said = folder / "said.txt"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(work), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "pipeline.cli", "serve", *map(str, arguments), "--port", str(port)]
    with said.open("wb") as stream:
        process = subprocess.Popen(command, cwd=work, env=environment, stdout=stream, stderr=stream)
    found = Served(port, said, work, process)
    try:
        for _ in range(1200):
            if process.poll() is not None:
                raise AssertionError(said.read_text(encoding="utf-8"))
            try:
                found.ask("/assets/style.css")
                break
            except OSError:
                time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        process.wait(30)
