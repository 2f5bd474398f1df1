"""Business cases: one for a subject, in versions that never change; and what is being written before one is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models

from timonel.businesscases.bearers import institution_of
from timonel.governance.rows import Institution, SubjectRow


class BusinessCase(SubjectRow):
    """The business case of one subject, from the proposal to the last benefit."""

    kind: ClassVar[str] = "business-case"

    subject_kind = models.CharField(max_length=60)
    subject_number = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_number"], name="businesscases_one_case_of_a_subject"
            )
        ]

    @property
    def institution(self) -> Institution | None:
        """Whose case it is."""
        return institution_of(self.subject_kind, self.subject_number)

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give what the case is about."""
        return {"about": {"kind": self.subject_kind, "number": self.subject_number}}


class CaseVersion(models.Model):
    """One version of a case, as it was adopted: its content in canonical form, its hash, by whom, when and why.

    The content is kept out of the record, which holds its hash: not all who read the record may read every case.
    """

    reserved: ClassVar[frozenset[str]] = frozenset({"content", "reason"})

    case = models.ForeignKey(BusinessCase, on_delete=models.PROTECT, related_name="versions")
    ordinal = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey("governance.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("governance.Post", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    adopted_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "ordinal"], name="businesscases_versions_are_counted")]
        ordering = ["case", "ordinal"]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.ordinal}"


class CaseDraft(models.Model):
    """One part of a case as somebody typed it, right or wrong, until a version is adopted."""

    subject_kind = models.CharField(max_length=60)
    subject_number = models.CharField(max_length=120)
    part = models.CharField(max_length=20, blank=True)
    typed = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    person = models.ForeignKey("governance.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_number", "part"], name="businesscases_one_draft_of_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_number} {self.part}"
