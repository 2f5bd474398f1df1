"""Check parameters: values of their kind, versions that follow one another, comparators where they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from timonel.domain.money import Money, NotMoney
from timonel.domain.periods import Period
from timonel.frameworks.files import CountryFiles
from timonel.frameworks.shapes import Plain

NUMERIC = frozenset({"money", "number", "share", "duration", "count"})
DURATIONS = ("days", "working-days", "weeks", "months", "years")
USES: dict[str, frozenset[str]] = {
    "cadence": frozenset({"duration"}),
    "confirmed_every": frozenset({"duration"}),
    "time_limit": frozenset({"duration"}),
    "report_every": frozenset({"duration"}),
    "length": frozenset({"duration"}),
    "within": frozenset({"duration"}),
    "quorum": frozenset({"count", "share", "choice"}),
    "majority": frozenset({"choice", "share"}),
    "majority_of": frozenset({"choice"}),
    "size": frozenset({"count"}),
    "size_limit": frozenset({"count"}),
    "shortlist": frozenset({"count"}),
    "reserve": frozenset({"share", "money"}),
    "applies_to_begun": frozenset({"flag"}),
}
"""The kinds a parameter may have where a key names it."""


def versions(files: CountryFiles) -> None:
    """Check each version's value and that no two versions of a parameter are surely in force together."""
    for name, parameter in files.sections["parameters"].items():
        if isinstance(parameter, dict):
            _overlaps(files, f"parameters.{name}", parameter)
            for i, version in enumerate(parameter.get("versions") or []):
                if isinstance(version, dict):
                    _value(files, f"parameters.{name}.versions[{i}]", parameter, version)


def _overlaps(files: CountryFiles, path: str, parameter: dict[str, Plain]) -> None:
    periods: list[tuple[int, Period]] = []
    for i, version in enumerate(parameter.get("versions") or []):
        if not isinstance(version, dict):
            continue
        try:
            period = Period.parse(_start(files, version), version.get("to"))
        except ValueError:
            continue
        for other, earlier in periods:
            if period.overlaps(earlier):
                expected = f"an end of version {other + 1} before version {i + 1} begins"
                files.fault(f"{path}.versions[{i}]", "versions_overlap", f"a version from {period.starts}", expected)
        periods.append((i, period))


def _start(files: CountryFiles, version: dict[str, Plain]) -> str | None:
    if version.get("from"):
        return str(version["from"])
    for each in version.get("basis") or []:
        instrument = files.sections["instruments"].get(str(each.get("instrument"))) if isinstance(each, dict) else None
        if isinstance(instrument, dict):
            return instrument.get("from") or instrument.get("issued") or instrument.get("published")
    return None


def _value(files: CountryFiles, path: str, parameter: dict[str, Plain], version: dict[str, Plain]) -> None:
    value, kind = version.get("value"), str(parameter.get("kind"))
    if value is None:
        return
    unit = version.get("unit") or parameter.get("unit")
    for found, expected in _value_faults(value, kind, unit, parameter.get("choices")):
        files.fault(f"{path}.value", "not_of_the_kind", found, expected)


def _value_faults(value: Plain, kind: str, unit: str | None, choices: list[str] | None) -> Iterator[tuple[str, str]]:
    shown = str(value)
    if (kind == "list") != isinstance(value, list):
        yield shown, "a list" if kind == "list" else "a single value"
    elif kind in NUMERIC and not _is_number(value):
        yield shown, f'a {kind} as quoted digits, such as "10000000"'
    elif kind == "money":
        try:
            Money.of(value, unit or "")
        except NotMoney:
            yield (
                f"{shown} {unit or 'without a unit'}",
                "at most four decimals, and a currency or unit such as DKK or UF",
            )
    elif kind == "share" and unit != "percent":
        yield f"the unit {unit}", "unit: percent"
    elif kind == "duration" and unit not in DURATIONS:
        yield f"the unit {unit}", "a unit out of " + ", ".join(DURATIONS)
    elif kind == "choice" and choices and value not in choices:
        yield shown, "one of " + ", ".join(choices)
    elif kind == "flag" and value not in ("true", "false"):
        yield shown, '"true" or "false", quoted'


def _is_number(value: Plain) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite() and "e" not in value.lower()
    except InvalidOperation:
        return False


def uses(files: CountryFiles) -> None:
    """Check that a parameter named by a key is of a kind that fits it, and has a comparator where it is compared."""
    for path, name, kinds, compared in _uses(files.sections, ""):
        parameter = files.sections["parameters"].get(name)
        if not isinstance(parameter, dict):
            continue
        if kinds and parameter.get("kind") not in kinds:
            expected = "a parameter of kind " + " or ".join(sorted(kinds))
            files.fault(path, "parameter_of_other_kind", f"{name}, a {parameter.get('kind')}", expected)
        for i, version in enumerate(parameter.get("versions") or []):
            if compared and isinstance(version, dict) and "value" in version and "comparator" not in version:
                expected = f"over, at-least, under or at-most: {path} compares with it"
                files.fault(f"parameters.{name}.versions[{i}]", "comparator_missing", "no comparator", expected)


def _uses(plain: Plain, path: str) -> Iterator[tuple[str, str, frozenset[str], bool]]:
    if isinstance(plain, list):
        for i, value in enumerate(plain):
            yield from _uses(value, f"{path}[{i}]")
    if not isinstance(plain, dict):
        return
    for key, value in plain.items():
        here = f"{path}.{key}" if path else key
        if key == "amount" and path and isinstance(value, str):
            yield here, value, frozenset({"money"}), True
        elif key == "against" and isinstance(value, str):
            money = "of" in plain or str(plain.get("measure", "")).endswith("-amount")
            yield (
                here,
                value,
                frozenset({"money"}) if money else frozenset({"share", "duration", "count", "number"}),
                True,
            )
        elif key in USES and isinstance(value, str):
            yield here, value, USES[key], False
        else:
            yield from _uses(value, here)
