"""What a recipe asks of the values of a row: each doubt is named; what cannot be meant is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.lights import Missing, Plan, Standing
from timonel.domain.money import Money
from timonel.monitoring.recipes.cells import Cells, Row
from timonel.monitoring.recipes.loading import Recipe

Check = Callable[[Row, Recipe, Cells, Plan, Standing, Any], None]


def check_rows(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing) -> Standing:
    """Note what is doubtful in a row, and give what is expected without what cannot be meant."""
    asked: Mapping[str, Any] = recipe.part("checks")
    for name, check in _CHECKS.items():
        if asked.get(name):
            check(row, recipe, cells, plan, standing, asked[name])
    cost = standing.cost
    if asked.get("zero_cost_is_doubtful") and isinstance(cost, Money) and cost.amount == 0 and _is_more(plan.cost):
        row.doubt(recipe.part("standing").get("cost", ""), "0", "cost-of-nothing", "set-aside")
        return replace(standing, cost=Missing.DOUBTFUL)
    return standing


def _is_more(cost: Money | Missing) -> bool:
    return isinstance(cost, Money) and cost.amount > 0


def _end_before_start(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    """A plan whose end lies before its start, and an expected end before it, are kept and named."""
    ends = (
        (recipe.part("plan").get("end", ""), plan.end_on),
        (recipe.part("standing").get("end", ""), standing.end_on),
    )
    for column, end in ends:
        if column and isinstance(plan.start_on, date) and isinstance(end, date) and end < plan.start_on:
            row.doubt(column, end.isoformat(), "ends-before-it-begins", "kept", plan.start_on.isoformat())


def _cost_over(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    """An amount beyond what a project can cost was written in another unit; it is set aside."""
    amount = cells.money(row, asked["column"])
    if not isinstance(amount, Money) or amount.amount <= Decimal(asked["amount"]):
        return
    thousandth = plan.cost.amount * 1000 if isinstance(plan.cost, Money) else None
    rule = "amount-in-thousands" if thousandth is not None and _near(amount.amount, thousandth) else "amount-too-large"
    row.doubt(asked["column"], row.text(asked["column"]), rule, "set-aside")


def _near(one: Decimal, other: Decimal) -> bool:
    return other > 0 and abs(one - other) <= other / 100


def _variance_over(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    for column in asked["columns"]:
        found = cells.number(row, column)
        if isinstance(found, Decimal) and abs(found) > Decimal(asked["percent"]):
            row.doubt(column, row.text(column), "variance-too-large", "kept")


def _cost_variance(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    """A variance in money that is not planned minus expected (to a ten-thousandth of the unit, twice) is named."""
    stated = cells.money(row, asked["column"])
    if isinstance(stated, Money) and isinstance(plan.cost, Money) and isinstance(standing.cost, Money):
        computed = plan.cost - standing.cost
        if abs(computed.amount - stated.amount) > recipe.unit / 500:
            shown = (computed.amount / recipe.unit).normalize()
            row.doubt(asked["column"], row.text(asked["column"]), "variance-disagrees", "kept", f"{shown:f}")


def _days_variance(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    """A variance in days that is not the planned end minus the expected one is named."""
    stated = cells.number(row, asked["column"])
    if isinstance(stated, Decimal) and isinstance(plan.end_on, date) and isinstance(standing.end_on, date):
        days = (plan.end_on - standing.end_on).days
        if stated != days:
            row.doubt(asked["column"], row.text(asked["column"]), "variance-disagrees", "kept", str(days))
    elif isinstance(stated, Decimal) and stated and plan.end_on is Missing.NOT_STATED:
        row.doubt(asked["column"], row.text(asked["column"]), "variance-without-dates", "kept")


def _negative(row: Row, recipe: Recipe, cells: Cells, plan: Plan, standing: Standing, asked: Any) -> None:
    columns = {name: column for part in ("plan", "standing") for name, column in recipe.part(part).items()}
    for name, column in columns.items():
        if name in ("cost", "benefits", "year_planned", "year_expected") and isinstance(column, str):
            amount = cells.money(Row(row.number, row.cells), column)
            if isinstance(amount, Money) and amount.amount < 0:
                row.doubt(column, row.text(column), "amount-negative", "kept")


_CHECKS: Mapping[str, Check] = {
    "end_before_start": _end_before_start,
    "cost_over": _cost_over,
    "variance_over_percent": _variance_over,
    "cost_variance": _cost_variance,
    "days_variance": _days_variance,
    "negative_amounts": _negative,
}
