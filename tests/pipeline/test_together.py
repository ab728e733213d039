"""Texts translated together say what each of them says alone, whatever the order and the company."""

import pytest

from pipeline.reading import read_sources
from pipeline.types import Document
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def documents():
    return [item for item in read_sources([str(ROOT / "corpora" / "examples")], "auto", None) if isinstance(item, Document)]


def test_alone_and_together(translator, documents):
    together = translator.translate_all(documents)
    translator.linker.forget()
    assert [translator.translate(document) for document in reversed(documents)][::-1] == together
    assert sum(len(annotation.skills) for annotation in together) > 300


def test_a_text_in_another_language_says_nothing(translator, documents):
    german = Document("g", "Wir suchen einen Schweißer.", language="de")
    first, none, second = translator.translate_all([documents[0], german, documents[1]])
    assert none.skills == () and none.document is german
    assert (first, second) == (translator.translate(documents[0]), translator.translate(documents[1]))


def test_nothing_gives_nothing(translator):
    assert translator.translate_all([]) == []
