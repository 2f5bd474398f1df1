"""The shape of a recipe's file, which is also its JSON Schema."""

from __future__ import annotations

from typing import Any

from timonel.frameworks.schema.parts import LABEL
from timonel.frameworks.shapes import ID_PATTERN, Amount, Choice, DayText, Flag, ListOf, MapOf, Record, Text

DAY_FORMS = ("YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ", "DD/MM/YYYY", "DD.MM.YYYY", "DD.MM.YY", "DD-MM-YYYY")
MEANINGS = ("withheld", "reset", "not-stated")
BY = ("self", "independent", "not-stated")
_YEAR = r"^[0-9]{4}$"
_COLUMN = Text()

SOURCE = Record(
    {"title": Text(), "publisher": Text(), "licence": Text(), "attribution": Text()},
    {"carrier": Text(), "read_on": DayText(whole=True)},
)
INSTITUTIONS = Record(
    {"column": _COLUMN},
    {"known": MapOf(Record({"name": Text(), "words": ListOf(Text(), least=1)}, {"kind": Text()}), least=1)},
    also={"description": "Without `known`, the column holds the numbers of the register."},
)
PROJECT = Record(
    {"name": _COLUMN},
    {
        "key": ListOf(_COLUMN, least=1),
        "same_when": Record({"number": _COLUMN}),
        "description": _COLUMN,
        "kind": _COLUMN,
    },
    also={"description": "`key` names a project; `same_when` finds it again by number, else by its name."},
)
AS_OF = Record({"column": _COLUMN}, {"days": MapOf(DayText(whole=True), key_pattern=_YEAR)})
DAYS = Record(
    {"forms": ListOf(Choice(DAY_FORMS), least=1)},
    {
        "day_and_month_swapped": Record(
            {"because": LABEL}, {"confirmed_by": Record({"planned": _COLUMN, "expected": _COLUMN, "days": _COLUMN})}
        ),
        "two_digit_years_from": Text(_YEAR, "a year in quotes"),
    },
)
MONEY = Record(
    {"unit": Amount}, {"currency": Text("^[A-Z]{2,3}$", "a currency such as USD"), "currency_column": _COLUMN}
)
PLAN = Record({}, dict.fromkeys(("start", "end", "cost", "benefits"), _COLUMN))
STANDING = Record(
    {}, {**dict.fromkeys(("end", "cost", "benefits", "year_planned", "year_expected"), _COLUMN), "is_the_plan": Flag()}
)
RATING = Record(
    {"of": Choice(("overall", "cost", "schedule")), "by": Choice(BY), "scale": Text()},
    {
        "column": _COLUMN,
        "variance": _COLUMN,
        "sign": Choice(("negative-is-worse", "positive-is-worse")),
        "from": DayText(whole=True),
        "to": DayText(whole=True),
        "words": MapOf(Choice(("green", "amber-green", "amber", "amber-red", "red")), key_pattern=r"^\S.*$"),
    },
    also={"description": "Either the column of an opinion, or that of a variance in percent that the source states."},
)
WORDS = Record({"says": Text(), "means": Choice(MEANINGS)})
CHECKS = Record(
    {},
    {
        "zero_cost_is_doubtful": Flag(),
        "end_before_start": Flag(),
        "cost_over": Record({"column": _COLUMN, "amount": Amount}),
        "variance_over_percent": Record({"columns": ListOf(_COLUMN, least=1), "percent": Amount}),
        "cost_variance": Record({"column": _COLUMN}),
        "days_variance": Record({"column": _COLUMN}),
        "negative_amounts": Flag(),
    },
)
RECIPE = Record(
    {
        "recipe": Text(ID_PATTERN, "an id in kebab-case"),
        "label": LABEL,
        "country": Text("^[a-z]{2}$", "the code of a country"),
        "source": SOURCE,
        "object": Choice(("project", "programme")),
        "institution": INSTITUTIONS,
        "project": PROJECT,
        "as_of": AS_OF,
        "days": DAYS,
        "money": MONEY,
        "plan": PLAN,
    },
    {
        "file": Text(),
        "rows": Choice(("projects", "snapshots")),
        "flags": ListOf(Text()),
        "standing": STANDING,
        "ratings": ListOf(RATING),
        "sentences": Record({}, dict.fromkeys(("schedule", "cost", "opinion"), _COLUMN)),
        "no_value": ListOf(WORDS),
        "checks": CHECKS,
        "note": LABEL,
    },
)


def recipe_schema() -> dict[str, Any]:
    """Describe a recipe's file as JSON Schema, so that an editor completes and checks it."""
    from timonel.frameworks.schema import parts

    definitions = {name: shape.schema() for name, shape in parts.DEFINITIONS.items()}
    schema = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": schema, "title": "Timonel recipe", **RECIPE.schema(), "$defs": definitions}
