"""A draft as its pages show it: its fields by group, the facts it states so far, and what those would require."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.facts import UNKNOWN, Known, ProjectFacts
from timonel.domain.mandates import Framework
from timonel.domain.matching import Row
from timonel.domain.money import Money, NotMoney
from timonel.domain.routing import approvals_required, required
from timonel.governance.queries.framework_pages.required import ApprovalRow, flags_asked, plain_amount, required_of
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Post
from timonel.portfolio.models import ProjectDraft
from timonel.portfolio.models.projects import AMOUNTS
from timonel.portfolio.queries.duplicates import Like, likely_duplicates
from timonel.portfolio.queries.words import flags_of

PAGES: Sequence[tuple[str, str | Promise, tuple[str, ...]]] = (
    ("what", _("What it is"), ("name", "purpose", "object", "programme")),
    ("who", _("Who takes part"), ("sector", "run_by", "partners")),
    ("size", _("Money and time"), ("currency", *AMOUNTS[:4], "start_planned_on", "end_planned_on")),
    ("marks", _("What holds of it"), ("work_kind", "method", "categories", "reserved", "reserved_ground")),
)
"""The pages of a draft, one for each group of questions: its name, its heading, its inputs."""
LISTS = ("partners", "categories", "reserved")
FLAG = "flag:"
"""Before the name of a flag, the answer `yes`, `no` or nothing."""


def drafts_of(viewer: Viewer) -> list[ProjectDraft]:
    """Give the drafts of a person that are not proposed yet, the one last kept first."""
    if viewer.person is None:
        return []
    return list(ProjectDraft.objects.filter(person=viewer.person, project=None).order_by("-kept_at", "-id"))


def draft_of(viewer: Viewer, number: int) -> ProjectDraft | None:
    """Give a draft of the viewer's own; None for another's, as for one that there is not."""
    if viewer.person is None:
        return None
    return ProjectDraft.objects.filter(person=viewer.person, pk=number).select_related("project").first()


def post_of(draft: ProjectDraft) -> Post | None:
    """Give the post in which a draft is written."""
    return Post.objects.select_related("institution").filter(number=draft.post).first()


@dataclass(frozen=True)
class Panel:
    """What a draft would require as it stands, and on which questions the answer hangs."""

    rows: Sequence[ApprovalRow]
    light: bool

    @property
    def sure(self) -> list[ApprovalRow]:
        """What is surely required."""
        return [row for row in self.rows if row.outcome == "required"]

    @property
    def open(self) -> list[ApprovalRow]:
        """What cannot be said yet."""
        return [row for row in self.rows if row.outcome != "required"]


def panel_of(draft: ProjectDraft, on: date) -> Panel:
    """Say what would be required of a draft if it were submitted on a day, and why."""
    adoption, framework = framework_in_force()
    facts = draft_facts(draft, framework, on)
    light = any(each.light_path for each in required(approvals_required(framework, facts, on)))
    return Panel(required_of(framework, adoption, facts, on), light)


def likes_of(viewer: Viewer, draft: ProjectDraft) -> tuple[Like, ...]:
    """Give the projects most like a draft as it stands, the best first; none while it has no name."""
    name = str(draft.answers.get("name") or "")
    if not name.strip():
        return ()
    post = post_of(draft)
    told = Row(
        number="",
        name=name,
        purpose=str(draft.answers.get("purpose") or ""),
        categories=frozenset(draft.answers.get("categories") or ()),
        institution=post.institution.number if post is not None and post.institution is not None else "",
        sector=str(draft.answers.get("sector") or ""),
    )
    return likely_duplicates(viewer, told)


def draft_facts(draft: ProjectDraft, framework: Framework, on: date) -> ProjectFacts:
    """Give the facts that a draft states so far; what is not answered, or cannot be read, is unknown."""
    answers = draft.answers
    post = post_of(draft)
    institution = post.institution.facts(on) if post is not None and post.institution is not None else UNKNOWN
    amounts: dict[str, Any] = {name: _money(answers, name, framework) for name in AMOUNTS}
    return ProjectFacts(
        object=answers.get("object") or "project",
        as_of=on,
        submitted_on=on,
        institution=institution,
        sector=answers.get("sector") or UNKNOWN,
        run_by=answers.get("run_by") or UNKNOWN,
        categories=tuple(answers.get("categories") or ()) or UNKNOWN,
        flags=flags_said(answers),
        **amounts,
    )


def flags_said(answers: Mapping[str, Any]) -> dict[str, bool]:
    """Give the flags that were answered with yes or no."""
    said = {name.removeprefix(FLAG): value for name, value in answers.items() if name.startswith(FLAG)}
    return {name: value == "yes" for name, value in said.items() if value in ("yes", "no")}


def flag_questions(framework: Framework) -> list[tuple[str, str]]:
    """Give the flags that are asked for: those on which something hangs, each with its name."""
    names = flags_of(framework)
    return [(flag, names[flag]) for flag in flags_asked(framework) if flag in names]


def typed_of(draft: ProjectDraft) -> dict[str, Any]:
    """Give a draft in the shape of the act that proposes it: amounts without grouping, empty answers left out."""
    answers = {name: value for name, value in draft.answers.items() if value and not name.startswith(FLAG)}
    for name in AMOUNTS:
        if name in answers:
            answers[name] = plain_amount(answers[name])
    said = flags_said(draft.answers)
    post = post_of(draft)
    return {
        **answers,
        "flags": [name for name, holds in said.items() if holds],
        "denied": [name for name, holds in said.items() if not holds],
        "institution": post.institution.number if post is not None and post.institution is not None else "",
        "draft": draft.pk,
    }


def _money(answers: Mapping[str, Any], name: str, framework: Framework) -> Known[Money]:
    typed = str(answers.get(name) or "").strip()
    if not typed:
        return UNKNOWN
    try:
        return Money(Decimal(plain_amount(typed)), str(answers.get("currency") or framework.currency))
    except (NotMoney, InvalidOperation):
        return UNKNOWN
