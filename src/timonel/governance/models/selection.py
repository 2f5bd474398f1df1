"""How the holder of a post is selected in competition, and why two overlapping posts stand apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from timonel.governance.models.people import Person, Post


class Selection(models.Model):
    """A competition for a post, from its call to the appointment or to being declared void. One at a time."""

    OPEN, SHORTLISTED, FILLED, VOID = "open", "shortlisted", "filled", "void"
    UNDER_WAY = (OPEN, SHORTLISTED)

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="selections")
    procedure = models.CharField(max_length=60)
    size = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=300)
    opened_on = models.DateField()
    stage = models.CharField(max_length=20, default=OPEN, choices=[(each, each) for each in (*UNDER_WAY, FILLED, VOID)])
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(stage__in=("open", "shortlisted")),
                name="governance_one_selection_of_a_post_at_a_time",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="governance_shortlist_of_one_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} for {self.post_id}"


class Candidacy(models.Model):
    """That a person competes in a selection; `place` is theirs on the shortlist, None when they are not on it.

    Who competes is not published.
    """

    reserved: ClassVar[frozenset[str]] = frozenset({"person"})

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="candidacies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="candidacies")
    place = models.PositiveSmallIntegerField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "person"], name="governance_one_candidacy_of_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.selection_id}"


class PanelScore(models.Model):
    """What one member of the panel gave a candidate, from 0 to 100, once. Neither who gave it nor what is published."""

    reserved: ClassVar[frozenset[str]] = frozenset({"candidacy", "panelist", "score"})

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="scores")
    panelist = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "panelist"], name="governance_one_score_of_a_panelist"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="governance_score_from_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.panelist_id} on {self.candidacy_id}"


class RoleSplit(models.Model):
    """Why two posts whose roles overlap are kept apart, what each is for, and how they stay aligned."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="splits")
    beside = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    case = models.TextField()
    objectives = models.TextField()
    alignment = models.TextField()
    instrument = models.CharField(max_length=300)
    filed_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(post=models.F("beside")), name="governance_no_split_from_oneself"),
            models.CheckConstraint(
                condition=~Q(case="") & ~Q(objectives="") & ~Q(alignment=""), name="governance_split_with_its_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} beside {self.beside_id}"
