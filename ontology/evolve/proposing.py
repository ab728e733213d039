"""Evidence -> proposals for the ontology, the most worthwhile first.

New words are proposed as a concept of their own, below an existing one where there is a likely one ("narrower"), or as a label. Existing concepts are
proposed to split, merge or retire by existing.py. Labels, types and definitions are drafts for a person to judge: a definition made
here begins with DRAFT and cannot be applied as it stands.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..lexicon import Lexicon
from ..normalising import bag_key, surface_key
from .classifying import KINDS, Classifier, Judged
from .clustering import Cluster, cluster_forms
from .evidence import Evidence
from .external import ExternalLabels
from .features import Describer

PROPOSALS = ("new_concept", "narrower", "new_label", "split", "merge", "decline", "noise")
DRAFT = "[concepttekst]"
LEAST = 3  # documents that must say it
_BROADER = 0.5  # from which probability on a new concept is said to be narrower than something
_ENOUGH = 5  # documents from which on more evidence adds no worth
_MOST_FORMS, _SENTENCES = 12, 5
_MORE = 20  # characters that a sentence has beside the words
_NOUN_FIRST = re.compile(r"^(?:het )?([a-zà-ÿ]{4,}en) van (?:de |het |een )?(.+)$")
_TYPES_NL = {"skill": "vaardigheid", "knowledge": "kennis", "attitude": "houding", "language": "taal", "certificate": "certificaat"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """``id`` follows from the words, so that it is the same in every run. ``score`` is the probability that the proposal is right, ``worth`` ranks.

    ``concept``: the IRI whose label it is, or that it is about; ``broader``: the IRI above a new concept, ``into``: what takes over; "" for none.
    ``growth``: demand in the last third of the months against the first third, None when that cannot be told. ``mappings``: (predicate, IRI, label)
    in imported sources; ``forms``: (text, documents); ``keys``: all forms, to find sentences and earlier decisions by; ``examples``: (document, sentence); ``near``:
    (IRI, label, probability) of concepts that it may be the same as or narrower than;
    ``row``: what the classifier saw.
    """

    id: str
    kind: str
    score: float
    worth: float
    label: str
    language: str
    type: str
    concept: str = ""
    concept_label: str = ""
    broader: str = ""
    broader_label: str = ""
    into: str = ""
    definition: str = ""
    documents: int = 0
    employers: int | None = None
    sectors: tuple[tuple[str, int], ...] = ()
    periods: tuple[tuple[str, int], ...] = ()
    growth: float | None = None
    forms: tuple[tuple[str, int], ...] = ()
    keys: tuple[str, ...] = ()
    mappings: tuple[tuple[str, str, str], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    near: tuple[tuple[str, str, float], ...] = ()
    row: tuple[float, ...] = ()


def propose(evidence: Evidence, lexicon: Lexicon, classifier: Classifier, external: ExternalLabels, least: int = LEAST, most: int = 20_000) -> list[Proposal]:
    """Proposals for new words, noise included, the most worthwhile first. ``least``: documents that a cluster needs; ``most``: clusters that are judged."""
    clusters = [cluster for cluster in cluster_forms(evidence.forms, lexicon.encoder) if cluster.documents >= least][:most]
    describer = Describer(lexicon)
    judged = classifier.judge(describer.describe(clusters))
    found = [_proposal(cluster, judgement, lexicon, external, evidence.periods) for cluster, judgement in zip(clusters, judged)]
    return sorted(found, key=lambda proposal: (-proposal.worth, -proposal.documents, proposal.id))


def worth_of(useful: float, documents: int) -> float:
    """What a proposal is worth to a maintainer: that it is no noise, and that enough texts say it."""
    return useful * min(1.0, documents / _ENOUGH)


def candidate_id(text: str) -> str:
    """The id of the candidate that these words make."""
    return "C" + hashlib.blake2b((bag_key(text) or surface_key(text) or text).encode(), digest_size=5).hexdigest()


def growth_of(periods: dict[str, int], all_periods: dict[str, int]) -> float | None:
    """Share of the documents in the last third of the months divided by that in the first third; half a document is added to both. None below three months."""
    months = sorted(all_periods)
    third = len(months) // 3
    if not third:
        return None
    shares = [(sum(periods.get(month, 0) for month in some) + 0.5) / sum(all_periods[month] for month in some) for some in (months[:third], months[-third:])]
    return round(shares[1] / shares[0], 2)


def _proposal(cluster: Cluster, judged: Judged, lexicon: Lexicon, external: ExternalLabels, periods: dict[str, int]) -> Proposal:
    chances = dict(zip(KINDS, judged.probabilities))
    kind = max(KINDS, key=lambda name: chances[name])
    type_, language = next(iter(cluster.total("types"))), next(iter(cluster.total("languages")), "nl")
    label = _label(cluster.text, type_, language)
    same = judged.same[0][0]
    above, likely = next((found for found in judged.broader if lexicon.entry(found[0]).type == type_), judged.broader[0])
    best, parent = lexicon.entry(same), lexicon.entry(above)
    known = cluster.total("periods")
    employers = None if cluster.forms[0].employers is None else sum(form.employers for form in cluster.forms)
    proposal = Proposal(
        id=candidate_id(cluster.text), kind="noise", score=round(chances[kind], 4), worth=round(worth_of(1 - chances["noise"], cluster.documents), 4),
        label=label, language=language, type=type_, concept=best.iri, concept_label=best.label_nl, documents=cluster.documents, employers=employers,
        sectors=tuple(cluster.total("sectors").items())[:8], periods=tuple(sorted(known.items())), growth=growth_of(known, periods),
        forms=tuple((form.text, form.documents) for form in cluster.forms[:_MOST_FORMS]), keys=tuple(form.key for form in cluster.forms),
        also=tuple(dict.fromkeys(form.text for form in cluster.forms[1:4] if form.documents >= 2 and surface_key(form.text) != surface_key(cluster.text))),
        near=_near(judged, lexicon), row=tuple(round(value, 5) for value in judged.row),
    )  # fmt: skip
    if kind == "noise":
        return proposal
    if kind == "label":
        return replace(proposal, kind="new_label", mappings=external.find(cluster.text))
    return replace(
        proposal, kind="narrower" if likely >= _BROADER else "new_concept", concept="", concept_label="", broader=parent.iri, broader_label=parent.label_nl,
        mappings=external.find(cluster.text), definition=f"{DRAFT} {_TYPES_NL[type_].capitalize()} die vacatures noemen als '{label}'; mogelijk een vorm van {parent.label_nl}.",
    )  # fmt: skip


def _near(judged: Judged, lexicon: Lexicon) -> tuple[tuple[str, str, float], ...]:
    likely: dict[int, float] = {}
    for number, chance in (*judged.same[:4], *judged.broader[:4]):
        likely[number] = max(chance, likely.get(number, 0.0))
    return tuple((lexicon.entry(number).iri, lexicon.entry(number).label_nl, round(chance, 3)) for number, chance in sorted(likely.items(), key=lambda item: -item[1]))


def _label(text: str, type_: str, language: str) -> str:
    """The words as a label: "het opstellen van begrotingen" becomes "begrotingen opstellen", and a capital that only begins a line goes."""
    if type_ in ("skill", "attitude") and text[:1].isupper() and text[1:2].islower() and not any(map(str.isupper, text[1:])):
        text = text[0].lower() + text[1:]
    turned = _NOUN_FIRST.match(text) if type_ == "skill" and language == "nl" else None
    return f"{turned.group(2)} {turned.group(1)}" if turned and len(turned.group(2).split()) <= 3 else text


def with_examples(proposals: Sequence[Proposal], found: dict[str, list[tuple[str, str]]]) -> list[Proposal]:
    """The proposals with at most five sentences each, from their commonest forms, no sentence twice; the most worthwhile first.

    A sentence that stands in one advertisement after the other is one piece of evidence: worth counts it once, unless it is little more than the words.
    """
    done = []
    for proposal in proposals:
        sentences = {sentence: document for key in proposal.keys for document, sentence in found.get(key, ())}
        shown = tuple((document, sentence) for sentence, document in list(sentences.items())[:_SENTENCES])
        said = len(shown) if shown and all(len(sentence) > len(proposal.label) + _MORE for _, sentence in shown) else _SENTENCES
        worth = proposal.worth * min(1.0, said / min(_ENOUGH, max(1, proposal.documents)))
        done.append(replace(proposal, examples=shown, worth=round(worth, 4)))
    return sorted(done, key=lambda proposal: (-proposal.worth, -proposal.documents, proposal.id))
