"""The command ``skillstaal``. Results on stdout or in files, messages on stderr; exit codes 0, 1 (attention), 2 (could not run).

Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

import sys

import click

from .. import __version__
from ..errors import SkillstaalError
from .audit import audit
from .bias import bias
from .candidates import apply_, candidates, review
from .compare import compare, matches
from .evaluate import evaluate
from .export import export
from .info import info
from .link import link
from .monitor import monitor
from .ontology import ontology
from .passport import passport
from .query import query
from .release import diff, docs, release
from .report import report
from .run import run
from .serve import serve
from .translate import translate
from .trends import trends


class Group(click.Group):
    """Turns errors of the tool into one sentence and exit code 2."""

    def invoke(self, context: click.Context):
        from ontology.errors import OntologyError

        try:
            return super().invoke(context)
        except (SkillstaalError, OntologyError) as error:
            _log(context).say("failed", str(error), "error")
            context.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            context.exit(0)
        except OSError as error:
            _log(context).say("failed", f"{error.filename or 'a file'} cannot be read or written ({error.strerror or error})", "error")
            context.exit(2)


def _log(context: click.Context):
    """What the command says its messages to: sentences, unless it was asked for JSON lines."""
    from ..batches.run_log import RunLog

    return context.meta.get("log") or RunLog()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="skillstaal")
def main() -> None:
    """Reads the skills in Dutch labour-market texts and writes them as linked data."""


for _command in (run, translate, link, bias, audit, evaluate, info, report, monitor, query, export, serve, passport, compare, matches, ontology):
    main.add_command(_command)
for _command in (diff, release, docs, candidates, review, apply_, trends):
    ontology.add_command(_command)
