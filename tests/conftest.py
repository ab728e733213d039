"""Fixtures that many tests share; models and lexicon are loaded once."""

import os
from pathlib import Path

import pytest

os.environ["SKILLSTAAL_SUBJECT_KEY"] = "the same pseudonyms in every test"  # and so the same bytes
ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"


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
