"""Candidates -> a self-contained page on which a maintainer decides, with keys, evidence in view, and the decisions table as what it saves.

The page needs no server and loads nothing; what was decided is kept in the browser until it is saved. Uncertain candidates come first.
"""

import json
from collections.abc import Iterable, Sequence

from jinja2 import Environment, PackageLoader

from ..concepts import SKILL_TYPES
from ..namespaces import CONCEPT_BASE
from .deciding import COLUMNS, DECISIONS, Decision, to_decide
from .files import Found
from .proposing import PROPOSALS, Proposal


def review_page(found: Found, decisions: Iterable[Decision] = (), lang: str = "nl", most: int = 1000) -> str:
    """The page as HTML. ``decisions`` made before are filled in; ``most``: how many proposals, noise last."""
    decided = {decision.candidate: decision for decision in decisions}
    chosen = sorted(found.proposals, key=lambda proposal: proposal.kind == "noise")[:most]
    items = [_item(proposal, decided.get(proposal.id), found.about["runs"]) for proposal in uncertain_first(chosen)]
    data = {"columns": COLUMNS, "decisions": DECISIONS, "proposals": PROPOSALS, "types": SKILL_TYPES, "items": items, "lang": lang, "release": found.about["release"]}
    embedded = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    page = Environment(loader=PackageLoader("ontology"), autoescape=True, trim_blocks=True).get_template("review.html")
    return page.render(data=embedded, lang=lang, about=found.about)


def uncertain_first(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those whose probability is nearest to a coin's first; noise that is sure comes last."""
    return sorted(proposals, key=lambda proposal: (proposal.kind == "noise", abs(proposal.score - 0.5), -proposal.documents, proposal.id))


def _item(proposal: Proposal, decision: Decision | None, runs: Sequence[str]) -> dict:
    row = decision or to_decide(proposal, runs)
    return {
        "row": {name: getattr(row, name) for name in COLUMNS}, "kind": proposal.kind, "score": proposal.score, "worth": proposal.worth, "documents": proposal.documents,
        "employers": proposal.employers, "growth": proposal.growth, "sectors": proposal.sectors, "periods": proposal.periods, "forms": proposal.forms,
        "examples": [sentence for _, sentence in proposal.examples], "mappings": proposal.mappings,
        "near": [(iri.removeprefix(CONCEPT_BASE), label, chance) for iri, label, chance in proposal.near],
        "about": proposal.concept_label or proposal.broader_label,
    }  # fmt: skip
