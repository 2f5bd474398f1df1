"""Projects and programmes, the institutions in them, and the plans that were approved.

Whatever a project says may be missing. A column that is empty without a word
is *not stated*; one that somebody keeps back is *withheld*, with the ground, in
`gaps`. Neither is ever a nought or a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from timonel.domain.facts import UNKNOWN, InstitutionFacts, Known, ProjectFacts, to_plain
from timonel.domain.money import Money
from timonel.governance.rows import SubjectRow
from timonel.portfolio.models.concealing import concealed
from timonel.record.append import Reserved

OBJECTS: Final = ("project", "programme")
STAGES: Final = (
    "proposed",
    "submitted",
    "returned",
    "approved",
    "under-way",
    "closed",
    "rejected",
    "stopped",
    "withdrawn",
    "not-stated",
)
"""How far a project is; what a source does not say is `not-stated`."""
OVER: Final = ("closed", "rejected", "stopped", "withdrawn")
"""Stages after which nothing more is expected of a project."""
ORIGINS: Final = ("act", "import", "demonstration")
RUNNERS: Final = ("authority", "institution")
RESERVABLE: Final = frozenset({"purpose", "total_budget", "annual_cost", "contract_value", "ict_spend", "categories"})
"""What of a project may be kept from the public; its name, institution and stage never are."""
AMOUNTS: Final = ("total_budget", "annual_cost", "contract_value", "ict_spend", "institution_ict_cost")
FOLLOWING: Final = (
    "cost_original", "cost_approved", "cost_latest", "cost_actual", "benefits_original", "benefits_approved",
    "benefits_latest",
)  # fmt: skip
"""Facts that tell the budget or what follows from it: reserved with it."""
PROGRESS: Final = ("start_actual_on", "end_latest_on", "end_actual_on", "cost_latest", "cost_actual", "benefits_latest")
"""What the latest report says of a project; written by the act that takes the report."""


def amount_field() -> Any:
    """Give a column for an amount in the project's currency, exact to four decimals; empty is not stated."""
    return models.DecimalField(max_digits=19, decimal_places=4, null=True)


def _allowed(name: str, words: tuple[str, ...], constraint: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{name}__in": words}), name=constraint)


class Project(SubjectRow):
    """A project or programme of an institution: what it is for, what it may cost, how far it is.

    `gaps` says of an empty column why it is empty: `{"total_budget": {"why": "withheld", "ground": "…"}}`, where *why*
    is `withheld` or `not_stated`. `reserves` names the columns that the public does not see, each with its ground.
    `begun_model` is the project model as it stood when the project began: its id, its framework's hash, its phases.
    `gate_decider` is who decides the next gate (`body:agency`), `gate_ready_on` since when nothing is missing.
    """

    kind: ClassVar[str] = "project"

    object = models.CharField(max_length=20, default="project")
    name = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=400, default="", db_collation="C")
    purpose = models.TextField(blank=True)
    institution = models.ForeignKey("governance.Institution", on_delete=models.PROTECT, related_name="projects")
    programme = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="projects")
    sector = models.CharField(max_length=60, blank=True)
    run_by = models.CharField(max_length=20, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list)
    flags = models.JSONField(default=dict)
    work_kind = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=20, default="proposed")
    phase = models.CharField(max_length=120, blank=True)
    begun_model = models.JSONField(default=dict)
    gate_decider = models.CharField(max_length=140, blank=True)
    gate_ready_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    total_budget = amount_field()
    annual_cost = amount_field()
    contract_value = amount_field()
    ict_spend = amount_field()
    institution_ict_cost = amount_field()
    start_planned_on = models.DateField(null=True)
    end_planned_on = models.DateField(null=True)
    proposed_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    start_actual_on = models.DateField(null=True)
    end_latest_on = models.DateField(null=True)
    end_actual_on = models.DateField(null=True)
    cost_latest = amount_field()
    cost_actual = amount_field()
    benefits_latest = amount_field()
    risk_class = models.CharField(max_length=40, blank=True)
    rating = models.CharField(max_length=60, blank=True)
    rating_scale = models.CharField(max_length=60, blank=True)
    gaps = models.JSONField(default=dict)
    reserves = models.JSONField(default=dict)
    origin = models.CharField(max_length=20, default="act")
    source = models.CharField(max_length=120, null=True)
    source_key = models.CharField(max_length=200, null=True)
    round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            _allowed("object", OBJECTS, "portfolio_project_or_programme"),
            _allowed("stage", STAGES, "portfolio_known_stage"),
            _allowed("origin", ORIGINS, "portfolio_known_origin"),
            _allowed("run_by", ("", *RUNNERS), "portfolio_known_runner"),
            models.UniqueConstraint(fields=["source", "source_key"], name="portfolio_one_project_of_a_source_row"),
            models.CheckConstraint(condition=~Q(programme=F("id")), name="portfolio_no_programme_of_itself"),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="portfolio_project_order"),
            models.Index(fields=["stage", "sort_key"], name="portfolio_project_stage"),
            models.Index(fields=["institution", "stage"], name="portfolio_of_institution"),
            models.Index(fields=["total_budget", "id"], name="portfolio_project_budget"),
            models.Index(fields=["proposed_on", "id"], name="portfolio_project_proposed"),
            models.Index(
                fields=["gate_decider", "gate_ready_on"],
                condition=Q(gate_ready_on__isnull=False),
                name="portfolio_ready_for_a_gate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def reserved(self) -> frozenset[str]:  # type: ignore[override]
        """Name the facts of this project that go into the record as a hash alone."""
        return frozenset(self.reserves) | self.reserved_amounts(*FOLLOWING)

    def reserved_amounts(self, *columns: str) -> frozenset[str]:
        """Give the columns with amounts of a row about the project that are reserved: all of them with its budget."""
        return frozenset(columns) if "total_budget" in self.reserves else frozenset()

    @property
    def is_over(self) -> bool:
        """Say whether nothing more is expected of it."""
        return self.stage in OVER

    @property
    def several_institutions(self) -> bool:
        """Say whether other institutions take part in it."""
        return any(part.role == "partner" for part in self.partners.all())

    def money(self, column: str) -> Known[Money]:
        """Give an amount with its currency; unknown where it is not stated or withheld."""
        return known_money(getattr(self, column), self.currency)

    def case_facts(self, on: date) -> ProjectFacts:
        """Give the facts on which the framework decides who may act on the project."""
        return self.facts(on)

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give the project's facts on the day, as they go into the record: the reserved ones only as their hash."""
        plain = to_plain(self.facts(on))
        hidden = {name: Reserved(plain.pop(name)) for name in self.reserved if name in plain}
        return {**plain, **hidden, "name": self.name}

    def record_finding(self, finding: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a finding about the project as it goes into the record: what it tells of a reserved fact as a hash."""
        return concealed(finding, self.reserves) if self.reserves else finding

    def facts(self, on: date, institution: InstitutionFacts | None = None) -> ProjectFacts:
        """Give what rules ask of the project on a day. The day tells the institution's facts and `as_of` alone.

        `institution` saves the question where the caller knows the answer.
        """
        plans = list(self.baselines.all())
        first, last = (plans[0], plans[-1]) if plans else (None, None)
        return ProjectFacts(
            object=self.object,
            number=self.number or UNKNOWN,
            as_of=on,
            institution=institution or self.institution.facts(on),
            partners=tuple(each.institution.facts(on) for each in self.partners.all() if each.role == "partner"),
            sector=_known(self.sector),
            run_by=_known(self.run_by),
            total_budget=self.money("total_budget"),
            annual_cost=self.money("annual_cost"),
            contract_value=self.money("contract_value"),
            ict_spend=self.money("ict_spend"),
            institution_ict_cost=self.money("institution_ict_cost"),
            categories=tuple(self.categories) or UNKNOWN,
            flags=dict(self.flags),
            risk_class=_known(self.risk_class),
            kind=_known(self.work_kind),
            phase=_known(self.phase),
            rating=_known(self.rating),
            rating_scale=_known(self.rating_scale),
            method=_known(self.method),
            proposed_on=_known(self.proposed_on),
            submitted_on=_known(self.submitted_on),
            approved_on=_known(self.approved_on),
            start_original_on=_known(first and first.start_on),
            start_approved_on=_known(last and last.start_on),
            start_actual_on=_known(self.start_actual_on),
            end_original_on=_known(first and first.end_on),
            end_approved_on=_known(last and last.end_on),
            end_latest_on=_known(self.end_latest_on),
            end_actual_on=_known(self.end_actual_on),
            cost_original=first.money("cost") if first else UNKNOWN,
            cost_approved=last.money("cost") if last else UNKNOWN,
            cost_latest=self.money("cost_latest"),
            cost_actual=self.money("cost_actual"),
            benefits_original=first.money("benefits") if first else UNKNOWN,
            benefits_approved=last.money("benefits") if last else UNKNOWN,
            benefits_latest=self.money("benefits_latest"),
            rebaselines=len(plans) - 1 if plans else UNKNOWN,
            origin=self.origin,
        )


def _known(value: Any) -> Any:
    return UNKNOWN if value in (None, "") else value


def known_money(amount: Decimal | None, currency: str) -> Known[Money]:
    """Give an amount with its currency; unknown where there is none."""
    return UNKNOWN if amount is None or not currency else Money(amount.normalize(), currency)


class ProjectPartner(models.Model):
    """That an institution takes part in another's project: it leads the work, or is a partner in it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="partners")
    institution = models.ForeignKey("governance.Institution", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[("lead", "lead"), ("partner", "partner")])
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "institution"], name="portfolio_one_part_of_an_institution"),
            _allowed("role", ("lead", "partner"), "portfolio_known_part"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.institution_id}"


class Baseline(models.Model):
    """A plan as it was approved: dates, cost, benefits, milestones. The first one is the original, for ever.

    `sequence` counts from 0. `milestones` are `{"name": …, "on": "2027-03-31"}`, in order. `gaps` says why something
    is empty, as in a project. `approved_on` is empty where a source gives a plan without its day.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="baselines")
    sequence = models.PositiveSmallIntegerField()
    approved_on = models.DateField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    explanation = models.TextField(blank=True)
    start_on = models.DateField(null=True)
    end_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    cost = amount_field()
    benefits = amount_field()
    milestones = models.JSONField(default=list)
    gaps = models.JSONField(default=dict)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("sequence",)
        constraints = [
            models.UniqueConstraint(fields=["project", "sequence"], name="portfolio_one_baseline_of_a_sequence"),
            models.CheckConstraint(condition=Q(sequence=0) | ~Q(reason=""), name="portfolio_rebaseline_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.sequence}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return self.project.reserved_amounts("cost", "benefits")

    @property
    def is_original(self) -> bool:
        """Say whether it is the first plan that was approved."""
        return self.sequence == 0

    def money(self, column: str) -> Known[Money]:
        """Give an amount with its currency; unknown where it is not stated or withheld."""
        return known_money(getattr(self, column), self.currency)
