"""A list: declared once, answered as a page, as totals, as CSV or as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from markupsafe import Markup

from timonel.pages.lists import exports
from timonel.pages.lists.columns import Column, fields_of, head_cell, option, row_writer
from timonel.pages.lists.filters import AskedFilter, AskedFilters, Filter, FilterKind, Pair, is_plain
from timonel.pages.lists.page import Chip, ListPage, Totals
from timonel.pages.lists.paging import Order, Slice, cut
from timonel.pages.lists.totals import totals, totals_in_hand
from timonel.pages.texts import Text

Rows = QuerySet[Any, Any]
Context = Mapping[str, Any] | Callable[[ListPage], Mapping[str, Any]]
PAGE = 50
"""Rows on a page."""


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list."""

    filters: AskedFilters
    column: Column
    descending: bool
    sort: str
    after: str
    before: str
    kept: Mapping[str, str] = field(default_factory=dict)

    def address(self, *, sort: str | None = None, without: Sequence[Pair] = (), **more: str) -> str:
        """Give an address with the same filters and order, but for another order, a filter less, or keys more."""
        kept = self._filters if not without else urlencode([pair for pair in self._pairs if pair not in without])
        order = self.sort if sort is None else sort
        parts = [kept, f"sort={order}" if order else "", *(f"{key}={value}" for key, value in more.items() if value)]
        return "?" + "&".join([part for part in parts if part])

    @cached_property
    def _filters(self) -> str:
        return urlencode(self._pairs)

    @property
    def _pairs(self) -> list[Pair]:
        return [*self.kept.items(), *self.filters.pairs]

    @property
    def without_filters(self) -> str:
        """Give an address with no filter, the order and what is kept."""
        kept = {**self.kept, **({"sort": self.sort} if self.sort else {})}
        return "?" + urlencode(kept)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list of one kind of thing.

    `counted` gives the wording of a count ("%(n)s institutions"); `order` is the column it is sorted by at
    first, with "-" in front for descending. The first column heads each row. The first filter of words
    stands open above the list, the others are folded. `keeps` names what else the address of the page
    says and every link of the list must keep, such as the day asked about.
    """

    name: str
    caption: Text
    columns: Sequence[Column]
    order: str
    counted: Callable[[int], str]
    filters: Sequence[Filter] = ()
    size: int = PAGE
    keeps: Sequence[str] = ("on",)

    def respond(
        self, request: HttpRequest, rows: Rows, template: str, context: Context | None = None
    ) -> HttpResponseBase:
        """Answer a request: the page (as `list` in the template), its totals alone, or a file.

        `context` is what else the template sees; as a function, it is made of the page and for pages alone.
        """
        asked = self.read(request.GET)
        narrowed = asked.filters.narrow(rows)
        form = request.GET.get("format", "")
        if form in exports.WRITERS:
            order = Order.of(narrowed, asked.column.sort_field, asked.descending)
            return exports.WRITERS[form](self.name, self.columns, order.apply(narrowed))
        if request.GET.get("part") == "totals":
            return render(request, "components/list_totals.html", {"totals": self.totals(narrowed)})
        page = self.page(asked, narrowed, with_totals="totals" in request.GET)
        more = context(page) if callable(context) else context or {}
        return render(request, template, {"list": page, **more})

    def read(self, values: Mapping[str, Any]) -> Asked:
        """Read filters, order and place from an address; an unknown order is the usual one."""
        sortable = {column.key: column for column in self.columns if column.sort_field}
        sort = values.get("sort", "")
        if sort.removeprefix("-") not in sortable:
            sort = ""
        used = sort or self.order
        return Asked(
            AskedFilters.of(self.filters, values),
            sortable[used.removeprefix("-")],
            used.startswith("-"),
            sort,
            values.get("after", ""),
            values.get("before", ""),
            {key: values[key] for key in self.keeps if is_plain(values.get(key, ""))},
        )

    def totals(self, rows: Rows) -> Totals:
        """Count and sum what is filtered."""
        return Totals(*totals(rows, self.columns, self.counted))

    def page(self, asked: Asked, rows: Rows, *, with_totals: bool = False) -> ListPage:
        """Read one page: one query, none for totals unless they are asked for (or at hand)."""
        order = Order.of(rows, asked.column.sort_field, asked.descending)
        fields = fields_of(self.columns, "pk", order.field)
        part = cut(rows, order, fields, self.size, after=asked.after, before=asked.before)
        words = [one for one in asked.filters.each if one.filter.kind is FilterKind.WORDS]
        return ListPage(
            name=self.name,
            caption=self.caption,
            head=Markup("".join([self._head(column, asked) for column in self.columns])),
            body=row_writer(self.columns, fields)(part.rows),
            keys=[row[0] for row in part.rows],
            empty=not part.rows,
            search=words[0] if words else None,
            filters=[one for one in asked.filters.each if one not in words[:1]],
            chips=[chip for one in asked.filters.in_force for chip in _chips(one, asked)],
            faults=asked.filters.faults,
            orders=self._orders(asked),
            previous_url=asked.address(before=part.previous) if part.previous else "",
            next_url=asked.address(after=part.next) if part.next else "",
            all_url=asked.without_filters,
            kept=asked.kept,
            totals=self._totals_now(part, fields, rows, with_totals),
            totals_url=asked.address(totals="yes"),
            totals_part_url=asked.address(part="totals"),
            csv_url=asked.address(format="csv"),
            xlsx_url=asked.address(format="xlsx"),
            address=asked.address(),
        )

    def _totals_now(self, part: Slice, fields: Sequence[str], rows: Rows, wanted: bool) -> Totals | None:
        if part.is_everything:
            return Totals(*totals_in_hand(part.rows, fields, self.columns, self.counted))
        return self.totals(rows) if wanted else None

    def _head(self, column: Column, asked: Asked) -> str:
        if not column.sort_field:
            return head_cell(column)
        if column.key != asked.column.key:
            return head_cell(column, "none", asked.address(sort=column.key))
        if asked.descending:
            return head_cell(column, "descending", asked.address(sort=column.key))
        return head_cell(column, "ascending", asked.address(sort=f"-{column.key}"))

    def _orders(self, asked: Asked) -> Markup:
        used = ("-" if asked.descending else "") + asked.column.key
        up, down = _("%(column)s, ascending"), _("%(column)s, descending")
        return Markup("").join(
            [
                option(value, wording % {"column": column.label}, chosen=value == used)
                for column in self.columns
                if column.sort_field
                for value, wording in ((column.key, up), (f"-{column.key}", down))
            ]
        )


def _chips(one: AskedFilter, asked: Asked) -> list[Chip]:
    return [Chip(one.filter.label, wording, asked.address(without=pairs)) for wording, pairs in one.parts]
