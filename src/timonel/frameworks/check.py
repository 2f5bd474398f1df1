"""Check the files of a framework as a compiler would: every fault of every file in one run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from timonel.domain.facts import FLAGS
from timonel.domain.periods import Period
from timonel.domain.powers import LEGAL_POWERS, POWERS
from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.files import CountryFiles, read_country
from timonel.frameworks.shapes import Plain

NUMERIC = frozenset({"money", "number", "share", "duration", "count"})


def check(country: str, root: Path | None = None) -> list[FrameworkFault]:
    """Return every fault of the files of a country, in the order of file and line; an empty list when sound."""
    return check_files(read_country(country, root))


def check_files(files: CountryFiles) -> list[FrameworkFault]:
    """Return the faults found while reading, and those seen only when all files are read."""
    _references(files)
    _powers(files)
    _parameters(files)
    for path, entry in _statements(files.sections, ""):
        _dates(files, path, entry)
    return sorted(set(files.faults))


def _ids(files: CountryFiles) -> dict[str, set[str]]:
    ids = {name: set(entries) for name, entries in files.sections.items()}
    ids["flags"] |= set(FLAGS)
    for changes in (*files.reforms.values(), *files.overlays.values()):
        for added in _added(changes):
            for section, entries in added.items():
                ids[section] |= set(entries or {})
    return ids


def _added(changes: Plain) -> Iterator[dict[str, Any]]:
    if not isinstance(changes, dict):
        return
    if changes.get("add"):
        yield changes["add"]
    for stage in changes.get("stages") or []:
        yield from _added(stage)
    variants = changes.get("variants") or {}
    for variant in variants.values():
        yield from _added(variant)


def _references(files: CountryFiles) -> None:
    ids = _ids(files)
    for ref in files.references:
        if ref.target not in ids[ref.section]:
            expected = f"the id of one of {ref.section}{_nearest(ref.target, ids[ref.section])}"
            files.faults.append(FrameworkFault(ref.file, ref.line, ref.key, "names_nothing", ref.target, expected))


def _nearest(target: str, ids: set[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(target, ids, n=3, cutoff=0.6)
    return f" (nearest: {', '.join(near)})" if near else ""


def _powers(files: CountryFiles) -> None:
    missing = [power for power in LEGAL_POWERS if not files.sections["powers"].get(power)]
    if missing:
        expected = "for each legal power a grant, or its name under `unanswered` with `none` or `not_stated`"
        found = "no answer for " + ", ".join(missing)
        files.faults.append(
            FrameworkFault(f"{files.country}/powers.yaml", 1, "powers", "power_not_answered", found, expected)
        )
    for power, grants in files.sections["powers"].items():
        if POWERS[power].over_institutions:
            continue
        for grant_id, grant in grants.items():
            if isinstance(grant, dict) and "reach" in (grant.get("over") or {}):
                path = f"powers.{power}.{grant_id}.over.reach"
                files.fault(path, "reach_without_object", "a reach", "no reach: this power is not over institutions")


def _parameters(files: CountryFiles) -> None:
    for name, parameter in files.sections["parameters"].items():
        if isinstance(parameter, dict):
            _versions(files, f"parameters.{name}", parameter)


def _versions(files: CountryFiles, path: str, parameter: dict[str, Plain]) -> None:
    periods: list[tuple[int, Period]] = []
    for i, version in enumerate(parameter.get("versions") or []):
        if not isinstance(version, dict):
            continue
        here = f"{path}.versions[{i}]"
        _value(files, here, parameter, version)
        try:
            period = Period.parse(_instrument_start(files, version), version.get("to"))
        except ValueError:
            continue
        for other, earlier in periods:
            if period.overlaps(earlier):
                expected = f"an end of version {other + 1} before this one begins"
                files.fault(here, "versions_overlap", f"a version from {period.starts}", expected)
        periods.append((i, period))


def _instrument_start(files: CountryFiles, entry: dict[str, Plain]) -> str | None:
    """Return the words of the start: its own, or those of the first instrument it rests on."""
    if entry.get("from"):
        return str(entry["from"])
    named = entry.get("established_by")
    names = (
        named
        if isinstance(named, list)
        else [b.get("instrument") for b in entry.get("basis") or [] if isinstance(b, dict)]
    )
    for name in names:
        instrument = files.sections["instruments"].get(str(name))
        if isinstance(instrument, dict):
            return instrument.get("from") or instrument.get("issued") or instrument.get("published")
    return None


def _value(files: CountryFiles, path: str, parameter: dict[str, Plain], version: dict[str, Plain]) -> None:
    value, kind = version.get("value"), parameter.get("kind")
    if value is None:
        return
    if kind in NUMERIC and not _is_number(value):
        files.fault(f"{path}.value", "not_a_number", str(value), f'a {kind} as quoted digits, such as "10000000"')
    if kind == "money" and not (version.get("unit") or parameter.get("unit")):
        files.fault(f"{path}.unit", "missing_key", "no unit", "the currency, here or on the parameter")
    if kind in ("share", "duration") and not (version.get("unit") or parameter.get("unit")):
        files.fault(f"{path}.unit", "missing_key", "no unit", "percent, days, working-days, weeks, months or years")
    choices = parameter.get("choices")
    if kind == "choice" and choices and value not in choices:
        files.fault(f"{path}.value", "not_in_list", str(value), "one of " + ", ".join(map(str, choices)))
    if kind == "flag" and value not in ("true", "false"):
        files.fault(f"{path}.value", "not_in_list", str(value), '"true" or "false", quoted')
    if (kind == "list") != isinstance(value, list):
        files.fault(f"{path}.value", "wrong_shape", str(value), "a list" if kind == "list" else "a single value")


def _is_number(value: Plain) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite() and "e" not in value.lower()
    except InvalidOperation:
        return False


def _statements(entry: Plain, path: str) -> Iterator[tuple[str, dict[str, Plain]]]:
    if isinstance(entry, dict):
        if path.count(".") >= 1 and {"from", "to"} & entry.keys():
            yield path, entry
        for key, value in entry.items():
            yield from _statements(value, f"{path}.{key}" if path else key)
    elif isinstance(entry, list):
        for i, value in enumerate(entry):
            yield from _statements(value, f"{path}[{i}]")


def _dates(files: CountryFiles, path: str, entry: dict[str, Plain]) -> None:
    for key in ("from", "to"):
        if entry.get(key) == "stage":
            files.fault(f"{path}.{key}", "stage_outside_reform", "stage", "a date: `stage` is for the files of reforms")
            return
    try:
        period = Period.parse(entry.get("from"), entry.get("to"))
    except ValueError:
        return
    if period.is_reversed:
        files.fault(
            f"{path}.to", "ends_before_it_begins", str(entry.get("to")), f"a day not before {entry.get('from')}"
        )


def main(arguments: list[str]) -> int:
    """Print the faults of the named countries; return 1 when there is one."""
    faults = [fault for country in arguments for fault in check(country)]
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
