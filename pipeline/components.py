"""The stages as spaCy components, registered by entry point: ``nlp = spacy.blank("nl"); nlp.add_pipe("skillstaal_skills")``.

``doc.spans["segments"]``, ``doc.spans["skills"]`` (label = type, ``kb_id_`` = concept IRI or "NIL") and
``doc.spans["wording"]`` (label = ground). They read ``doc.text`` as a vacancy, or as the kind in
``doc.user_data["kind"]``. Spans are widened to whole tokens of the ``doc``.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from .segmenting import segment
from .smoothing import smooth
from .translate import Translator, flags_of
from .types import Document


def _document(doc: Doc) -> Document:
    return Document("doc", doc.text, doc.user_data.get("kind", "vacancy"), doc.lang_ or "nl")


def _group(doc: Doc, name: str, spans: list[tuple[int, int, str, str]]) -> Doc:
    found = []
    for start, end, label, kb_id in spans:
        span: Span | None = doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")
        if span is not None:
            found.append(span)
    doc.spans[name] = SpanGroup(doc, name=name, spans=found)
    return doc


class Segments:
    def __call__(self, doc: Doc) -> Doc:
        smoothed = smooth(_document(doc))
        segments, _ = segment(smoothed.document)
        return _group(doc, "segments", [(s.start, s.end, s.section, "") for s in smoothed.restored(segments)])


class Skills:
    """``release``: a release folder, or None for the embedded core."""

    def __init__(self, release: str | None):
        self.translator = Translator.load(release)

    def __call__(self, doc: Doc) -> Doc:
        skills = self.translator.translate(_document(doc)).skills
        return _group(doc, "skills", [(s.start, s.end, s.type, s.concept or "NIL") for s in skills])


class Wording:
    def __call__(self, doc: Doc) -> Doc:
        return _group(doc, "wording", [(f.start, f.end, f.ground, f.rule) for f in flags_of(_document(doc))])


@Language.factory("skillstaal_segments")
def make_segments(nlp: Language, name: str) -> Segments:
    return Segments()


@Language.factory("skillstaal_skills", default_config={"release": None})
def make_skills(nlp: Language, name: str, release: str | None) -> Skills:
    return Skills(release)


@Language.factory("skillstaal_wording")
def make_wording(nlp: Language, name: str) -> Wording:
    return Wording()
