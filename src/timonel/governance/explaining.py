"""From a finding or an error to the sentences that *why?* and a refusal show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from timonel.domain.findings import finding_from_plain
from timonel.governance import subjects
from timonel.governance.acting.clock import legal_today
from timonel.governance.acting.errors import ActError, KeyReused, NoMandate, NotAllowed, StaleSubject
from timonel.governance.choices import called
from timonel.governance.queries.framework_pages.chosen import Asked, Chosen
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.sentences import sentence
from timonel.pages.explanations import BasisLine, Explanation, Refusal
from timonel.pages.formats import day


def _explainer() -> Explainer:
    """Explain in the words of the framework in force, as it stands today in its country."""
    adoption, framework = framework_in_force()
    today = legal_today(framework.time_zone)
    return Explainer(Names(Chosen(framework, Asked(today, today), adoption)))


def basis_of_post(kind: str) -> tuple[BasisLine, ...]:
    """Say what a kind of post rests on in the framework in force; nothing where it does not know it."""
    names = _explainer().names
    post = names.framework.posts.get(kind)
    return names.cited(post.basis) if post is not None else ()


def explanation_of(finding: Mapping[str, Any]) -> Explanation:
    """Explain a finding, as the record holds it, and what it rests on, in sentences; a hash in it reads as reserved."""
    return _explainer().finding(finding_from_plain(_readable(finding)))


def _readable(finding: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put a word where a finding holds the hash of a reserved value, in it and in all that it rests on."""
    params = finding.get("params") or {}
    read = {name: _("reserved") if isinstance(value, Mapping) else value for name, value in params.items()}
    return {**finding, "params": read, "because": [_readable(each) for each in finding.get("because") or ()]}


REGISTERED = {"institution": "institution", "successor": "institution", "person": "person", "post": "post"}
"""Which values of a refusal are numbers of the registers, and of which kind of subject."""
CODED = {"ground", "power"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _by_name(params: Mapping[str, Any]) -> dict[str, Any]:
    """Put names where a refusal has numbers of the registers or codes."""
    named = dict(params)
    for name, kind in ((name, subjects.KINDS[kind]) for name, kind in REGISTERED.items() if named.get(name)):
        row = kind.model._default_manager.filter(number=str(named[name])).first()
        named[name] = kind.title(row) if row is not None else named[name]
    named |= {name: called("governance.recuse_oneself", name, str(named[name])) for name in CODED & named.keys()}
    if str(named.get("kind")) in subjects.KINDS:
        named["kind"] = str(subjects.KINDS[str(named["kind"])].label)
    return named


def _as_written(params: Mapping[str, Any]) -> dict[str, Any]:
    """Write days as people do; what explains a finding does so itself."""
    days = {name: value for name, value in params.items() if isinstance(value, str) and DAY.fullmatch(value)}
    return {**params, **{name: day(date.fromisoformat(value)) for name, value in days.items()}}


def _what_now(error: ActError) -> str:
    if error.code == "recused":
        return _("Whoever substitutes you in the post acts in this matter.")
    if isinstance(error, NotAllowed):
        return _("If you hold another post, choose it in the header; if the appointment is wrong, ask your registrar.")
    if isinstance(error, NoMandate):
        return _("Ask who may: the framework page says who holds this power on any day.")
    if isinstance(error, StaleSubject | KeyReused):
        return _("Go back and look at what is there now. Nothing was changed.")
    return _("Correct it and send it again. Nothing was changed.")


def refusal_of(error: ActError, what: str) -> Refusal:
    """Say of an error what was refused, because of what, on which basis, and what now."""
    findings: Sequence[Mapping[str, Any]] = error.findings
    explained = [explanation_of({**finding, "params": _by_name(finding.get("params", {}))}) for finding in findings]
    because = [str(each.sentence) for each in explained]
    said = sentence(error.code, _as_written(_by_name(error.params)))
    bases = [basis for each in explained for basis in each.basis]
    return Refusal(
        what=what,
        because=tuple(dict.fromkeys([said, *because] if error.code != "refused" else because or [said])),
        basis=tuple(dict.fromkeys(bases)),
        now=(_what_now(error),),
        explanation=explained[0] if explained and explained[0].because else None,
    )
