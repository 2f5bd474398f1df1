"""The act by which somebody with the power to do so shows another light than the computed one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.monitoring.actions.reports import AS_OF, PROJECT
from timonel.monitoring.models import Light, LightOverride
from timonel.portfolio.rows import Project

_COLOURS = {"green": 1, "yellow": 2, "red": 3}


@action("monitoring.override_light", power="monitor-projects", subject="project", over=over("project"))
def override_light(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    as_of: Annotated[date, AS_OF],
    light: Annotated[str, Ask(_("Light"), hint=_("As the framework names it: cost, schedule."), most=60)],
    against_baseline: Annotated[Literal["original", "approved"], Ask(_("Against which baseline"))],
    colour: Annotated[Literal["green", "yellow", "red"], Ask(_("Light to show"))],
    reason: Annotated[str, REASON],
) -> Outcome:
    """Show another light than the one computed, with the reason; the computed one stays beside it.

    Only a light that was kept can be overridden, and only by another colour
    than is shown.
    """
    kept = Light.objects.filter(report__project=project, report__as_of=as_of, light=light, against=against_baseline)
    found = kept.first()
    refuse_if([against("no-such-light", light=light, day=as_of)] if found is None else [])
    assert found is not None
    last = LightOverride.objects.filter(light=found).last()
    shown = last.colour if last is not None else found.colour
    refuse_if([against("override-changes-nothing", light=light)] if shown == _COLOURS[colour] else [])
    made = LightOverride.objects.create(
        light=found, colour=_COLOURS[colour], reason=reason, post=act.post.number, on=act.on
    )
    return Outcome(project, rows=[made])
