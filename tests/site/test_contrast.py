"""Contrast of the theme: every pair of ink and ground that pages use, computed as WCAG 2.2 says."""

import re
from pathlib import Path

import pytest

from timonel import site
from timonel.pages.charts import drawing

STATIC = Path(site.__file__).parent / "static"
THEME = (STATIC / "vendor" / "designsystemet" / "theme.css").read_text(encoding="utf-8")
LIGHT = THEME[THEME.index("@layer ds.theme.color-scheme.light") : THEME.index("@layer ds.theme.color-scheme.dark")]
COLOURS = dict(re.findall(r"--ds-color-([\w-]+): (#[0-9a-fA-F]{6});", LIGHT))
TONES = ["info", "success", "warning", "danger"]

TEXT = [
    *[("neutral-text-default", ground) for ground in ("neutral-background-default", "neutral-background-tinted")],
    *[("neutral-text-subtle", ground) for ground in ("neutral-background-default", "ground-background-tinted")],
    ("neutral-text-subtle", "neutral-surface-tinted"),  # a button the law refuses
    ("neutral-text-default", "neutral-surface-tinted"),  # a plain tag
    ("primary-text-subtle", "neutral-background-default"),  # links
    ("primary-text-subtle", "primary-background-tinted"),  # links of a row under the pointer
    ("neutral-text-subtle", "primary-background-tinted"),
    ("primary-text-subtle", "ground-background-tinted"),
    ("primary-text-default", "primary-background-tinted"),  # chips of filters
    ("primary-text-default", "primary-surface-hover"),
    ("primary-base-contrast-default", "primary-base-default"),  # buttons
    ("primary-base-contrast-default", "primary-base-hover"),
    ("danger-base-contrast-default", "danger-base-default"),
    ("ground-text-default", "ground-background-tinted"),  # the demonstration's banner
    ("ground-text-default", "neutral-background-default"),  # headings
    *[(f"{tone}-text-default", f"{tone}-surface-tinted") for tone in TONES],  # tags and banners
    *[("neutral-text-default", f"{tone}-background-tinted") for tone in TONES],  # notices
    *[("primary-text-subtle", f"{tone}-background-tinted") for tone in TONES],  # links in notices
    *[("neutral-text-subtle", f"{tone}-background-tinted") for tone in TONES],  # labels of facts in notices
    ("danger-text-subtle", "neutral-background-default"),  # faults of a field
]
MARKS = [
    ("neutral-border-default", "neutral-background-default"),  # edges of fields
    ("primary-base-default", "neutral-background-default"),  # the place one is in
    *[(f"{tone}-border-strong", "neutral-background-default") for tone in ("success", "warning", "danger")],  # lights
    *[(f"{tone}-text-subtle", f"{tone}-background-tinted") for tone in TONES],  # signs of notices
    ("mark-border-default", "ground-background-tinted"),  # the diamond
    ("mark-border-default", "neutral-background-default"),
    ("focus-outer", "neutral-background-default"),
]
HEADER = {"#ffffff": 4.5, "#c5ccda": 4.5, "#7d869b": 3.0}
"""What is written or drawn on the dark header: white, subtle text, edges."""


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(ink, ground):
    assert contrast(COLOURS[ink], COLOURS[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out_from_their_ground(mark, ground):
    assert contrast(COLOURS[mark], COLOURS[ground]) >= 3


@pytest.mark.parametrize(("ink", "least"), HEADER.items())
@pytest.mark.parametrize("ground", ["ground-base-default", "ground-base-hover"])
def test_what_is_written_on_the_header_stands_out(ink, least, ground):
    assert contrast(ink, COLOURS[ground]) >= least
    assert ink in (STATIC / "css" / "shell.css").read_text(encoding="utf-8").replace("#fff;", "#ffffff;")


@pytest.mark.parametrize("ink", ["INK", "SUBTLE", "RED", "GROUND"])
def test_words_of_a_drawing_stand_out_from_white(ink):
    assert contrast(getattr(drawing, ink), "#ffffff") >= 4.5


@pytest.mark.parametrize("line", ["BLUE", "RULE"])
def test_lines_of_a_drawing_that_say_something_stand_out_from_white(line):
    assert contrast(getattr(drawing, line), "#ffffff") >= 3


def test_the_theme_has_the_colours_of_the_state():
    assert (COLOURS["primary-base-default"], COLOURS["ground-base-default"], COLOURS["mark-base-default"]) == (
        "#006FB3", "#0A132D", "#FE6565",
    )  # fmt: skip


def test_the_states_red_is_never_ink():
    for path in (STATIC / "css").glob("*.css"):
        assert not re.search(r"[{;]\s*color:\s*(?:#FE6565|var\(--ds-color-mark-base-default\))", path.read_text(), re.I)
