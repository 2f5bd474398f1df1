"""What the template of a list is given: everything worked out, nothing left to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from timonel.pages.lists.filters import AskedFilter
from timonel.pages.texts import Text


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: Text
    wording: str
    url: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows, and what was summed."""

    count: str
    sums: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, ready to be drawn by `components/list.html`."""

    name: str
    caption: Text
    head: Markup
    """The cells that head the columns."""
    body: Markup
    """The rows."""
    keys: Sequence[Any]
    """The keys of the rows, for what a page draws of them beside the list."""
    empty: bool
    search: AskedFilter | None
    filters: list[AskedFilter]
    chips: list[Chip]
    faults: list[AskedFilter]
    orders: Markup
    """The choices of an order, for those who see no heads of columns (a phone)."""
    kept: Mapping[str, str]
    """What the form of filters sends along unseen."""
    previous_url: str
    next_url: str
    all_url: str
    totals: Totals | None
    totals_url: str
    totals_part_url: str
    csv_url: str
    xlsx_url: str
    address: str
    """The link that carries this view: filters and order, no page."""

    @property
    def folded_in_force(self) -> int:
        """Count the filters that narrow the list and stand folded."""
        return sum(one.in_force for one in self.filters)

    @property
    def narrowed(self) -> bool:
        """Say whether a filter is in force or failed."""
        return bool(self.chips or self.faults)
