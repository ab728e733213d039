"""The style of all pages: colours that contrast in light, dark and print; numbers and languages; drawings."""

import re
from xml.etree import ElementTree

import pytest

from ontology import charts
from ontology.pages import TEMPLATES, environment

STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
MARKS = ("skill", "knowledge", "attitude", "language", "certificate", "flag")
TEXTS = [(ink, ground) for ink in ("ink", "soft", "brand", "accent", "error", "warning", "info") for ground in ("paper", "wash")]


def contrast(one, other):
    """WCAG 2 contrast ratio of two colours #rrggbb."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes():
    """The colours of the light page, and those with what dark and print change."""
    blocks = [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)]
    assert len(blocks) == 3
    return {name: blocks[0] | block for name, block in zip(("light", "dark", "print"), blocks)}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_colours_contrast_enough(scheme):
    colours = schemes()[scheme]
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    pairs = [*TEXTS, *(("ink", mark) for mark in MARKS), ("on-brand", "brand")]
    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []
    assert contrast(colours["bar"], colours["paper"]) >= 3 and contrast(colours["flag-line"], colours["flag"]) >= 3
    assert contrast("#ffffff" if scheme != "print" else "#000000", colours["deep"]) >= 4.5


def test_a_page_speaks_one_language_or_both():
    template = "{{ t('ja & nee', 'yes & no') }}"
    assert environment("nl").from_string(template).render() == "ja &amp; nee"
    assert environment("en").from_string(template).render() == "yes &amp; no"
    assert environment().from_string(template).render() == '<span class="nl" lang="nl">ja &amp; nee</span><span class="en" lang="en">yes &amp; no</span>'


def test_numbers_are_written_as_the_language_does():
    template = "{{ 12345 | number }} {{ 0.1234 | percent }} {{ 0.1234 | percent(1) }} {{ 0.5 | decimal }}"
    assert environment("nl").from_string(template).render().replace("\u202f", " ") == "12.345 12 % 12,3 % 0,50"
    assert environment("en").from_string(template).render() == "12,345 12% 12.3% 0.50"


def rects(drawing, tag="rect"):
    return [element.attrib for element in ElementTree.fromstring(drawing).iter(tag)]


def test_bars_are_as_long_as_their_shares():
    assert [rect["width"] for rect in rects(charts.bar(0.25))] == ["25.00%"]
    assert [(rect["class"], rect["x"], rect["width"]) for rect in rects(charts.stacked([0.5, 0, 0.5]))] == [("p0", "0.00%", "50.00%"), ("p2", "50.00%", "50.00%")]


def test_the_columns_of_a_histogram_keep_their_proportions():
    heights = [float(rect["height"]) for rect in rects(charts.histogram([0, 10, 40], "n", "x"))]
    assert heights[0] == 0 and heights[2] == pytest.approx(4 * heights[1]) and heights[2] > 100
    assert charts.histogram([0, 0], "nothing", "x").count("<rect") == 2
    assert 'aria-label="a &lt; b"' in charts.histogram([1], "a < b", "x")


def test_dots_above_the_diagonal_stand_higher():
    low, high = rects(charts.reliability([(0.5, 0.2), (0.5, 0.8)], "n", "x"), "circle")
    assert low["cx"] == high["cx"] and float(high["cy"]) < float(low["cy"])
