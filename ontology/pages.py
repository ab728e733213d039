"""Templates and values -> pages for people, all in one style: what the templates of every page share.

The style (``templates/style.css``: light, dark, print, phone) and the skeleton (``templates/page.html``) serve pages that stand alone, with the
style inside, and pages of a site, with the style beside them. They ask nothing of other hosts and use the fonts of the system. A page is in one
language, or in both with a switch: templates say ``t("Nederlands", "English")``. Colours and structure keep to WCAG 2.2, level AA.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .tables import ROOM

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = ROOM / "templates"
LANGUAGES = ("nl", "en")


def environment(lang: str | None = None, folder: Path | None = None) -> "Environment":
    """The template environment of pages in ``lang`` ("nl" or "en"; None: both, with a switch), with more templates in ``folder``.

    Templates have ``t(nl, en)``, ``lang``, the drawings of ``charts``, and filters: ``number`` (thousands apart), ``percent`` (of a share,
    with ``percent(1)`` one decimal) and ``decimal`` (two decimals, or as many as told). Values are escaped; a missing one is an error.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from . import charts

    folders = [TEMPLATES] if folder is None else [folder, TEMPLATES]
    found = Environment(loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    drawings = (charts.bar, charts.stacked, charts.histogram, charts.reliability, charts.spark, charts.timeline)
    found.globals.update({drawing.__name__: drawing for drawing in drawings}, t=_translator(lang), lang=lang or "nl")
    english = lang == "en"
    found.filters.update(
        number=lambda value: _grouped(f"{value:,}", english),
        percent=lambda share, digits=0: _grouped(f"{100 * share:,.{digits}f}", english) + ("%" if english else "\N{NARROW NO-BREAK SPACE}%"),
        decimal=lambda value, digits=2: _grouped(f"{value:,.{digits}f}", english),
    )
    return found


def _grouped(written: str, english: bool) -> str:
    """1,234.5 as the language writes it."""
    return written if english else written.translate(str.maketrans(",.", ".,"))


def _translator(lang: str | None) -> Callable:
    from markupsafe import Markup

    if lang == "nl":
        return lambda nl, en: nl
    if lang == "en":
        return lambda nl, en: en
    both = Markup('<span class="nl" lang="nl">{}</span><span class="en" lang="en">{}</span>')
    return both.format
