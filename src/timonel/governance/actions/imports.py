"""Acts that bring whole registers in from a spreadsheet: one act for a file, with its hash and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import Finding
from timonel.domain.identifiers import IdentifierFault, canonical
from timonel.domain.text import sort_key
from timonel.governance import files
from timonel.governance.acting import Act, Ask, Outcome, action, against, refuse_if
from timonel.governance.acting.changes import record_value
from timonel.governance.models import (
    Adoption,
    Institution,
    InstitutionIdentifier,
    InstitutionVersion,
    StoredFile,
    days,
)
from timonel.governance.searching import index
from timonel.governance.sheets import SheetFault, SheetRow, SheetSpec, identifier_sheet, institution_sheet, read_sheet
from timonel.record.manifests import store_manifest

_FILE = Ask(_("Spreadsheet"), hint=_("XLSX or CSV, with the columns of the template."))
_FAULTY = Ask(_("If some rows are faulty"), hint=_("Chosen beforehand: what happens to the rows without faults."))
_TEXTS = ("name", "short", "kind", "level", "sector", "region", "comuna", "group")
WhenFaulty = Literal["refuse-all", "keep-good"]


def _rows_of(file: StoredFile, spec: SheetSpec, when_faulty: str) -> tuple[list[SheetRow], list[SheetFault]]:
    """Read the file; refused with every fault by row and column unless the good rows are to be kept."""
    reading = read_sheet(files.read(file), spec, keep_sound=when_faulty == "keep-good")
    if when_faulty == "refuse-all" or not reading.rows:
        refuse_if(_findings(reading.faults))
    return list(reading.rows), list(reading.faults)


def _findings(faults: Iterable[SheetFault]) -> list[Finding]:
    return [
        against(fault.code, row=fault.row, column=fault.column, found=fault.found, **fault.expected) for fault in faults
    ]


def _outcome(
    subject: Adoption, file: StoredFile, rows: Sequence[SheetRow], faults: Sequence[SheetFault], made: int
) -> Outcome:
    """Give the one entry of an import: hash of the file, counts, and the manifest of the rows taken over."""
    manifest = bytes(store_manifest([record_value(dict(row.values)) for row in rows]).root).hex()
    facts = {
        "file": file.sha256,
        "rows": len(rows),
        "faulty_rows": len({fault.row for fault in faults}),
        "added": made,
        "unchanged": len(rows) - made,
        "manifest": manifest,
    }
    return Outcome(subject, facts=facts, reply={"added": str(made), "faulty_rows": str(facts["faulty_rows"])})


def _fault(row: SheetRow, code: str, column: str, found: Any) -> SheetFault:
    return SheetFault(code, row.row, column, str(found))


@action("governance.import_institutions", power="import-registers", subject="adoption")
def import_institutions(
    act: Act,
    *,
    adoption: Annotated[Adoption, Ask(_("Adoption of the framework"))],
    file: Annotated[StoredFile, _FILE],
    when_faulty: Annotated[WhenFaulty, _FAULTY],
) -> Outcome:
    """Bring institutions in from a spreadsheet: one row for each version of an institution, from a day to a day.

    A row that stands in the register already is passed over, so the same file
    may come twice. A row whose days overlap another version of the same
    institution, or that names a ministry nobody knows, is faulty. Either the
    good rows are kept or, with one fault, nothing is, as chosen beforehand.
    """
    rows, faults = _rows_of(file, institution_sheet(adoption.country), when_faulty)
    known = _institutions_of(rows)
    made, taken = 0, []
    for row in rows:
        code, column = _put_version(row, known)
        if code:
            faults.append(_fault(row, code, column, row.values[column]))
        else:
            taken.append(row)
            made += column == "added"
    if when_faulty == "refuse-all" or not taken:
        refuse_if(_findings(faults))
    _forget_the_nameless(known)
    index(list(known.values()))
    return _outcome(adoption, file, taken, faults, made)


def _forget_the_nameless(known: dict[str, Institution]) -> None:
    """Take out again what this file alone speaks of, in rows that were all faulty."""
    ministries = InstitutionVersion.objects.exclude(ministry=None).values("ministry")
    rows = Institution.objects.filter(number__in=known, versions=None).exclude(pk__in=ministries)
    for nameless in rows:
        del known[nameless.number]
        nameless.delete()


def _institutions_of(rows: Sequence[SheetRow]) -> dict[str, Institution]:
    """Give the institutions that the rows speak of, those not yet in the register made anew, in the file's order."""
    numbers = list(dict.fromkeys(str(row.values["number"]) for row in rows))
    ministries = {str(row.values["ministry"]) for row in rows if row.values["ministry"]}
    known = {each.number: each for each in Institution.objects.filter(number__in={*numbers, *ministries})}
    latest = {str(row.values["number"]): row for row in rows}
    new = [
        Institution(number=number, sort_key=sort_key(str(row.values["name"])), source=str(row.values["source"])[:200])
        for number in numbers
        if number not in known
        for row in (latest[number],)
    ]
    Institution.objects.bulk_create(new)
    return known | {each.number: each for each in new}


def _reversed(first: object, last: object) -> bool:
    return isinstance(first, date) and isinstance(last, date) and last < first


def _put_version(row: SheetRow, known: Mapping[str, Institution]) -> tuple[str, str]:
    """Enter one version; give the code and column of its fault, or whether it was added or stood there already."""
    values = row.values
    ministry = known.get(str(values["ministry"])) if values["ministry"] else None
    if values["ministry"] and ministry is None:
        return "no-such-ministry", "ministry"
    first, last = values["from"], values["to"]
    if _reversed(first, last):
        return "row-ends-before-it-begins", "to"
    columns = {
        name: values[name] or "" for name in ("name", "short", "kind", "level", "sector", "region", "comuna", "group")
    }
    columns["autonomous_regulator"] = values["autonomous_regulator"] == "yes"
    institution = known[str(values["number"])]
    period = days(first, last)  # type: ignore[arg-type]
    if InstitutionVersion.objects.filter(institution=institution, ministry=ministry, period=period, **columns).exists():
        return "", "unchanged"
    try:
        with transaction.atomic():
            InstitutionVersion.objects.create(institution=institution, ministry=ministry, period=period, **columns)
    except IntegrityError:
        return "row-overlaps", "from"
    return "", "added"


@action("governance.import_identifiers", power="import-registers", subject="adoption")
def import_identifiers(
    act: Act,
    *,
    adoption: Annotated[Adoption, Ask(_("Adoption of the framework"))],
    file: Annotated[StoredFile, _FILE],
    when_faulty: Annotated[WhenFaulty, _FAULTY],
) -> Outcome:
    """Bring codes of institutions in from a spreadsheet: one row for each code, from a day to a day.

    A row that stands in the register already is passed over. A code without
    the form of its scheme, or that another institution has on one of those days,
    is faulty.
    """
    rows, faults = _rows_of(file, identifier_sheet(adoption.country), when_faulty)
    numbers = {str(row.values["number"]) for row in rows}
    known = {each.number: each for each in Institution.objects.filter(number__in=numbers)}
    made, taken = 0, []
    for row in rows:
        fault, added = _put_identifier(row, known)
        if fault is not None:
            faults.append(fault)
        else:
            taken.append(row)
            made += added
    if when_faulty == "refuse-all" or not taken:
        refuse_if(_findings(faults))
    index(list(known.values()))
    return _outcome(adoption, file, taken, faults, made)


def _put_identifier(row: SheetRow, known: Mapping[str, Institution]) -> tuple[SheetFault | None, bool]:
    """Enter one code; give its fault, or whether it was added or stood there already."""
    values = row.values
    institution = known.get(str(values["number"]))
    if institution is None:
        return _fault(row, "no-such-institution", "number", values["number"]), False
    try:
        code = canonical(str(values["scheme"]), str(values["value"]))
    except IdentifierFault as fault:
        return _fault(row, fault.code, "value", values["value"]), False
    if _reversed(values["from"], values["to"]):
        return _fault(row, "row-ends-before-it-begins", "to", values["to"]), False
    period = days(values["from"], values["to"])  # type: ignore[arg-type]
    rows = InstitutionIdentifier.objects.filter(scheme=values["scheme"], code=code, period__overlap=period)
    same = rows.select_related("institution").order_by("id").first()
    if same is not None and same.institution_id != institution.pk:
        taken = _fault(row, "row-code-is-taken", "value", code)
        return replace(taken, expected={"holder": same.institution.number}), False
    if same is not None:
        return None, False
    InstitutionIdentifier.objects.create(
        institution=institution, scheme=str(values["scheme"]), code=code, source=str(values["source"]), period=period
    )
    return None, True
