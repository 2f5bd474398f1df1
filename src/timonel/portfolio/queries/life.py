"""What the page of a project shows of its life: approvals and decisions, gates and products, conditions, risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from timonel.businesscases.queries import case_products
from timonel.domain.gates import gate_of, phase_of, products
from timonel.domain.legal import Label
from timonel.domain.mandates import Framework
from timonel.governance.acting.act import seat_of
from timonel.governance.queries.framework_pages.words import EFFECTS, MOMENTS, SILENCES, word
from timonel.governance.queries.titles import institution_title, language, post_kind_titles
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Post
from timonel.portfolio.models import Advice, Approval, Condition, Decision, GatePassage, Project
from timonel.portfolio.queries.approvals import may_decide, may_pass
from timonel.portfolio.queries.gates import filed_products
from timonel.portfolio.queries.words import decider_name


def text_of(label: Any, otherwise: str = "") -> str:
    """Give a label of the framework in the reader's language."""
    read = Label.read(label) if isinstance(label, Mapping) else label
    return read.text(language()) if read is not None else otherwise


@dataclass(frozen=True)
class ApprovalShown:
    """An approval with the names of it and of who decides, its decisions, and whether the viewer decides it today."""

    row: Approval
    name: str
    decider: str
    effect: str
    moment: str
    silence: str
    decisions: Sequence[Decision]
    mine: bool


@dataclass(frozen=True)
class ProductShown:
    """A product of a phase: its name, whether it must be there, the documents that are filed as it."""

    id: str
    name: str
    mandatory: bool
    documents: Sequence[Any]
    case: int = 0
    """The version of the business case that is this product; 0 for none."""


@dataclass(frozen=True)
class PhaseShown:
    """A phase of the model: its name and products, its gate, and what was decided there."""

    id: str
    name: str
    here: bool
    products: Sequence[ProductShown]
    gate: str
    passages: Sequence[GatePassage]


@dataclass(frozen=True)
class Life:
    """All of it."""

    approvals: Sequence[ApprovalShown]
    phases: Sequence[PhaseShown]
    conditions: Sequence[Condition]
    risks: Sequence[Any]
    assessments: Sequence[Any]
    obstacles: Sequence[tuple[Any, str]]
    others: Sequence[Any]
    advice: Sequence[Any]
    may_pass: bool
    posts: Mapping[str, str]
    """What the posts that the page names are called, by their numbers."""


def life_of(viewer: Viewer, project: Project, framework: Framework, on: date) -> Life:
    """Give the life of a project on a day, as the viewer may take part in it."""
    rows = list(project.approvals.prefetch_related(Prefetch("decisions", Decision.objects.order_by("round"))))
    conditions = list(project.conditions.select_related("owner").order_by("id"))
    risks = list(project.risks.select_related("owner"))
    named = [each.owner.number for each in conditions] + [each.owner.number for each in risks]
    named += [member["post"] for row in rows for member in row.panel]
    documents = list(project.documents.select_related("file"))
    passages = list(project.passages.all())
    cases = {each.product: each.version for each in case_products("project", project.number)}
    gate = gate_of(project.begun_model, project.phase)
    open_to_pass = gate is not None and project.stage in ("approved", "under-way") and viewer.post is not None
    return Life(
        [_approval(viewer, project, row, framework, on) for row in rows],
        [_phase(project, phase, documents, passages, cases) for phase in project.begun_model.get("phases") or ()],
        conditions,
        risks,
        list(project.assessments.all()),
        [(row, _instrument(framework, row.instrument)) for row in project.obstacles.all()],
        [each for each in documents if not each.product],
        list(Advice.objects.filter(project=project)),
        bool(
            open_to_pass
            and gate is not None
            and viewer.post is not None
            and may_pass(framework, seat_of(viewer.post, on), project, gate, on).is_held
        ),
        post_names(named),
    )


def post_names(numbers: Iterable[str]) -> dict[str, str]:
    """Name posts by what their kind is called and whose they are, by number; also one that is not established."""
    numbers, titles = set(numbers), post_kind_titles()
    kinds = {number: number.partition("@")[0] for number in numbers}
    rows = Post.objects.select_related("institution").filter(number__in=numbers)
    whose = {row.number: f", {institution_title(row.institution)}" for row in rows if row.institution is not None}
    return {number: titles.get(kind, kind) + whose.get(number, "") for number, kind in kinds.items()}


def _approval(viewer: Viewer, project: Project, row: Approval, framework: Framework, on: date) -> ApprovalShown:
    stated = framework.approvals.get(row.approval)
    mine = row.stage == "open" and viewer.post is not None
    mine = (
        mine and viewer.post is not None and may_decide(framework, seat_of(viewer.post, on), project, row, on).is_held
    )
    return ApprovalShown(
        row,
        text_of(stated.label if stated else None, row.approval),
        decider_name(framework, row.decider_kind, row.decider),
        word(EFFECTS, row.effect),
        word(MOMENTS, row.at),
        word(SILENCES, row.silence or None),
        list(row.decisions.all()),
        mine,
    )


def approval_shown(viewer: Viewer, project: Project, name: str, framework: Framework, on: date) -> ApprovalShown | None:
    """Give one approval of a project; None where it needs none of that name."""
    row = project.approvals.filter(approval=name).first()
    return _approval(viewer, project, row, framework, on) if row is not None else None


def owners_of(project: Project, on: date) -> list[tuple[str, str]]:
    """Give the posts of a project's institutions that may be charged with a condition, by number, with their names."""
    keys = [project.institution_id, *(part.institution_id for part in project.partners.all())]
    titles = post_kind_titles()
    return [
        (row.number, f"{titles.get(row.post_kind, row.post_kind)} · {row.number.rpartition('@')[2]}")
        for row in Post.objects.filter(institution__in=keys).order_by("number")
    ]


def _phase(
    project: Project,
    phase: Mapping[str, Any],
    documents: Sequence[Any],
    passages: Sequence[GatePassage],
    cases: Mapping[str, int],
) -> PhaseShown:
    own = [each for each in documents if each.phase in (phase["id"], "")]
    listed = [
        ProductShown(
            name,
            text_of(item["label"], name),
            bool(item.get("mandatory")),
            [each for each in own if each.product == name],
            cases.get(name, 0),
        )
        for name, item in (phase.get("products") or {}).items()
    ]
    gate = phase.get("gate")
    return PhaseShown(
        phase["id"],
        text_of(phase["label"], phase["id"]),
        phase["id"] == project.phase,
        listed,
        text_of(gate["label"]) if gate else "",
        [each for each in passages if each.phase == phase["id"]],
    )


def _instrument(framework: Framework, name: str) -> str:
    known = framework.instruments.get(name)
    return text_of(known.label if known else None, name)


def missing_products(project: Project) -> tuple[list[str], list[str]]:
    """Give the names of the products of the present phase that are not filed: mandatory, then recommended."""
    must, should = products(project.begun_model, project.phase, filed_products(project))
    phase: Mapping[str, Any] = phase_of(project.begun_model, project.phase) or {}
    names = {name: text_of(item["label"], name) for name, item in (phase.get("products") or {}).items()}
    return [names[each] for each in must], [names[each] for each in should]


def precedents_of(project: Project, approval: Approval, numbers: Sequence[str]) -> list[Decision]:
    """Give what was decided of the same approval before: first of projects like it, then the latest, at most five."""
    rows = Decision.objects.filter(approval__approval=approval.approval).exclude(approval__project=project)
    rows = rows.select_related("approval__project").order_by("-decided_on", "-id")
    alike = list(rows.filter(approval__project__number__in=list(numbers))[:5])
    return [*alike, *(each for each in rows[:5] if each not in alike)][:5]
