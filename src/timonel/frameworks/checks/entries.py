"""Check names, references, answers to the vocabulary of powers, grounds and dates of the entries of a country."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from timonel.domain.facts import FLAGS
from timonel.domain.mandates.reading import instrument_periods
from timonel.domain.periods import Period
from timonel.domain.powers import LEGAL_POWERS, POWERS
from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.files import CountryFiles
from timonel.frameworks.shapes import Plain


def names(files: CountryFiles) -> None:
    """Demand that the folder names the country, and each file of reforms and overlays what it holds."""
    country = files.header.get("country")
    if files.header and country not in (files.country, None):
        files.fault("framework.country", "wrong_name", str(country), f"the name of the folder, {files.country}")
    for folder, key in (("reforms", "reform"), ("overlays", "overlay")):
        for stem, plain in getattr(files, folder).items():
            if plain.get(key) not in (stem, None):
                files.fault(
                    f"{folder}/{stem}.{key}", "wrong_name", str(plain.get(key)), f"the name of the file, {stem}"
                )


def references(files: CountryFiles) -> None:
    """Look up every id that names an entry; entries that a reform or overlay adds count in the files of both."""
    own = {name: set(entries) for name, entries in files.sections.items()}
    own["flags"] |= set(FLAGS)
    added = {name: set(ids) for name, ids in own.items()}
    for changes in (*files.reforms.values(), *files.overlays.values()):
        for sections in _added(changes):
            for section, entries in sections.items():
                added[section] |= set(entries or {})
    for ref in files.references:
        known = added if "/reforms/" in ref.file or "/overlays/" in ref.file else own
        if ref.target not in known[ref.section]:
            near = get_close_matches(ref.target, known[ref.section], n=3, cutoff=0.6)
            expected = f"the id of one of {ref.section}" + (f" (nearest: {', '.join(near)})" if near else "")
            files.faults.append(FrameworkFault(ref.file, ref.line, ref.key, "names_nothing", ref.target, expected))


def _added(changes: Plain) -> Iterator[dict[str, Any]]:
    if not isinstance(changes, dict):
        return
    if changes.get("add"):
        yield changes["add"]
    for stage in changes.get("stages") or []:
        yield from _added(stage)
    for variant in (changes.get("variants") or {}).values():
        yield from _added(variant)


def powers(files: CountryFiles) -> None:
    """Demand an answer for each legal power, and no reach where a power is not over institutions."""
    missing = [power for power in LEGAL_POWERS if not files.sections["powers"].get(power)]
    if missing:
        expected = "for each legal power a grant, or its name under `unanswered` with `none` or `not_stated`"
        found = "no answer for " + ", ".join(missing)
        file = f"{files.country}/powers.yaml"
        files.faults.append(FrameworkFault(file, 1, "powers", "power_not_answered", found, expected))
    for power, grants in files.sections["powers"].items():
        for name, grant in grants.items():
            if not POWERS[power].over_institutions and isinstance(grant, dict) and "over" in grant:
                path = f"powers.{power}.{name}.over"
                expected = "no `over`: this power is not exercised over institutions"
                files.fault(path, "over_without_object", "over", expected)
    for name, approval in files.sections["approvals"].items():
        power = (approval or {}).get("power", "approve-projects")
        if power not in POWERS:
            near = get_close_matches(str(power), POWERS, n=3, cutoff=0.6)
            files.fault(
                f"approvals.{name}.power",
                "names_nothing",
                str(power),
                "a power" + (f" ({', '.join(near)})" if near else ""),
            )


def grounds(files: CountryFiles) -> None:
    """Let only the house rest on the act of adoption: what law grants needs an instrument or a source."""
    for section, entries in files.sections.items():
        if section == "powers":
            for power, grants in entries.items():
                if POWERS[power].family == "legal":
                    _adoption(files, f"powers.{power}", grants)
        elif section == "posts":
            legal = {name: post for name, post in entries.items() if (post or {}).get("family") != "house"}
            _adoption(files, "posts", legal)
        else:
            _adoption(files, section, entries)


def _adoption(files: CountryFiles, path: str, plain: Plain) -> None:
    if isinstance(plain, dict):
        if "adoption" in (plain.get("basis") or []):
            files.fault(f"{path}.basis", "adoption_is_for_the_house", "adoption", "an instrument or a source")
        for key, value in plain.items():
            _adoption(files, f"{path}.{key}", value)
    elif isinstance(plain, list):
        for i, value in enumerate(plain):
            _adoption(files, f"{path}[{i}]", value)


def dates(files: CountryFiles) -> None:
    """Demand that nothing ends before it begins, and that the word `stage` stands in reforms only."""
    for path, entry in _dated(files.sections, ""):
        if "stage" in (entry.get("from"), entry.get("to")):
            files.fault(f"{path}.from", "stage_outside_reform", "stage", "a date: `stage` is for the files of reforms")
            continue
        period = _period(entry)
        if period is not None and period.is_reversed:
            expected = f"a day not before {entry.get('from')}"
            files.fault(f"{path}.to", "ends_before_it_begins", str(entry.get("to")), expected)
    for stem, overlay in files.overlays.items():
        for path, entry in _dated(overlay, f"overlays/{stem}"):
            if "stage" in (entry.get("from"), entry.get("to")):
                files.fault(f"{path}.from", "stage_outside_reform", "stage", "a date: an overlay has no stages")


def _period(entry: dict[str, Plain]) -> Period | None:
    try:
        return Period.parse(entry.get("from"), entry.get("to"))
    except ValueError:
        return None


def _dated(plain: Plain, path: str) -> Iterator[tuple[str, dict[str, Plain]]]:
    if isinstance(plain, dict):
        if path.count(".") >= 1 and {"from", "to"} & plain.keys():
            yield path, plain
        for key, value in plain.items():
            yield from _dated(value, f"{path}.{key}" if path else key)
    elif isinstance(plain, list):
        for i, value in enumerate(plain):
            yield from _dated(value, f"{path}[{i}]")


def beginnings(files: CountryFiles) -> None:
    """Demand that no entry surely begins before every instrument it rests on."""
    instruments = {name: entry for name, entry in files.sections["instruments"].items() if isinstance(entry, dict)}
    try:
        spans = instrument_periods(instruments, files.sections["parameters"].get("entry-into-force"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # the files have faults that are already noted
    for path, entry in _dated({key: value for key, value in files.sections.items() if key != "instruments"}, ""):
        rested = _instruments(entry)
        known = [spans[name] for name in rested if name in spans]
        period = _period(entry)
        if period is None or not known or len(known) != len(rested) or "from" not in entry:
            continue
        if period.sure_from < min(span.first for span in known):
            expected = f"a day on which {' or '.join(rested)} is in force"
            files.fault(f"{path}.from", "begins_before_its_instrument", str(entry["from"]), expected)


def _instruments(entry: dict[str, Plain]) -> list[str]:
    established = entry.get("established_by")
    if isinstance(established, list):
        return [str(name) for name in established]
    bases = entry.get("basis") or []
    return [str(each["instrument"]) for each in bases if isinstance(each, dict) and "instrument" in each]
