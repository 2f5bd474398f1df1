"""How each check looks at a framework: from the data alone, three-valued, with the entries it saw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from timonel.domain.findings import Outcome, Reason
from timonel.domain.legal import Basis
from timonel.domain.mandates import Body, Framework, Grant, Holder, Post
from timonel.domain.powers import FUNCTIONS
from timonel.domain.questions import bodies_without_legal_basis, legal_basis, overlaps
from timonel.domain.truth import Truth, any_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold the truth of a check and the entries it was seen in."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()


def powers_without_legal_basis(framework: Framework, on: date) -> Evidence:
    """Find a body that stands without legal basis and exercises powers; unknown if the leading body's basis is."""
    found = tuple(
        Reason("exercises_without_basis", {"body": item.body, "powers": ", ".join(item.powers)}, Truth.YES, item.basis)
        for item in bodies_without_legal_basis(framework, on)
        if item.powers
    )
    if found:
        return Evidence(Truth.YES, found)
    answers = [(body, legal_basis(framework, body, on)) for body in _leading(framework, on)]
    reasons = tuple(
        Reason("legal_basis", {"body": body.id, "code": answer.code}, None, answer.basis) for body, answer in answers
    )
    known = bool(answers) and all(answer.outcome is not Outcome.UNKNOWN for _, answer in answers)
    return Evidence(Truth.NO if known else Truth.UNKNOWN, reasons)


def nobody_holds(framework: Framework, on: date, *powers: str) -> Evidence:
    """Find that none of these powers is granted to anybody; what is only exercised in fact counts as nobody's."""
    reasons = tuple(reason for power in powers for reason in _standing(framework, power, on))
    held = [reason for reason in reasons if reason.code == "holds"]
    if any(reason.truth is Truth.YES for reason in held):
        return Evidence(Truth.NO, tuple(held))
    unsaid = any(reason.code == "not_stated" for reason in reasons) or bool(held)
    answered = {reason.params["power"] for reason in reasons}
    if unsaid or answered != set(powers):
        return Evidence(Truth.UNKNOWN, reasons)
    return Evidence(Truth.YES, reasons)


def _standing(framework: Framework, power: str, on: date) -> Iterator[Reason]:
    for grant in framework.grants.get(power, ()):
        truth = framework.in_force(grant, on)
        if truth is Truth.NO:
            continue
        params = {"power": power, "grant": grant.id}
        if grant.answer is not None:
            code = "nobody" if grant.answer == "none" and truth is Truth.YES else "not_stated"
            yield Reason(code, params, truth, grant.basis)
        else:
            holders = ", ".join(framework.resolved(holder, grant.ground.instruments, on).id for holder in grant.holders)
            code = "exercised_in_fact" if grant.in_fact else "holds"
            yield Reason(code, {**params, "holders": holders}, truth, grant.basis)


def function_spread(framework: Framework, on: date) -> Evidence:
    """Find a function in which bodies of two ministries or more have a share."""
    answers = [overlaps(framework, function, on) for function in FUNCTIONS]
    found = tuple(
        Reason("shared", dict(answer.params), Truth.YES, answer.basis)
        for answer in answers
        if len(answer.ministries) > 1
    )
    if found:
        return Evidence(Truth.YES, found)
    said = any(body.functions for body in framework.bodies.values())
    return Evidence(Truth.NO if said else Truth.UNKNOWN)


def no_head_beyond_the_term(framework: Framework, on: date) -> Evidence:
    """Find several leading bodies, several heads, or a head whose mandate ends with the government."""
    leading = _leading(framework, on)
    if not leading:
        return Evidence(Truth.UNKNOWN)
    if len(leading) > 1:
        reasons = tuple(Reason("one_of_several_leading", {"body": body.id}, Truth.YES, body.basis) for body in leading)
        return Evidence(Truth.YES, reasons)
    heads = [
        post
        for post in framework.posts.values()
        if post.heads == leading[0].id and framework.in_force(post, on) is Truth.YES
    ]
    reasons = tuple(_term(post) for post in heads)
    if len(heads) > 1:
        return Evidence(Truth.YES, reasons)
    truth = reasons[0].truth if reasons else Truth.UNKNOWN
    return Evidence(Truth.UNKNOWN if truth is None else truth, reasons)


def _term(post: Post) -> Reason:
    ends = (post.plain.get("term") or {}).get("ends_with_government", "not_stated")
    truth = {"true": Truth.YES, "false": Truth.NO}.get(ends, Truth.UNKNOWN)
    return Reason("term_ends_with_government", {"post": post.id, "stated": ends}, truth, post.basis)


def trait_is(framework: Framework, on: date, trait: str, value: str) -> Evidence:
    """Find that an attribute of the country has a value."""
    entry = framework.traits.get(trait)
    if entry is None or entry.value is None or framework.in_force(entry, on) is not Truth.YES:
        return Evidence(Truth.UNKNOWN)
    reason = Reason("trait", {"trait": trait, "value": str(entry.value)}, Truth.of(entry.value == value), entry.basis)
    return Evidence(Truth.of(entry.value == value), (reason,))


def measures_incomplete(framework: Framework, on: date) -> Evidence:
    """Find a measure of a strategy in force that is stated to have no owner, milestone or indicator."""
    reasons = tuple(_measures(framework, on))
    if any(reason.truth is Truth.YES for reason in reasons):
        return Evidence(Truth.YES, tuple(reason for reason in reasons if reason.truth is Truth.YES))
    if not reasons or any(reason.truth is Truth.UNKNOWN for reason in reasons):
        return Evidence(Truth.UNKNOWN, reasons)
    return Evidence(Truth.NO)


def _measures(framework: Framework, on: date) -> Iterator[Reason]:
    for agenda in framework.agendas.values():
        if framework.in_force(agenda, on) is not Truth.YES:
            continue
        for name, plain in agenda.measures:
            stated = {key: plain.get(key, "not_stated") for key in ("owner", "milestones", "indicators")}
            lacking = [key for key, answer in stated.items() if answer == "none" or answer == []]
            unsaid = [key for key, answer in stated.items() if answer == "not_stated"]
            truth = Truth.YES if lacking else Truth.UNKNOWN if unsaid else Truth.NO
            params = {"agenda": agenda.id, "measure": name, "lacks": ", ".join(lacking or unsaid)}
            yield Reason("measure", params, truth, agenda.basis)


_RULES = ("issue-standards", "issue-norms", "mandate-shared-services", "issue-directives")
_SALES = ("price-shared-services",)


def regulator_that_sells(framework: Framework, on: date) -> Evidence:
    """Find a body that both issues binding rules over others and prices services: a tension to be balanced."""
    rules = _bodies_with(framework, _RULES, on, binding=True)
    sales = _bodies_with(framework, _SALES, on, binding=False)
    reasons = []
    for body in sorted(rules.keys() & sales.keys()):
        truth = Truth.YES if rules[body][0] is sales[body][0] is Truth.YES else Truth.UNKNOWN
        params = {"body": body, "rules": ", ".join(rules[body][1]), "sells": ", ".join(sales[body][1])}
        reasons.append(Reason("issues_rules_and_sells", params, truth, rules[body][2] + sales[body][2]))
    if not reasons:
        return Evidence(Truth.NO if _is_said(framework, (*_RULES[:1], *_SALES), on) else Truth.UNKNOWN)
    return Evidence(any_of(reason.truth for reason in reasons if reason.truth is not None), tuple(reasons))


def _is_said(framework: Framework, powers: tuple[str, ...], on: date) -> bool:
    """Say whether each power has an answer that is not `not_stated`."""
    return all(
        any(
            grant.answer != "not_stated" and framework.in_force(grant, on) is Truth.YES
            for grant in framework.grants.get(power, ())
        )
        for power in powers
    )


Standing = tuple[Truth, tuple[str, ...], tuple[Basis, ...]]


def _bodies_with(framework: Framework, powers: tuple[str, ...], on: date, *, binding: bool) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for power in powers:
        for grant in framework.grants.get(power, ()):
            truth = framework.in_force(grant, on)
            if truth is Truth.NO or (binding and grant.intensity not in ("bind", "stop", "condition")):
                continue
            for body in _bodies_of(framework, grant, on):
                before = found.get(body, (Truth.UNKNOWN, (), ()))
                found[body] = (any_of((before[0], truth)), (*before[1], power), before[2] + grant.basis)
    return found


def _bodies_of(framework: Framework, grant: Grant, on: date) -> Iterator[str]:
    for holder in grant.holders:
        resolved = framework.resolved(holder, grant.ground.instruments, on)
        if resolved.kind == "body":
            yield resolved.id
            continue
        post = framework.posts.get(resolved.id)
        if post is not None and isinstance(post.of, Holder):
            yield post.of.id


def _leading(framework: Framework, on: date) -> list[Body]:
    return [body for body in framework.bodies.values() if body.leads and framework.in_force(body, on) is Truth.YES]
