"""Predicted against gold: mentions, types, requirements, links, NIL, wording and calibration.

Scoring follows corpora/gold/README.md: a predicted and a gold span match when they overlap by at least half of the
shorter one, one-to-one, best overlap first. A predicted span that repeats the words of a matched one elsewhere
in the text is no false positive.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Span = tuple[int, int]


def match_spans(predicted: Sequence[Span], gold: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs (predicted number, gold number), best overlap first; needs half of the shorter span."""
    options = []
    for p, (p_start, p_end) in enumerate(predicted):
        for g, (g_start, g_end) in enumerate(gold):
            shared = min(p_end, g_end) - max(p_start, g_start)
            shorter = min(p_end - p_start, g_end - g_start)
            if shared > 0 and 2 * shared >= shorter:
                options.append((-shared / max(p_end - p_start, g_end - g_start), p, g))
    pairs, used_p, used_g = [], set(), set()
    for _, p, g in sorted(options):
        if p not in used_p and g not in used_g:
            pairs.append((p, g))
            used_p.add(p)
            used_g.add(g)
    return pairs


@dataclass
class Counts:
    """True positives, predicted and gold, from which precision, recall and F1 follow."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hits: int, predicted: int, gold: int) -> None:
        self.hits, self.predicted, self.gold = self.hits + hits, self.predicted + predicted, self.gold + gold

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_dict(self) -> dict[str, float | int]:
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: round(value, 4) for name, value in figures.items()} | {
            "hits": self.hits, "predicted": self.predicted, "gold": self.gold,
        }  # fmt: skip


@dataclass
class Share:
    """How many of ``total`` are right."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        self.right, self.total = self.right + right, self.total + 1

    def as_dict(self) -> dict[str, float | int | None]:
        return {"share": round(self.right / self.total, 4) if self.total else None, "right": self.right, "total": self.total}


def without_repeats(skills: Sequence[dict], matched: Iterable[int]) -> list[int]:
    """Numbers of the predictions that count: those matched, and unmatched ones that repeat no matched one."""
    matched = set(matched)
    known = {_identity(skills[number]) for number in matched}
    return [number for number, skill in enumerate(skills) if number in matched or _identity(skill) not in known]


def _identity(skill: dict) -> str:
    return skill.get("concept") or skill["quote"].lower()


def calibration_error(points: Sequence[tuple[float, bool]], weights: Sequence[float] | None = None, bins: int = 10) -> float | None:
    """Expected calibration error over equal-count bins of (confidence, right); None without points."""
    if not points:
        return None
    order = sorted(range(len(points)), key=lambda number: points[number][0])
    weights = weights or [1.0] * len(points)
    error, total = 0.0, sum(weights)
    for number in range(bins):
        part = order[len(order) * number // bins : len(order) * (number + 1) // bins]
        error += abs(sum(weights[i] * (points[i][1] - points[i][0]) for i in part)) / total
    return error


def statement_calibration(points: Sequence[tuple[float, str]], bins: int = 10) -> float | None:
    """Calibration error of statements from (confidence, outcome).

    Outcomes: "right", "wrong" (a true mention, the wrong concept), "false" (no mention) and "open" (a true mention
    whose link gold does not judge). Right and wrong ones stand in for the open ones: their weight is raised.
    """
    judged = [(confidence, outcome) for confidence, outcome in points if outcome != "open"]
    true = sum(outcome != "false" for _, outcome in judged)
    stand_in = (len(points) - len(judged)) / true if true else 0.0
    weights = [1.0 if outcome == "false" else 1 + stand_in for _, outcome in judged]
    return calibration_error([(confidence, outcome == "right") for confidence, outcome in judged], weights, bins)


@dataclass
class Scores:
    """Sums over documents; ``as_dict`` gives the figures that the command prints."""

    documents: int = 0
    relaxed: Counts = field(default_factory=Counts)
    strict: Counts = field(default_factory=Counts)
    types: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    confidence: list[tuple[float, str]] = field(default_factory=list)
    wording: Counts = field(default_factory=Counts)
    grounds: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))

    def add(self, predicted: dict, gold: dict) -> None:
        """Adds one document: ``predicted`` as in the JSON contract, ``gold`` a record of the gold corpus."""
        self.documents += 1
        self._skills(predicted["skills"], gold["skills"])
        self._document(predicted, gold)
        if gold.get("kind", "vacancy") != "cv":
            self._wording(predicted["bias"], gold.get("bias", []))

    def _skills(self, predicted: list[dict], gold: list[dict]) -> None:
        spans = [(skill["start"], skill["end"]) for skill in predicted]
        gold_spans = [(skill["start"], skill["end"]) for skill in gold]
        pairs = match_spans(spans, gold_spans)
        counted = without_repeats(predicted, [p for p, _ in pairs])
        self.relaxed.add(len(pairs), len(counted), len(gold))
        self.strict.add(sum(spans[p] == gold_spans[g] for p, g in pairs), len(counted), len(gold))
        hit = {p for p, _ in pairs}
        for number in counted:
            self.types[predicted[number]["type"]].predicted += 1
        for skill in gold:
            self.types[skill["type"]].gold += 1
        for p, g in pairs:
            ours, theirs = predicted[p], gold[g]
            self.types[theirs["type"]].hits += 1
            self.shares["type"].add(ours["type"] == theirs["type"])
            if "requirement" in theirs:
                self.shares["requirement"].add(ours["requirement"] == theirs["requirement"])
            if "evidence" in theirs:
                self.shares["evidence"].add(ours["evidence"] == theirs["evidence"])
            right = link_right(ours, theirs)
            if right is not None:
                name = "NIL, of those predicted NIL" if ours["concept"] is None else "right concept, of those linked"
                self.shares[name].add(right)
            if theirs.get("esco"):
                self.shares["acceptable ESCO concept, of gold that has one"].add(bool(right))
            elif theirs.get("concepts"):
                self.shares["right concept, of gold that has one"].add(bool(right))
            outcome = "open" if right is None and ours["concept"] else "wrong" if right is False else "right"
            self.confidence.append((ours["confidence"], outcome))
        for number in counted:
            if number not in hit:
                self.confidence.append((predicted[number]["confidence"], "false"))

    def _document(self, predicted: dict, gold: dict) -> None:
        if gold.get("experience_years") is not None:
            self.shares["experience years"].add(predicted["experience_years"] == gold["experience_years"])
        title = gold.get("occupation_title")
        if title:
            found = (predicted.get("occupation") or {}).get("quote", "").lower()
            self.shares["occupation title found"].add(bool(found) and (found in title.lower() or title.lower() in found))

    def _wording(self, predicted: list[dict], gold: list[dict]) -> None:
        """Strong gold flags count for recall; weak ones are neither missed nor false."""
        pairs = match_spans([(f["start"], f["end"]) for f in predicted], [(f["start"], f["end"]) for f in gold])
        strong = [number for number, flag in enumerate(gold) if flag.get("strength") != "zwak"]
        hits = [(p, g) for p, g in pairs if g in strong]
        weak = len(pairs) - len(hits)
        self.wording.add(len(hits), len(predicted) - weak, len(strong))
        for p, g in hits:
            self.shares["ground"].add(predicted[p]["ground"] == gold[g]["ground"])
            self.shares["directness"].add(predicted[p]["directness"] == gold[g]["directness"])
            self.grounds[gold[g]["ground"]].hits += 1
        matched = {p for p, _ in pairs}
        for number, flag in enumerate(predicted):
            if number not in matched or (number, dict(pairs)[number]) in hits:
                self.grounds[flag["ground"]].predicted += 1
        for number in strong:
            self.grounds[gold[number]["ground"]].gold += 1
        if not gold:
            self.shares["clean documents that stay clean"].add(not predicted)

    def as_dict(self) -> dict:
        error = statement_calibration(self.confidence)
        return {
            "documents": self.documents,
            "mentions": {"relaxed": self.relaxed.as_dict(), "strict": self.strict.as_dict()},
            "mentions_by_type": {name: counts.as_dict() for name, counts in sorted(self.types.items())},
            "shares": {name: share.as_dict() for name, share in sorted(self.shares.items())},
            "calibration_error": None if error is None else round(error, 4),
            "wording": self.wording.as_dict() | {
                "grounds": {name: counts.as_dict() for name, counts in sorted(self.grounds.items())}
            },
        }  # fmt: skip


def link_right(skill: dict, gold: dict) -> bool | None:
    """Whether the link is right: by ``concepts`` (ours) or by ``esco`` (itself or an exact or close mapping); None when gold is silent."""
    if "concepts" in gold:
        return skill["concept"] in gold["concepts"] if skill["concept"] else not gold["concepts"]
    if "esco" in gold and skill["concept"] is None:
        return not gold["esco"]
    if gold.get("esco"):
        return skill["concept"] in gold["esco"] or bool(set(skill["mappings"].get("esco", ())) & set(gold["esco"]))
    return None
