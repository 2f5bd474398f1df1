"""Turn the plain sections of a framework into typed entries, with the time each of them is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from timonel.domain.conditions.shape import read_condition
from timonel.domain.legal import Ground, Instrument, Label, Plain, read_bases
from timonel.domain.mandates import parts
from timonel.domain.mandates.parts import Continuation, Holder, Institutions, ReportingLine
from timonel.domain.money import Money, NotMoney
from timonel.domain.parameters import Parameter, Version
from timonel.domain.periods import ALWAYS, NEVER, Period

Sections = Mapping[str, Mapping[str, Any]]


class Reader:
    """Read entries of one framework; knows when its instruments are in force and what kind its sources are."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self.source_kinds = {name: entry["kind"] for name, entry in sections["sources"].items()}
        self.instrument_spans: dict[str, Period] = {}

    # --- what every statement has

    def ground(self, plain: Plain, outer: Ground | None = None) -> Ground:
        """Read basis and checked_on; an inner statement without them rests on the outer one's."""
        if "basis" not in plain and outer is not None:
            return outer
        return Ground(read_bases(plain.get("basis"), self.source_kinds), plain.get("checked_on"))

    def spans(self, plain: Plain, instruments: tuple[str, ...]) -> tuple[Period, ...]:
        """Cut the entry's own period to the time each instrument is in force; without instruments, its own alone."""
        own = Period.parse(plain.get("from"), plain.get("to"))
        known = [self.instrument_spans[name] for name in instruments if name in self.instrument_spans]
        if not known:
            return (own,)
        return tuple(_intersection(own, span) for span in known)

    def _inner_spans(self, plain: Plain, ground: Ground, outer: Ground) -> tuple[Period, ...]:
        """Return the spans of an inner statement; one that has its own ground is cut to its own instruments."""
        return self.spans(plain, ground.instruments if ground is not outer else ())

    def statement(self, name: str, plain: Plain, instruments: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Return the fields that every statement has."""
        ground = self.ground(plain)
        return {
            "id": name,
            "label": Label.read(plain.get("label")),
            "period": Period.parse(plain.get("from"), plain.get("to")),
            "spans": self.spans(plain, ground.instruments if instruments is None else instruments),
            "ground": ground,
            "demonstration": plain.get("demonstration"),
            "plain": plain,
        }

    # --- sections

    def instrument(self, name: str, plain: Plain, span: Period) -> Instrument:
        """Read an instrument, whose one span is the time it is in force."""
        fields = {**self.statement(name, plain, ()), "spans": (span,)}
        return Instrument(
            **fields,
            kind=plain["kind"],
            number=plain.get("number"),
            issued=plain.get("issued"),
            published=plain.get("published"),
            amends=tuple(plain.get("amends") or ()),
            repeals=tuple(plain.get("repeals") or ()),
        )

    def body(self, name: str, plain: Plain) -> parts.Body:
        """Read a body; the instruments that establish it bound its time."""
        established = plain["established_by"]
        instruments = () if isinstance(established, str) else tuple(established)
        fields = self.statement(name, plain, instruments)
        ground = fields["ground"]
        return parts.Body(
            **fields,
            kind=plain["kind"],
            established_by=established if isinstance(established, str) else instruments,
            level=plain.get("level"),
            institution_type=plain.get("institution_type"),
            part_of=plain.get("part_of"),
            leads=bool(plain.get("leads_digital_government")),
            reports_to=tuple(self._lines(plain, ground)),
            continued_by=tuple(self._continuations(plain, ground)),
            functions=tuple(self._functions(plain, ground)),
        )

    def post(self, name: str, plain: Plain) -> parts.Post:
        """Read a post; it acts for the body it heads and for those it names."""
        established = plain.get("established_by")
        fields = self.statement(name, plain, tuple(established) if isinstance(established, list) else None)
        of = plain["of"]
        heads = plain.get("heads")
        return parts.Post(
            **fields,
            role=plain["role"],
            family=plain.get("family", "legal"),
            of=of if isinstance(of, str) else Holder("body", of["body"]),
            heads=heads,
            acts_for=frozenset(plain.get("acts_for") or ()) | ({heads} if heads else set()),
            substitutes=tuple(plain.get("substitutes") or ()),
            same_person_as=tuple(plain.get("same_person_as") or ()),
            privileged=bool(plain.get("privileged")),
            reports_to=tuple(self._lines(plain, fields["ground"])),
            continued_by=tuple(self._continuations(plain, fields["ground"])),
        )

    def grant(self, power: str, name: str, plain: Plain) -> parts.Grant:
        """Read one grant of a power."""
        fields = self.statement(name, plain)
        over = plain.get("over") or {}
        holder = plain["holder"]
        named = holder if isinstance(holder, list) else [holder]
        return parts.Grant(
            **fields,
            power=power,
            holders=tuple(found for entry in named if (found := Holder.read(entry)) is not None),
            answer=holder if isinstance(holder, str) else None,
            intensity=plain.get("intensity"),
            reach=over.get("reach"),
            only=Institutions.read(over.get("only")),
            exempted=Institutions.read(over.get("except")),
            matters=_words(plain.get("matters")),
            when=read_condition(plain.get("when")),
            co_signatures=tuple(
                (holder, read_condition(entry.get("when")), self.ground(entry, fields["ground"]))
                for entry in plain.get("co_signature") or ()
                if (holder := Holder.read(entry)) is not None
            ),
            in_fact=plain.get("exercise") == "in-fact",
        )

    def approval(self, name: str, plain: Plain) -> parts.Approval:
        """Read an approval."""
        return parts.Approval(
            **self.statement(name, plain),
            objects=frozenset(plain["object"]),
            when=read_condition(plain.get("when")),
            decided_by=Holder.read(plain["decided_by"]),
            effect=plain["effect"],
            order=plain.get("order", 1000),
            at=plain.get("at"),
            power=plain.get("power"),
            time_limit=plain.get("time_limit"),
            silence=plain.get("silence"),
            light_path=bool(plain.get("light_path")),
        )

    def model(self, name: str, plain: Plain) -> parts.Model:
        """Read a project model."""
        phases = plain["phases"]
        return parts.Model(
            **self.statement(name, plain),
            phases=None if isinstance(phases, str) else tuple(phases),
            objects=frozenset(plain.get("object") or ()),
            when=read_condition(plain.get("when")),
            method=plain.get("method"),
        )

    def regime(self, name: str, plain: Plain) -> parts.Regime:
        """Read a monitoring regime."""
        return parts.Regime(
            **self.statement(name, plain),
            objects=frozenset(plain.get("object") or ()),
            when=read_condition(plain.get("when")),
            report_every=plain.get("report_every"),
            lights=tuple(plain.get("lights") or ()),
        )

    def light(self, name: str, plain: Plain) -> parts.Light:
        """Read a traffic light."""
        return parts.Light(**self.statement(name, plain), of=plain["of"], baseline=plain.get("baseline"))

    def sector(self, name: str, plain: Plain) -> parts.Sector:
        """Read a sector."""
        return parts.Sector(**self.statement(name, plain), ministry=Holder.read(plain.get("ministry")))

    def level(self, name: str, plain: Plain) -> parts.Level:
        """Read a level of government."""
        return parts.Level(**self.statement(name, plain), bound=plain["bound"])

    def autonomy(self, name: str, plain: Plain) -> parts.Autonomy:
        """Read an autonomy."""
        powers = plain.get("powers", "all")
        institutions = Institutions.read(plain["institutions"]) or Institutions()
        return parts.Autonomy(
            **self.statement(name, plain),
            institutions=institutions,
            effect=plain["effect"],
            powers=None if powers == "all" else frozenset(powers),
        )

    def trait(self, name: str, plain: Plain) -> parts.Trait:
        """Read an attribute of the country."""
        value = plain.get("value")
        return parts.Trait(**self.statement(name, plain), value=tuple(value) if isinstance(value, list) else value)

    def office_holder(self, name: str, plain: Plain) -> parts.OfficeHolder:
        """Read a named office-holder."""
        return parts.OfficeHolder(
            **self.statement(name, plain),
            post=plain["post"],
            person=plain["person"],
            institution=plain.get("institution"),
        )

    def agenda(self, name: str, plain: Plain) -> parts.Agenda:
        """Read an agenda."""
        measures = tuple((plain.get("measures") or {}).items())
        return parts.Agenda(**self.statement(name, plain), kind=plain["kind"], measures=measures)

    def parameter(self, name: str, plain: Plain) -> Parameter:
        """Read a parameter with all its versions."""
        return Parameter(
            id=name,
            label=Label.read(plain.get("label")),
            kind=plain["kind"],
            unit=plain.get("unit"),
            choices=tuple(plain.get("choices") or ()),
            versions=tuple(self.version(f"{name}[{i}]", entry, plain) for i, entry in enumerate(plain["versions"])),
            plain=plain,
        )

    def version(self, name: str, plain: Plain, parameter: Plain) -> Version:
        """Read one version; its number or money is made once."""
        value = plain.get("value")
        unit = plain.get("unit") or parameter.get("unit")
        money, number = _numbers(value, unit, parameter["kind"])
        return Version(
            **self.statement(name, plain),
            value=tuple(value) if isinstance(value, list) else value,
            comparator=plain.get("comparator"),
            unit=unit,
            money=money,
            number=number,
        )

    # --- pieces

    def _lines(self, plain: Plain, outer: Ground) -> Iterator[ReportingLine]:
        for entry in plain.get("reports_to") or ():
            holder = Holder.read(entry["whom"])
            ground = self.ground(entry, outer)
            if holder is not None:
                yield ReportingLine(
                    holder, _words(entry.get("matters")), self._inner_spans(entry, ground, outer), ground
                )

    def _continuations(self, plain: Plain, outer: Ground) -> Iterator[Continuation]:
        for entry in plain.get("continued_by") or ():
            holder = Holder.read(entry["by"])
            ground = self.ground(entry, outer)
            if holder is not None:
                yield Continuation(
                    holder,
                    _words(entry.get("instruments")),
                    _words(entry.get("matters")),
                    self._inner_spans(entry, ground, outer),
                    ground,
                )

    def _functions(self, plain: Plain, outer: Ground) -> Iterator[tuple[str, str | None, tuple[Period, ...], Ground]]:
        for function, entry in (plain.get("functions") or {}).items():
            ground = self.ground(entry, outer)
            yield function, entry.get("role"), self._inner_spans(entry, ground, outer), ground


def _words(plain: Any) -> frozenset[str] | None:
    return None if plain is None or plain == "all" else frozenset(plain)


def _numbers(value: Any, unit: str | None, kind: str) -> tuple[Money | None, Decimal | None]:
    if not isinstance(value, str):
        return None, None
    if kind == "money":
        try:
            return Money.of(value, unit or ""), None
        except NotMoney:
            return None, None
    try:
        return None, Decimal(value)
    except InvalidOperation:
        return None, None


def _intersection(one: Period, other: Period) -> Period:
    return Period(
        one.starts or other.starts,
        one.ends or other.ends,
        max(one.first, other.first),
        max(one.sure_from, other.sure_from),
        min(one.sure_to, other.sure_to),
        min(one.last, other.last),
    )


def instrument_periods(
    instruments: Mapping[str, Plain], entry_into_force: Mapping[str, Any] | None
) -> dict[str, Period]:
    """Say when each instrument is in force.

    It begins on its own ``from``; without one, on the day it was issued or published, as the parameter
    ``entry-into-force`` says on the day of issue (``issue`` where there is no such parameter); where the day wanted
    is not known, on the other. It ends on its own ``to``, or the day before one that repeals it begins.
    """
    spans = {
        name: Period.parse(_starts(plain, entry_into_force), plain.get("to")) for name, plain in instruments.items()
    }
    for name, plain in instruments.items():
        for repealed in plain.get("repeals") or ():
            if repealed in spans and "to" not in instruments[repealed]:
                spans[repealed] = _ended_before(spans[repealed], spans[name])
    return spans


def _starts(plain: Plain, entry_into_force: Mapping[str, Any] | None) -> str | None:
    if plain.get("from"):
        return str(plain["from"])
    issued, published = plain.get("issued"), plain.get("published")
    day = issued or published
    if entry_into_force and day:
        ordinal = Period.parse(day, None).sure_from
        for version in entry_into_force["versions"]:
            if Period.parse(version.get("from"), version.get("to")).holds_ordinal(ordinal) == 1:
                if version.get("value") == "publication":
                    return published or issued
                break
    return day


def _ended_before(span: Period, repealing: Period) -> Period:
    before = repealing.first - 1 if repealing.first > ALWAYS else ALWAYS
    sure = repealing.sure_from - 1 if repealing.sure_from < NEVER else NEVER
    return Period(
        span.starts, repealing.starts, span.first, span.sure_from, min(span.sure_to, before), min(span.last, sure)
    )
