"""Institutions: what they are called, under whom they stand and by which codes they are known, by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from timonel.domain.facts import UNKNOWN, InstitutionFacts
from timonel.governance.models.subject import Dated, SubjectRow, TextRange, only_once


class Institution(SubjectRow):
    """An organ of the State, from its creation to its end; what changes about it stands in its versions."""

    kind: ClassVar[str] = "institution"

    sort_key = models.CharField(max_length=400, default="", db_collation="C")
    source = models.CharField(max_length=200, blank=True)

    latest_name: str | None = None
    """The name in its latest version; None where that was not asked along with the row."""

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="governance_institution_order")]

    def version_on(self, on: date) -> InstitutionVersion | None:
        """Give what the institution was on a day; None before it began and after it ended."""
        return self.versions.filter(period__contains=on).select_related("ministry").first()

    def facts(self, on: date) -> InstitutionFacts:
        """Give what rules ask of the institution on a day; unknown where it is not in existence."""
        version = self.version_on(on)
        if version is None:
            return InstitutionFacts(self.number, on=on)
        return InstitutionFacts(
            self.number,
            kind=version.kind,
            level=version.level,
            ministry=version.ministry.number if version.ministry else UNKNOWN,
            sector=version.sector or UNKNOWN,
            flags={"autonomous-regulator": version.autonomous_regulator},
            on=on,
        )

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give name, kind, level, sector and ministry on the day."""
        version = self.version_on(on)
        if version is None:
            return {"institution": self.number}
        return {
            "institution": self.number,
            "name": version.name,
            "kind": version.kind,
            "level": version.level,
            "sector": version.sector,
            "ministry": version.ministry.number if version.ministry else None,
        }


class InstitutionVersion(Dated):
    """What an institution was from a day to a day: one version on each day, never two."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=300)
    short = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=60)
    sector = models.CharField(max_length=60, blank=True)
    ministry = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=120, blank=True)
    comuna = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=20, blank=True)
    autonomous_regulator = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="governance_one_version_of_an_institution_a_day",
                expressions=only_once("institution"),
                violation_error_code="institution-version-overlaps",
            )
        ]
        indexes = [GistIndex(fields=["period"], name="governance_version_period")]

    def __str__(self) -> str:
        return self.name


class InstitutionIdentifier(Dated):
    """A code by which others know an institution: budget code, comuna, RUT. On a day it is one institution's."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="governance_one_institution_of_a_code_a_day",
                expressions=[
                    (TextRange(models.F("scheme"), models.F("scheme")), RangeOperators.OVERLAPS),
                    (TextRange(models.F("code"), models.F("code")), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_code="code-is-taken",
            )
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="governance_identifier_code")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class InstitutionSuccession(models.Model):
    """That one institution followed another on a day, by merger or by division; both keep their history."""

    predecessor = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="origins")
    manner = models.CharField(max_length=20, choices=[("merged", "merged"), ("split", "split")])
    on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="governance_one_succession_of_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"
