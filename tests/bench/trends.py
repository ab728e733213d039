"""How fast trends are made, how much memory it takes, and what they find in a simulated market: ``python tests/bench/trends.py 100000``.

A market of 24 months and 2,000 concepts, of which 200 rise and 200 decline by the given factor a year, from shares of 0.5 to 20 per cent, with the tool
changed after a year. Prints one JSON object: seconds, MB at most, the false-discovery proportion, and power by share of the texts.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from ontology.lexicon import Lexicon
from ontology.trends.making import make_trends
from ontology.trends.runs import read_runs
from tests.ontology.made_runs import Market, write_run

MONTHS, CONCEPTS, MOVING = 24, 2_000, 200
BANDS = (0.005, 0.01, 0.03, 0.1, 0.2)


def bench(texts: int, yearly: float = 1.5) -> dict:
    """Figures of a market with this many texts."""
    rng, lexicon = np.random.default_rng(2026), Lexicon.load()
    concepts = [entry.iri for entry in map(lexicon.entry, range(len(lexicon))) if entry.type != "occupation"][:CONCEPTS]
    odds = np.ones(len(concepts))
    odds[:MOVING], odds[MOVING : 2 * MOVING] = yearly, 1 / yearly
    base = np.exp(rng.uniform(np.log(BANDS[0]), np.log(BANDS[-1]), len(concepts)))
    made = Market(concepts, odds, base, rng, sectors=("Zorg", "ICT", "Bouw", None))
    with tempfile.TemporaryDirectory() as name:
        folders = []
        for year, (release, found) in enumerate((("1", 1.0), ("2", 0.8))):
            part = Path(name) / str(year)
            for month in range(MONTHS // 2):
                at = MONTHS // 2 * year + month
                write_run(part / f"{month:02d}", [made.month(at, 500, found) for _ in range(texts // MONTHS // 500)], release)
                folders.append(part / f"{month:02d}")
        before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        trends = make_trends(read_runs(folders), lexicon)
        seconds = time.perf_counter() - started
    judged = {one.item: one.verdict for one in trends.series if one.what == "concept" and one.population == "all"}
    said = np.array([{"rising": 1, "declining": -1}.get(judged.get(concept, ""), 0) for concept in concepts])
    true = np.sign(np.log(odds))
    power = {f"{low:.1%}-{high:.1%}": round(float(np.mean((said == true)[(true != 0) & (base >= low) & (base < high)])), 3) for low, high in zip(BANDS, BANDS[1:])}
    wrong = int(((said != 0) & (said != true)).sum())
    return {
        "texts": trends.counts.read, "series": len(trends.series), "seconds": round(seconds, 1), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mb_before": before // 1024, "called": int((said != 0).sum()), "false_discovery": round(wrong / max(1, int((said != 0).sum())), 4), "power": power,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 24_000, float(sys.argv[2]) if len(sys.argv) > 2 else 1.5)))
