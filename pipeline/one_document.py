"""The file or stream that a command reads as one text."""

from pathlib import Path

import click

from .errors import RecordError, SkillstaalError


def one_document(file: str, kind: str):
    """The single document of a file or of "-", stdin; says so when it is in a language that is not translated. Raises SkillstaalError."""
    from itertools import islice

    from .reading import read_file, read_stdin_text
    from .translate import LANGUAGES

    if file != "-" and not Path(file).is_file():
        raise SkillstaalError(f"{file} is no file; give one text, or use 'skillstaal run' for folders")
    items = list(islice(read_stdin_text(kind) if file == "-" else read_file(Path(file), Path(file).name, kind), 2))
    if len(items) != 1:
        raise SkillstaalError(f"{file} has {'more than one record' if items else 'no records'}; 'translate', 'bias', 'passport' and 'compare' take one text, 'run' takes many")
    if isinstance(items[0], RecordError):
        raise SkillstaalError(str(items[0]))
    if items[0].language not in LANGUAGES:
        click.echo(f"{file} seems to be in the language {items[0].language!r}; only nl and en are translated", err=True)
    return items[0]
