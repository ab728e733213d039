"""The commands ``skillstaal compare`` (two things) and ``skillstaal matches`` (many against many)."""

from pathlib import Path

import click

_KINDS = ("vacancy", "cv", "profile", "qualification", "occupation")
_RUN = click.Path(file_okay=False, exists=True, path_type=Path)
_release = click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
_weights = click.option("--weights", type=_RUN, help="A run folder: skills that its texts ask often count less.")


@click.command()
@click.argument("offers", metavar="A")
@click.argument("asks", metavar="B")
@_release
@_weights
@click.option("--format", "format_", type=click.Choice(("table", "json", "jsonld", "ttl")), default="table", show_default=True)
@click.option("--lang", type=click.Choice(("nl", "en")), default="en", show_default=True, help="Language of the table.")
def compare(offers, asks, release, weights, format_, lang) -> None:
    """What B asks of what A offers: shared, close by, missing, and what that takes.

    A and B are files with one text (vacancy, CV, profile or qualification) or occupations: a label, an id or an IRI.
    """
    from ..comparing import comparison, output
    from ..privacy.subjects import begin_run
    from . import display, display_comparison

    begin_run()
    measures = _measures(release, weights)
    sides = _sides((offers, asks), measures, release)
    found = comparison.compare(*sides, measures)
    if format_ == "table":
        display_comparison.comparison(found, measures, lang)
    elif format_ == "json":
        display.json_object(output.to_json(found, measures, measures.lexicon.release))
    else:
        click.echo(_linked(output.nodes(found), format_), nl=False)


@click.command()
@click.argument("run", required=False, type=_RUN)
@click.option("--of", "of_kind", type=click.Choice(_KINDS), default="occupation", show_default=True, help="What to find matches of.")
@click.option("--with", "with_kind", type=click.Choice(_KINDS), default="occupation", show_default=True, help="What to find them among.")
@click.option("--by", type=click.Choice(("covered", "alike")), help="Share of what is asked that is offered, or likeness of what is asked. [default: alike for one kind]")
@click.option("--hidden", is_flag=True, help="Leave out matches of the same work (occupation or ISCO-08 unit group).")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="Matches for each.")
@click.option("--only", help="Only matches of this one: a document id, an id or a label of an occupation.")
@_release
@_weights
@click.option("--format", "format_", type=click.Choice(("tsv", "jsonl", "ttl")), default="tsv", show_default=True)
def matches(run, of_kind, with_kind, by, hidden, top, only, release, weights, format_) -> None:
    """The best matches of each of many: vacancies and CVs of RUN, or occupations.

    Without RUN occupations of the release are set against each other.
    """
    import orjson

    from ..comparing import loading, matching, output
    from ..errors import SkillstaalError
    from ..export.nodes import document_iri
    from ..privacy.subjects import begin_run

    if run is None and (of_kind, with_kind) != ("occupation", "occupation"):
        raise SkillstaalError("texts come from a run folder; give RUN, or leave out --of and --with for occupations")
    begin_run()
    measures = _measures(release, weights)

    def sides(kind):
        return loading.occupations(measures) if kind == "occupation" else loading.of_run(run, kind, measures)

    ones = sides(of_kind)
    if only:
        wanted = loading.find_occupation(only, measures) if of_kind == "occupation" else only
        ones = [side for side in ones if wanted in (side.iri, side.label) or (of_kind != "occupation" and side.iri.endswith(document_iri(only, "/")))]
        if not ones:
            where, form = (f"with skills in release {measures.lexicon.release}", "a label, id or IRI") if of_kind == "occupation" else (f"in {run}", "the document id, or of a CV the last part of its IRI,")
            raise SkillstaalError(f"{only!r} is no {of_kind} {where}; give {form} of one")
    found = matching.find_matches(ones, sides(with_kind), top, measures, by or ("alike" if of_kind == with_kind else "covered"), hidden)
    if format_ == "ttl":
        click.echo(_linked([node for match in found for node in output.match_nodes(match)], "ttl"), nl=False)
    elif format_ == "jsonl":
        for match in found:
            click.echo(orjson.dumps(output.match_json(match, measures)).decode())
    else:
        click.echo("\t".join(("one", "other", "place", "score", "verdict", "same_work", "shared", "missing", "one_iri", "other_iri")))
        for match in found:
            click.echo("\t".join(output.match_row(match, measures)))


def _measures(release: str | None, weights: Path | None):
    from ..comparing.loading import demand_of_run
    from ..comparing.measures import Measures

    counts, total = demand_of_run(weights) if weights else ({}, 0)
    return Measures.load(release, counts, total)


def _sides(names: tuple[str, str], measures, release: str | None) -> list:
    """The sides of two arguments; the translator is loaded only when one is a file. Raises SkillstaalError."""
    from ontology.namespaces import DATA_BASE, RELEASE_BASE

    from ..comparing.loading import find_occupation
    from ..comparing.sides import of_occupation, of_record
    from ..contract import to_json
    from ..errors import SkillstaalError
    from ..translate import Translator
    from .inputs import one_document

    translator, sides = None, []
    for name in names:
        if Path(name).is_file():
            translator = translator or Translator.load(release)
            annotation = translator.translate(one_document(name, "auto"))
            sides.append(of_record(to_json(annotation, measures.lexicon.release, RELEASE_BASE + measures.lexicon.release), measures, DATA_BASE))
        elif occupation := find_occupation(name, measures):
            sides.append(of_occupation(occupation, measures))
        else:
            raise SkillstaalError(f"{name!r} is no file and no occupation of release {measures.lexicon.release}; give a text, or a label, id or IRI of an occupation")
    return sides


def _linked(nodes: list[dict], format_: str) -> bytes:
    from ..export import jsonld, rdf

    return jsonld.jsonld(nodes) + b"\n" if format_ == "jsonld" else rdf.turtle(nodes)
