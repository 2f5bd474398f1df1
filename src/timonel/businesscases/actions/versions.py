"""Acts on business cases: a version is adopted, and stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from timonel.businesscases.bearers import Matter, institution_of, matter_of
from timonel.businesscases.models import BusinessCase, CaseDraft, CaseVersion
from timonel.businesscases.sentences import FAULTS
from timonel.businesscases.sheets import CellFault, read_workbook
from timonel.domain.appraisal import (
    Fault,
    business_case_is_complete,
    case_bytes,
    case_can_be_adopted,
    read_case,
    terms_of,
)
from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Finding
from timonel.governance import files
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, refuse_if
from timonel.governance.acting.errors import NotAllowed
from timonel.governance.numbers import next_number
from timonel.governance.queries.holding import holding_of
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Institution, StoredFile
from timonel.record.append import Reserved


def _whose(values: Mapping[str, Any]) -> Institution | None:
    return institution_of(values["subject_kind"], values["subject_number"])


PLACES = frozenset({"at", "column", "row", "kind", "number", "latest", "follows"})
"""What a refusal may tell in the open: where in the file, and of which matter. What stood there is in no record."""


def _concealed(finding: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a fault of a file as it goes into the record: its code and its place; of what stood there, the hash."""
    if finding.get("rule") != finding.get("code"):
        return finding
    params = {
        name: value if name in PLACES else Reserved(value) for name, value in (finding.get("params") or {}).items()
    }
    return {**finding, "params": params}


@action("businesscases.adopt_version", power="submit-project", over=_whose, conceals=_concealed)
def adopt_version(
    act: Act,
    *,
    subject_kind: Annotated[str, Ask(_("Kind of subject"), hint=_("What the case is about: project."), most=60)],
    subject_number: Annotated[str, Ask(_("Number of the subject"), most=120)],
    follows: Annotated[int, Ask(_("Version it follows"), hint=_("0 for the first version."))],
    file: Annotated[StoredFile, Ask(_("Business case"), hint=_("The workbook of the template, or the case as JSON."))],
    reason: Annotated[str, REASON],
) -> Outcome:
    """Adopt a version of a business case, which stays as it is from then on.

    Refused when the file has a fault in any place, when the case lacks one of its situations, its costs, its benefits,
    the source of an assumption or anything of a benefit (its baseline, its indicator, its owner), when it says what the
    version in force says, and when another version has been adopted since the one that it follows. What else it lacks
    is flagged.
    """
    matter = _matter(act, subject_kind, subject_number)
    case = _read(file)
    terms = terms_of(act.framework, act.on)
    known = terms if isinstance(terms, Terms) else None
    complete = business_case_is_complete(case, several_institutions=matter.several_institutions, terms=known)
    lacks = case_can_be_adopted(complete)
    refuse_if(against(each.code, **each.params) for each in lacks.walk())
    found = BusinessCase.objects.filter(subject_kind=subject_kind, subject_number=subject_number).first()
    latest = found.versions.last() if found is not None else None
    content = case_bytes(case)
    digest = sha256(content).hexdigest()
    refuse_if(
        [against("version-moved-on", latest=latest.ordinal if latest else 0, follows=follows)]
        * (follows != (latest.ordinal if latest else 0))
        + [against("version-changes-nothing")] * (latest is not None and latest.sha256 == digest)
    )
    row = found or BusinessCase.objects.create(
        number=next_number("business-case", act.on.year), subject_kind=subject_kind, subject_number=subject_number
    )
    version = CaseVersion.objects.create(
        case=row,
        ordinal=follows + 1,
        content=content.decode(),
        sha256=digest,
        person=act.person,
        post=act.post,
        reason=reason,
        adopted_on=act.on,
    )
    CaseDraft.objects.filter(subject_kind=subject_kind, subject_number=subject_number).delete()
    told = Finding(complete.rule, complete.outcome, code=complete.code)
    return Outcome(row, rows=[version], findings=[told], facts={"ordinal": version.ordinal, "sha256": digest})


def _matter(act: Act, kind: str, number: str) -> Matter:
    """Give what the case is about; refused where who asks sees no such thing, or stands aside from it."""
    matter = matter_of(Viewer(act.person, act.post, (act.post,)), kind, number)
    refuse_if([against("no-such-matter", kind=kind, number=number)] * (matter is None))
    assert matter is not None
    holding = holding_of(act.person, act.post.number, act.on, [matter.row])
    if holding is not None and holding.recused_on is not None:
        raise NotAllowed("recused", post=act.post.number, on=str(act.on), ground=holding.recused_on)
    return matter


def _read(file: StoredFile) -> Case:
    """Read the case from a workbook or from JSON; refused with every fault by its place."""
    content = files.read(file)
    if content.lstrip()[:1] != b"{":
        found = read_workbook(content)
        refuse_if(_at_cell(fault) for fault in found.faults)
        typed: Any = found.typed
    else:
        try:
            typed = json.loads(content)
        except (ValueError, RecursionError):
            refuse_if([against("case-not-json")])
            raise
    reading = read_case(typed)
    refuse_if(_at_place(fault) for fault in reading.faults)
    assert reading.case is not None, "a case without faults was read"
    return reading.case


def _at_place(fault: Fault) -> Finding:
    """Name the place by its keys: part, row as people count it, place."""
    row = "" if fault.row is None else str(fault.row + 1)
    at = ", ".join(each for each in (fault.part, row, fault.place) if each)
    return against(f"case.{fault.code}", at=at, found=fault.found, **fault.params)


def _at_cell(fault: CellFault) -> Finding:
    column = ".".join(each for each in (fault.part, fault.place) if each)
    if fault.code not in FAULTS:
        return against(fault.code, **{**fault.params, "column": column})
    at = f"{column}, {fault.row}" if fault.row else column
    return against(f"case.{fault.code}", at=at, **fault.params)
