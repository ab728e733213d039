"""A pasted text -> its translation, as a page with the text marked, as JSON by the contract, or as linked data. Nothing of it is kept."""

import orjson

from ontology.namespaces import DATA_BASE, RELEASE_BASE, RUN_BASE

from ..contract import to_json
from ..errors import RecordError
from ..export import jsonld, rdf
from ..export.advice import with_english
from ..export.highlighting import pieces, without_personal_data
from ..export.nodes import to_nodes
from ..linking.linker import WIDE
from ..reading.documents import MAX_TEXT, make_document
from ..translate import LANGUAGES
from ..types import KINDS, SKILL_TYPES, Document
from .addresses import address
from .holdings import Holdings
from .rendering import page
from .replies import HTML, Refusal, Reply, preferred

FORMS = (HTML, "application/json", "application/ld+json", "text/turtle")
_ALTERNATIVES = 3
_WORTH_TELLING = 0.01


def form(holdings: Holdings) -> Reply:
    """The page to paste a text on."""
    return page("translate.html", text="", kind="auto", kinds=KINDS, most=MAX_TEXT, record=None, refusal=None)


def translate(holdings: Holdings, text: str, kind: str, accept: str) -> Reply:
    """The translation in the form that ``accept`` likes best. Raises Refusal."""
    media = preferred(accept, FORMS)
    try:
        document = _document(text, kind)
    except Refusal as refusal:
        if media != HTML:
            raise
        return page("translate.html", refusal.status, text=text[:MAX_TEXT], kind=kind, kinds=KINDS, most=MAX_TEXT, record=None, refusal=refusal)
    release = holdings.translator.lexicon.release
    record = to_json(holdings.translator.translate(document), release, RELEASE_BASE + release)
    if media == "application/json":
        return Reply(orjson.dumps(record), media)
    if media != HTML:
        nodes = to_nodes(record, document.text, RUN_BASE + "single", DATA_BASE)
        return Reply(jsonld.jsonld(nodes) if media == "application/ld+json" else rdf.turtle(nodes), media)
    return _page(holdings, record, document, text, kind)


def _document(text: str, kind: str) -> Document:
    """Raises Refusal for a text that cannot be translated."""
    if len(text) > MAX_TEXT:
        raise Refusal(413, f"De tekst heeft meer dan {MAX_TEXT} tekens. Kort hem in.", f"The text has more than {MAX_TEXT} characters. Shorten it.")
    if kind not in ("auto", *KINDS):
        raise Refusal(400, "Deze soort tekst is er niet.", "There is no such kind of text.")
    try:
        document = make_document("text", text, kind, "", "the text")
    except RecordError:
        raise Refusal(400, "Hier staan geen leesbare woorden. Plak een tekst.", "There are no readable words here. Paste a text.") from None
    if document.language not in LANGUAGES:
        raise Refusal(422, "Deze tekst lijkt niet Nederlands of Engels; alleen die talen worden vertaald.", "This text seems to be neither Dutch nor English; only these are translated.")
    return document


def _page(holdings: Holdings, record: dict, document: Document, text: str, kind: str) -> Reply:
    """The form with the translation below it; the marked text and the neutral one have no personal data."""
    neutral, occupation = record["neutral_text"], record["occupation"]
    skills = [_with_alternatives(holdings, skill) for skill in record["skills"]]
    shown = record | {
        "skills": skills,
        "bias": with_english(record["bias"]),
        "occupation": occupation and occupation | {"concept": address(occupation["concept"]) if occupation["concept"] else None},
        "neutral_text": neutral and without_personal_data(neutral, record["document"]),
    }
    found = pieces(without_personal_data(document.text, record["document"]), skills, record["bias"])
    return page("translate.html", text=text, kind=kind, kinds=KINDS, most=MAX_TEXT, record=shown, pieces=found, refusal=None, skill_types=SKILL_TYPES)


def _with_alternatives(holdings: Holdings, skill: dict) -> dict:
    """The statement with the address of its concept here and the other concepts that its words may mean, as [(address, name, probability)]."""
    translator = holdings.translator
    ranked = translator.linker.rank(skill["quote"], skill["type"], WIDE)[0]
    entries = [(translator.lexicon.entry(candidate.concept), candidate.score) for candidate in ranked[: _ALTERNATIVES + 1] if candidate.score >= _WORTH_TELLING]
    others = [(address(entry.iri), entry.label_nl or entry.label_en, score) for entry, score in entries if entry.iri != skill["concept"]]
    return skill | {"concept": address(skill["concept"]) if skill["concept"] else None, "alternatives": others[:_ALTERNATIVES]}
