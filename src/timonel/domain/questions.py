"""Questions about a framework on a day, each answered with its ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timonel.domain.comparison import Change, changes_between
from timonel.domain.errors import TimonelError
from timonel.domain.facts import UNKNOWN, ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome, Reason
from timonel.domain.legal import Basis
from timonel.domain.mandates import Body, Framework, Grant, Holder, Post, ReportingLine, Seat, mandate, who_may
from timonel.domain.routing import approvals_required
from timonel.domain.truth import Truth, all_of, any_of

__all__ = [
    "BodyPowers",
    "Change",
    "HolderFinding",
    "LineFinding",
    "Overlap",
    "Seat",
    "approvals_required",
    "bodies_without_legal_basis",
    "changes_between",
    "holder_of",
    "legal_basis",
    "mandate",
    "overlaps",
    "power_balance",
    "powers_of",
    "reports_to",
    "runner_of",
    "seats_elsewhere",
    "who_may",
]


class NoSuchBody(TimonelError):
    """Refuse to ask about a body or post that the framework does not have."""


@dataclass(frozen=True, slots=True)
class HolderFinding(Finding):
    """Say who holds a post: one person, an explicit vacancy, or that no source says."""

    person: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class LineFinding(Finding):
    """Say to whom a body or post reports, in which matters (``None``: all)."""

    whom: Holder | None = None
    matters: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class BodyPowers(Finding):
    """Name a body and the powers it exercises on a day."""

    body: str = ""
    powers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap(Finding):
    """Name the bodies that share a function, and the ministries they belong to."""

    bodies: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()


def holder_of(framework: Framework, post: str, on: date, institution: str | None = None) -> HolderFinding:
    """Say who holds a post on a day, as the framework's sources name them.

    One person (``HOLDS``), a stated vacancy (``VACANT``), or ``UNKNOWN``: no source names anybody, or a date is known
    only in part. Several persons at once is ``UNKNOWN`` with ``several_holders``.
    """
    if post not in framework.posts:
        raise NoSuchBody("no_such_entry", section="posts", id=post)
    params = {"post": post, "on": on.isoformat()}
    entries = [item for item in framework.holders.values() if item.post == post and item.institution == institution]
    weighed = [(item, framework.in_force(item, on)) for item in entries]
    sure = [item for item, truth in weighed if truth is Truth.YES]
    if len(sure) > 1:
        return HolderFinding("holder-of", Outcome.UNKNOWN, code="several_holders", params=params)
    if sure:
        found = sure[0]
        vacant = found.person == "vacant"
        outcome = Outcome.VACANT if vacant else Outcome.HOLDS
        person = None if vacant else found.person
        code = "vacant" if vacant else "holds"
        return HolderFinding("holder-of", outcome, found.basis, code, params, (), person, found.period.starts)
    possible = tuple(
        Reason("may_hold", {"person": item.person}, truth, item.basis)
        for item, truth in weighed
        if truth is Truth.UNKNOWN
    )
    code = "date_known_in_part" if possible else "holder_not_stated"
    return HolderFinding("holder-of", Outcome.UNKNOWN, (), code, params, possible)


def reports_to(framework: Framework, name: str, on: date, matter: str | None = None) -> tuple[LineFinding, ...]:
    """Say to whom a body or post reports on a day, in a matter or in all: one finding for each line.

    A line for all matters answers every matter. No line at all is one finding, ``UNKNOWN``: the framework does not
    say. A post without lines of its own reports as the body it heads.
    """
    entry = framework.bodies.get(name) or framework.posts.get(name)
    if entry is None:
        raise NoSuchBody("no_such_entry", section="bodies", id=name)
    lines = entry.reports_to
    if not lines and isinstance(entry, Post) and entry.heads in framework.bodies:
        lines = framework.bodies[str(entry.heads)].reports_to
    found = [_line(framework, name, line, on) for line in lines if _covers(line, matter)]
    sound = tuple(finding for finding in found if finding.outcome is not Outcome.FAILS)
    return sound or (LineFinding("reports-to", Outcome.UNKNOWN, entry.basis, DOES_NOT_SET, {"body": name}),)


def _covers(line: ReportingLine, matter: str | None) -> bool:
    return matter is None or line.matters is None or matter in line.matters


def _line(framework: Framework, name: str, line: ReportingLine, on: date) -> LineFinding:
    truth = framework.in_force(line, on)
    outcome = {Truth.YES: Outcome.HOLDS, Truth.NO: Outcome.FAILS, Truth.UNKNOWN: Outcome.UNKNOWN}[truth]
    whom = framework.resolved(line.whom, line.ground.instruments, on)
    params = {"body": name, whom.kind: whom.id, "on": on.isoformat()}
    return LineFinding("reports-to", outcome, line.ground.basis, "reports", params, (), whom, line.matters)


def powers_of(framework: Framework, body: str, on: date, legal_only: bool = True) -> tuple[Grant, ...]:
    """List the grants whose power a body exercises on a day: its own and those of the posts it consists of.

    What is exercised only in fact is among them; grants that surely are not in force are not.
    """
    return tuple(
        grant
        for power, grants in framework.grants.items()
        for grant in grants
        if _in_force_for(framework, grant, body, on) and not (legal_only and _is_house(power))
    )


def _in_force_for(framework: Framework, grant: Grant, body: str, on: date) -> bool:
    if framework.in_force(grant, on) is Truth.NO:
        return False
    for holder in grant.holders:
        resolved = framework.resolved(holder, grant.ground.instruments, on)
        if resolved == Holder("body", body):
            return True
        post = framework.posts.get(resolved.id) if resolved.kind == "post" else None
        if post is not None and post.of == Holder("body", body):
            return True
    return False


def _is_house(power: str) -> bool:
    from timonel.domain.powers import POWERS

    return POWERS[power].family == "house"


def legal_basis(framework: Framework, body: Body, on: date) -> Finding:
    """Say whether a body has a legal basis on a day, and what is pending.

    ``HOLDS`` with the instruments in force; ``FAILS`` when it is stated to have none or none is in force;
    ``UNKNOWN`` when it is not stated. Instruments that begin later are among the reasons (by decree, law pending).
    """
    params = {"body": body.id, "on": on.isoformat()}
    if isinstance(body.established_by, str):
        outcome = Outcome.FAILS if body.established_by == "none" else Outcome.UNKNOWN
        code = "no_legal_basis" if body.established_by == "none" else DOES_NOT_SET
        return Finding("legal-basis", outcome, body.basis, code, params)
    reasons = tuple(
        Reason("instrument", {"instrument": name}, framework.in_force(framework.instruments[name], on))
        for name in body.established_by
    )
    truth = any_of(reason.truth for reason in reasons if reason.truth is not None)
    outcome = {Truth.YES: Outcome.HOLDS, Truth.NO: Outcome.FAILS, Truth.UNKNOWN: Outcome.UNKNOWN}[truth]
    later = any(
        reason.truth is Truth.NO and _begins_after(framework, reason.params["instrument"], on) for reason in reasons
    )
    code = "basis_pending" if later else "basis_in_force" if truth is Truth.YES else "no_basis_in_force"
    return Finding("legal-basis", outcome, body.basis, code, params, reasons)


def _begins_after(framework: Framework, instrument: str, on: date) -> bool:
    return framework.instruments[instrument].spans[0].first > on.toordinal()


def bodies_without_legal_basis(framework: Framework, on: date) -> tuple[BodyPowers, ...]:
    """List the bodies that stand on a day without any legal basis, each with the powers it exercises all the same."""
    found = []
    for body in framework.bodies.values():
        if framework.in_force(body, on) is not Truth.YES:
            continue
        basis = legal_basis(framework, body, on)
        if basis.outcome is Outcome.FAILS:
            powers = tuple(sorted({grant.power for grant in powers_of(framework, body.id, on)}))
            params = {"body": body.id, "powers": ", ".join(powers)}
            found.append(
                BodyPowers(
                    "legal-basis", Outcome.FOUND, body.basis, "no_legal_basis", params, (basis,), body.id, powers
                )
            )
    return tuple(found)


def overlaps(framework: Framework, function: str, on: date) -> Overlap:
    """Say which bodies have a share in a function on a day, and how many ministries that makes.

    ``FOUND`` when two bodies or more surely have one, ``UNKNOWN`` when only a date known in part keeps it from that.
    """
    shares: list[tuple[str, Truth, tuple[Basis, ...]]] = []
    for body in framework.bodies.values():
        for name, _role, spans, ground in body.functions:
            if name == function:
                during = any_of(span.holds(on) for span in spans)
                shares.append((body.id, all_of((during, framework.in_force(body, on))), ground.basis))
    sure = sorted({body for body, truth, _ in shares if truth is Truth.YES})
    maybe = {body for body, truth, _ in shares if truth is not Truth.NO}
    ministries = sorted({ministry for body in sure if (ministry := framework.ministry_of(body)) is not None})
    outcome = Outcome.FOUND if len(sure) > 1 else Outcome.UNKNOWN if len(maybe) > 1 else Outcome.NOT_FOUND
    basis = tuple(dict.fromkeys(entry for body, _, bases in shares if body in sure for entry in bases))
    params = {"function": function, "bodies": ", ".join(sure), "ministries": ", ".join(ministries)}
    return Overlap("overlaps", outcome, basis, "shared_function", params, (), tuple(sure), tuple(ministries))


def seats_elsewhere(framework: Framework, body: str, on: date) -> tuple[Finding, ...]:
    """List the seats that a body, or a post of it, has in the composition of other bodies on a day."""
    posts = {post.id for post in framework.posts.values() if post.of == Holder("body", body)}
    wanted = {Holder("body", body), *(Holder("post", post) for post in posts)}
    found = []
    for other in framework.bodies.values():
        seats = (other.plain.get("composition") or {}).get("seats") or {}
        if other.id == body or framework.in_force(other, on) is Truth.NO:
            continue
        for name, seat in seats.items():
            if Holder.read(seat.get("holder")) in wanted:
                params = {"body": other.id, "seat": name, "from": other.period.starts or ""}
                found.append(Finding("seats-elsewhere", Outcome.FOUND, other.basis, "seat", params))
    return tuple(found)


REGULATORY = ("issue-norms", "issue-standards", "issue-directives")
EXECUTIVE = ("run-whole-of-government-projects", "provide-shared-services", "manage-fund")


@dataclass(frozen=True, slots=True)
class PowerBalance(Finding):
    """Say which regulatory and which executive powers a body holds on a day."""

    regulatory: tuple[str, ...] = ()
    executive: tuple[str, ...] = ()


def power_balance(framework: Framework, body: str, on: date) -> PowerBalance:
    """Say whether a body holds both regulatory and executive powers, or which kind is missing.

    Only what is granted and surely in force counts. ``HOLDS`` with both, ``FAILS`` with ``no_regulatory_power``,
    ``no_executive_power`` or ``neither``.
    """
    granted = {
        grant.power
        for grant in powers_of(framework, body, on)
        if not grant.in_fact and framework.in_force(grant, on) is Truth.YES
    }
    regulatory = tuple(power for power in REGULATORY if power in granted)
    executive = tuple(power for power in EXECUTIVE if power in granted)
    codes = {(True, True): "both", (True, False): "no_executive_power", (False, True): "no_regulatory_power"}
    code = codes.get((bool(regulatory), bool(executive)), "neither")
    outcome = Outcome.HOLDS if code == "both" else Outcome.FAILS
    return PowerBalance("power-balance", outcome, (), code, {"body": body}, (), regulatory, executive)


@dataclass(frozen=True, slots=True)
class RunnerFinding(Finding):
    """Say who carries a project out unless it is decided otherwise: the authority, or the institution itself."""

    runner: str | None = None
    holder: Holder | None = None


def runner_of(framework: Framework, facts: ProjectFacts, on: date) -> RunnerFinding:
    """Say who runs a project: as the facts say; else the authority for a whole-of-government one, if it may.

    ``runner`` is ``authority`` or ``institution``. Where nobody holds the power to run whole-of-government projects
    the institution runs them; where that is not stated, or the flag is not known, the answer is ``UNKNOWN``.
    """
    rule = "runner-of"
    if facts.run_by is not UNKNOWN:
        return RunnerFinding(rule, Outcome.HOLDS, (), "as_decided", {}, (), facts.run_by)
    flag = facts.has("whole-of-government")
    if flag is Truth.NO:
        return RunnerFinding(rule, Outcome.HOLDS, (), "not_whole_of_government", {}, (), "institution")
    if flag is Truth.UNKNOWN:
        return RunnerFinding(rule, Outcome.UNKNOWN, (), "flag_unknown", {"flag": "whole-of-government"})
    holdings = who_may(framework, "run-whole-of-government-projects", on=on, facts=facts)
    held = next((item for item in holdings if item.is_held), None)
    if held is not None:
        return RunnerFinding(rule, Outcome.HOLDS, held.basis, "whole_of_government", {}, (), "authority", held.holder)
    if any(item.outcome is Outcome.UNKNOWN for item in holdings) or not holdings:
        params = {"power": "run-whole-of-government-projects"}
        return RunnerFinding(rule, Outcome.UNKNOWN, (), DOES_NOT_SET, params, holdings)
    return RunnerFinding(rule, Outcome.HOLDS, holdings[0].basis, "nobody_runs_for_all", {}, (), "institution")
