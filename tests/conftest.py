"""Fixtures that many tests share; models and lexicon are loaded once."""

import os
import shutil
from pathlib import Path

import pytest

os.environ["SKILLSTAAL_SUBJECT_KEY"] = "the same pseudonyms in every test"  # and so the same bytes
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, driven by Playwright, one for all tests."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"there is no browser here: none of {', '.join(BROWSERS)} is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; pip install '.[test]'")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield found
        found.close()


@pytest.fixture(scope="session")
def lexicon():
    from ontology.lexicon import Lexicon

    return Lexicon.load()


@pytest.fixture(scope="session")
def translator():
    from pipeline.translate import Translator

    return Translator.load()


@pytest.fixture(scope="session")
def core():
    """The core ontology, read from its source tables."""
    from ontology.tables import read_ontology

    return read_ontology()


@pytest.fixture(scope="session")
def release():
    """The release made from the source tables."""
    from ontology.release import make_release

    return make_release()


@pytest.fixture
def shared_data():
    """The folder with real ESCO, CompetentNL and vacancy files; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real data files are not here")
    return SHARED
