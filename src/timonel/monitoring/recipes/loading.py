"""Recipes as objects: read from YAML with every fault of file and line, as frameworks are."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from timonel.domain.errors import TimonelError
from timonel.domain.legal import Label
from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.shapes import Reading
from timonel.frameworks.tree import read_tree
from timonel.monitoring.recipes.shape import RECIPE, recipe_schema

_HERE = Path(__file__).parent
LONGEST = 100_000
"""Characters of a recipe; the longest that ships has a tenth of that."""
SHIPPED, SOURCES = _HERE / "shipped", _HERE / "sources"
__all__ = ["Recipe", "RecipeInvalid", "recipe_from_text", "recipe_schema", "shipped_file", "shipped_recipe"]


class RecipeInvalid(TimonelError):
    """The recipe has faults, all of them listed in `faults`."""

    code = "recipe-invalid"

    def __init__(self, faults: list[FrameworkFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(faults=len(self.faults))

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


@dataclass(frozen=True, slots=True)
class Known:
    """An institution as a recipe knows it: its number here, its name, and the words by which the source calls it."""

    number: str
    name: str
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A mapping from one source's columns to projects, baselines, reports and opinions; `plain` keeps its words."""

    id: str
    label: Label
    country: str
    currency: str
    """The one currency of the source; empty where a column says it of each row."""
    unit: Decimal
    institutions: tuple[Known, ...]
    """The institutions of the source; none where its words are the numbers of the register."""
    plain: Mapping[str, Any]

    def institution_number(self, word: str) -> str | None:
        """Give the number of the institution that the source calls so; None when the recipe does not know it."""
        if not self.institutions:
            return word or None
        return next((known.number for known in self.institutions if word in known.words), None)

    @property
    def by_snapshots(self) -> bool:
        """Whether a project stands in several rows, one for each period."""
        return bool(self.plain.get("rows") == "snapshots")

    def part(self, name: str) -> Mapping[str, Any]:
        """Give one part of the recipe; empty when it has none."""
        found: Mapping[str, Any] = self.plain.get(name) or {}
        return found

    @property
    def period_days(self) -> Mapping[str, date]:
        """The day as of which the rows of each period speak; empty when the column gives the day itself."""
        return {year: date.fromisoformat(day) for year, day in (self.part("as_of").get("days") or {}).items()}


def recipe_from_text(text: str, name: str = "recipe.yaml") -> Recipe:
    """Read a recipe; refused with `RecipeInvalid` and every fault by line, and past `LONGEST` without a look at it."""
    if len(text) > LONGEST:
        long, most = f"{len(text)} characters", f"at most {LONGEST} characters"
        raise RecipeInvalid([FrameworkFault(name, 1, "", "too_long", long, most)])
    tree, faults = read_tree(text, name)
    reading = Reading(name)
    plain: Any = RECIPE.read(tree, "", reading) if tree is not None else None
    found = [*faults, *reading.faults]
    if tree is None and not found:
        found = [FrameworkFault(name, 1, "", "empty", "nothing", "a recipe")]
    if found:
        raise RecipeInvalid(found)
    label = Label.read(plain["label"])
    assert label is not None
    known = (plain["institution"].get("known") or {}).items()
    return Recipe(
        plain["recipe"],
        label,
        plain["country"],
        plain["money"].get("currency", ""),
        Decimal(plain["money"]["unit"]),
        tuple(
            Known(number, each["name"], each.get("kind", "ministry"), tuple(each["words"])) for number, each in known
        ),
        plain,
    )


def shipped_recipes() -> tuple[str, ...]:
    """Name the recipes that ship with the program, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


@cache
def shipped_recipe(name: str) -> Recipe:
    """Read a recipe that ships with the program; `no-such-recipe` for another name."""
    if name not in shipped_recipes():
        raise TimonelError("no-such-recipe", {"recipe": name})
    return recipe_from_text((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def shipped_file(name: str) -> bytes:
    """Give the file of the source that ships with a recipe."""
    file = shipped_recipe(name).plain.get("file")
    if not file:
        raise TimonelError("no-file-shipped", {"recipe": name})
    return gzip.decompress((SOURCES / file).read_bytes())
