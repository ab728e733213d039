"""Results of ``skillstaal evaluate`` for people in a terminal: aligned text, the same with and without colour."""

import click

from ..evaluation.figures import BY_NAME

_AGREEMENT = {
    "mention_f1": "mentions, relaxed: F1", "mention_strict_f1": "mentions, same offsets: F1", "type_kappa": "type: Cohen's kappa",
    "requirement_kappa": "requirement: Cohen's kappa", "evidence_kappa": "evidence: Cohen's kappa", "concept": "a same concept, or both NIL",
    "wording_f1": "wording, relaxed: F1", "wording_strict_f1": "wording, same offsets: F1", "ground_kappa": "ground: Cohen's kappa",
    "directness_kappa": "directness: Cohen's kappa",
}  # fmt: skip
_COLUMNS = {
    "mention_precision": "P", "mention_recall": "R", "mention_f1": "F1", "type": "type", "requirement": "asked", "link_acceptable": "link",
    "wording_precision": "P", "wording_recall": "R", "wording_f1": "F1", "mrr": "MRR", "hit_1": "hit@1", "hit_5": "hit@5",
}  # fmt: skip
_WITHOUT_INTERVAL = ("type", "requirement", "link_acceptable")
_OF_GOLD = ("mention_recall", "wording_recall", "hit_1")
_WIDTH = 54


def figure(found: dict) -> str:
    """A value with its interval: "0.751 [0.70-0.79]"."""
    return f"{found['value']:.3f} [{found['low']:.2f}-{found['high']:.2f}]"


def result(measured: dict) -> None:
    """The whole result: headline, groups, errors."""
    labels = _AGREEMENT if measured["measured"] == "agreement" else {name: named.label for name, named in BY_NAME.items()}
    units = f"{measured['terms']:,} terms" if "terms" in measured else f"{measured['documents']:,} texts"
    release = f", ontology {measured['ontology']}" if "ontology" in measured else ""
    level, resamples = measured["intervals"]["level"], measured["intervals"]["resamples"]
    click.echo(f"{measured['measured']}: {units}{release}; {level:.0%} intervals, {resamples:,} resamples\n")
    for name, found in measured["headline"].items():
        of = f"  {found['right']:,} of {found['total']:,}" if "total" in found else f"  {found['by_chance']:.3f} by chance alone" if "by_chance" in found else ""
        click.echo(f"{labels[name]:{_WIDTH}} {figure(found)}{of}")
    for facet, values in measured.get("groups", {}).items():
        _group(facet, values)
    if measured.get("errors"):
        _errors(measured["errors"])


def _group(facet: str, values: dict[str, dict]) -> None:
    """One table: a line a value."""
    names = [name for name in _COLUMNS if any(name in figures for figures in values.values())]
    click.echo(f"\n{'by ' + facet:22}" + "".join(f"{_COLUMNS[name]:{_width(name)}}" for name in names) + "gold")
    for value, figures in values.items():
        gold = next((figures[name]["total"] for name in _OF_GOLD if name in figures), 0)
        click.echo(f"  {value:20}" + "".join(_cell(figures.get(name), name) for name in names) + str(gold))


def _width(name: str) -> int:
    return 8 if name in _WITHOUT_INTERVAL else 20


def _cell(found: dict | None, name: str) -> str:
    text = "-" if found is None else f"{found['value']:.3f}" if name in _WITHOUT_INTERVAL else figure(found)
    return f"{text:{_width(name)}}"


def _errors(causes: dict[str, dict]) -> None:
    click.echo("\ncommonest errors")
    for cause, found in causes.items():
        click.echo(f"  {found['count']:5}  {cause}")
        for example in found["examples"]:
            where = f"{example['document']}  " if "document" in example else ""
            click.echo(f"           {where}{example['quote']}  ({example['remark']})")
            if "context" in example:
                click.echo(f"             … {example['context']} …")


def against(found: dict) -> None:
    """The headline figures before and after."""
    labels = _AGREEMENT | {name: named.label for name, named in BY_NAME.items()}
    click.echo("\nagainst the earlier result" + ("" if found["same_gold"] else " (measured on other texts)"))
    for change in found["changes"]:
        verdict = ("FELL below its interval" if change["fell"] else "outside its interval") if change["outside"] else "within its interval"
        click.echo(f"{labels[change['name']]:{_WIDTH}} {change['before']:.3f} -> {change['after']:.3f}  {change['difference']:+.3f}  {verdict}")
    for key, word in (("only_before", "no longer measured"), ("only_after", "new")):
        for name in found[key]:
            click.echo(f"{labels.get(name, name):{_WIDTH}} {word}")
