"""What every thing that acts speak of has in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from timonel.domain.facts import CaseFacts


class Int8Range(models.Func):
    """The range of one key, so that an exclusion on it needs no extension: `int8range(id, id, '[]')`."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"


class TextRange(models.Func):
    """The range of one text, so that an exclusion on it needs no extension: `governance_textrange(t, t, '[]')`."""

    function = "governance_textrange"
    template = "%(function)s(%(expressions)s, '[]')"


def only_once(*keys: str) -> list[tuple[Any, str]]:
    """Give the expressions by which two rows of the same keys may not share a day."""
    same = [(Int8Range(models.F(key), models.F(key)), RangeOperators.OVERLAPS) for key in keys]
    return [*same, ("period", RangeOperators.OVERLAPS)]


def days(first: date | None, last: date | None) -> DateRange:
    """Give the period from the first to the last day, both included; None is open."""
    return DateRange(first, last + timedelta(days=1) if last else None, "[)")


def overlap(one: DateRange, other: DateRange) -> bool:
    """Say whether two periods, as `days` gives them, have a day in common."""
    return _begins_before_the_end_of(one, other) and _begins_before_the_end_of(other, one)


def _begins_before_the_end_of(one: DateRange, other: DateRange) -> bool:
    return one.lower is None or other.upper is None or one.lower < other.upper


class SubjectRow(models.Model):
    """A thing that acts change: found by its number, locked by the frame, counted in versions.

    `version` grows by one with each act on it, so that an act meant for what a
    person saw is refused when it has changed since. `last_entry` is the record
    entry of that act.
    """

    kind: ClassVar[str]
    reserved: ClassVar[frozenset[str]] = frozenset()

    number = models.CharField(max_length=120, unique=True)
    version = models.BigIntegerField(default=0)
    last_entry = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def case_facts(self, on: date) -> CaseFacts | None:
        """Give the facts on which the framework decides who may act on it; None where it asks for none."""
        return None

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give the facts of the subject on a day, as they go into the record."""
        return {}

    def record_finding(self, finding: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a finding about the subject as it goes into the record: what is reserved in it only as a hash."""
        return finding


class Dated(models.Model):
    """A fact that holds from a day to a day, both included; an open end is None."""

    period = DateRangeField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def from_on(self) -> date | None:
        """The first day on which it holds; None when it is not known."""
        first: date | None = self.period.lower
        return first

    @property
    def to_on(self) -> date | None:
        """The last day on which it holds; None while it is open."""
        upper: date | None = self.period.upper
        return upper - timedelta(days=1) if upper else None

    def end_on(self, last: date) -> None:
        """Let it hold up to and including the day."""
        self.period = days(self.period.lower, last)
