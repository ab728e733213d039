"""What a run promises when things go wrong, proven by making them go wrong: kills, full disks, two runs at once."""

import errno
import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.batches import batch, journal, run_folder
from pipeline.batches.batch import run_batch
from pipeline.config import FORMATS, Settings
from pipeline.errors import SkillstaalError
from pipeline.privacy import subjects
from pipeline.reading import ReadDocument, read_sources
from tests.pipeline.killing import (
    FAILED,
    content,
    ended,
    is_whole,
    kill_at_random,
    start,
    workers_of,
    write_records,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")


@pytest.fixture(scope="module", autouse=True)
def one_translator(source):
    """It has met the texts before, so that a run takes little time."""
    loaded = batch.Translator.load()
    loaded.translate_all([item for item in read_sources([str(source)]) if isinstance(item, ReadDocument)])
    patch = pytest.MonkeyPatch()
    patch.setattr(batch.Translator, "load", classmethod(lambda cls, release=None, register=None: loaded))
    yield loaded
    patch.undo()


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "a.jsonl"
    write_records(path, 40)
    return path


@pytest.fixture(scope="module")
def undisturbed(source, tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run_batch([str(source)], out, Settings(formats=FORMATS, shard=8))
    return content(out)


def again(source, out, **settings):
    return run_batch([str(source)], out, Settings(**({"formats": FORMATS, "shard": 8} | settings)))


def rest(folder):
    return sorted(path.name for path in folder.iterdir())


# --- kills --------------------------------------------------------------------------------------------------------------


def test_kills_at_random_moments_change_nothing(source, tmp_path):
    counts = kill_at_random(source, tmp_path / "out", kills=16, seed=5, workers=2, shard=3, formats=("nq", "jsonl", "parquet"))
    assert counts["main process killed"] > 4 and counts["main process killed"] + counts["worker killed"] >= 16
    assert counts["texts taken over"] > 0


STEPS = {"rename": (Path, "rename"), "unlink": (Path, "unlink"), "rmtree": (shutil, "rmtree"), "fsync": (os, "fsync"), "mkdir": (Path, "mkdir")}


def die_before(step, number):
    """The process is killed before the ``number``th time that it takes the step; its workers only end with it."""

    def prepare():
        owner, name = STEPS[step]
        take, main, taken = getattr(owner, name), os.getpid(), [0]

        def counted(*arguments, **options):
            taken[0] += os.getpid() == main
            if taken[0] == number and os.getpid() == main:
                os.kill(main, signal.SIGKILL)
            return take(*arguments, **options)

        setattr(owner, name, counted)

    return prepare


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_before_any_step_on_the_disk_leaves_a_whole_run_and_the_next_finishes(source, tmp_path, undisturbed, step):
    out = tmp_path / "out"
    settings = {"formats": FORMATS, "shard": 8}
    again(source, out, detail="skills")
    earlier = content(out)
    killed = 0
    for number in range(1, 60):
        code = ended(start(source, out, die_before(step, number), **settings))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        killed += 1
        work = run_folder.Work(out)
        with work.locked():
            pass
        assert content(out) in (earlier, undisturbed)
    assert killed > 1 and content(out) == undisturbed
    assert rest(tmp_path) == ["out"]


def test_workers_end_with_a_main_process_that_is_killed(source, tmp_path):
    process = start(source, tmp_path / "out", workers=2, shard=2)
    while not (workers := workers_of(process)):
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    ended(process)
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{worker}").exists() and "State:\tZ" not in Path(f"/proc/{worker}/status").read_text() for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


# --- going on -----------------------------------------------------------------------------------------------------------


def interrupted(source, out, after=2, **settings):
    """A run that stops after so many shards."""
    shards = []

    def stop(totals):
        shards.append(totals["read"])
        if len(shards) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch([str(source)], out, Settings(**({"formats": FORMATS, "shard": 8} | settings)), progress=stop)


def test_finished_shards_are_not_done_again(source, tmp_path, undisturbed):
    interrupted(source, tmp_path / "out", after=3)
    timings = again(source, tmp_path / "out", workers=2)["timings"]
    assert timings["resumed"] in (3, 4) and timings["shards"] == 6
    assert content(tmp_path / "out") == undisturbed


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-9]), lambda path: path.write_bytes(b"")])
@pytest.mark.parametrize("which", ["run/graph/part-00000.nq.gz", "run/tables/skills/part-00001.parquet", "journal/000000.json", "run/state/00000.arrow"])
def test_a_shard_whose_files_are_not_as_they_were_is_done_again(source, tmp_path, undisturbed, which, harm):
    interrupted(source, tmp_path / "out")
    harm(tmp_path / ".out.part" / which)
    resumed = again(source, tmp_path / "out")["timings"]["resumed"]
    assert resumed in (1, 2)
    assert content(tmp_path / "out") == undisturbed


def test_other_settings_discard_what_was_done(source, tmp_path, undisturbed):
    interrupted(source, tmp_path / "out", detail="skills")
    assert again(source, tmp_path / "out")["timings"]["resumed"] == 0
    assert content(tmp_path / "out") == undisturbed


def test_other_code_discards_what_was_done(source, tmp_path, monkeypatch):
    interrupted(source, tmp_path / "out")
    monkeypatch.setattr(batch, "code_sha256", lambda: "other")
    assert again(source, tmp_path / "out")["timings"]["resumed"] == 0


def test_restart_discards_what_was_done(source, tmp_path):
    interrupted(source, tmp_path / "out")
    assert run_batch([str(source)], tmp_path / "out", Settings(formats=FORMATS, shard=8), restart=True)["timings"]["resumed"] == 0


def test_shards_of_stdin_count_only_for_the_same_records(tmp_path, source, monkeypatch):
    """Of stdin no checksum is known beforehand."""
    lines = source.read_bytes().splitlines(keepends=True)
    changed = [*lines[:12], lines[12].replace(b"v11", b"vXI"), *lines[13:30]]
    (tmp_path / "one").write_bytes(b"".join(lines))
    (tmp_path / "other").write_bytes(b"".join(changed))

    def read(name):
        monkeypatch.setattr(sys, "stdin", (tmp_path / name).open())
        return "-"

    interrupted(read("one"), tmp_path / "out", after=5)
    assert again(read("other"), tmp_path / "out")["timings"]["resumed"] == 2
    again(read("other"), tmp_path / "fresh")
    assert content(tmp_path / "out") == content(tmp_path / "fresh")


def test_an_interrupted_run_goes_on_with_its_own_random_pseudonyms_and_forgets_their_key(tmp_path, monkeypatch):
    monkeypatch.delenv(subjects.KEY)
    source, out = tmp_path / "cvs.jsonl", tmp_path / "out"
    source.write_text("".join(f'{{"id": "cv{n}", "kind": "cv", "language": "nl", "text": "Werkervaring: {n} jaar kok, menu samenstellen."}}\n' for n in range(8)))
    interrupted(source, out, after=2, shard=2)
    assert (tmp_path / ".out.part" / "subject-key").stat().st_mode & 0o077 == 0
    assert again(source, out, shard=2)["timings"]["resumed"] > 1
    found = [json.loads(line)["document"] for path in (out / "translations").iterdir() for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert len(found) == 8 and all(document["subject"] == subjects.pseudonym(document["id"]) for document in found)
    assert rest(tmp_path) == ["cvs.jsonl", "out"]
    first = {document["subject"] for document in found}
    again(source, out, shard=2)
    assert subjects.pseudonym("cv0") not in first


# --- full disks ---------------------------------------------------------------------------------------------------------


def test_a_disk_that_is_full_is_one_sentence_and_the_run_goes_on_later(source, tmp_path, undisturbed):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        with pytest.raises(SkillstaalError, match="^the disk is full while writing to .*disk; make room and run the same command again") as caught:
            again(source, disk / "out")
        assert "\n" not in str(caught.value) and not (disk / "out").exists()
        with pytest.raises(SkillstaalError, match="mounted, .* choose a folder in it"):
            again(source, disk)
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        assert again(source, disk / "out")["timings"]["resumed"] > 0
        assert content(disk / "out") == undisturbed
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_that_may_not_become_larger_is_one_sentence(source, tmp_path):
    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    assert ended(start(source, tmp_path / "out", limited, formats=FORMATS)) == FAILED
    assert (tmp_path / "error").read_text().startswith("SkillstaalError: a file became larger than is allowed")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_no_room_at_any_write_leaves_the_earlier_run_and_can_be_mended(source, tmp_path, undisturbed, monkeypatch, code):
    """Each file in turn, of workers and of the main process, finds no room."""
    out = tmp_path / "out"
    again(source, out, detail="skills")
    earlier = content(out)
    write = run_folder.write_file
    stopped = 0
    for number in range(0, 90, 7):
        taken = [0]

        def full(target, data, beside=None):
            taken[0] += 1
            if taken[0] > number:
                raise OSError(code, os.strerror(code), str(target))
            write(target, data, beside)

        monkeypatch.setattr(run_folder, "write_file", full)
        try:
            again(source, out)
        except SkillstaalError as error:
            stopped += 1
            assert "make room" in str(error) and content(out) == earlier
        else:
            break
    monkeypatch.setattr(run_folder, "write_file", write)
    again(source, out)
    assert stopped > 1 and content(out) == undisturbed


# --- two runs at once ---------------------------------------------------------------------------------------------------


def test_a_second_run_into_the_same_folder_is_refused_while_the_first_goes_on(source, tmp_path, undisturbed, monkeypatch):
    monkeypatch.setattr(run_folder, "_ORPHANS", 0.1)
    out = tmp_path / "out"
    process = start(source, out, lambda: monkeypatch.setattr(journal, "finished", lambda *arguments: time.sleep(0.3)), formats=FORMATS, shard=8)
    while not (tmp_path / ".out.part" / "key").exists():
        time.sleep(0.01)
    with pytest.raises(SkillstaalError, match="another run is writing to .*out"):
        again(source, out)
    assert ended(process) == 0
    assert content(out) == undisturbed and is_whole(out)


def test_the_lock_of_a_process_that_is_gone_does_not_stop_the_next_run(source, tmp_path, undisturbed):
    process = start(source, tmp_path / "out", formats=FORMATS, shard=8)
    while not (tmp_path / ".out.part" / "key").exists():
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    ended(process)
    again(source, tmp_path / "out")
    assert content(tmp_path / "out") == undisturbed


# --- texts that harm ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"), (lambda: time.sleep(60), "1 seconds"), (lambda: bytearray(10**12), "200 MB of memory")],
)
def test_only_the_text_that_harms_a_worker_is_in_quarantine(source, tmp_path, monkeypatch, one_translator, harm, reason):
    import orjson

    translate = one_translator.translate_all

    def harmful(documents):
        if any(document.id == "v16" for document in documents):
            harm()
        return translate(documents)

    monkeypatch.setattr(one_translator, "translate_all", harmful)
    manifest = again(source, tmp_path / "out", patience=1, memory=200, workers=2, shard=20)
    found = [orjson.loads(line) for line in (tmp_path / "out" / "quarantine.jsonl").read_bytes().splitlines()]
    assert manifest["totals"]["translated"] == 39 and manifest["totals"]["quarantined"] == len(found) == 5
    (fault,) = [entry for entry in found if entry["stage"] == "translating"]
    assert fault["record"] == "v16" and reason in fault["reason"] and fault["location"] == "a.jsonl:18"
