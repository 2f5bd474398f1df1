"""Pages of the governance framework: who may decide what, on which basis, on any day. All of them are public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonel.domain.errors import TimonelError
from timonel.domain.facts import MEASURES
from timonel.governance.acting.may import buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.framework_pages.bodies import body_page
from timonel.governance.queries.framework_pages.chooser import chooser
from timonel.governance.queries.framework_pages.chosen import Asked, Chosen, chosen_framework
from timonel.governance.queries.framework_pages.compared import compare_page
from timonel.governance.queries.framework_pages.diagnosed import diagnosis_page
from timonel.governance.queries.framework_pages.instruments import instrument_page, instruments_page
from timonel.governance.queries.framework_pages.overview import overview
from timonel.governance.queries.framework_pages.parameters import parameters_page
from timonel.governance.queries.framework_pages.powers import PowersAsked, powers_page
from timonel.governance.queries.framework_pages.question import Question, question_form
from timonel.governance.queries.framework_pages.referred import reference_page
from timonel.governance.queries.framework_pages.refused import UNSHOWN, refusal
from timonel.governance.queries.framework_pages.required import CaseAsked, required_page
from timonel.governance.queries.framework_pages.staff import staff_chart
from timonel.pages.days import asked_day

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Chosen, P], dict[str, Any]]
LONGEST = 120
SECOND = "with_"
"""What stands before the names of the second framework in the address of a comparison."""


def _word(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]


def asked_framework(request: HttpRequest, prefix: str = "") -> Asked:
    """Read from the address which framework and which day are asked about."""
    words = {name: _word(request, prefix + name) for name in ("country", "reform", "overlay")}
    today = request.on  # type: ignore[attr-defined]
    return Asked(asked_day(request, f"{prefix}on"), today, **words)


def shows(template: str) -> Callable[[Page[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Make a view of a function that gives what the page shows of the framework chosen.

    Where that framework cannot be shown, the page says why and lets another be chosen.
    """

    def made(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @require_safe
        @enters(Entry.PUBLIC)
        @wraps(page)
        def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asked = asked_framework(request)
            try:
                chosen = chosen_framework(asked)
                shown = page(request, chosen, *args, **kwargs)
            except UNSHOWN as error:
                return _refused(request, asked, error)
            return render(request, template, {"chosen": chosen, "chooser": chooser(chosen.asked), **shown})

        return view  # type: ignore[return-value]

    return made


def _refused(request: HttpRequest, asked: Asked, error: TimonelError) -> HttpResponse:
    shown = refusal(error)
    context = {"refused": shown.refusal, "faults": shown.faults, "chooser": chooser(asked, broken=True)}
    return render(request, "framework/refused.html", context, status=shown.code)


@shows("framework/overview.html")
def framework(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show what was adopted, the bodies by level with what established each, and to whom they report."""
    return {"page": overview(chosen)}


@shows("framework/body.html")
def body(request: HttpRequest, chosen: Chosen, name: str) -> dict[str, Any]:
    """Show a body on a day: its basis, members and procedure, what it may do, to whom it reports, its history."""
    page = body_page(chosen, name)
    if page is None:
        raise Http404
    return {"page": page, "staff": staff_chart(chosen, name)}


@shows("framework/powers.html")
def powers(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show who may decide what on a day, and answer whether one post may use one power."""
    words = {name: _word(request, name) for name in ("post", "power", "over", "level", "sector")}
    asked = Question(**words, own="own" in request.GET)
    alone = {"power": "" if asked.post else asked.power}
    narrowed = PowersAsked(**{name: _word(request, name) for name in ("holder", "family", "answer")} | alone)
    return {"page": powers_page(chosen, narrowed), "question": question_form(chosen, asked)}


@shows("framework/instruments.html")
def instruments(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show the instruments on a time line, and which of them are in force on the day."""
    return {"page": instruments_page(chosen)}


@shows("framework/instrument.html")
def instrument(request: HttpRequest, chosen: Chosen, name: str) -> dict[str, Any]:
    """Show what an instrument establishes, gives, amends and repeals, which claims disagree, which acts cite it."""
    page = instrument_page(request.viewer, chosen, name)  # type: ignore[attr-defined]
    if page is None:
        raise Http404
    found = buttons(request, "governance.assign_follow_up", subject="instrument", number=name)
    return {"page": page, "buttons": found if chosen.adoption else []}


@shows("framework/parameters.html")
def parameters(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show the value of each parameter on the day and its history; whoever may set one finds the way there."""
    page = parameters_page(chosen, _word(request, "q"), _word(request, "state"))
    return {"page": page, "buttons": buttons(request, "governance.set_parameter") if chosen.adoption else []}


@shows("framework/diagnosis.html")
def diagnosis(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show what is missing or at odds on the day, and what each reform of the country closes, leaves or opens."""
    return {"page": diagnosis_page(chosen)}


@shows("framework/compare.html")
def compare(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show what changed between two frameworks on two days."""
    second = chosen_framework(asked_framework(request, SECOND))
    return {"page": compare_page(chosen, second), "other": chooser(second.asked), "second": second}


@shows("framework/approvals.html")
def approvals(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show which approvals a case would need, with why; and all that the framework asks for on the day."""
    asked = CaseAsked(
        amounts={measure: _word(request, measure) for measure in MEASURES},
        flags=tuple(request.GET.getlist("flag"))[:LONGEST],
        **{name: _word(request, name) for name in ("object", "currency", "level", "sector", "risk_class", "category")},
    )
    return {"page": required_page(chosen, asked)}


@shows("framework/reference.html")
def reference(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    """Show what the review weighs, with its source: approaches, options, principles, responsibilities by country."""
    return {"page": reference_page(chosen)}
