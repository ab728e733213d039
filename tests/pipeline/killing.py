"""Runs in processes of their own that are killed while they are at work, and what must hold afterwards."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import orjson

from pipeline.batches.batch import run_batch
from pipeline.config import Settings
from tests.conftest import ROOT
from tests.pipeline.variations import posted_again

FAILED = 3  # exit status of a run that raised


def write_records(path: Path, count: int) -> None:
    """Variations of gold vacancies, some of them repeated, with a broken line after every tenth."""
    gold = [json.loads(line) for line in (ROOT / "corpora" / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = sorted((record["text"] for record in gold if record["kind"] == "vacancy"), key=len)[:30]
    chance = random.Random(3)
    lines = []
    for number in range(count):
        text = texts[number % 30] if number % 7 == 0 else posted_again(texts[number % 30], chance)
        lines.append(orjson.dumps({"id": f"v{number}", "text": text, "kind": "vacancy"}))
        if number % 10 == 9:
            lines.append(b'{"id": "kapot"')
    path.write_bytes(b"\n".join(lines) + b"\n")


def start(source: Path, out: Path, prepare=lambda: None, **settings) -> int:
    """The id of a new process that makes the run, after ``prepare``."""
    process = os.fork()
    if process:
        return process
    try:
        prepare()
        run_batch([str(source)], out, Settings(**settings))
        os._exit(0)
    except BaseException as error:
        with suppress(BaseException):
            out.with_name("error").write_text(f"{type(error).__name__}: {error}")
        os._exit(FAILED)


def ended(process: int) -> int:
    """Waits for it; its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def workers_of(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def content(out: Path) -> dict:
    """Path -> bytes of a run, its manifest without what is bound to the moment or to the run before it."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.parent.name != "delta"}
    manifest = json.loads(found["manifest.json"])
    for owner, name in ((manifest, "timings"), (manifest, "earlier"), (manifest, "delta"), (manifest["totals"], "unchanged"), (manifest["totals"], "removed")):
        del owner[name]
    del manifest["config"]["settings"]["workers"]
    described = re.sub(rb"\n<[^>\n]*/delta/[^\n]*(?:\n\t[^\n]*)*", b"", found["dataset.ttl"])
    return found | {"manifest.json": manifest, "dataset.ttl": described}


def is_whole(out: Path) -> bool:
    """Whether every file of the manifest is there as it was written, and no other data."""
    listed = {output["path"]: output["sha256"] for output in json.loads((out / "manifest.json").read_bytes())["outputs"]}
    present = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in out.rglob("part-*")}
    return listed == present


def kill_at_random(source: Path, out: Path, kills: int, seed: int, **settings) -> Counter:
    """Makes two runs into one folder in turn, with half of the texts in common, killing the main process or a worker at random moments; what was counted.

    Raises AssertionError when a finished run is not what it is without kills and without an earlier run, or when ever the folder does not hold a whole run.
    """
    chance = random.Random(seed)
    both = [source, source.with_name("b.jsonl")]
    lines = source.read_bytes().splitlines(keepends=True)
    both[1].write_bytes(b"".join(line.replace(b'"text":"', b'"text":"Nieuw! ') if number % 6 > 2 else line for number, line in enumerate(lines)))
    undisturbed, lasts = [], 0.0
    for texts in both:
        began = time.monotonic()
        assert ended(start(texts, out, **settings)) == 0
        lasts = max(lasts, time.monotonic() - began)
        undisturbed.append(content(out))
        shutil.rmtree(out)
    counts: Counter = Counter()
    while counts["main process killed"] + counts["worker killed"] < kills or counts["runs finished"] < 2:
        counts["attempts"] += 1
        turn = counts["runs finished"] % 2
        process = start(both[turn], out, **settings)
        time.sleep(chance.random() * lasts)
        if chance.random() < 0.4 and (found := workers_of(process)):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
                counts["worker killed"] += 1
        else:
            os.kill(process, signal.SIGKILL)
        code = ended(process)
        assert code in (0, -signal.SIGKILL), out.with_name("error").read_text()
        counts["main process killed"] += code != 0
        counts["between two renames"] += not out.exists() and counts["runs finished"] > 0
        whole = out if out.exists() else out.with_name(f".{out.name}.part") / "old"
        assert is_whole(whole) if counts["runs finished"] or whole.exists() else code != 0
        if code == 0:
            counts["texts taken over"] += json.loads((out / "manifest.json").read_bytes())["totals"]["unchanged"]
            counts["runs finished"] += 1
            counts["of which went on"] += json.loads((out / "manifest.json").read_bytes())["timings"]["resumed"] > 0
            assert content(out) == undisturbed[turn]
    return counts
