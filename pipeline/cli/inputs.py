"""What commands have in common: options, settings, the register of exceptions, and the file or stream that is one text."""

from pathlib import Path

import click

from ..errors import RecordError, SkillstaalError

KIND_CHOICES = ("auto", "vacancy", "cv", "profile", "qualification")
FORMAT_NAMES = "nq,ttl,jsonld,jsonl,parquet,html"

release_option = click.option("--ontology", "release", type=click.Path(), help="Ontology release folder (default: the embedded core).")
kind_option = click.option("--kind", type=click.Choice(KIND_CHOICES), default="auto", show_default=True, help="What kind of text it is.")


def names(listed: str | None) -> tuple[str, ...] | None:
    """The names of a comma-separated list."""
    return tuple(name.strip() for name in listed.split(",")) if listed is not None else None


def own_settings(given: dict):
    """The settings of skillstaal.toml in this folder, overruled by ``given``. Raises SkillstaalError."""
    from ..config import read_settings

    config = Path("skillstaal.toml")
    return read_settings(config if config.exists() else None, given)


def read_register(path: str | None, log=None):
    """The register of a path, with a warning on stderr for each row that is past its day. Raises SkillstaalError."""
    from ..batches.run_log import RunLog
    from ..wording import Register

    register = Register.load(Path(path)) if path else Register()
    for warning in register.warnings():
        (log or RunLog()).say("message", warning, "warning")
    return register


def one_document(file: str, kind: str):
    """The single document of a file or of "-", stdin; says so when it is in a language that is not translated. Raises SkillstaalError."""
    from itertools import islice

    from ..reading import read_file, read_stdin_text
    from ..translate import LANGUAGES

    if file != "-" and not Path(file).is_file():
        raise SkillstaalError(f"{file} is no file; give one text, or use 'skillstaal run' for folders")
    items = list(islice(read_stdin_text(kind) if file == "-" else read_file(Path(file), Path(file).name, kind), 2))
    for item in items[1:]:
        if isinstance(item, RecordError) and item.location == Path(file).name:  # of the file as a whole
            raise SkillstaalError(str(item))
    if len(items) != 1:
        raise SkillstaalError(f"{file} has {'more than one record' if items else 'no records'}; 'translate', 'bias', 'passport' and 'compare' take one text, 'run' takes many")
    if isinstance(items[0], RecordError):
        raise SkillstaalError(str(items[0]))
    if items[0].language not in LANGUAGES:
        click.echo(f"{file} seems to be in the language {items[0].language!r}; only nl and en are translated", err=True)
    return items[0]
