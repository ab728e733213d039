"""A comparison or a match -> JSON, nodes of linked data, and sentences that say what came of it.

In the JSON ``offers`` is the first side and ``asks`` the second. A CV is named by its pseudonym and has no words of its text here.
"""

import hashlib
from collections.abc import Iterable

from ontology.namespaces import DATA_BASE, INSTRUMENT_BASE

from .comparison import Comparison, Item
from .matching import Key, Match
from .measures import Measures
from .sides import Side

KINDS = {
    "nl": {"vacancy": "vacature", "cv": "cv", "profile": "functieprofiel", "qualification": "kwalificatie", "occupation": "beroep"},
    "en": {"vacancy": "vacancy", "cv": "CV", "profile": "function profile", "qualification": "qualification", "occupation": "occupation"},
}
_VERDICTS = {
    "nl": {"strong": "sterke match", "near": "match met een kloof", "far": "ver uit elkaar"},
    "en": {"strong": "strong match", "near": "near match", "far": "far apart"},
}
_LEARNING = {
    "nl": {"upskilling": "bijscholen in hetzelfde werk", "reskilling": "omscholen naar ander werk"},
    "en": {"upskilling": "upskilling in the same work", "reskilling": "reskilling to other work"},
}
_REASONS = {
    "nl": {
        "broader": "breder: {}", "narrower": "specifieker: {}", "practised": "in praktijk: {}", "proves": "blijkt uit: {}", "includes": "zit in: {}",
        "sibling": "zelfde soort: {}", "related": "verwant: {}", "similar": "lijkt op: {}", "occupation": "hoort bij: {}", "education": "door het opleidingsniveau",
    },
    "en": {
        "broader": "broader: {}", "narrower": "more specific: {}", "practised": "in practice: {}", "proves": "proven by: {}", "includes": "part of: {}",
        "sibling": "of the same sort: {}", "related": "related: {}", "similar": "similar: {}", "occupation": "belongs to: {}", "education": "by level of education",
    },
}  # fmt: skip
_BY = {
    "nl": {"Vooral door": "shared", "Door eerder werk:": "work", "Dichtbij:": "close"},
    "en": {"Mostly by": "shared", "By earlier work:": "work", "Close by:": "close"},
}
_NAMED = 5  # concepts in a sentence


def to_json(comparison: Comparison, measures: Measures, release: str) -> dict:
    """Scores with three decimals; per concept its weight, what covers it and which qualifications teach it."""
    return {
        "ontology": {"release": release},
        "offers": _side(comparison.first),
        "asks": _side(comparison.second),
        "score": round(comparison.score, 3),
        "rank": None if comparison.rank is None else round(comparison.rank, 3),
        "overlap": round(comparison.overlap, 3),
        "verdict": comparison.verdict,
        "gap": {"size": comparison.gap, "learning": comparison.learning, "to_learn": [_named(item.concept, measures) for item in comparison.to_learn(measures)]},
        "experience": {"asked_years": comparison.second.years, "months": comparison.months},
        "unlinked": comparison.second.unlinked,
        **{finding: [_item(item, measures) for item in comparison.found(finding)] for finding in ("shared", "close", "missing")},
        "explanation": {language: explanation(comparison, measures, language) for language in ("nl", "en")},
    }


def match_json(match: Match, measures: Measures) -> dict:
    """One line of many matches."""
    return {
        "one": _side(match.one), "other": _side(match.other), "place": match.place, "score": round(match.score, 3), "verdict": match.verdict,
        "same_work": match.same_work, "shared": [_named(concept, measures) for concept in match.shared], "missing": [_named(concept, measures) for concept in match.missing],
    }  # fmt: skip


def nodes(comparison: Comparison) -> list[dict]:
    """Linked data in the terms of context.jsonld; the first node is the comparison."""
    iri = _iri(comparison.first.iri, comparison.second.iri)
    node = _pair(iri, comparison.first.iri, comparison.second.iri, comparison.score, comparison.verdict)
    for name, finding in (("sharedSkill", "shared"), ("closeSkill", "close"), ("missingSkill", "missing")):
        if found := sorted(item.concept for item in comparison.found(finding)):
            node[name] = found
    if comparison.learning:
        node["development"] = f"{INSTRUMENT_BASE}skill-development/{comparison.learning}"
    node["comparedSkill"] = [f"{iri}#c{number}" for number in range(1, len(comparison.items) + 1)]
    return [node, *(_item_node(item, f"{iri}#c{number}") for number, item in enumerate(comparison.items, 1))]


def match_nodes(match: Match) -> list[dict]:
    """The same for a match, with the concepts that explain it."""
    node = _pair(_iri(match.one.iri, match.other.iri), match.one.iri, match.other.iri, match.score, match.verdict)
    return [node | {name: sorted(found) for name, found in (("sharedSkill", match.shared), ("missingSkill", match.missing)) if found}]


def explanation(comparison: Comparison, measures: Measures, language: str = "nl") -> str:
    """Two or three sentences: how well it fits, by what, and what is to be learnt."""
    nl = language == "nl"
    said = f"{_VERDICTS[language][comparison.verdict].capitalize()}: {comparison.score:.0%} {'van wat gevraagd wordt is er' if nl else 'of what is asked is there'}"
    if comparison.rank is not None:
        said += f", {'meer dan bij' if nl else 'more than in'} {min(comparison.rank, 0.99):.0%} {'van de beroepen' if nl else 'of the occupations'}"
    most = sorted((item for item in comparison.items if item.offer), key=lambda item: -item.gained)[:_NAMED]
    for words, said_by in _BY[language].items():
        if found := [item for item in most if said_by == ("close" if item.finding == "close" else "work" if item.offer.reason == "occupation" else "shared")]:
            said += f". {words} {_list(found, measures, language)}"
    if comparison.second.years and comparison.months:
        said += f". {'Gevraagde ervaring' if nl else 'Experience asked'}: {comparison.second.years} {'jaar; in werk dat erop lijkt' if nl else 'years; in work like it'}: {comparison.months // 12}"
    lacking = comparison.to_learn(measures)
    if lacking:
        more = len(lacking) - _NAMED
        said += f". {'Te leren' if nl else 'To learn'} ({_LEARNING[language][comparison.learning]}): {_list(lacking[:_NAMED], measures, language)}"
        said += f" {'en nog' if nl else 'and'} {more}{'' if nl else ' more'}" if more > 0 else ""
    return said + "."


def covered_by(item: Item, measures: Measures, language: str) -> str:
    """What covers a concept, or which qualifications teach it, in a few words."""
    if item.offer is None:
        return ", ".join(measures.label(qualification, language) for qualification, _ in item.taught_by[:3])
    if item.offer.reason == "stated":
        return ""
    return _REASONS[language][item.offer.reason].format(measures.label(item.offer.by, language))


def _side(side: Side | Key) -> dict:
    return {"iri": side.iri, "kind": side.kind, "label": side.label, "occupations": list(side.occupations)}


def _named(concept: str, measures: Measures) -> dict:
    return {"concept": concept, "label": measures.label(concept)}


def _item(item: Item, measures: Measures) -> dict:
    offer = item.offer
    return _named(item.concept, measures) | {
        "need": item.need.need,
        "stated": item.need.stated,
        "weight": round(item.need.weight, 3),
        **({"credit": round(offer.credit, 3), "reason": offer.reason, "by": _named(offer.by, measures), "evidence": offer.evidence, "months": offer.months} if offer else {}),
        **({} if offer else {"taught_by": [_named(qualification, measures) | {"norm": norm} for qualification, norm in item.taught_by]}),
    }


def _iri(offers: str, asks: str) -> str:
    return f"{DATA_BASE}comparison/{hashlib.sha256(f'{offers} {asks}'.encode()).hexdigest()[:24]}"


def _pair(iri: str, offers: str, asks: str, score: float, verdict: str | None) -> dict:
    return {"id": iri, "type": "st:Comparison", "offering": offers, "asking": asks, "score": _decimal(score)} | ({"verdict": verdict} if verdict else {})


def _item_node(item: Item, iri: str) -> dict:
    node = {"id": iri, "type": "st:ComparedSkill", "concept": item.concept, "finding": item.finding, "need": item.need.need, "weight": _decimal(item.need.weight)}
    if item.offer:
        node["coveredBy"] = item.offer.by
    if item.taught_by:
        node["taughtBy"] = sorted({qualification for qualification, _ in item.taught_by})
    return node


def _decimal(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _list(items: Iterable[Item], measures: Measures, language: str) -> str:
    return ", ".join(measures.label(item.concept, language) for item in items)


def match_row(match: Match, measures: Measures) -> list[str]:
    """The cells of one match in a table; lists are joined by "|"."""
    names = ["|".join(measures.label(concept) for concept in found) for found in (match.shared, match.missing)]
    cells = [match.one.label, match.other.label, str(match.place), f"{match.score:.3f}", match.verdict or "", str(match.same_work).lower(), *names, match.one.iri, match.other.iri]
    return [" ".join(cell.split()) for cell in cells]
