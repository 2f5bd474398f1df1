"""Read a business case from what was typed: the whole case, or every fault with its place. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from timonel.domain.appraisal.case import (
    Assumption,
    Benefit,
    Case,
    Commitment,
    Cost,
    Estimate,
    Funding,
    Gain,
    Risk,
    StaffChange,
)
from timonel.domain.appraisal.shape import HEAD, MOST_ROWS, ROWS, Place
from timonel.domain.canonical import canonical
from timonel.domain.periods import FIRST_DAY, LAST_DAY

SCHEMA: Final = 1
FIRST_YEAR, LAST_YEAR = 1990, 2200
LARGEST: Final = Decimal(900_000_000_000_000)
"""The largest sum of all amounts of a case, so that each result is an amount that can be kept."""
_AMOUNT = re.compile(r"[0-9]{1,15}(?:[.,]([0-9]{1,4}))?")
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Fault:
    """Say what is wrong in one place: `part` and `row` (counted from 0; None in the head), `place`, what was found."""

    code: str
    part: str = ""
    row: int | None = None
    place: str = ""
    found: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a case that was read, or all that is wrong with what was typed."""

    case: Case | None
    faults: tuple[Fault, ...] = ()


class _Wrong(Exception):
    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_case(typed: Mapping[str, Any]) -> Reading:
    """Read a case from typed values: texts, or the plain values that ``to_plain`` wrote.

    An amount has up to four decimals behind a point or a comma and no marks between thousands; three figures behind
    the mark are refused, for they may be thousands. A row all of whose places are empty is passed over.
    """
    faults: list[Fault] = [
        Fault("part-unknown", str(name)[:60]) for name in typed if name not in {"schema", *_NAMES, *ROWS}
    ]
    head = _read_row("", None, HEAD, typed, faults)
    parts = {name: _read_part(name, typed.get(name), faults) for name in ROWS}
    if not faults:
        faults += _references(parts) + _ranges(parts) + _sums(parts)
    return Reading(None, tuple(faults)) if faults else Reading(_made(head, parts))


_NAMES = frozenset(place.name for place in HEAD)
Row = tuple[int, dict[str, Any]]


def _read_part(part: str, typed: Any, faults: list[Fault]) -> list[Row]:
    if typed in (None, ""):
        return []
    if not isinstance(typed, Sequence) or isinstance(typed, str) or not all(isinstance(row, Mapping) for row in typed):
        faults.append(Fault("part-not-rows", part))
        return []
    if len(typed) > MOST_ROWS:
        faults.append(Fault("part-too-long", part, params={"most": str(MOST_ROWS)}))
        return []
    return [
        (number, _read_row(part, number, ROWS[part], row, faults))
        for number, row in enumerate(typed)
        if any(str(row.get(place.name) or "").strip() for place in ROWS[part])
    ]


def _read_row(
    part: str, number: int | None, places: Sequence[Place], typed: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place in places:
        given = typed.get(place.name)
        text = "" if given is None else str(given).strip()
        try:
            values[place.name] = _read_place(place, text)
        except _Wrong as wrong:
            faults.append(Fault(wrong.code, part, number, place.name, text[:80], wrong.params))
    return values


def _read_place(place: Place, text: str) -> Any:
    if not text:
        if place.required:
            raise _Wrong("place-required")
        return "" if place.kind in ("text", "long", "code", "choice") else None
    if any(ord(char) < 32 and char not in "\n\r\t" for char in text):
        raise _Wrong("control-character")
    return _READERS[place.kind](place, text)


def _text(place: Place, text: str) -> str:
    if len(text) > place.longest:
        raise _Wrong("text-too-long", longest=str(place.longest))
    return text.replace("\r\n", "\n")


def _code(place: Place, text: str) -> str:
    if place.name == "currency" and not re.fullmatch("[A-Z]{2,3}", text):
        raise _Wrong("not-a-currency-code")
    if not _CODE.fullmatch(text):
        raise _Wrong("not-a-code")
    return text


def _choice(place: Place, text: str) -> str:
    if text not in place.choices:
        raise _Wrong("not-a-choice", choices=", ".join(place.choices))
    return text


def _year(place: Place, text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text, re.ASCII) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise _Wrong("not-a-year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return int(text)


def _day(place: Place, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _Wrong("not-a-day") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _Wrong("not-a-day")
    return day


def _amount(place: Place, text: str) -> Decimal:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise _Wrong("not-an-exact-amount")
    if found[1] is not None and len(found[1]) == 3:
        raise _Wrong("amount-ambiguous")
    return _plain(Decimal(text.replace(",", ".")))


def _count(place: Place, text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text, re.ASCII):
        raise _Wrong("not-a-count")
    return int(text)


def _percent(place: Place, text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text, re.ASCII) or int(text) > 100:
        raise _Wrong("not-a-percentage")
    return int(text)


_READERS = {
    "text": _text,
    "long": _text,
    "code": _code,
    "choice": _choice,
    "year": _year,
    "day": _day,
    "amount": _amount,
    "count": _count,
    "percent": _percent,
}


def _plain(amount: Decimal) -> Decimal:
    """Leave out noughts behind the point, so that one amount is written in one way."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _references(parts: Mapping[str, list[Row]]) -> list[Fault]:
    """See that codes stand once, and that what a line names is there."""
    faults = []
    for part in ("benefits", "assumptions"):
        seen: set[str] = set()
        for number, row in parts[part]:
            if row["code"] in seen:
                faults.append(Fault("code-repeated", part, number, "code", row["code"]))
            seen.add(row["code"])
    economic = {row["code"] for _number, row in parts["benefits"] if row["kind"] == "economic"}
    assumed = {row["code"] for _number, row in parts["assumptions"]}
    for number, row in parts["gains"]:
        if row["benefit"] not in economic:
            faults.append(Fault("no-such-economic-benefit", "gains", number, "benefit", row["benefit"]))
    for part in ("costs", "gains"):
        for number, row in parts[part]:
            if row["assumption"] and row["assumption"] not in assumed:
                faults.append(Fault("no-such-assumption", part, number, "assumption", row["assumption"]))
    return faults


def _ranges(parts: Mapping[str, list[Row]]) -> list[Fault]:
    """See that each estimate has its range once, in order: its own, or that of the assumption it depends on."""
    faults = []
    for part in ("costs", "gains", "assumptions"):
        for number, row in parts[part]:
            own = [row[name] for name in ("low", "high") if row[name] is not None]
            if row.get("assumption"):
                if own:
                    faults.append(Fault("range-given-twice", part, number, "low"))
                continue
            low, high = (row["likely"] if row[name] is None else row[name] for name in ("low", "high"))
            if not Estimate(low, row["likely"], high).is_ordered:
                faults.append(Fault("range-out-of-order", part, number, "likely", f"{row['likely']:f}"))
            if part == "assumptions" and not row["likely"]:
                faults.append(Fault("assumption-of-nothing", part, number, "likely", "0"))
    return faults


def _sums(parts: Mapping[str, list[Row]]) -> list[Fault]:
    """See that no result can be larger than an amount may be."""
    assumed = {row["code"]: row for _number, row in parts["assumptions"]}
    for part, name in (("costs", "high"), ("gains", "high"), ("financing", "amount"), ("risks", "impact")):
        total = Decimal(0)
        for _number, row in parts[part]:
            driver = assumed.get(row.get("assumption", ""))
            stretched = row["likely"] * driver["high"] / driver["likely"] if driver else row[name]
            total += row["likely"] if stretched is None else stretched
        if total > LARGEST / 4:
            return [Fault("sum-too-large", part, params={"most": f"{LARGEST / 4:f}"})]
    return []


def _made(head: Mapping[str, Any], parts: Mapping[str, list[Row]]) -> Case:
    rows = {name: [row for _number, row in found] for name, found in parts.items()}
    assumptions = {row["code"]: _estimated(row) for row in rows["assumptions"]}

    def lines(made: Any, part: str) -> tuple[Any, ...]:
        return tuple(made(**_with_amount(row, assumptions)) for row in rows[part])

    return Case(
        **head,
        costs=lines(Cost, "costs"),
        benefits=tuple(Benefit(**row) for row in rows["benefits"]),
        gains=lines(Gain, "gains"),
        assumptions=lines(Assumption, "assumptions"),
        financing=tuple(Funding(**row) for row in rows["financing"]),
        staff=tuple(StaffChange(**row) for row in rows["staff"]),
        commitments=tuple(Commitment(**row) for row in rows["commitments"]),
        risks=tuple(Risk(**row) for row in rows["risks"]),
    )


def _estimated(row: Mapping[str, Any]) -> Estimate:
    likely = row["likely"]
    return Estimate(
        likely if row["low"] is None else row["low"], likely, likely if row["high"] is None else row["high"]
    )


def _with_amount(row: Mapping[str, Any], assumptions: Mapping[str, Estimate]) -> dict[str, Any]:
    """Put the three points together; a line in proportion to an assumption has the range of the assumption."""
    other = {name: value for name, value in row.items() if name not in ("low", "likely", "high")}
    driver = assumptions.get(row.get("assumption", ""))
    if driver is None:
        return {**other, "amount": _estimated(row)}
    share = row["likely"] / driver.likely
    return {**other, "amount": Estimate(share * driver.low, row["likely"], share * driver.high)}


def to_plain(case: Case) -> dict[str, Any]:
    """Write a case as plain values in its one form; ``read_case`` gives the same case again."""
    head = {place.name: _written(getattr(case, place.name)) for place in HEAD}
    rows = {
        part: [{place.name: _written(_value(row, place.name)) for place in places} for row in getattr(case, part)]
        for part, places in ROWS.items()
    }
    return {"schema": SCHEMA, **head, **rows}


def case_bytes(case: Case) -> bytes:
    """Write a case in canonical form, the same bytes for the same case: what its hash is taken of."""
    return canonical(to_plain(case))


def _value(row: Any, name: str) -> Any:
    if name not in ("low", "likely", "high"):
        return getattr(row, name)
    derived = name != "likely" and bool(getattr(row, "assumption", ""))
    return None if derived else getattr(row.amount, name)


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else "" if value is None else value
