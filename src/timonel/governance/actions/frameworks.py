"""Acts on the governance framework itself: adopting one, completing it, following its instruments up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.duties import is_among_its_duties
from timonel.domain.errors import TimonelError
from timonel.domain.mandates import Framework
from timonel.domain.publication import Publication, with_model
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.loader import load_framework
from timonel.frameworks.publications import read_phases
from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, refuse_if
from timonel.governance.models import Adoption, FollowUp, FrameworkText, ParameterValue, Post
from timonel.governance.numbers import next_number
from timonel.governance.queries.frameworks import framework_in_force

_SLUG = r"^[a-z0-9][a-z0-9-]*$"


def keep_text(framework: Framework) -> FrameworkText:
    """Store a framework's canonical form by its hash; the same text is stored once."""
    text, _made = FrameworkText.objects.get_or_create(
        hash=framework.hash, defaults={"country": framework.country, "text": framework.canonical()}
    )
    return text


@action("governance.adopt_framework", power="adopt-framework")
def adopt_framework(
    act: Act,
    *,
    country: Annotated[str, Ask(_("Country"), most=20, pattern=r"^[a-z]{2}$")],
    reforms: Annotated[list[str], Ask(_("Reforms in force"))] = [],  # noqa: B006
    overlays: Annotated[list[str], Ask(_("Overlays"))] = [],  # noqa: B006
    expected_hash: Annotated[str, Ask(_("Hash of the framework"), hint=_("As printed by the check."), most=80)],
    from_on: Annotated[date, Ask(_("From"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Put a governance framework in force from a day on, by the hash of its content.

    Refused when the files at hand do not give that hash, when they have faults,
    when the day is before that of the adoption in force, and when it would turn
    an installation in earnest into a demonstration or the other way round.
    """
    try:
        framework = load_framework(country, reforms=tuple(reforms), overlays=tuple(overlays))
    except TimonelError as fault:
        refuse_if([against("framework-has-faults", country=country, fault=str(fault)[:500])])
        raise
    other = framework.hash != expected_hash
    refuse_if([against("hash-differs", expected=expected_hash, found=framework.hash)] * other)
    last = Adoption.objects.select_for_update(no_key=True).order_by("-from_on", "-id").first()
    mixed = last is not None and last.demonstration != bool(framework.overlays)
    refuse_if([against("demonstration-mixed", country=country)] * mixed)
    early = last is not None and from_on < last.from_on
    refuse_if([against("before-adoption-in-force", from_on=str(from_on))] * early)
    adoption = Adoption.objects.create(
        number=next_number("adoption", act.on.year),
        framework=keep_text(framework),
        country=country,
        reforms=reforms,
        overlays=overlays,
        time_zone=framework.time_zone,
        from_on=from_on,
        instrument=instrument,
        demonstration=bool(framework.overlays),
    )
    return Outcome(adoption)


def _in_force(adoption: Adoption) -> Framework:
    """Give the framework in force, read anew now that its adoption is locked; refused for any other adoption."""
    in_force, framework = framework_in_force()
    other = {"adoption": adoption.number, "in_force": in_force.number}
    refuse_if([against("adoption-not-in-force", **other)] * (adoption.pk != in_force.pk))
    return framework


@action("governance.set_parameter", power="set-parameter", subject="adoption")
def set_parameter(
    act: Act,
    *,
    adoption: Annotated[Adoption, Ask(_("Adoption"))],
    parameter: Annotated[str, Ask(_("Parameter"), most=120, pattern=_SLUG)],
    value: Annotated[str, Ask(_("Value"), hint=_("Digits and a decimal point, or a word."), most=60)],
    unit: Annotated[str, Ask(_("Unit or currency"), most=20)] = "",
    comparator: Annotated[Literal["", "over", "at-least", "under", "at-most"], Ask(_("Compared as"))] = "",
    from_on: Annotated[date, Ask(_("From"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Set a value of the framework from a day on, citing the country's own instrument.

    What the framework does not state is set here and nowhere else. Refused when
    the framework has no such parameter, when the value does not fit it, and for
    an adoption that is not the one in force: its values are history, or not yet.
    """
    framework = _in_force(adoption)
    stated = {"unit": unit, "comparator": comparator}
    version = {
        "from": str(from_on),
        "value": value,
        "basis": [{"act": instrument, "kind": "primary"}],
        "checked_on": str(act.on),
        **{name: word for name, word in stated.items() if word},
    }
    try:
        framework = framework.with_parameter(parameter, version)
    except TimonelError as fault:
        refuse_if([against(fault.code, parameter=parameter, **fault.params)])
        raise
    row = ParameterValue.objects.create(
        adoption=adoption,
        framework=keep_text(framework),
        parameter=parameter,
        version=version,
        instrument=instrument,
    )
    return Outcome(adoption, rows=[row])


@action("governance.publish_model", power="set-project-model", subject="adoption")
def publish_model(
    act: Act,
    *,
    adoption: Annotated[Adoption, Ask(_("Adoption"))],
    model: Annotated[str, Ask(_("Project model"), hint=_("Its id in the framework."), most=120, pattern=_SLUG)],
    version: Annotated[str, Ask(_("Id of the version"), hint=_("It stays for ever."), most=120, pattern=_SLUG)],
    phases: Annotated[
        str, Ask(_("Phases"), hint=_("With their products and gates, in YAML as in the framework's files."), long=True)
    ],
    from_on: Annotated[date, Ask(_("From"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Publish a version of a project model, in force from a day; the one before ends the day before.

    Only who keeps the project models by the framework publishes them. Projects
    keep the version under which they began. Refused when the phases have faults,
    when the id is taken, when the model before is not in force on the day before,
    and for an adoption that is not the one in force.
    """
    framework = _in_force(adoption)
    basis = {"act": instrument, "kind": "primary"}
    try:
        read = read_phases(phases, framework)
        framework = with_model(framework, Publication(model, version, from_on, read, basis, act.on))
    except FrameworkInvalid as invalid:
        refuse_if([against("phases-have-faults", fault="; ".join(str(fault) for fault in invalid.faults)[:500])])
        raise
    except TimonelError as fault:
        refuse_if([against(fault.code, **fault.params)])
        raise
    row = ParameterValue.objects.create(
        section="models",
        adoption=adoption,
        framework=keep_text(framework),
        parameter=version,
        version=framework.acts[-1]["version"],
        instrument=instrument,
    )
    return Outcome(adoption, rows=[row], facts={"model": model})


@action("governance.assign_follow_up", power="follow-up-instructions")
def assign_follow_up(
    act: Act,
    *,
    instrument: Annotated[str, Ask(_("Instrument"), most=120, pattern=_SLUG)],
    item: Annotated[str, Ask(_("What must be done"), long=True)],
    owner: Annotated[Post, Ask(_("Post that must do it"))],
    matter: Annotated[
        str, Ask(_("Matter"), hint=_("One of the duties of the post, where the framework states them."), most=200)
    ] = "",
    due_on: Annotated[date | None, Ask(_("Until"))] = None,
) -> Outcome:
    """Note what an instrument demands, of which post and until when.

    Refused when the framework states the duties of the post and the matter is
    none of them: what waits for a post is its own.
    """
    known = act.framework.instruments.get(instrument)
    refuse_if([against("no-such-instrument", instrument=instrument)] * (known is None))
    refuse_if([is_among_its_duties(act.framework, owner.post_kind, matter)])
    row = FollowUp.objects.create(
        number=next_number("follow-up", act.on.year),
        instrument=instrument,
        item=item,
        owner=owner,
        matter=matter,
        due_on=due_on,
    )
    return Outcome(row)


@action("governance.complete_follow_up", power="follow-up-instructions", subject="follow_up")
def complete_follow_up(
    act: Act,
    *,
    follow_up: Annotated[FollowUp, Ask(_("Follow-up"))],
    result: Annotated[str, Ask(_("Result"), long=True)],
) -> Outcome:
    """Note that what an instrument demanded is done, and how."""
    refuse_if([against("already-done", follow_up=follow_up.number)] * (follow_up.stage == "done"))
    follow_up.stage, follow_up.result = "done", result
    follow_up.save(update_fields=["stage", "result"])
    return Outcome(follow_up)
