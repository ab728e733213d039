"""What a command costs: wall time and peak memory of the whole process, best of some runs.

``python tests/bench/measure.py build IMPORT_FOLDER ...``, ``... run FILE.jsonl``, ``... translate FILE.jsonl [RELEASE]`` (see stages.py) or
``... load RELEASE``; figures go to stdout as JSON.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
_COMMAND = "import sys; from pipeline.cli import main; sys.argv = ['skillstaal', *sys.argv[1:]]; main()"


def run_once(arguments: list[str]) -> tuple[float, float]:
    """(seconds, peak MB) of one ``skillstaal`` command in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COMMAND, *arguments], check=True, capture_output=True)
    return time.perf_counter() - started, max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def build(imports: list[str]) -> dict:
    """Core and imports to a release."""
    with tempfile.TemporaryDirectory() as folder:
        options = [word for path in imports for word in ("--import", path)]
        return _best([run_once(["ontology", "build", *options, "--out", str(Path(folder) / "release")]) for _ in range(RUNS)])


def run(path: str) -> dict:
    """A batch in one process, start-up included, and the texts a second."""
    texts = sum(1 for line in Path(path).read_bytes().split(b"\n") if line.strip())
    with tempfile.TemporaryDirectory() as folder:
        figures = _best([run_once(["run", path, "--formats", "nq,parquet", "--out", str(Path(folder) / "out"), "--max-quarantine", "100%"]) for _ in range(RUNS)])
    return figures | {"texts": texts, "texts_a_second": round(texts / figures["seconds"], 1)}


def translate(path: str, release: str | None = None) -> dict:
    """The translation alone, by stage, in a fresh process."""
    command = [sys.executable, str(Path(__file__).parent / "stages.py"), path, *filter(None, [release])]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def load(release: str) -> dict:
    """Milliseconds to open a lexicon, in a fresh process."""
    code = "import sys, time; from ontology.lexicon import Lexicon; t = time.perf_counter(); Lexicon.load(sys.argv[1]); print(time.perf_counter() - t)"
    times = [float(subprocess.run([sys.executable, "-c", code, release], check=True, capture_output=True, text=True).stdout) for _ in range(RUNS)]
    return {"milliseconds": round(min(times) * 1000, 1)}


def _best(runs: list[tuple[float, float]]) -> dict:
    return {"seconds": round(min(seconds for seconds, _ in runs), 2), "peak_mb": round(max(memory for _, memory in runs)), "runs": len(runs)}


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["help"]
    if what == "build":
        print(json.dumps(build(rest)))
    elif what == "translate" and len(rest) in (1, 2):
        print(json.dumps(translate(*rest), indent=1))
    elif what in ("run", "load") and len(rest) == 1:
        print(json.dumps({"run": run, "load": load}[what](rest[0])))
    else:
        sys.exit(__doc__)
