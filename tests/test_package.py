"""The wheel: all package data inside, and it works outside the checkout."""

import json
import subprocess
import sys
import zipfile

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source") / "skillstaal"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(source)], check=True)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return path


def test_package_data_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files", "ontology", "pipeline"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert len(tracked) > 40
    assert [name for name in tracked if name not in names] == []


def test_the_wheel_works_outside_the_checkout(wheel, tmp_path):
    target = tmp_path / "site"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)], check=True)
    code = "import sys; from pipeline.cli import main; sys.argv[0] = 'skillstaal'; main()"
    text = "Profiel\nJe spreekt Engels en je hebt rijbewijs B.\n"
    ran = subprocess.run(
        [sys.executable, "-c", code, "translate", "-", "--format", "json"],
        input=text, cwd=tmp_path, env={"PYTHONPATH": str(target), "PATH": "/usr/bin"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert [skill["quote"] for skill in json.loads(ran.stdout)["skills"]] == ["Engels", "rijbewijs B"]
    built = subprocess.run(
        [sys.executable, "-c", code, "ontology", "build", "--out", "release"],
        cwd=tmp_path, env={"PYTHONPATH": str(target), "PATH": "/usr/bin"}, capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "release" / "ontology.ttl").exists()
