"""Which governance framework is in force, and what acts have completed in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from timonel.governance.models.subject import SubjectRow


class FrameworkText(models.Model):
    """A framework in its canonical form, kept by its hash and never changed: what record entries cite."""

    hash = models.CharField(primary_key=True, max_length=80)
    country = models.CharField(max_length=20)
    text = models.BinaryField()

    def __str__(self) -> str:
        return self.hash


class Adoption(SubjectRow):
    """That a framework is in force from a day on, by an act that cites an instrument."""

    kind: ClassVar[str] = "adoption"

    framework = models.ForeignKey(FrameworkText, on_delete=models.PROTECT, related_name="adoptions")
    country = models.CharField(max_length=20)
    reforms = models.JSONField(default=list)
    overlays = models.JSONField(default=list)
    time_zone = models.CharField(max_length=60)
    from_on = models.DateField()
    instrument = models.CharField(max_length=300)
    demonstration = models.BooleanField(default=False)

    ever_in_earnest: bool | None = None
    """Whether any framework was ever adopted here in earnest; None where that was not asked along with the row."""


class ParameterValue(models.Model):
    """What an act has set where the files of the framework state none, citing the country's own instrument.

    A value of a parameter, or a version of a project model, by its section and id.
    """

    section = models.CharField(max_length=20, default="parameters")
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="parameters")
    framework = models.ForeignKey(FrameworkText, on_delete=models.PROTECT, related_name="+")
    parameter = models.CharField(max_length=120)
    version = models.JSONField()
    instrument = models.CharField(max_length=300)
    entry = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.parameter


class FollowUp(SubjectRow):
    """What somebody must do because an instrument says so: item, owner, day, and whether it is done."""

    kind: ClassVar[str] = "follow-up"

    instrument = models.CharField(max_length=120)
    item = models.TextField()
    matter = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey("governance.Post", on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(null=True)
    stage = models.CharField(max_length=20, default="open", choices=[("open", "open"), ("done", "done")])
    result = models.TextField(blank=True)
