"""The rows of a report -> the few sentences that a reader in a hurry needs."""

from collections.abc import Callable, Sequence
from typing import Any


def sentences(found: dict[str, Any], lang: str, percent: Callable[[float], str]) -> list[str]:
    """What stands out, in "nl" or "en"; nothing where nothing was counted. ``found`` are the values of the page."""

    def told(nl: str, en: str) -> str:
        return en if lang == "en" else nl

    def joined(rows: Sequence) -> str:
        names = [f"{row.name} ({percent(row.share)})" for row in rows]
        return told(" en ", " and ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def often(rows: Sequence) -> list:
        return [row for row in rows if row.count > 1]

    out = []
    if rows := often(found["demand"].get("skill", ()))[:3]:
        out.append(told(f"Het vaakst gevraagd: {joined(rows)} van de teksten.", f"Asked most often: {joined(rows)} of the texts."))
    if rows := often(found["demand"].get("knowledge", ()))[:3]:
        out.append(told(f"De meest gevraagde kennis: {joined(rows)}.", f"The knowledge asked most: {joined(rows)}."))
    if rows := often(found["supply"].get("skill", ()))[:3]:
        out.append(told(f"Cv’s noemen het vaakst: {joined(rows)}.", f"CVs name most often: {joined(rows)}."))
    unknown = found["say"]("sector", None)
    if rows := sorted((row for row in found["sectors"] if row.name != unknown), key=lambda row: -row.count)[:2]:
        out.append(told(f"De grootste beroepsgroepen: {joined(rows)}.", f"The largest occupation groups: {joined(rows)}."))
    if found["flags"]:
        ground, share = found["grounds"][0]["row"].name, percent(found["flagged"] / found["judged"])
        out.append(told(f"In {share} van de teksten staan woorden die mensen kunnen uitsluiten, het vaakst op grond van {ground}.", f"{share} of the texts have wording that may exclude people, most often on the ground of {ground}."))
    return out
