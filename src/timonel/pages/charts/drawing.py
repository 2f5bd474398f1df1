"""What drawings are made of: shapes as text, and words broken into lines that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from timonel.pages.texts import Text

BLUE, GROUND, INK, SUBTLE, RULE, FAINT, TINT, RED = (
    "#006FB3", "#0A132D", "#202D39", "#555E68", "#727A81", "#DFE3E7", "#EDF5FA", "#B81A1A",
)  # fmt: skip
"""The theme's colours; red for marks only."""

NARROW, WIDE = "fijl.,:;'|!()[]-tr ·", "mwMW@%—QOGDHNUÑ"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title and its numbers; `columns` and `rows` are those of `components/table.html`."""

    id: str
    title: Text
    svg: Markup
    columns: Sequence[tuple[Text, str]]
    rows: Sequence[Sequence[Text]]
    note: Text = ""


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is in Roboto, in pixels; a little too wide rather than too narrow."""
    units = sum(0.32 if char in NARROW else 0.86 if char in WIDE else 0.56 for char in text)
    return units * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines that fit; a word longer than a line is broken, nothing is left out."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, width, size):
            longer = f"{line} {piece}" if line else piece
            if line and width_of(longer, size) > width:
                lines.append(line)
                line = piece
            else:
                line = longer
    return [*lines, line] if line else lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces, piece = [], ""
    for char in word:
        if piece and width_of(piece + char, size) > width:
            pieces.append(piece)
            piece = char
        else:
            piece += char
    return [*pieces, piece]


def number(value: float) -> str:
    """Write a coordinate: at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Write one element; `_` in a name stands for `-`, floats are coordinates."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, float) else value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def words(x: float, y: float, text: Text, size: int = 13, **attributes: object) -> str:
    """Write one line of text with its foot at a point."""
    attributes.setdefault("fill", INK)
    return tag("text", str(escape(str(text))), x=float(x), y=float(y), font_size=size, **attributes)


def svg(width: float, height: float, title: Text, shapes: Sequence[str]) -> Markup:
    """Close a drawing: a picture with a name, of its natural size."""
    body = "".join(shapes)
    return Markup(
        tag(
            "svg", body, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}",
            width=float(width), height=float(height), role="img", aria_label=str(title),
            font_family="Roboto, Arial, sans-serif",
        )
    )  # fmt: skip
