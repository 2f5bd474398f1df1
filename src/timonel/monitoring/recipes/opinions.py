"""Read the opinions of a row: a word of a scale, or a variance that the source itself states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.lights import Degree, Missing
from timonel.monitoring.recipes.cells import Cells, Row
from timonel.monitoring.recipes.loading import Recipe
from timonel.monitoring.recipes.rows import RatingRow

_DEGREES = {degree.code: degree for degree in Degree}


def ratings_of(key: str, day: date, row: Row, recipe: Recipe, cells: Cells) -> Iterator[RatingRow]:
    """Give the opinions of a row as of its day, one for each that the recipe names on that day."""
    for plain in recipe.plain.get("ratings") or ():
        first, last = (date.fromisoformat(plain[name]) if name in plain else None for name in ("from", "to"))
        if (first is None or first <= day) and (last is None or day <= last):
            found = _stated(row, plain, cells) if "variance" in plain else _word(row, plain, cells)
            if found is not None:
                yield RatingRow(key, day, plain["by"], plain["of"], plain["scale"], *found, row.number)


Opinion = tuple[str, int | None, Decimal | None, Missing | None]
"""The word, its degree, the variance stated, why there is none."""


def _word(row: Row, plain: Mapping[str, Any], cells: Cells) -> Opinion | None:
    column = plain["column"]
    text = row.text(column)
    if not text:
        return None
    words = plain.get("words") or {}
    if text in words:
        return words[text], int(_DEGREES[words[text]]), None, None
    missing = cells.missing(text)
    if missing is None:
        row.doubt(column, text, "not-on-the-scale", "set-aside")
        return text[:60], None, None, Missing.DOUBTFUL
    if missing is not Missing.NOT_STATED:
        row.doubt(column, text, missing.code, "kept")
    return text[:60], None, None, missing


def _stated(row: Row, plain: Mapping[str, Any], cells: Cells) -> Opinion | None:
    """Give a variance in percent that the source states; which light that is, the framework's tolerance says."""
    found = cells.number(row, plain["variance"])
    if isinstance(found, Missing):
        return None if found is Missing.NOT_STATED else ("", None, None, found)
    worse = -found if plain.get("sign") == "negative-is-worse" else found
    return f"{found} %", None, worse, None
