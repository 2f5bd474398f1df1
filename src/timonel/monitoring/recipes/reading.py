"""Read the file of a source by its recipe: nothing is mended in silence, whatever is doubtful is named."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

from timonel.domain.errors import TimonelError
from timonel.domain.lights import Missing, Plan, Standing
from timonel.governance.sheets.delimited import decoded
from timonel.governance.sheets.reading import ZIP
from timonel.governance.sheets.specs import Bounds, SheetUnusable
from timonel.governance.sheets.workbooks import workbook_grid
from timonel.monitoring.recipes.cells import Cells, Row
from timonel.monitoring.recipes.checks import check_rows
from timonel.monitoring.recipes.grouping import grouped
from timonel.monitoring.recipes.loading import Recipe
from timonel.monitoring.recipes.opinions import ratings_of
from timonel.monitoring.recipes.rows import BaselineRow, PortfolioReading, ProjectRow, ReportRow

BOUNDS = Bounds(octets=60_000_000, unpacked_octets=200_000_000, rows=100_000, cells=4_000_000)
SEPARATORS = (",", ";", "\t")
NAME_LENGTH, TEXT_LENGTH = 300, 4000


class FileUnreadable(TimonelError):
    """The file is no table that the recipe can read; `params` say where and why."""

    code = "file-unreadable"


def read_portfolio(content: bytes, recipe: Recipe) -> PortfolioReading:
    """Read a file by a recipe, whole or not at all; refused with `FileUnreadable` when it is not the recipe's table."""
    cells = Cells.of(recipe)
    reading = PortfolioReading()
    rows = [row for row in _rows(content, recipe) if any(text.strip() for text in row.cells.values())]
    reading.rows = len(rows)
    placed = _placed(_once(rows), recipe)
    for group in _projects(placed, recipe):
        _read_project(group, recipe, cells, reading)
    doubts = dict.fromkeys(doubt for row in rows for doubt in row.doubts)
    reading.doubts = sorted(doubts, key=lambda doubt: (doubt.row, doubt.column, doubt.rule))
    return reading


def _rows(content: bytes, recipe: Recipe) -> Iterator[Row]:
    try:
        grid = _workbook(content) if content.startswith(ZIP) else _delimited(content, recipe)
        yield from grid
    except SheetUnusable as unusable:
        raise FileUnreadable(unusable.fault.code, {**unusable.fault.expected}) from unusable


def _delimited(content: bytes, recipe: Recipe) -> Iterator[Row]:
    if len(content) > BOUNDS.octets:
        raise SheetUnusable("sheet-too-large", largest=BOUNDS.octets)
    text = decoded(content)
    wanted = _columns(recipe)
    line = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=lambda each: len(wanted & {*next(csv.reader([line], delimiter=each), [])}))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    header = [name.strip() for name in next(reader, [])]
    _check_header(header, wanted)
    try:
        for number, row in enumerate(reader, start=2):
            if number > BOUNDS.rows + 1:
                raise SheetUnusable("sheet-too-many-rows", most=BOUNDS.rows)
            yield Row(number, dict(zip(header, row, strict=False)))
    except csv.Error as fault:
        raise SheetUnusable("sheet-unreadable", line=reader.line_num) from fault


def _workbook(content: bytes) -> Iterator[Row]:
    grid, _from_1904 = workbook_grid(content, BOUNDS)
    if not grid:
        raise SheetUnusable("sheet-empty")
    header = [str(cell or "").strip() for cell in grid[0][1]]
    for number, cells in grid[1:]:
        texts = [
            cell.isoformat() if isinstance(cell, date) else str(cell if cell is not None else "") for cell in cells
        ]
        yield Row(number, dict(zip(header, texts, strict=False)))


def _columns(recipe: Recipe) -> set[str]:
    """Name the columns without which the recipe cannot read a file."""
    project, as_of = recipe.part("project"), recipe.part("as_of")
    return {recipe.part("institution")["column"], project["name"], as_of["column"], *project.get("key", ())}


def _check_header(header: Sequence[str], wanted: set[str]) -> None:
    absent = sorted(wanted - set(header))
    if absent:
        raise FileUnreadable("header-missing", {"columns": ", ".join(absent)})


def _once(rows: Sequence[Row]) -> list[Row]:
    """Leave out a row that stands in the file before, word for word."""
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for row in rows:
        first = seen.setdefault(tuple(row.cells.values()), row.number)
        if first == row.number:
            kept.append(row)
        else:
            row.doubt("", "", "row-repeated", "passed-over", str(first))
    return kept


def _placed(rows: Sequence[Row], recipe: Recipe) -> list[Row]:
    """Leave out rows of institutions the recipe does not know, and rows without a name."""
    column = recipe.part("institution")["column"]
    kept = []
    for row in rows:
        if recipe.institution_number(row.text(column)) is None:
            row.doubt(column, row.text(column), "institution-unknown", "set-aside")
        elif not row.text(recipe.part("project")["name"]):
            row.doubt(recipe.part("project")["name"], "", "project-without-name", "set-aside")
        else:
            kept.append(row)
    return kept


def _projects(rows: Sequence[Row], recipe: Recipe) -> list[list[Row]]:
    project = recipe.part("project")
    if recipe.by_snapshots:
        number = project.get("same_when", {}).get("number", "")
        return grouped(rows, project["name"], number, recipe.part("as_of")["column"])
    first: dict[str, Row] = {}
    for row in rows:
        key = _key(row, project)
        if first.setdefault(key, row) is not row:
            row.doubt(project["name"], row.text(project["name"]), "project-twice", "set-aside", str(first[key].number))
    return [[row] for row in first.values()]


def _key(row: Row, project: Mapping[str, Sequence[str]]) -> str:
    return " ".join(row.text(column) for column in project.get("key", ())) or row.text(str(project["name"]))


def _read_project(group: list[Row], recipe: Recipe, cells: Cells, reading: PortfolioReading) -> None:
    """Turn the rows of one project into it, its baselines, its reports and opinions, in the order of their days."""
    days = [(_as_of(row, recipe, cells), row) for row in group]
    dated = sorted(
        ((day, row) for day, row in days if isinstance(day, date)), key=lambda pair: (pair[0], pair[1].number)
    )
    if not dated:
        return
    project = _project([row for _day, row in dated], recipe, cells)
    reading.projects.append(project)
    plans: list[Plan] = []
    for day, row in dated:
        plan = _plan(row, recipe, cells)
        standing = check_rows(row, recipe, cells, plan, _standing(row, recipe, cells, plan))
        if all(value is Missing.NOT_STATED for value in _values(plan)):
            row.doubt("", "", "nothing-planned", "kept")
        elif not plans or _is_new(plan, plans[-1]):
            reason = "" if not plans else ("reset" if Missing.RESET in _values(plans[-1]) else "changed-in-source")
            reading.baselines.append(BaselineRow(project.key, len(plans), day, plan, row.number, reason))
            plans.append(plan)
        reading.reports.append(_report(project.key, day, row, recipe, cells, standing))
        reading.ratings.extend(ratings_of(project.key, day, row, recipe, cells))


def _as_of(row: Row, recipe: Recipe, cells: Cells) -> date | Missing:
    column = recipe.part("as_of")["column"]
    days = recipe.period_days
    if not days:
        return cells.day(row, column)
    if row.text(column) not in days:
        row.doubt(column, row.text(column), "period-unknown", "set-aside")
        return Missing.DOUBTFUL
    return days[row.text(column)]


def _project(rows: Sequence[Row], recipe: Recipe, cells: Cells) -> ProjectRow:
    """Name a project as its latest row does; earlier names are kept, and noted as joined."""
    project, institution = recipe.part("project"), recipe.part("institution")
    latest = rows[-1]
    names = list(dict.fromkeys(row.text(project["name"])[:NAME_LENGTH] for row in reversed(rows)))
    for row in rows:
        if row.text(project["name"])[:NAME_LENGTH] != names[0]:
            row.doubt(project["name"], row.text(project["name"]), "name-differs", "joined", names[0])
    number = next((row.text(project.get("same_when", {}).get("number")) for row in reversed(rows)), "")
    return ProjectRow(
        key=number or _key(rows[0], project),
        name=names[0],
        institution=recipe.institution_number(latest.text(institution["column"])) or "",
        rows=tuple(row.number for row in rows),
        currency=cells.currency_of(latest),
        description=latest.text(project.get("description"))[:TEXT_LENGTH],
        kind=latest.text(project.get("kind")),
        former_names=tuple(names[1:]),
    )


def _plan(row: Row, recipe: Recipe, cells: Cells) -> Plan:
    plan = recipe.part("plan")
    return Plan(
        cells.day(row, plan.get("start")),
        cells.day(row, plan.get("end")),
        cells.money(row, plan.get("cost")),
        cells.money(row, plan.get("benefits")),
    )


def _standing(row: Row, recipe: Recipe, cells: Cells, plan: Plan) -> Standing:
    """Give what is expected; where the source publishes the latest approved plan alone, that is what is expected."""
    columns = recipe.part("standing")
    if columns.get("is_the_plan"):
        return Standing(plan.end_on, plan.cost, plan.benefits)
    return Standing(
        cells.day(row, columns.get("end")),
        cells.money(row, columns.get("cost")),
        cells.money(row, columns.get("benefits")),
    )


def _values(plan: Plan) -> tuple[object, ...]:
    return plan.start_on, plan.end_on, plan.cost, plan.benefits


def _is_new(plan: Plan, before: Plan) -> bool:
    """Say whether a plan is another: a value withheld this time and said before, or the other way, changes nothing."""
    pairs = zip(_values(plan), _values(before), strict=True)
    return any(
        one != other and (Missing.RESET in (one, other) or not (isinstance(one, Missing) or isinstance(other, Missing)))
        for one, other in pairs
    )


def _report(key: str, day: date, row: Row, recipe: Recipe, cells: Cells, standing: Standing) -> ReportRow:
    columns, sentences = recipe.part("standing"), recipe.part("sentences")
    planned, expected = (cells.money(row, columns.get(name)) for name in ("year_planned", "year_expected"))
    report = ReportRow(
        key,
        day,
        standing,
        row.number,
        None if isinstance(planned, Missing) else planned.amount,
        None if isinstance(expected, Missing) else expected.amount,
    )
    said = tuple(row.text(sentences.get(name))[:TEXT_LENGTH] for name in ("schedule", "cost", "opinion"))
    return replace(report, sentences=(said[0], said[1], said[2]))
