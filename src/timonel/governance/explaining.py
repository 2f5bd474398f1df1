"""From a finding or an error to the sentences that *why?* and a refusal show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from timonel.governance.acting.errors import ActError, KeyReused, NoMandate, NotAllowed, StaleSubject
from timonel.governance.sentences import sentence
from timonel.site.explanations import BasisLine, Explanation, FactLine, Refusal


def basis_line(basis: Mapping[str, Any]) -> BasisLine:
    """Cite a basis as people do: the instrument or source, and the place in it."""
    name = basis.get("title") or basis.get("instrument") or basis.get("source") or ""
    where = basis.get("where") or ""
    return BasisLine(", ".join(part for part in (str(name), str(where)) if part), basis.get("url") or "")


def explanation_of(finding: Mapping[str, Any]) -> Explanation:
    """Explain a finding, and what it rests on, in sentences."""
    params = finding.get("params") or {}
    return Explanation(
        sentence=sentence(finding.get("code", ""), params),
        rule=finding.get("rule") or "",
        basis=tuple(basis_line(basis) for basis in finding.get("basis") or ()),
        facts=tuple(FactLine(name, value) for name, value in sorted(params.items()) if _short(value)),
        because=tuple(explanation_of(reason) for reason in finding.get("because") or ()),
    )


def _short(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list) and len(str(value)) <= 120


def _what_now(error: ActError) -> str:
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
    because = [sentence(finding.get("code", ""), finding.get("params")) for finding in findings]
    said = sentence(error.code, error.params)
    bases = [basis_line(basis) for finding in findings for basis in finding.get("basis") or ()]
    return Refusal(
        what=what,
        because=tuple(dict.fromkeys([said, *because] if error.code != "refused" else because or [said])),
        basis=tuple(dict.fromkeys(bases)),
        now=(_what_now(error),),
        explanation=explanation_of(findings[0]) if findings and findings[0].get("because") else None,
    )
