"""How the server holds under load: ``python tests/bench/load.py RUN`` starts it and lets 50 clients ask for a minute, each one thing after another.

They ask what people and programs do (see MIX). Prints a line of JSON: the load of the machine before and while it ran, requests, errors (anything
but status 200), and seconds of answering, median, 95th percentile and worst, in all and by kind. The exit code is 1 when there was an error.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.serving import Served, served

QUERY = 'SELECT ?c ?l { ?c <http://www.w3.org/2004/02/skos/core#prefLabel> ?l . FILTER(CONTAINS(?l, "werk")) } LIMIT 50'
TEXT = (Path(__file__).parents[2] / "corpora" / "examples" / "vacancies" / "kok-bistro.txt").read_bytes()
MIX = {
    "concept page": (4, lambda server: server.ask("/id/ST0000163", Accept="text/html")),
    "concept, Turtle": (2, lambda server: server.ask("/id/ST0000163", Accept="text/turtle")),
    "search": (3, lambda server: server.ask(f"/?q={random.choice(('lassen', 'zorg', 'Excel', 'plannen'))}", Accept="text/html")),
    "query": (3, lambda server: server.query(QUERY)),
    "text": (1, lambda server: server.ask("/translate", "POST", TEXT, Content_Type="text/plain", Accept="text/html")),
}


def client(server: Served, until: float, seed: int, times: dict[str, list[float]], errors: list) -> None:
    chance = random.Random(seed)
    names, weights = list(MIX), [weight for weight, _ in MIX.values()]
    while time.monotonic() < until:
        name = chance.choices(names, weights)[0]
        started = time.perf_counter()
        try:
            status = MIX[name][1](server)[0]
        except OSError as error:
            status = repr(error)
        times[name].append(time.perf_counter() - started)
        if status != 200:
            errors.append((name, status))


def figures(seconds: list[float]) -> dict[str, float]:
    cut = statistics.quantiles(seconds, n=20) if len(seconds) > 1 else seconds * 19
    return {"requests": len(seconds), "median": round(statistics.median(seconds), 3), "p95": round(cut[18], 3), "worst": round(max(seconds), 3)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, served(Path(made) / "server", *map(Path.resolve, chosen.paths), "--workers", chosen.workers) as found:
        before = os.getloadavg()[0]
        taken: dict[str, list[float]] = {name: [] for name in MIX}
        wrong: list = []
        end = time.monotonic() + chosen.seconds
        clients = [threading.Thread(target=client, args=(found, end, number, taken, wrong)) for number in range(chosen.clients)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        after = os.getloadavg()[0]
    print(json.dumps({
        "clients": chosen.clients, "seconds": chosen.seconds, "cpus": os.cpu_count(), "load_before": round(before, 1), "load_after": round(after, 1),
        "errors": len(wrong), "kinds_of_errors": sorted({f"{name}: {status}" for name, status in wrong}),
        "all": figures(sum(taken.values(), [])), **{name: figures(seconds) for name, seconds in taken.items() if seconds},
    }))  # fmt: skip
    sys.exit(bool(wrong))
