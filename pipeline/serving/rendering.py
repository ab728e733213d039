"""Templates of the server -> pages in Dutch and English, in the style of all pages."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment

from ontology.diff import name_of
from ontology.docs import MATCHES, REUSE_LEVELS, TYPES
from ontology.pages import TEMPLATES, environment

from ..export import translation_page
from ..export.words import WORDS
from .replies import Refusal, Reply

FOLDER = Path(__file__).parent / "templates"
ASSETS = {
    "style.css": TEMPLATES, "site.css": TEMPLATES, "pages.js": TEMPLATES, "marked.css": translation_page.TEMPLATES, "serve.css": FOLDER,
}  # fmt: skip


def assets() -> dict[str, bytes]:
    """Styles and scripts of the pages, by name."""
    return {name: (folder / name).read_bytes() for name, folder in ASSETS.items()}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    found = environment(folder=FOLDER)
    found.loader.searchpath.insert(1, str(translation_page.TEMPLATES))
    both = found.globals["t"]
    found.globals.update(
        types=TYPES, matches=MATCHES, reuse_levels=REUSE_LEVELS, title_of=name_of, folder="", root="/", words=WORDS,
        say=lambda kind, value: both(*WORDS[kind].get(value, (str(value),) * 2)),
    )  # fmt: skip
    return found


def page(name: str, status: int = 200, links: tuple[str, ...] = (), **values) -> Reply:
    """The page of a template."""
    return Reply(_templates().get_template(name).render(values).encode(), status=status, links=links)


def refusal_page(refusal: Refusal) -> Reply:
    """A refusal for people."""
    return page("refusal.html", refusal.status, refusal=refusal)
