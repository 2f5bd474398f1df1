"""Reforms: named sets of dated changes on top of a framework, in stages whose order is checked, in variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from timonel.domain.errors import TimonelError
from timonel.domain.findings import Reason
from timonel.domain.mandates.framework import SECTIONS, Framework, appended, day_before
from timonel.domain.periods import Period
from timonel.domain.truth import Truth

Plain = Mapping[str, Any]


class ReformRefused(TimonelError):
    """Refuse a reform that does not fit; ``reasons`` holds all of what is wrong."""

    def __init__(self, reform: str, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        super().__init__("reform_refused", reform=reform, reasons=[reason.to_plain() for reason in reasons])


@dataclass(frozen=True, slots=True)
class ReformChoice:
    """Choose a reform, one of its variants, the last stage to apply, and other days for its stages."""

    id: str
    variant: str | None = None
    through: str | None = None
    starts: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def parse(cls, text: str) -> ReformChoice:
        """Read ``id``, ``id:variant`` or ``id:variant:last-stage`` (the variant may be empty)."""
        name, _, rest = text.partition(":")
        variant, _, through = rest.partition(":")
        return cls(name, variant or None, through or None)


def apply_reform(framework: Framework, reform: Plain, choice: ReformChoice | None = None) -> Framework:
    """Return the framework with a reform in it, stage after stage.

    Stages follow their order and begin no earlier than the one before; what a stage requires must be there by its
    day: earlier stages, instruments in force. Nothing it adds may surely begin before all of its instruments do.
    ``ReformRefused`` with all reasons otherwise; the framework itself is never changed.
    """
    choice = choice or ReformChoice(reform["reform"])
    stages = sorted(reform["stages"], key=lambda stage: stage["order"])
    reasons = list(_choice_faults(reform, stages, choice))
    if not reasons:
        stages = _until(stages, choice.through)
        days = {stage["id"]: choice.starts.get(stage["id"], stage["starts_on"]) for stage in stages}
        reasons.extend(_order_faults(stages, days))
        for stage in stages:
            day = days[stage["id"]]
            for changes in _changes(stage, choice.variant):
                framework, found = _applied(framework, changes, day, None)
                reasons.extend(found)
            reasons.extend(_stage_faults(framework, stage, day, choice.variant))
    if reasons:
        raise ReformRefused(reform["reform"], tuple(reasons))
    note = {"reform": reform["reform"], "label": reform["label"], "stages": days}
    note.update({"variant": choice.variant} if choice.variant else {})
    return Framework({**framework.plain, "reforms": [*framework.plain["reforms"], note]})


def apply_overlay(framework: Framework, overlay: Plain) -> Framework:
    """Return the framework with an overlay in it, whose every entry is marked as a demonstration."""
    name = overlay["overlay"]
    needed = overlay.get("needs_reform")
    if needed and needed not in {reform["reform"] for reform in framework.plain["reforms"]}:
        raise ReformRefused(name, (Reason("needs_reform", {"overlay": name, "reform": needed}),))
    changed, reasons = _applied(framework, overlay, None, name)
    if reasons:
        raise ReformRefused(name, tuple(reasons))
    note = {key: overlay[key] for key in ("overlay", "label", "marked")}
    return Framework({**changed.plain, "overlays": [*changed.plain["overlays"], note]})


def _choice_faults(reform: Plain, stages: list[Plain], choice: ReformChoice) -> Iterator[Reason]:
    variants = reform.get("variants") or {}
    if choice.variant is not None and choice.variant not in variants:
        yield Reason("no_such_variant", {"variant": choice.variant, "variants": ", ".join(variants)})
    ids = [stage["id"] for stage in stages]
    for name in (*choice.starts, *([choice.through] if choice.through else [])):
        if name not in ids:
            yield Reason("no_such_stage", {"stage": name, "stages": ", ".join(ids)})


def _until(stages: list[Plain], last: str | None) -> list[Plain]:
    if last is None:
        return stages
    return stages[: [stage["id"] for stage in stages].index(last) + 1]


def _order_faults(stages: list[Plain], days: Mapping[str, str]) -> Iterator[Reason]:
    seen: dict[str, Period] = {}
    for stage in stages:
        begins = Period.parse(days[stage["id"]], None)
        for name, earlier in seen.items():
            if begins.sure_from < earlier.first:
                yield Reason("stage_before_earlier", {"stage": stage["id"], "earlier": name})
        for name in stage.get("requires") or ():
            if name not in seen:
                yield Reason("stage_requires", {"stage": stage["id"], "required": name})
        seen[stage["id"]] = begins


def _changes(stage: Plain, variant: str | None) -> Iterator[Plain]:
    yield stage
    variants = stage.get("variants") or {}
    if variant is not None and variant in variants:
        yield variants[variant]


def _stage_faults(framework: Framework, stage: Plain, day: str, variant: str | None) -> Iterator[Reason]:
    begins = date.fromordinal(Period.parse(day, None).sure_from)
    for name in stage.get("requires_instruments") or ():
        instrument = framework.instruments.get(name)
        if instrument is None or framework.in_force(instrument, begins) is not Truth.YES:
            yield Reason(
                "instrument_not_in_force", {"stage": stage["id"], "instrument": name, "on": begins.isoformat()}
            )
    for changes in _changes(stage, variant):
        yield from early_entries(framework, _with_day(changes.get("add") or {}, day))


def early_entries(framework: Framework, added: Plain) -> Iterator[Reason]:
    """Name what says that it begins surely before every instrument it rests on (nothing is created before its law)."""
    for section, name, entry in _entries(added):
        instruments = entry.get("established_by") if section == "bodies" else None
        if not isinstance(instruments, list):
            bases = entry.get("basis") or []
            instruments = [basis["instrument"] for basis in bases if isinstance(basis, dict) and "instrument" in basis]
        spans = [framework.instruments[item].spans[0] for item in instruments if item in framework.instruments]
        if not entry.get("from") or not spans or section == "instruments":
            continue
        if Period.parse(entry["from"], None).sure_from < min(span.first for span in spans):
            params = {"section": section, "entry": name, "begins": entry["from"], "instruments": ", ".join(instruments)}
            yield Reason("begins_before_its_instrument", params)


def _entries(sections: Plain) -> Iterator[tuple[str, str, Plain]]:
    for section, entries in sections.items():
        if section == "powers":
            for power, grants in entries.items():
                if power != "unanswered":
                    yield from ((section, f"{power}/{name}", grant) for name, grant in grants.items())
        else:
            yield from ((section, name, entry) for name, entry in entries.items())


def _applied(framework: Framework, changes: Plain, day: str | None, mark: str | None) -> tuple[Framework, list[Reason]]:
    sections = {name: dict(framework.sections[name]) for name in SECTIONS}
    sections["powers"] = {power: dict(grants) for power, grants in sections["powers"].items()}
    reasons = [
        *_add(sections, _with_day(changes.get("add") or {}, day), mark),
        *_change(sections, _with_day(changes.get("change") or {}, day), mark),
        *_end(sections, changes.get("end") or {}, day),
    ]
    return Framework({**framework.plain, "sections": sections}), reasons


def _with_day(plain: Any, day: str | None) -> Any:
    """Replace the word ``stage`` under ``from`` by the stage's day, under ``to`` by the day before it."""
    if isinstance(plain, list):
        return [_with_day(item, day) for item in plain]
    if not isinstance(plain, dict):
        return plain
    replaced = {key: _with_day(value, day) for key, value in plain.items()}
    if day is not None:
        if plain.get("from") == "stage":
            replaced["from"] = day
        if plain.get("to") == "stage":
            replaced["to"] = day_before(day)
    return replaced


def _section_of(sections: dict[str, Any], section: str, name: str) -> tuple[dict[str, Any], str]:
    if section != "powers":
        return sections[section], name
    power, _, grant = name.partition("/")
    grants: dict[str, Any] = sections["powers"].setdefault(power, {})
    return grants, grant


def _marked(entry: Plain, mark: str | None) -> dict[str, Any]:
    return {**entry, "demonstration": mark} if mark else dict(entry)


def _add(sections: dict[str, Any], added: Plain, mark: str | None) -> Iterator[Reason]:
    for section, name, entry in _entries(added):
        into, key = _section_of(sections, section, name)
        if key in into:
            yield Reason("already_there", {"section": section, "entry": name})
            continue
        new = dict(entry) if section in ("sources", "flags") else _marked(entry, mark)
        if "versions" in new:
            new["versions"] = [_marked(version, mark) for version in new["versions"]]
        into[key] = new
    for shared in (added.get("powers") or {}).get("unanswered") or ():
        statement = {key: value for key, value in shared.items() if key != "powers"}
        for power in shared["powers"]:
            sections["powers"].setdefault(power, {})[
                f"{shared['holder'].replace('_', '-')}-{len(sections['powers'][power])}"
            ] = _marked(statement, mark)


def _change(sections: dict[str, Any], changed: Plain, mark: str | None) -> Iterator[Reason]:
    for section, name, entry in _entries(changed):
        into, key = _section_of(sections, section, name)
        if key not in into:
            yield Reason("not_there", {"section": section, "entry": name})
            continue
        new = {**into[key], **{item: value for item, value in entry.items() if item != "versions"}}
        if "versions" in entry:
            new["versions"] = appended(into[key]["versions"], [_marked(version, mark) for version in entry["versions"]])
        into[key] = new if section == "parameters" else _marked(new, mark)


def _end(sections: dict[str, Any], ended: Plain, day: str | None) -> Iterator[Reason]:
    for section, entries in ended.items():
        flat = (
            {f"{power}/{name}": last for power, grants in entries.items() for name, last in grants.items()}
            if section == "powers"
            else entries
        )
        for name, last in flat.items():
            into, key = _section_of(sections, section, name)
            if key not in into:
                yield Reason("not_there", {"section": section, "entry": name})
                continue
            into[key] = {**into[key], "to": day_before(day) if last == "stage" and day else last}
