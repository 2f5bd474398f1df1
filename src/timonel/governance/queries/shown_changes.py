"""What an entry of the record has changed, in the words of the reader: labels for columns, names for numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonel.governance import subjects
from timonel.governance.choices import called
from timonel.governance.models import SubjectRow
from timonel.pages.formats import day, number

ROWS: dict[str, str | Promise] = {
    "appointment": gettext_lazy("Appointment"),
    "absence": gettext_lazy("Absence"),
    "delegation": gettext_lazy("Delegation"),
    "recusal": gettext_lazy("Abstention"),
    "interest": gettext_lazy("Declared interest"),
    "focalpoint": gettext_lazy("Focal point"),
    "token": gettext_lazy("Token"),
    "institutionversion": gettext_lazy("Institution, from a day on"),
    "institutionidentifier": gettext_lazy("Code"),
    "institutionsuccession": gettext_lazy("Succession"),
    "parametervalue": gettext_lazy("Value of a parameter"),
    "selection": gettext_lazy("Selection"),
    "candidacy": gettext_lazy("Candidacy"),
    "panelscore": gettext_lazy("Score of the panel"),
    "rolesplit": gettext_lazy("Case for two posts"),
    "account": gettext_lazy("Account"),
}
"""What the rows are called that an act writes beside its subject, by their table."""

COLUMNS: dict[str, str | Promise] = {
    "period": gettext_lazy("In force"),
    "ended_by": gettext_lazy("Reason of the end"),
    "ended_instrument": gettext_lazy("Instrument of the end"),
    "predecessor": gettext_lazy("Institution before"),
    "successor": gettext_lazy("Institution after"),
    "manner": gettext_lazy("As"),
    "person": gettext_lazy("Person"),
    "post": gettext_lazy("Post"),
    "institution": gettext_lazy("Institution"),
    "instrument": gettext_lazy("Instrument"),
    "from": gettext_lazy("From"),
    "on": gettext_lazy("Day"),
    "value": gettext_lazy("Value"),
    "unit": gettext_lazy("Unit or currency"),
    "comparator": gettext_lazy("Compared as"),
    "parameter": gettext_lazy("Parameter"),
    "version": gettext_lazy("Value set"),
    "basis": gettext_lazy("Basis"),
    "act": gettext_lazy("Instrument"),
    "kind": gettext_lazy("Kind"),
    "checked_on": gettext_lazy("Looked up on"),
    "framework": gettext_lazy("Hash of the framework"),
    "description": gettext_lazy("Interest"),
    "label": gettext_lazy("What it is for"),
    "expires_on": gettext_lazy("Last day"),
    "from_post": gettext_lazy("Post that delegates"),
    "to_post": gettext_lazy("Post that receives it"),
    "number": gettext_lazy("Number"),
    "name": gettext_lazy("Name"),
    "stage": gettext_lazy("Stage"),
    "is_active": gettext_lazy("Open"),
    "email": gettext_lazy("E-mail"),
    "rank": gettext_lazy("Order among substitutes"),
    "selection": gettext_lazy("How selected"),
    "post_kind": gettext_lazy("Kind of post"),
    "country": gettext_lazy("Country"),
    "reforms": gettext_lazy("Reforms in force"),
    "overlays": gettext_lazy("Overlays"),
    "time_zone": gettext_lazy("Time zone"),
    "demonstration": gettext_lazy("Demonstration"),
    "from_on": gettext_lazy("From"),
    "to_on": gettext_lazy("To"),
    "short": gettext_lazy("Short name"),
    "level": gettext_lazy("Level of government"),
    "sector": gettext_lazy("Sector"),
    "ministry": gettext_lazy("Ministry"),
    "region": gettext_lazy("Region"),
    "comuna": gettext_lazy("Comuna"),
    "group": gettext_lazy("Group of the digital timetable"),
    "autonomous_regulator": gettext_lazy("Autonomous regulator (superintendencia)"),
    "scheme": gettext_lazy("Scheme"),
    "code": gettext_lazy("Code"),
    "source": gettext_lazy("Source"),
    "body": gettext_lazy("Body"),
    "run": gettext_lazy("RUN"),
    "opened_on": gettext_lazy("Opened on"),
    "filed_on": gettext_lazy("Filed on"),
    "place": gettext_lazy("Place on the shortlist"),
    "sort_key": gettext_lazy("Place in the alphabet"),
}
"""What columns are called for which the act has no input of that name."""

Labels = Callable[[str, str], str | Promise | None]
"""Gives what an act calls its input of that name; None when it has none."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class ShownValue:
    """A new value as it reads. `url` is the page of what it names; of a withheld one only the hash is public."""

    label: str
    text: str
    url: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class ShownRow:
    """One row that an act wrote, with what it is called."""

    title: str
    values: tuple[ShownValue, ...]


@cache
def _tables() -> Mapping[str, type[models.Model]]:
    return {str(model._meta.model_name): model for model in apps.get_models() if "timonel" in model.__module__}


def _named_kind(model: type[models.Model] | None, column: str) -> str:
    """Say of which kind of subject a column gives the number; empty when of none."""
    fields = {each.name: each for each in model._meta.concrete_fields} if model is not None else {}
    named = fields[column].related_model if column in fields else None
    return str(getattr(named, "kind", "")) if isinstance(named, type) and issubclass(named, SubjectRow) else ""


def numbers_named(changes: Mapping[str, Any], subject_kind: str) -> Iterator[tuple[str, str]]:
    """Give kind and number of everything that the changes name."""
    for what, columns in changes.items():
        model = _model(what, subject_kind)
        for column, value in columns.items():
            if isinstance(value, str) and value and (kind := _named_kind(model, column)):
                yield kind, value


def _model(what: str, subject_kind: str) -> type[models.Model] | None:
    known = subjects.KINDS.get(subject_kind) if what == "subject" else None
    return known.model if known else _tables().get(what.rpartition("-")[0])


@dataclass(frozen=True)
class ChangeWords:
    """Writes what one act changed. `titles` are those of the subjects that `numbers_named` gives."""

    act: str
    labels: Labels
    titles: Mapping[tuple[str, str], str]

    def rows(self, changes: Mapping[str, Any], subject_kind: str) -> list[ShownRow]:
        """Give what was changed, row by row: the subject first. Of other rows what is empty is left out."""
        rows = []
        for what, columns in changes.items():
            model = _model(what, subject_kind)
            shown = tuple(
                self._value(column, value, _named_kind(model, column))
                for column, value in columns.items()
                if what == "subject" or value not in (None, "", [], {})
            )
            if shown:
                rows.append(ShownRow(_title(what, subject_kind), shown))
        return rows

    def _label(self, column: str) -> str:
        return str(self.labels(self.act, column) or COLUMNS.get(column, column.replace("_", " ")))

    def _value(self, column: str, value: Any, kind: str) -> ShownValue:
        label = self._label(column)
        if isinstance(value, Mapping) and set(value) == {"withheld"}:
            return ShownValue(label, str(value["withheld"]), withheld=True)
        if kind and isinstance(value, str) and value:
            return ShownValue(label, self.titles.get((kind, value), value), subjects.url_of(kind, value) or "")
        return ShownValue(label, self._written(column, value))

    def _written(self, column: str, value: Any) -> str:
        """Write a value: days as days, periods with both ends, codes by their names, lists in a line."""
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int):
            return number(value)
        if isinstance(value, str):
            return day(date.fromisoformat(value)) if _DAY.fullmatch(value) else called(self.act, column, value)
        if isinstance(value, Mapping):
            if set(value) == {"from", "before"}:
                return _period(value)
            return "; ".join(f"{self._label(name)}: {self._written(name, each)}" for name, each in value.items()) or "–"
        if isinstance(value, Sequence):
            return ", ".join(self._written(column, each) for each in value) or "–"
        return str(value)


def _title(what: str, subject_kind: str) -> str:
    if what == "subject":
        known = subjects.KINDS.get(subject_kind)
        return str(known.label) if known else _("What it is about")
    table = what.rpartition("-")[0]
    model = _tables().get(table)
    kind = subjects.KINDS.get(str(getattr(model, "kind", "")))
    return str(kind.label if kind else ROWS.get(table, table))


def _period(value: Mapping[str, str | None]) -> str:
    first = date.fromisoformat(value["from"]) if value["from"] else None
    last = date.fromisoformat(value["before"]) - timedelta(days=1) if value["before"] else None
    if first and last:
        return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("since %(first)s") % {"first": day(first)}
    return _("until %(last)s") % {"last": day(last)} if last else _("always")
