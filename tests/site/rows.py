"""A table of projects for tests of lists, gone with the test, so that lists are tested apart from what they show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connections, models

from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing

STAGES = {"draft": "Borrador", "running": "En ejecución"}
TONES = {"running": "info"}
LONG = Decimal("12345678901234567890")


class Owned(models.Manager):
    """Works as the owner: the serving role may not create a table."""

    def get_queryset(self):
        return super().get_queryset().using("owner")


class Row(models.Model):
    name = models.CharField(max_length=300)
    stage = models.CharField(max_length=20, default="draft")
    amount = models.DecimalField(max_digits=24, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CLP")
    started_on = models.DateField(null=True)
    people = models.IntegerField(default=0)
    recorded_at = models.DateTimeField(default=datetime(2026, 11, 23, 17, 4, tzinfo=UTC))

    objects = Owned()

    class Meta:
        app_label = "tests_of_lists"
        managed = False
        db_table = "rows_of_a_test"

    def __str__(self) -> str:
        return self.name


@pytest.fixture
def rows(db) -> Iterator[models.QuerySet[Row]]:
    """An empty table."""
    with connections["owner"].schema_editor(atomic=False) as editor:
        editor.create_model(Row)
    yield Row.objects.all()


def stages() -> list[tuple[str, str]]:
    return list(STAGES.items())


def a_listing(**changes) -> Listing:
    """The list of the table, five rows to a page."""
    usual = {
        "name": "projects",
        "caption": "Proyectos",
        "order": "name",
        "size": 5,
        "counted": lambda n: "%(n)s acto" if n == 1 else "%(n)s actos",
        "columns": [
            Column(key="name", label="Nombre", field="name"),
            Column(key="stage", label="Etapa", field="stage", kind=Kind.TAG, words=STAGES, tones=TONES, sort=""),
            Column(
                key="amount", label="Costo", field="amount", kind=Kind.MONEY, currency_field="currency", total=True,
                decimals=2,
            ),
            Column(key="started", label="Inicio", field="started_on", kind=Kind.DAY),
            Column(key="people", label="Personas", field="people", kind=Kind.NUMBER, total=True),
            Column(key="recorded", label="Anotado", field="recorded_at", kind=Kind.INSTANT),
        ],
        "filters": [
            Filter(key="q", label="Nombre", lookups=("name__icontains",)),
            Filter(key="stage", label="Etapa", kind=FilterKind.CHOICE, lookups=("stage",), choices=stages),
            Filter(key="from", label="Desde", kind=FilterKind.DAY, lookups=("started_on__gte",)),
        ],
    }  # fmt: skip
    return Listing(**{**usual, **changes})


def add(*names: str, **fields) -> list[Row]:
    """Add a row for each name."""
    return Row.objects.bulk_create([Row(name=name, **fields) for name in names])


DAY = date(2026, 11, 23)
