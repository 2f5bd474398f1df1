"""The governance framework of one country, with the reforms and overlays that were chosen, as one immutable value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final, TypeVar

from timonel.domain.canonical import canonical
from timonel.domain.errors import TimonelError
from timonel.domain.legal import Instrument, Label, Source, Statement
from timonel.domain.mandates import parts
from timonel.domain.mandates.parts import Holder
from timonel.domain.mandates.reading import Reader, instrument_periods
from timonel.domain.parameters import COMPARATORS, Parameter, Value, ValueState
from timonel.domain.periods import Day, Period
from timonel.domain.truth import Truth, any_of

SCHEMA: Final = 1
SECTIONS: Final = (
    "sources",
    "instruments",
    "bodies",
    "posts",
    "powers",
    "approvals",
    "models",
    "regimes",
    "lights",
    "parameters",
    "sectors",
    "levels",
    "autonomies",
    "flags",
    "traits",
    "holders",
    "agendas",
)
ENTRY_INTO_FORCE: Final = "entry-into-force"
T = TypeVar("T")


class NoSuchEntry(TimonelError):
    """Refuse an id that the framework does not have."""


class VersionMalformed(TimonelError):
    """Refuse a value that an act wants to set, because it is not of the parameter's kind."""


class FrameworkMalformed(TimonelError):
    """Refuse bytes that are not the canonical form of a framework."""


class Framework:
    """Hold one framework; read only. ``plain`` is its whole content, from which everything else is made when asked."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.plain = plain
        self.country: str = plain["country"]
        self.sections: Mapping[str, Mapping[str, Any]] = plain["sections"]
        self._reader = Reader(self.sections)
        self._reader.instrument_spans = instrument_periods(
            self.sections["instruments"], self.sections["parameters"].get(ENTRY_INTO_FORCE)
        )

    # --- identity

    def canonical(self) -> bytes:
        """Return the one form in bytes (RFC 8785 on text, whole numbers and booleans)."""
        return canonical(self.plain)

    @cached_property
    def hash(self) -> str:
        """Return ``sha256:`` and the hash of the canonical form, which every record entry cites."""
        return "sha256:" + hashlib.sha256(self.canonical()).hexdigest()

    @classmethod
    def from_canonical(cls, content: bytes) -> Framework:
        """Read a canonical form back; nothing is checked but its version."""
        plain = json.loads(content)
        if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
            raise FrameworkMalformed("not_a_framework")
        return cls(plain)

    # --- header

    @property
    def label(self) -> Label:
        """Return the name of the country."""
        label = Label.read(self.plain["header"]["label"])
        assert label is not None
        return label

    @property
    def currency(self) -> str:
        """Return the currency of its amounts."""
        return str(self.plain["header"]["currency"])

    @property
    def time_zone(self) -> str:
        """Return the time zone of its legal days."""
        return str(self.plain["header"]["time_zone"])

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of its law."""
        return tuple(self.plain["header"]["languages"])

    @property
    def reforms(self) -> tuple[Mapping[str, Any], ...]:
        """Return the reforms applied, in order, each with its variant and the days of its stages."""
        return tuple(self.plain["reforms"])

    @property
    def overlays(self) -> tuple[Mapping[str, Any], ...]:
        """Return the overlays applied, each with the words that mark its values as a demonstration."""
        return tuple(self.plain["overlays"])

    @property
    def acts(self) -> tuple[Mapping[str, Any], ...]:
        """Return what acts have set and published on top of the files, in order."""
        return tuple(self.plain["acts"])

    # --- sections

    def _section(self, name: str, read: Callable[[str, Any], T]) -> dict[str, T]:
        return {key: read(key, plain) for key, plain in self.sections[name].items()}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Documents that were read."""
        return self._section(
            "sources",
            lambda key, entry: Source(
                id=key, title=entry["title"], publisher=entry["publisher"], kind=entry["kind"], plain=entry
            ),
        )

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """Laws, decrees and instructions."""
        spans = self._reader.instrument_spans
        return self._section("instruments", lambda key, entry: self._reader.instrument(key, entry, spans[key]))

    @cached_property
    def bodies(self) -> dict[str, parts.Body]:
        """Ministries, agencies, councils, committees."""
        return self._section("bodies", self._reader.body)

    @cached_property
    def posts(self) -> dict[str, parts.Post]:
        """Offices."""
        return self._section("posts", self._reader.post)

    @cached_property
    def grants(self) -> dict[str, tuple[parts.Grant, ...]]:
        """Grants by power."""
        return {
            power: tuple(self._reader.grant(power, key, plain) for key, plain in entries.items())
            for power, entries in self.sections["powers"].items()
        }

    @cached_property
    def approvals(self) -> dict[str, parts.Approval]:
        """Approvals, in the order in which cases pass them."""
        read = self._section("approvals", self._reader.approval)
        return dict(sorted(read.items(), key=lambda item: (item[1].order, item[0])))

    @cached_property
    def models(self) -> dict[str, parts.Model]:
        """Project models."""
        return self._section("models", self._reader.model)

    @cached_property
    def regimes(self) -> dict[str, parts.Regime]:
        """Monitoring regimes."""
        return self._section("regimes", self._reader.regime)

    @cached_property
    def lights(self) -> dict[str, parts.Light]:
        """Traffic lights."""
        return self._section("lights", self._reader.light)

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Every number of the law."""
        return self._section("parameters", self._reader.parameter)

    @cached_property
    def sectors(self) -> dict[str, parts.Sector]:
        """Sectors of government."""
        return self._section("sectors", self._reader.sector)

    @cached_property
    def levels(self) -> dict[str, parts.Level]:
        """Levels of government."""
        return self._section("levels", self._reader.level)

    @cached_property
    def autonomies(self) -> dict[str, parts.Autonomy]:
        """Institutions that powers reach only with their agreement, or not at all."""
        return self._section("autonomies", self._reader.autonomy)

    @cached_property
    def flags(self) -> dict[str, Label | None]:
        """Flags of this country's own."""
        return self._section("flags", lambda key, entry: Label.read(entry["label"]))

    @cached_property
    def traits(self) -> dict[str, parts.Trait]:
        """Attributes of the country."""
        return self._section("traits", self._reader.trait)

    @cached_property
    def holders(self) -> dict[str, parts.OfficeHolder]:
        """Named office-holders."""
        return self._section("holders", self._reader.office_holder)

    @cached_property
    def agendas(self) -> dict[str, parts.Agenda]:
        """Strategies, agendas and action plans."""
        return self._section("agendas", self._reader.agenda)

    # --- dates and values

    @staticmethod
    def in_force(statement: Statement | parts.ReportingLine | parts.Continuation, on: date) -> Truth:
        """Say whether a statement holds on a day: in its own period, while one of its instruments is in force."""
        ordinal = on.toordinal()
        spans = statement.spans
        return (
            spans[0].holds_ordinal(ordinal)
            if len(spans) == 1
            else any_of(span.holds_ordinal(ordinal) for span in spans)
        )

    def value(self, parameter: str, on: date) -> Value:
        """Return a parameter on a day; one that the framework does not have is ``none``."""
        found = self.parameters.get(parameter)
        return found.on(on) if found else Value(parameter, ValueState.NONE)

    def resolved(self, holder: Holder, instruments: tuple[str, ...], on: date) -> Holder:
        """Say who stands on a day for a holder that these instruments name (alias and succession)."""
        seen = {holder}
        while (following := self._continuation(holder, instruments, on)) is not None and following not in seen:
            seen.add(following)
            holder = following
        return holder

    def _continuation(self, holder: Holder, instruments: tuple[str, ...], on: date) -> Holder | None:
        entries: Mapping[str, parts.Body] | Mapping[str, parts.Post] = (
            self.bodies if holder.kind == "body" else self.posts
        )
        entry = entries.get(holder.id)
        for continuation in entry.continued_by if entry else ():
            named = continuation.instruments
            if (named is None or named.intersection(instruments)) and self.in_force(continuation, on) is Truth.YES:
                return continuation.by
        return None

    def ministry_of(self, body: str) -> str | None:
        """Return the ministry a body is part of, itself if it is one, or ``None``."""
        seen: set[str] = set()
        while body in self.bodies and body not in seen:
            seen.add(body)
            if self.bodies[body].kind == "ministry":
                return body
            body = self.bodies[body].part_of or ""
        return None

    def entry(self, section: str, name: str) -> Any:
        """Return one typed entry; ``NoSuchEntry`` names what is missing. Grants are named ``power/grant``."""
        if section == "powers":
            power, _, grant = name.partition("/")
            found = next((item for item in self.grants.get(power, ()) if item.id == grant), None)
        else:
            found = getattr(self, section).get(name) if section in SECTIONS else None
        if found is None:
            raise NoSuchEntry("no_such_entry", section=section, id=name)
        return found

    # --- acts

    def with_parameter(self, parameter: str, version: Mapping[str, Any]) -> Framework:
        """Return the framework with a value set by an act, from the day the version begins.

        The version has ``from`` (a full day), ``value`` or ``not_stated``, ``basis``, ``checked_on`` and, if wanted,
        ``comparator``, ``unit``, ``published_on``, ``note``. A version that is open then ends the day before; one
        that begins later or on the same day is refused, so that a set value is never hidden. The act is kept in
        ``acts``, in order.
        """
        if parameter not in self.parameters:
            raise NoSuchEntry("no_such_entry", section="parameters", id=parameter)
        entry = self.sections["parameters"][parameter]
        check_version(entry, version)
        bases = version["basis"]
        version = {**version, "basis": bases if isinstance(bases, list) else [bases]}
        changed = {**entry, "versions": appended(entry["versions"], [version])}
        sections = {**self.sections, "parameters": {**self.sections["parameters"], parameter: changed}}
        acts = [*self.plain["acts"], {"parameter": parameter, "version": version}]
        return Framework({**self.plain, "sections": sections, "acts": acts})


_VERSION_KEYS = frozenset(
    {
        "from",
        "to",
        "value",
        "not_stated",
        "comparator",
        "unit",
        "published_on",
        "basis",
        "checked_on",
        "note",
        "demonstration",
        "claims",
    }
)


def check_version(parameter: Mapping[str, Any], version: Mapping[str, Any]) -> None:
    """Refuse a version that an act may not set: unknown keys, no day, no ground, a value not of the kind."""
    unknown = version.keys() - _VERSION_KEYS
    missing = {"from", "basis", "checked_on"} - version.keys()
    if unknown or missing or ("value" in version) == ("not_stated" in version):
        keys = {"unknown": sorted(unknown), "missing": sorted(missing)}
        raise VersionMalformed("version_malformed", keys)
    try:
        exact = Day.parse(version["from"]).is_exact
    except ValueError:
        exact = False
    if not exact:
        raise VersionMalformed("version_needs_a_day", found=str(version["from"]))
    if version.get("comparator", "over") not in COMPARATORS:
        raise VersionMalformed("not_a_comparator", found=str(version["comparator"]))
    if "value" in version:
        _check_value(parameter, version)


def _check_value(parameter: Mapping[str, Any], version: Mapping[str, Any]) -> None:
    kind, value = parameter["kind"], version["value"]
    read = Reader({"sources": {}}).version("", {**version, "basis": []}, parameter)
    sound = {
        "money": read.money is not None,
        "list": isinstance(value, list),
        "flag": value in ("true", "false"),
        "choice": not parameter.get("choices") or value in parameter["choices"],
        "text": isinstance(value, str),
    }.get(kind, isinstance(value, str) and read.number is not None and read.number.is_finite())
    if not sound:
        raise VersionMalformed("not_of_the_kind", kind=kind, found=str(value)[:80])


def appended(versions: list[Any], new: list[Any]) -> list[Any]:
    """Append versions; each ends the one that is open, the day before it begins.

    ``VersionMalformed`` when a version begins on or after the new one.
    """
    result = list(versions)
    for version in new:
        begins = Period.parse(version.get("from"), None)
        closed = []
        for earlier in result:
            period = Period.parse(earlier.get("from"), earlier.get("to"))
            if period.first >= begins.first and earlier.get("from") is not None:
                raise VersionMalformed(
                    "version_out_of_order", begins=str(version.get("from")), other=str(earlier["from"])
                )
            closed.append({**earlier, "to": day_before(version["from"])} if period.last >= begins.first else earlier)
        result = [*closed, version]
    return result


def day_before(text: str) -> str:
    """Write the last day before a day; before a month or year, that month or year itself (ended within it)."""
    day = Day.parse(text)
    if not day.is_exact:
        return text
    return date.fromordinal(day.earliest.toordinal() - 1).isoformat()
