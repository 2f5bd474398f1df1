"""Acts that bring whole registers in from a spreadsheet: one act for a file, with its hash and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
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
    SheetReading,
    SheetRow,
    SheetSpec,
    identifier_sheet,
    institution_sheet,
    read_sheet,
)
from timonel.record.manifests import store_manifest

_FILE = Ask(
    _("Spreadsheet"),
    hint=_(
        "XLSX or CSV, with the columns of the template. For the words a closed column takes, see its sheet “Columns”."
    ),
)
_FAULTY = Ask(_("If some rows are faulty"), hint=_("Chosen beforehand: what happens to the rows without faults."))
_TEXTS = ("name", "short", "kind", "level", "sector", "region", "comuna", "group")
_Row = TypeVar("_Row", InstitutionVersion, InstitutionIdentifier)
LARGEST = Bounds().octets
WhenFaulty = Literal["refuse-all", "keep-good"]


def _rows_of(file: StoredFile, spec: SheetSpec) -> SheetReading:
    """Read the file: its sound rows, its faults and the rows that have one; refused when nothing can be read.

    A file over the largest size is refused before it is read.
    """
    if file.size > LARGEST:
        refuse_if(_findings([SheetFault("sheet-too-large", expected={"largest": LARGEST})]))
    reading = read_sheet(files.read(file), spec, keep_sound=True)
    refuse_if(_findings(reading.faults) if not reading.rows and not reading.faulty else [])
    return reading


def _let_pass(faults: Iterable[SheetFault], taken: Sequence[SheetRow], when_faulty: str) -> list[SheetFault]:
    """Give the faults in the order of the file; refused with all of them unless the good rows are to be kept."""
    ordered = sorted(faults, key=lambda fault: fault.row or 0)
    if when_faulty == "refuse-all" or not taken:
        refuse_if(_findings(ordered))
    return ordered


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
    reading = _rows_of(file, institution_sheet(adoption.country, act.framework))
    known = _institutions_of(reading)
    named = {*known, *(str(row.values["number"]) for row in reading.faulty)}
    here = _by(InstitutionVersion.objects.filter(institution__in=known.values()), "institution_id")
    faults = [*reading.faults, *(fault for row in reading.faulty for fault in _faults_of_version(row, named))]
    ministries = set(known) if when_faulty == "keep-good" else named
    made, taken = 0, []
    for row in counted(reading.rows):
        wrong, added = _put_version(row, known, ministries, here)
        faults += wrong
        taken += [] if wrong else [row]
        made += added
    faults = _let_pass(faults, taken, when_faulty)
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


def _institutions_of(reading: SheetReading) -> dict[str, Institution]:
    """Give the institutions that the rows speak of; those of sound rows not yet in the register are made, in order."""
    rows = reading.rows
    numbers = list(dict.fromkeys(str(row.values["number"]) for row in rows))
    ministries = {str(row.values["ministry"]) for row in (*rows, *reading.faulty) if row.values["ministry"]}
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


def _faults_of_version(row: SheetRow, ministries: Container[str]) -> list[SheetFault]:
    """Name what a row says wrongly though it can be read: a ministry nobody knows, an end before the beginning."""
    values = row.values
    unknown = values["ministry"] and values["ministry"] not in ministries
    faults = [_fault(row, "no-such-ministry", "ministry", values["ministry"])] if unknown else []
    if _reversed(values["from"], values["to"]):
        faults.append(_fault(row, "row-ends-before-it-begins", "to", values["to"]))
    return faults


def _put_version(
    row: SheetRow,
    known: Mapping[str, Institution],
    ministries: Container[str],
    here: Mapping[int, list[InstitutionVersion]],
) -> tuple[list[SheetFault], bool]:
    """Put one version to those here; give its faults, and whether it is added or stands there already."""
    values = row.values
    if faults := _faults_of_version(row, ministries):
        return faults, False
    columns = {name: values[name] or "" for name in _TEXTS}
    columns["autonomous_regulator"] = values["autonomous_regulator"] == "yes"
    institution = known[str(values["number"])]
    period = days(values["from"], values["to"])  # type: ignore[arg-type]
    ministry = known.get(str(values["ministry"]))
    version = InstitutionVersion(institution=institution, ministry=ministry, period=period, **columns)
    beside = here[institution.pk]
    if any(_says(each) == _says(version) for each in beside):
        return [], False
    if any(overlap(each.period, period) for each in beside):
        return [_fault(row, "row-overlaps", "from", values["from"])], False
    beside.append(version)
    return [], True


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
    reading = _rows_of(file, identifier_sheet(adoption.country))
    numbers = {str(row.values["number"]) for row in (*reading.rows, *reading.faulty)}
    known = {each.number: each for each in Institution.objects.filter(number__in=numbers)}
    schemes = {str(row.values["scheme"]) for row in reading.rows}
    there = InstitutionIdentifier.objects.filter(scheme__in=schemes).select_related("institution")
    here = _by(there, "scheme", "code")
    faults = [*reading.faults, *(fault for row in reading.faulty for fault in _faults_of_identifier(row, known))]
    made, taken = 0, []
    for row in counted(reading.rows):
        wrong, added = _put_identifier(row, known, here)
        faults += wrong
        taken += [] if wrong else [row]
        made += added
    faults = _let_pass(faults, taken, when_faulty)
    _add(InstitutionIdentifier, here)
    _index(known)
    return _outcome(adoption, file, taken, faults, made)


def _faults_of_identifier(row: SheetRow, known: Container[str]) -> list[SheetFault]:
    """Name what a row says wrongly though it can be read: an institution, the form of a code, the order of days."""
    values = row.values
    unknown = values["number"] and values["number"] not in known
    faults = [_fault(row, "no-such-institution", "number", values["number"])] if unknown else []
    try:
        if values["scheme"] and values["value"]:
            canonical(str(values["scheme"]), str(values["value"]))
    except IdentifierFault as fault:
        faults.append(_fault(row, fault.code, "value", values["value"]))
    if _reversed(values["from"], values["to"]):
        faults.append(_fault(row, "row-ends-before-it-begins", "to", values["to"]))
    return faults


def _put_identifier(
    row: SheetRow, known: Mapping[str, Institution], here: Mapping[tuple[str, str], list[InstitutionIdentifier]]
) -> tuple[list[SheetFault], bool]:
    """Put one code to those here; give its faults, and whether it is added or stands there already."""
    values = row.values
    if faults := _faults_of_identifier(row, known):
        return faults, False
    institution, code = known[str(values["number"])], canonical(str(values["scheme"]), str(values["value"]))
    period = days(values["from"], values["to"])  # type: ignore[arg-type]
    scheme = str(values["scheme"])
    beside = here[scheme, code]
    same = next((each for each in beside if overlap(each.period, period)), None)
    if same is not None and same.institution_id != institution.pk:
        taken = _fault(row, "row-code-is-taken", "value", code)
        return [replace(taken, expected={"holder": same.institution.number})], False
    if same is not None:
        return [], False
    source = str(values["source"])
    beside.append(
        InstitutionIdentifier(institution=institution, scheme=scheme, code=code, source=source, period=period)
    )
    return [], True
