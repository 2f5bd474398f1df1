"""What a viewer may do now, and what the law refuses them, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from timonel.domain.findings import Finding
from timonel.domain.mandates import Framework, mandate
from timonel.governance.acting.act import ACTIONS, Action, seat_of, stands_against
from timonel.governance.models import Institution
from timonel.governance.queries.holding import delegations_to
from timonel.governance.queries.viewers import Viewer


@dataclass(frozen=True)
class MayAct:
    """An act and whether the viewer's post has the power for it today, over an institution or in general."""

    action: Action
    finding: Finding

    @property
    def allowed(self) -> bool:
        """Whether the framework gives the post the power."""
        return not stands_against(self.finding)


def may_act(
    viewer: Viewer, framework: Framework, code: str, on: date, over: Institution | None = None
) -> MayAct | None:
    """Say whether the viewer's post may do the act; None for who has no post, to whom no button is shown.

    Own powers count, and those delegated to the post.
    """
    if viewer.post is None:
        return None
    action = ACTIONS[code]
    facts = over.facts(on) if over is not None else None
    finding = mandate(framework, action.power, seat_of(viewer.post, on), on=on, over=facts)
    if stands_against(finding):
        for delegated in delegations_to(viewer.post, action.power, on):
            given = mandate(framework, action.power, delegated.seat(on), on=on, over=facts)
            if not stands_against(given):
                return MayAct(action, given)
    return MayAct(action, finding)


def acts_open_to(viewer: Viewer, framework: Framework, on: date) -> Sequence[MayAct]:
    """Give every act with whether the viewer's post has its power, those allowed first, then by code."""
    found = [may for code in sorted(ACTIONS) if (may := may_act(viewer, framework, code, on)) is not None]
    return sorted(found, key=lambda may: not may.allowed)


@dataclass(frozen=True)
class ActButton:
    """A button for an act: enabled, or refused by the framework today with its finding."""

    code: str
    allowed: bool
    finding: Finding
    query: str


def buttons(
    request: HttpRequest, *codes: str, over: Institution | None = None, subject: str = "", number: str = ""
) -> list[ActButton]:
    """Give the buttons a page shows the viewer, in the order of the codes; none for who has no post.

    `subject` is the input that the page's own subject fills in, `number` its
    number if it is not the institution the power is exercised over.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    filled = number or (over.number if over else "")
    query = {subject: filled} if subject and filled else {}
    _adoption, framework = request.in_force  # type: ignore[attr-defined]
    return buttons_for(viewer, framework, codes, request.on, over=over, query=query)  # type: ignore[attr-defined]


def buttons_for(
    viewer: Viewer,
    framework: Framework,
    codes: Sequence[str],
    on: date,
    *,
    over: Institution | None = None,
    query: Mapping[str, str] | None = None,
) -> list[ActButton]:
    """Give the buttons of these acts for a viewer on a day, in their order; `query` fills their forms."""
    if viewer.post is None:
        return []
    found = [(code, may_act(viewer, framework, code, on, over)) for code in codes]
    filled = urlencode(query or {})
    return [ActButton(code, may.allowed, may.finding, filled) for code, may in found if may is not None]
