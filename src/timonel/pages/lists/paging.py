"""Paging by key: a page begins after a row, not after a number of rows.

So a deep page costs what the first one costs, and rows that come or go meanwhile
neither repeat nor hide others. Rows without a value in the sorted column come
last in both directions; equal rows keep the order of their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import F, Field, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Order:
    """By which field, which way, and whether rows may have no value there."""

    field: str
    descending: bool
    nullable: bool
    column: Field[Any, Any] | None

    @classmethod
    def of(cls, rows: Rows, field: str, descending: bool) -> Order:
        """Look the field up in the query's model; of an annotation anything is believed possible."""
        nullable, found = False, None
        model: Any = rows.model
        for step in field.split(LOOKUP_SEP):
            try:
                found = model._meta.pk if step == "pk" else model._meta.get_field(step)
            except FieldDoesNotExist:
                return cls(field, descending, True, None)
            nullable = nullable or bool(getattr(found, "null", True))
            model = getattr(found, "related_model", None) or model
        return cls(field, descending, nullable, found)

    def apply(self, rows: Rows, *, backwards: bool = False) -> Rows:
        """Sort the rows, the key last so that the order is total."""
        down = self.descending != backwards
        if not self.nullable:
            first: Any = f"-{self.field}" if down else self.field
        elif down:
            first = F(self.field).desc(nulls_first=True) if backwards else F(self.field).desc(nulls_last=True)
        else:
            first = F(self.field).asc(nulls_first=True) if backwards else F(self.field).asc(nulls_last=True)
        return rows.order_by(first, "-pk" if down else "pk")

    def beyond(self, value: Any, key: Any, *, backwards: bool = False) -> Q:
        """Say which rows come after (or, backwards, before) the row with this value and key."""
        way = "lt" if self.descending != backwards else "gt"
        tie = Q(**{f"pk__{way}": key})
        nothing = Q(**{f"{self.field}__isnull": True})
        if value is None:
            return (~nothing | (nothing & tie)) if backwards else nothing & tie
        further = Q(**{f"{self.field}__{way}": value}) | (Q(**{self.field: value}) & tie)
        if self.nullable and not backwards:
            return further | nothing
        return further & Q(**{f"{self.field}__{way}e": value})  # lets an index be used

    def python(self, value: Any) -> Any:
        """Bring a value back from its signed text."""
        return value if value is None or self.column is None else self.column.to_python(value)


@dataclass(frozen=True)
class Slice:
    """One page of rows, and the marks that lead to its neighbours ("" where there is none)."""

    rows: Sequence[Sequence[Any]]
    previous: str = ""
    next: str = ""

    @property
    def is_everything(self) -> bool:
        """Say whether the list has no other page."""
        return not self.previous and not self.next


def cut(rows: Rows, order: Order, fields: Sequence[str], size: int, *, after: str = "", before: str = "") -> Slice:
    """Read one page: after a mark, before a mark, or the first. A mark that is not ours gives the first page.

    `fields` holds the key first, and the sorted field anywhere.
    """
    place = fields.index(order.field)
    mark, backwards = (before, True) if before else (after, False)
    here = _read_mark(mark, order)
    wanted = rows if here is None else rows.filter(order.beyond(*here, backwards=backwards))
    found = list(order.apply(wanted, backwards=backwards and here is not None).values_list(*fields)[: size + 1])
    more = len(found) > size
    if here is None:
        return Slice(found[:size], next=_mark(found[size - 1], order, place) if more else "")
    if not found or (backwards and not more):
        return cut(rows, order, fields, size)  # nothing there any more, or the beginning: the first page
    found = found[:size]
    if backwards:
        found.reverse()
        return Slice(found, _mark(found[0], order, place), _mark(found[-1], order, place))
    return Slice(found, _mark(found[0], order, place), _mark(found[-1], order, place) if more else "")


def _signer() -> Signer:
    return Signer(salt="timonel.lists")


def _mark(row: Sequence[Any], order: Order, place: int) -> str:
    value = None if row[place] is None else str(row[place])
    return _signer().sign_object([order.field, value, str(row[0])])


def _read_mark(mark: str, order: Order) -> tuple[Any, Any] | None:
    if not mark:
        return None
    try:
        field, value, key = _signer().unsign_object(mark)
    except (BadSignature, ValueError):
        return None
    return (order.python(value), key) if field == order.field else None
