"""Acts that bring whole registers in from a spreadsheet: one act for a file, with its hash and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeVar

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import Finding
from timonel.domain.identifiers import IdentifierFault, canonical
from timonel.domain.text import sort_key
from timonel.governance import files
from timonel.governance.acting import Act, Ask, Outcome, action, against, counted, refuse_if
from timonel.governance.acting.changes import record_value
from timonel.governance.models import (
    Adoption,
    Institution,
    InstitutionIdentifier,
    InstitutionVersion,
    StoredFile,
    days,
    overlap,
)
from timonel.governance.searching import index
from timonel.governance.sheets import (
    Bounds,
    SheetFault,
    SheetRow,
    SheetSpec,
    identifier_sheet,
    institution_sheet,
    read_sheet,
)
from timonel.record.manifests import store_manifest

_FILE = Ask(_("Spreadsheet"), hint=_("XLSX or CSV, with the columns of the template."))
_FAULTY = Ask(_("If some rows are faulty"), hint=_("Chosen beforehand: what happens to the rows without faults."))
_TEXTS = ("name", "short", "kind", "level", "sector", "region", "comuna", "group")
_Row = TypeVar("_Row", InstitutionVersion, InstitutionIdentifier)
LARGEST = Bounds().octets
WhenFaulty = Literal["refuse-all", "keep-good"]


def _rows_of(file: StoredFile, spec: SheetSpec, when_faulty: str) -> tuple[list[SheetRow], list[SheetFault]]:
    """Read the file; refused with every fault by row and column unless the good rows are to be kept.

    A file over the largest size is refused before it is read.
    """
    if file.size > LARGEST:
        refuse_if(_findings([SheetFault("sheet-too-large", expected={"largest": LARGEST})]))
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
    """Give the one entry of an import: hash of the file, counts, manifest of the rows kept, faults of the others."""
    manifest = bytes(store_manifest([record_value(dict(row.values)) for row in rows]).root).hex()
    facts = {
        "file": file.sha256,
        "rows": len(rows),
        "faulty_rows": len({fault.row for fault in faults}),
        "added": made,
        "unchanged": len(rows) - made,
        "manifest": manifest,
    }
    reply = {"added": str(made), "faulty_rows": str(facts["faulty_rows"])}
    return Outcome(subject, facts=facts, findings=_findings(faults), reply=reply)


def _fault(row: SheetRow, code: str, column: str, found: Any) -> SheetFault:
    return SheetFault(code, row.row, column, str(found))


@action("governance.import_institutions", power="import-registers", subject="adoption", long=True)
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
    here = _by(InstitutionVersion.objects.filter(institution__in=known.values()), "institution_id")
    made, taken = 0, []
    for row in counted(rows):
        code, column = _put_version(row, known, here)
        if code:
            faults.append(_fault(row, code, column, row.values[column]))
        else:
            taken.append(row)
            made += column == "added"
    if when_faulty == "refuse-all" or not taken:
        refuse_if(_findings(faults))
    _add(InstitutionVersion, here)
    _forget_the_nameless(known)
    _index(known)
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


def _by(rows: QuerySet[_Row], *columns: str) -> dict[Any, list[_Row]]:
    """Give what is in the register in one query, by those columns; rows to be added are put beside it."""
    found: dict[Any, list[_Row]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[attrgetter(*columns)(row)].append(row)
    return found


def _add(kind: type[_Row], here: Mapping[Any, list[_Row]]) -> None:
    kind._default_manager.bulk_create(row for rows in here.values() for row in rows if row.pk is None)


def _index(known: Mapping[str, Institution]) -> None:
    institutions = list(known.values())
    prefetch_related_objects(institutions, "versions", "identifiers")
    index(institutions)


def _put_version(
    row: SheetRow, known: Mapping[str, Institution], here: Mapping[int, list[InstitutionVersion]]
) -> tuple[str, str]:
    """Put one version to those here; give the code and column of its fault, or if it is added or stands there."""
    values = row.values
    ministry = known.get(str(values["ministry"])) if values["ministry"] else None
    if values["ministry"] and ministry is None:
        return "no-such-ministry", "ministry"
    first, last = values["from"], values["to"]
    if _reversed(first, last):
        return "row-ends-before-it-begins", "to"
    columns = {name: values[name] or "" for name in _TEXTS}
    columns["autonomous_regulator"] = values["autonomous_regulator"] == "yes"
    institution = known[str(values["number"])]
    period = days(first, last)  # type: ignore[arg-type]
    version = InstitutionVersion(institution=institution, ministry=ministry, period=period, **columns)
    beside = here[institution.pk]
    if any(_says(each) == _says(version) for each in beside):
        return "", "unchanged"
    if any(overlap(each.period, period) for each in beside):
        return "row-overlaps", "from"
    beside.append(version)
    return "", "added"


def _says(version: InstitutionVersion) -> tuple[Any, ...]:
    """Give what a version says, to be compared with another of the same institution."""
    told = tuple(getattr(version, name) for name in (*_TEXTS, "autonomous_regulator", "ministry_id"))
    return (version.period.lower, version.period.upper, *told)


@action("governance.import_identifiers", power="import-registers", subject="adoption", long=True)
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
    schemes = {str(row.values["scheme"]) for row in rows}
    there = InstitutionIdentifier.objects.filter(scheme__in=schemes).select_related("institution")
    here = _by(there, "scheme", "code")
    made, taken = 0, []
    for row in counted(rows):
        fault, added = _put_identifier(row, known, here)
        if fault is not None:
            faults.append(fault)
        else:
            taken.append(row)
            made += added
    if when_faulty == "refuse-all" or not taken:
        refuse_if(_findings(faults))
    _add(InstitutionIdentifier, here)
    _index(known)
    return _outcome(adoption, file, taken, faults, made)


def _put_identifier(
    row: SheetRow, known: Mapping[str, Institution], here: Mapping[tuple[str, str], list[InstitutionIdentifier]]
) -> tuple[SheetFault | None, bool]:
    """Put one code to those here; give its fault, or whether it is added or stands there already."""
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
    scheme = str(values["scheme"])
    beside = here[scheme, code]
    same = next((each for each in beside if overlap(each.period, period)), None)
    if same is not None and same.institution_id != institution.pk:
        taken = _fault(row, "row-code-is-taken", "value", code)
        return replace(taken, expected={"holder": same.institution.number}), False
    if same is not None:
        return None, False
    source = str(values["source"])
    beside.append(
        InstitutionIdentifier(institution=institution, scheme=scheme, code=code, source=source, period=period)
    )
    return None, True
