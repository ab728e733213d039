"""The command ``skillstaal link``: bare terms to concepts."""

import sys

import click

from ..errors import SkillstaalError
from .inputs import release_option


def _lines(file: str):
    """The lines of a text file or of "-". Raises SkillstaalError."""
    from contextlib import nullcontext

    from ..errors import RecordError
    from ..reading.charsets import decode

    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as stream:
            for number, line in enumerate(stream, 1):
                yield decode(line, file, f"{file}:{number}")
    except (OSError, RecordError) as error:
        raise SkillstaalError(f"{file} cannot be read as lines of text ({getattr(error, 'strerror', None) or error})") from error


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--type", "type_", type=click.Choice(("skill", "occupation")), default="skill", show_default=True)
@click.option("--scheme", help="Give the concepts of this scheme: skillstaal (default), or esco through the mappings.")
@click.option("--top", default=5, show_default=True, type=click.IntRange(1, 100), help="Candidates per term.")
@release_option
def link(file, type_, scheme, top, release) -> None:
    """Links bare terms, one a line, to ranked concepts; JSON lines."""
    import orjson

    from ontology.lexicon import Lexicon

    from ..linking.candidates import ANY
    from ..linking.judge import nothing_fits
    from ..linking.linker import WIDE, Linker, in_scheme

    if scheme not in (None, "skillstaal", "esco"):
        raise SkillstaalError(f"scheme {scheme!r} is not in this release; the schemes are skillstaal, esco")
    linker = Linker.load(Lexicon.load(release))
    for line in _lines(file):
        if term := line.strip():
            ranked, nothing = linker.rank(term, ANY if type_ == "skill" else type_, WIDE)
            found = in_scheme(ranked, linker.lexicon, scheme or "skillstaal")[:top]
            nil = not found or nothing_fits(found[0]["confidence"], nothing)
            click.echo(orjson.dumps({"term": term, "candidates": found, "nil": nil}).decode())
