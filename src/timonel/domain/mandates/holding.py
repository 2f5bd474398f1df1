"""Who may decide what, over whom, on a day: the question that the frame, the matrix and the simulator ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from timonel.domain.conditions.scalar import evaluate
from timonel.domain.errors import TimonelError
from timonel.domain.facts import UNKNOWN, CaseFacts, InstitutionFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome, Reason
from timonel.domain.legal import Basis
from timonel.domain.mandates.framework import Framework
from timonel.domain.mandates.parts import Grant, Holder, Post
from timonel.domain.powers import POWERS
from timonel.domain.truth import Truth, all_of


class Seat(NamedTuple):
    """Say in which post somebody acts, and in which institution where the post is one of many."""

    post: str
    institution: InstitutionFacts | None = None


@dataclass(frozen=True, slots=True)
class CoSignature:
    """Name who must sign too; ``truth`` is unknown where the facts that call for it are."""

    holder: Holder
    truth: Truth
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Mandate(Finding):
    """Answer whether a power is held, how strongly, through which grant and with whose co-signature."""

    holder: Holder | None = None
    grant: str | None = None
    intensity: str | None = None
    co_signatures: tuple[CoSignature, ...] = ()
    demonstration: str | None = None

    @property
    def is_held(self) -> bool:
        """Say whether the act may go on without anybody's agreement."""
        return self.outcome is Outcome.HELD


class UnknownPower(TimonelError):
    """Refuse a power that the vocabulary does not have."""


_RANK = {Outcome.HELD: 3, Outcome.NEEDS_AGREEMENT: 2, Outcome.UNKNOWN: 1, Outcome.NOT_HELD: 0}


def mandate(
    framework: Framework,
    power: str,
    seat: Seat,
    *,
    on: date,
    over: InstitutionFacts | None = None,
    facts: CaseFacts | None = None,
    matter: str | None = None,
) -> Mandate:
    """Say whether a seat holds a power on a day, over an institution and in a matter, on the facts of the case.

    ``HELD``, ``NOT_HELD``, ``NEEDS_AGREEMENT`` (the institution keeps control of its field) or ``UNKNOWN`` (a date,
    a fact or the law leaves it open; ``framework_does_not_set`` when the power is not stated). A grant counts while
    its own dates, one of its instruments, the post and the body all hold. What is only exercised in fact gives no
    mandate. Of several grants the strongest answer counts. Without ``over`` the question is whether it holds the
    power at all.
    """
    if power not in POWERS:
        raise UnknownPower("unknown_power", power=power)
    post = framework.posts.get(seat.post)
    if post is None:
        return Mandate(power, Outcome.NOT_HELD, code="no_such_post", params={"post": seat.post})
    present = framework.in_force(post, on)
    if present is Truth.NO:
        params = {"post": post.id, "on": on.isoformat()}
        return Mandate(power, Outcome.NOT_HELD, post.basis, "post_not_in_force", params)
    best: Mandate | None = None
    for grant in framework.grants.get(power, ()):
        for holder in _held_through(framework, grant, post, on):
            found = _answer(framework, grant, holder, seat, over, facts, matter, on, present)
            if best is None or _RANK[found.outcome] > _RANK[best.outcome]:
                best = found
    return best or _nobody(framework, power, post, on)


def who_may(
    framework: Framework,
    power: str,
    *,
    on: date,
    over: InstitutionFacts | None = None,
    facts: CaseFacts | None = None,
    matter: str | None = None,
) -> tuple[Mandate, ...]:
    """List who holds a power on a day, with the answer for each; none, not stated and in-fact holders are among them.

    Holders whose grant is surely not in force, or surely for other institutions or matters, are left out. A grant for
    one's own institution or sector is listed without asking whose.
    """
    if power not in POWERS:
        raise UnknownPower("unknown_power", power=power)
    return tuple(_holdings(framework, power, on, over, facts, matter))


def _holdings(
    framework: Framework,
    power: str,
    on: date,
    over: InstitutionFacts | None,
    facts: CaseFacts | None,
    matter: str | None,
) -> Iterator[Mandate]:
    for grant in framework.grants.get(power, ()):
        if framework.in_force(grant, on) is Truth.NO:
            continue
        if grant.answer is not None:
            outcome = Outcome.HELD if grant.answer == "anyone" else Outcome.NOT_HELD
            outcome = Outcome.UNKNOWN if grant.answer == "not_stated" else outcome
            code = DOES_NOT_SET if grant.answer == "not_stated" else grant.answer
            yield Mandate(power, outcome, grant.basis, code, {"power": power}, grant=grant.id)
            continue
        for holder in grant.holders:
            resolved = framework.resolved(holder, grant.ground.instruments, on)
            found = _answer(framework, grant, resolved, None, over, facts, matter, on, Truth.YES)
            if found.outcome is not Outcome.NOT_HELD or found.code == "exercised_without_basis":
                yield found


def _held_through(framework: Framework, grant: Grant, post: Post, on: date) -> Iterator[Holder]:
    """Yield the holders of a grant for whom the post acts: itself, the body it heads, bodies it acts for."""
    if grant.answer == "anyone":
        yield Holder("post", post.id)
    for holder in grant.holders:
        resolved = framework.resolved(holder, grant.ground.instruments, on)
        if resolved.id == post.id if resolved.kind == "post" else resolved.id in post.acts_for:
            yield resolved


def _answer(
    framework: Framework,
    grant: Grant,
    holder: Holder,
    seat: Seat | None,
    over: InstitutionFacts | None,
    facts: CaseFacts | None,
    matter: str | None,
    on: date,
    present: Truth,
) -> Mandate:
    """Weigh one grant for one holder: every part that is not surely met becomes a reason."""
    reasons: list[Reason] = []
    if present is Truth.UNKNOWN:
        reasons.append(Reason("post_not_surely_in_force", {"on": on.isoformat()}, Truth.UNKNOWN))
    reasons.extend(_time(framework, grant, holder, on))
    reasons.extend(_matter(grant, facts, matter))
    if over is not None:
        reasons.extend(_reach(framework, grant, seat, over, on))
    if grant.when is not None:
        if facts is None:
            reasons.append(Reason("depends_on_case", {"grant": grant.id}, Truth.UNKNOWN))
        else:
            reasons.append(evaluate(grant.when, facts, framework, on))
    truth = all_of(reason.truth for reason in reasons if reason.truth is not None)
    outcome, code = _outcome(truth, grant, reasons)
    if truth is not Truth.NO and over is not None and _reaches_others(grant):
        autonomy = _autonomy(framework, grant, over, on)
        if autonomy is not None:
            reasons.append(autonomy)
            outcome, code = _with_autonomy(outcome, code, autonomy)
    params = {"grant": grant.id, holder.kind: holder.id}
    return Mandate(
        grant.power,
        outcome,
        grant.basis,
        code,
        params,
        tuple(reasons),
        holder,
        grant.id,
        grant.intensity,
        tuple(_co_signatures(framework, grant, facts, on)) if grant.co_signatures else (),
        grant.demonstration,
    )


def _outcome(truth: Truth, grant: Grant, reasons: list[Reason]) -> tuple[Outcome, str]:
    if truth is Truth.NO:
        return Outcome.NOT_HELD, next(reason.code for reason in reasons if reason.truth is Truth.NO)
    if grant.in_fact:
        return Outcome.NOT_HELD, "exercised_without_basis"
    if truth is Truth.UNKNOWN:
        return Outcome.UNKNOWN, next(reason.code for reason in reasons if reason.truth is Truth.UNKNOWN)
    return Outcome.HELD, "granted"


def _with_autonomy(outcome: Outcome, code: str, autonomy: Reason) -> tuple[Outcome, str]:
    if outcome is Outcome.NOT_HELD:
        return outcome, code
    if autonomy.truth is Truth.UNKNOWN:
        return Outcome.UNKNOWN, "autonomy_unknown"
    if autonomy.params["effect"] == "exempt":
        return Outcome.NOT_HELD, "institution_exempt"
    return (Outcome.NEEDS_AGREEMENT, "keeps_control_of_its_field") if outcome is Outcome.HELD else (outcome, code)


def _time(framework: Framework, grant: Grant, holder: Holder, on: date) -> Iterator[Reason]:
    ordinal_truth = framework.in_force(grant, on)
    if ordinal_truth is not Truth.YES:
        params = {"from": grant.period.starts or "", "to": grant.period.ends or "", "on": on.isoformat()}
        yield Reason("grant_not_in_force", params, ordinal_truth, grant.basis)
    if holder.kind == "body":
        body = framework.bodies.get(holder.id)
        stands = framework.in_force(body, on) if body else Truth.NO
        if stands is not Truth.YES:
            yield Reason("body_not_in_force", {"body": holder.id, "on": on.isoformat()}, stands)


def _matter(grant: Grant, facts: CaseFacts | None, matter: str | None) -> Iterator[Reason]:
    if grant.matters is None:
        return
    if matter is None and facts is not None and facts.matter is not UNKNOWN:
        matter = facts.matter
    if matter is not None and matter not in grant.matters:
        yield Reason("other_matter", {"matter": matter, "matters": ", ".join(sorted(grant.matters))}, Truth.NO)


def _reach(framework: Framework, grant: Grant, seat: Seat | None, over: InstitutionFacts, on: date) -> Iterator[Reason]:
    if grant.reach in ("own", "own-sector") and seat is not None:
        yield from _own(grant.reach, seat.institution, over)
    if _reaches_others(grant):
        yield from _bound(framework, over, on)
    for code, institutions in (("outside_scope", grant.only), ("excepted", grant.exempted)):
        if institutions is None:
            continue
        truth = institutions.include(over)
        truth = truth if code == "outside_scope" else truth.negated()
        if truth is not Truth.YES:
            yield Reason(code, {"institution": over.code}, truth)


def _reaches_others(grant: Grant) -> bool:
    """Say whether a grant is asked for bound levels and autonomy: not for one's own, nor for what the house keeps."""
    return grant.reach != "own" and POWERS[grant.power].family == "legal"


def _own(reach: str, own: InstitutionFacts | None, over: InstitutionFacts) -> Iterator[Reason]:
    if own is None:
        yield Reason("seat_without_institution", {"reach": reach}, Truth.UNKNOWN)
        return
    if own.code == over.code:
        return
    if reach == "own":
        yield Reason("other_institution", {"own": own.code, "over": over.code}, Truth.NO)
        return
    pairs = ((own.sector, over.sector), (own.ministry, over.ministry))
    known = next((pair for pair in pairs if UNKNOWN not in pair), None)
    truth = Truth.UNKNOWN if known is None else Truth.of(known[0] == known[1])
    if truth is not Truth.YES:
        yield Reason("other_sector", {"own": own.code, "over": over.code}, truth)


def _bound(framework: Framework, over: InstitutionFacts, on: date) -> Iterator[Reason]:
    """Ask whether the framework binds the institution's level; one that names no levels binds all of them."""
    if not framework.levels:
        return
    if over.level is UNKNOWN:
        if any(level.bound != "bound" for level in framework.levels.values()):
            yield Reason("level_unknown", {"institution": over.code}, Truth.UNKNOWN)
        return
    level = framework.levels.get(over.level)
    if level is None or framework.in_force(level, on) is not Truth.YES:
        yield Reason(DOES_NOT_SET, {"level": over.level, "institution": over.code}, Truth.UNKNOWN)
        return
    if level.bound == "bound":
        return
    truth = {"exempt": Truth.NO, "may-adhere": over.has("adhered")}.get(level.bound, Truth.UNKNOWN)
    if truth is not Truth.YES:
        code = {"exempt": "level_exempt", "may-adhere": "not_adhered"}.get(level.bound, DOES_NOT_SET)
        yield Reason(code, {"level": level.id, "institution": over.code}, truth, level.basis)


def _autonomy(framework: Framework, grant: Grant, over: InstitutionFacts, on: date) -> Reason | None:
    doubtful = None
    for autonomy in framework.autonomies.values():
        if autonomy.powers is not None and grant.power not in autonomy.powers:
            continue
        truth = all_of((framework.in_force(autonomy, on), autonomy.institutions.include(over)))
        if truth is Truth.NO:
            continue
        params = {"autonomy": autonomy.id, "institution": over.code, "effect": autonomy.effect}
        reason = Reason("autonomy", params, truth, autonomy.basis)
        if truth is Truth.YES:
            return reason
        doubtful = reason
    return doubtful


def _co_signatures(framework: Framework, grant: Grant, facts: CaseFacts | None, on: date) -> Iterator[CoSignature]:
    for holder, condition, ground in grant.co_signatures:
        if condition is None:
            truth = Truth.YES
        elif facts is None:
            truth = Truth.UNKNOWN
        else:
            truth = evaluate(condition, facts, framework, on).truth or Truth.NO
        if truth is not Truth.NO:
            yield CoSignature(framework.resolved(holder, ground.instruments, on), truth, ground.basis)


def _nobody(framework: Framework, power: str, post: Post, on: date) -> Mandate:
    """Explain why a post holds no grant: others do, nobody does, or the framework does not say."""
    others = _holdings(framework, power, on, None, None, None)
    found = tuple(others)
    stated = [item for item in found if item.holder is not None]
    if (not stated and any(item.code == DOES_NOT_SET for item in found)) or not framework.grants.get(power):
        basis = next((item.basis for item in found if item.code == DOES_NOT_SET), ())
        return Mandate(power, Outcome.UNKNOWN, basis, DOES_NOT_SET, {"power": power, "post": post.id})
    if stated:
        names = ", ".join(item.holder.id for item in stated if item.holder is not None)
        return Mandate(power, Outcome.NOT_HELD, stated[0].basis, "held_by_others", {"post": post.id, "holders": names})
    basis = found[0].basis if found else ()
    return Mandate(power, Outcome.NOT_HELD, basis, "nobody_holds", {"power": power, "post": post.id})
