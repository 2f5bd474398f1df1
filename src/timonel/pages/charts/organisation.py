"""The organisation chart: bodies, and to whom each reports in which matter.

Each body hangs under the first superior named for it; its other reporting lines
are drawn across. Bodies under which nothing hangs stand in a column. A body
without a legal basis has a broken edge and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from timonel.pages.charts.drawing import (
    BLUE,
    FAINT,
    GROUND,
    INK,
    RED,
    RULE,
    SUBTLE,
    Chart,
    svg,
    tag,
    width_of,
    words,
    wrap,
)
from timonel.pages.texts import Text

WIDTH, PAD, GAP, DROP, LINE = 216.0, 12.0, 28.0, 44.0, 18.0
DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 5", "14 4")
"""Each matter has a stroke of its own; a seventh begins again."""


@dataclass(frozen=True, slots=True)
class Box:
    """A body of the chart; `detail` says its kind or level in a word."""

    key: str
    name: Text
    detail: Text = ""
    without_basis: bool = False


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """One body reports to another in a matter."""

    below: str
    above: str
    matter: Text


@dataclass
class _Node:
    box: Box
    lines: list[str]
    below: list[_Node] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    stacked: bool = False

    @property
    def height(self) -> float:
        extra = (1 if self.box.detail else 0) + (1 if self.box.without_basis else 0)
        return 2 * PAD + LINE * (len(self.lines) + extra)

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


def organisation_chart(id_: str, title: Text, boxes: Sequence[Box], lines: Sequence[ReportingLine]) -> Chart:
    """Draw bodies and reporting lines. A line to a body that is not drawn is left to the table."""
    nodes = {box.key: _Node(box, wrap(str(box.name), WIDTH - 2 * PAD, 14)) for box in boxes}
    roots, across = _hang(nodes, lines)
    width, height = GAP, 0.0
    for root in roots:
        block, depth = _place(root, width, 8.0)
        width, height = width + block + GAP, max(height, depth)
    dashes = {matter: DASHES[place % len(DASHES)] for place, matter in enumerate(_matters(lines))}
    shapes = [_tree_line(node, child, dashes, lines) for node in nodes.values() for child in node.below]
    shapes += [_across(nodes[line.below], nodes[line.above], dashes[str(line.matter)]) for line in across]
    shapes += [_box(node) for node in nodes.values()]
    legend, foot, wide = _legend(dashes, height + 32, bool([box for box in boxes if box.without_basis]))
    names = {box.key: str(box.name) for box in boxes}
    return Chart(
        id_, title, svg(max(width, wide), foot, title, shapes + legend), _columns(), _rows(boxes, lines, names)
    )


def _matters(lines: Sequence[ReportingLine]) -> list[str]:
    return list(dict.fromkeys(str(line.matter) for line in lines))


def _hang(nodes: dict[str, _Node], lines: Sequence[ReportingLine]) -> tuple[list[_Node], list[ReportingLine]]:
    """Hang each body under its first superior, unless that would close a circle; the other lines go across."""
    above: dict[str, str] = {}
    across: list[ReportingLine] = []
    for line in lines:
        if line.below not in nodes or line.above not in nodes or line.below == line.above:
            continue
        if line.below in above or line.below in _line_up(line.above, above):
            across.append(line)
            continue
        above[line.below] = line.above
        nodes[line.above].below.append(nodes[line.below])
    return [node for key, node in nodes.items() if key not in above], across


def _line_up(key: str, above: dict[str, str]) -> list[str]:
    chain = [key]
    while chain[-1] in above:
        chain.append(above[chain[-1]])
    return chain


def _place(node: _Node, x: float, y: float) -> tuple[float, float]:
    """Place a body and all below it with its left edge at a point; give the width used and the lowest edge."""
    node.x, node.y = x, y
    leaves = [child for child in node.below if not child.below]
    column = leaves if len(leaves) > 2 else []
    branches = [child for child in node.below if child not in column]
    top, used, low = y + node.height + DROP, 0.0, y + node.height
    for child in branches:
        width, depth = _place(child, x + used, top)
        used, low = used + width + GAP, max(low, depth)
    if column:
        stack = y + node.height + DROP
        for child in column:
            child.x, child.y, child.stacked = x + used + (GAP if branches else GAP / 2), stack, True
            stack += child.height + 12
        used, low = used + WIDTH + GAP + (GAP if branches else GAP / 2), max(low, stack - 12)
    width = max(WIDTH, used - GAP)
    if branches:
        node.x = (branches[0].x + branches[-1].x) / 2 if not column else x + (width - WIDTH) / 2
    return width, low


def _tree_line(node: _Node, child: _Node, dashes: dict[str, str], lines: Sequence[ReportingLine]) -> str:
    matter = next(str(line.matter) for line in lines if (line.below, line.above) == (child.box.key, node.box.key))
    foot = node.y + node.height
    if child.stacked:
        spine, level = child.x - 14, child.y + child.height / 2
        path = f"M{node.middle:.1f} {foot:.1f}V{foot + DROP / 2:.1f}H{spine:.1f}V{level:.1f}H{child.x:.1f}"
    else:
        path = f"M{node.middle:.1f} {foot:.1f}V{foot + DROP / 2:.1f}H{child.middle:.1f}V{child.y:.1f}"
    return tag("path", d=path, fill="none", stroke=RULE, stroke_width="1.5", stroke_dasharray=dashes[matter] or None)


def _across(below: _Node, above: _Node, dash: str) -> str:
    """Draw a further reporting line as an arc from side to side, so that it is not taken for the tree."""
    leftwards = above.middle < below.middle
    start = below.x if leftwards else below.x + WIDTH
    end = above.x + WIDTH if leftwards else above.x
    y1, y2 = below.y + below.height / 2, above.y + above.height / 2
    bend = -40.0 if leftwards else 40.0
    path = f"M{start:.1f} {y1:.1f}C{start + bend:.1f} {y1:.1f} {end - bend:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    dot = tag("circle", cx=end, cy=y2, r=4, fill=BLUE)
    return tag("path", d=path, fill="none", stroke=BLUE, stroke_width="1.5", stroke_dasharray=dash or None) + dot


def _box(node: _Node) -> str:
    edge = RED if node.box.without_basis else GROUND
    shapes = [
        tag(
            "rect", x=node.x, y=node.y, width=WIDTH, height=node.height, rx=4, fill="#FFFFFF", stroke=edge,
            stroke_width="1.5", stroke_dasharray="5 3" if node.box.without_basis else None,
        )
    ]  # fmt: skip
    y = node.y + PAD + 13
    for line in node.lines:
        shapes.append(words(node.x + PAD, y, line, 14, font_weight=500))
        y += LINE
    if node.box.detail:
        shapes.append(words(node.x + PAD, y, node.box.detail, 12, fill=SUBTLE))
        y += LINE
    if node.box.without_basis:
        shapes.append(words(node.x + PAD, y, _("without legal basis"), 12, fill=RED, font_weight=500))
    return "".join(shapes)


def _legend(dashes: dict[str, str], y: float, broken: bool) -> tuple[list[str], float, float]:
    """Say which stroke stands for which matter; give the shapes, the lowest and the rightmost edge."""
    if not dashes:
        return [], y, 0.0
    shapes = [tag("path", d=f"M{GAP:.1f} {y - 20:.1f}h600", stroke=FAINT)]
    wide = GAP
    for matter, dash in dashes.items():
        shapes.append(
            tag("path", d=f"M{GAP:.1f} {y:.1f}h44", stroke=INK, stroke_width="1.5", stroke_dasharray=dash or None)
        )
        shapes.append(words(GAP + 56, y + 4, matter, 12))
        wide = max(wide, GAP + 56 + width_of(matter, 12))
        y += 20
    if broken:
        shapes.append(
            tag("rect", x=GAP, y=y - 7, width=44.0, height=14.0, fill="none", stroke=RED, stroke_dasharray="5 3")
        )
        shapes.append(words(GAP + 56, y + 4, _("without legal basis"), 12))
        y += 20
    return shapes, y, wide + GAP


def _columns() -> list[tuple[Text, str]]:
    return [
        (_("Body"), "rowhead"),
        (_("Kind"), "text"),
        (_("Reports to"), "text"),
        (_("In"), "text"),
        (_("Basis"), "text"),
    ]


def _rows(boxes: Sequence[Box], lines: Sequence[ReportingLine], names: dict[str, str]) -> list[list[Text]]:
    rows: list[list[Text]] = []
    for box in boxes:
        head: list[Text] = [str(box.name), str(box.detail)]
        basis = _("without legal basis") if box.without_basis else _("with legal basis")
        own = [[names.get(line.above, line.above), str(line.matter)] for line in lines if line.below == box.key]
        rows += [[*head, *line, basis] for line in own or [["—", "—"]]]
    return rows
