"""What a run costs as it grows: python tests/bench/growth.py 1000 10000 100000 [--workers 2] [--kind vacancy] [--keep FOLDER] [--release FOLDER]

For each number of texts (texts.py, a tenth exact and a tenth near repeats) one ``skillstaal run --formats nq,parquet`` with full detail, measured from outside: a line of JSON with texts and
triples a second, seconds of CPU, and memory of all its processes together (PSS: shared pages by their share; Linux) at most and in each tenth of the time. ``alone`` is a run of one text: what starting costs.
``--keep`` leaves texts, run folders with their manifests, and logs in FOLDER.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.texts import write_texts  # noqa: E402

_PAUSE = 0.5  # seconds between two looks at the memory


def _family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    with suppress(OSError):
        for listed in Path(f"/proc/{process}/task").glob("*/children"):
            for child in listed.read_text().split():
                found += _family(int(child))
    return found


def _megabytes(process: int) -> float:
    with suppress(OSError):
        return int(re.search(r"(?m)^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text())[1]) / 1024
    return 0.0


def watch(command: list[str], log: Path) -> tuple[float, float, list[list[float]]]:
    """(seconds, seconds of CPU, MB of the main process and of all of them at every look) of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started, looks = time.perf_counter(), []
    with log.open("w") as stream, subprocess.Popen(command, cwd=log.parent, env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}, stderr=stream) as process:
        while process.poll() is None:
            sizes = [_megabytes(one) for one in _family(process.pid)]
            looks.append([sizes[0], sum(sizes)])
            time.sleep(_PAUSE)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(log.read_text()[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, sum(getattr(after, name) - getattr(before, name) for name in ("ru_utime", "ru_stime")), looks


def measure(number: int, workers: int, folder: Path, release: Path | None, kind: str | None = None) -> dict:
    """The figures of one run."""
    texts, out = folder / f"texts-{number}.jsonl", folder / f"run-{number}-{workers}"
    if not texts.exists():
        write_texts(number, texts, kind=kind)
    command = [sys.executable, "-m", "pipeline.cli", "run", str(texts), "--out", str(out), "--restart", "--workers", str(workers), "--formats", "nq,parquet", "--log-format", "json"]
    load = os.getloadavg()[0]
    seconds, worked, looks = watch([*command, *(["--ontology", str(release.resolve())] if release else [])], folder / f"run-{number}-{workers}.log")
    manifest = json.loads((out / "manifest.json").read_text())
    totals, triples = manifest["totals"], sum(output.get("triples") or 0 for output in manifest["outputs"])
    return {
        "texts": number, "workers": workers, "load_before": round(load, 1), "seconds": round(seconds, 1), "cpu_seconds": round(worked, 1),
        "texts_a_second": round(number / seconds, 1), "cpu_ms_a_text": round(1000 * worked / number, 2),
        "triples": triples, "triples_a_second": round(triples / seconds),
        "peak_mb": round(max(total for _, total in looks)), "peak_main_mb": round(max(main for main, _ in looks)),
        "mb_by_tenth": [round(max(total for _, total in looks[len(looks) * part // 10 : len(looks) * (part + 1) // 10] or looks[-1:])) for part in range(10)],
        "totals": totals, "output_mb": round(sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6, 1),
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--kind", help="all texts of one kind, as vacancy")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--release", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        place = (chosen.keep or Path(made)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        alone = measure(1, 1, place, chosen.release, chosen.kind)
        print(json.dumps({"alone": {key: alone[key] for key in ("seconds", "cpu_seconds", "peak_mb")}}), flush=True)
        for count in chosen.numbers:
            for some in chosen.workers:
                print(json.dumps(measure(count, some, place, chosen.release, chosen.kind)), flush=True)
