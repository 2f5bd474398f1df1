"""The facts that rules, recipes and reference classes speak of: frozen, with a schema version, ``UNKNOWN`` everywhere.

What a source does not say is ``UNKNOWN``, never a default. A flag is true, false or unknown (absent). Days are days in
the framework's time zone. Schema version 1; a field is never renamed or given another meaning within a version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Literal, TypeAlias, TypeVar

from timonel.domain.errors import TimonelError
from timonel.domain.money import Money, Rate
from timonel.domain.truth import Truth

SCHEMA: Final = 1


class Unknown(Enum):
    """Stand for what no source says."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
T = TypeVar("T")
Known: TypeAlias = T | Literal[Unknown.UNKNOWN]

OBJECTS: Final = ("project", "programme", "expense", "acquisition", "norm")
MEASURES: Final = ("total-budget", "annual-cost", "contract-value", "ict-spend", "institution-ict-cost")
"""Amounts a condition may compare: the whole budget, the cost per year, the value of one contract, the ICT share of it,
and what ICT costs the institution in a year."""

FLAGS: Final[dict[str, tuple[str, str]]] = {
    "whole-of-government": ("Transversal al gobierno", "Whole of government"),
    "multi-institution": ("De varias instituciones", "Of several institutions"),
    "novel-or-contentious": ("Novedoso o controvertido", "Novel or contentious"),
    "shared-service": ("Servicio compartido", "Shared service"),
    "personal-data": ("Trata datos personales", "Handles personal data"),
    "cloud": ("Usa nube", "Uses cloud"),
    "agile-pilot": ("Piloto ágil", "Agile pilot"),
    "needs-funding": ("Requiere financiamiento", "Needs funding"),
    "several-actors": ("Requiere coordinar varios actores", "Needs several actors to be co-ordinated"),
    "standard-acquisition": ("Adquisición de sistema estándar", "Acquisition of a standard system"),
    "operational-continuity": ("Continuidad operacional", "Operational continuity"),
    "citizen-facing": ("Dirigido a la ciudadanía", "Citizen-facing"),
    "identity": ("Identidad digital", "Digital identity"),
    "domain-name": ("Nombre de dominio", "Domain name"),
    "public-transaction": ("Trámite con el público", "Public-facing transaction"),
    "hosting": ("Alojamiento", "Hosting"),
    "automatic-extension": ("Prórroga automática", "Automatic extension"),
    "society-critical": ("Crítico para la sociedad", "Critical to society"),
    "exempt": ("Exento", "Exempt"),
    "adhered": ("Adherido", "Adhered"),
}
"""Flags of cases and institutions with Spanish and English labels; a framework may declare more of its own."""


class FactsMalformed(TimonelError):
    """Refuse facts whose keys or values are not those of the schema."""


def _flag(flags: Mapping[str, bool], name: str) -> Truth:
    return Truth.of(flags.get(name))


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """Describe an institution as rules see it on a day."""

    code: str
    kind: Known[str] = UNKNOWN
    level: Known[str] = UNKNOWN
    ministry: Known[str] = UNKNOWN
    sector: Known[str] = UNKNOWN
    flags: Mapping[str, bool] = field(default_factory=dict, hash=False)
    on: Known[date] = UNKNOWN

    def has(self, flag: str) -> Truth:
        """Say whether a flag is set; unknown when nobody said."""
        return _flag(self.flags, flag)


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """Describe a case as rules see it: a project, programme, expense or acquisition, at the state of ``as_of``."""

    object: Known[str] = UNKNOWN
    number: Known[str] = UNKNOWN
    as_of: Known[date] = UNKNOWN
    institution: Known[InstitutionFacts] = UNKNOWN
    partners: tuple[InstitutionFacts, ...] = ()
    sector: Known[str] = UNKNOWN
    run_by: Known[str] = UNKNOWN
    """``authority`` or ``institution``: who carries the project out."""
    total_budget: Known[Money] = UNKNOWN
    annual_cost: Known[Money] = UNKNOWN
    contract_value: Known[Money] = UNKNOWN
    ict_spend: Known[Money] = UNKNOWN
    institution_ict_cost: Known[Money] = UNKNOWN
    rates: tuple[Rate, ...] = ()
    categories: Known[tuple[str, ...]] = UNKNOWN
    """Codes with their scheme: ``cpv:48000000``, ``cl-budget:29.07``."""
    flags: Mapping[str, bool] = field(default_factory=dict, hash=False)
    risk_class: Known[str] = UNKNOWN
    kind: Known[str] = UNKNOWN
    """Class of work in the source's words, such as ``transformation`` or ``operation``."""
    phase: Known[str] = UNKNOWN
    rating: Known[str] = UNKNOWN
    rating_scale: Known[str] = UNKNOWN
    method: Known[str] = UNKNOWN
    proposed_on: Known[date] = UNKNOWN
    submitted_on: Known[date] = UNKNOWN
    approved_on: Known[date] = UNKNOWN
    start_original_on: Known[date] = UNKNOWN
    start_approved_on: Known[date] = UNKNOWN
    start_actual_on: Known[date] = UNKNOWN
    end_original_on: Known[date] = UNKNOWN
    end_approved_on: Known[date] = UNKNOWN
    end_latest_on: Known[date] = UNKNOWN
    end_actual_on: Known[date] = UNKNOWN
    cost_original: Known[Money] = UNKNOWN
    cost_approved: Known[Money] = UNKNOWN
    cost_latest: Known[Money] = UNKNOWN
    cost_actual: Known[Money] = UNKNOWN
    benefits_original: Known[Money] = UNKNOWN
    benefits_approved: Known[Money] = UNKNOWN
    benefits_latest: Known[Money] = UNKNOWN
    rebaselines: Known[int] = UNKNOWN
    matter: Known[str] = UNKNOWN
    origin: str = "act"
    """``act``, ``import`` or ``demonstration``."""
    schema: int = SCHEMA

    def amount(self, measure: str) -> Known[Money]:
        """Return the amount a condition names by its measure."""
        found: Known[Money] = getattr(self, measure.replace("-", "_"))
        return found

    def has(self, flag: str) -> Truth:
        """Say whether a flag is set; unknown when nobody said."""
        return _flag(self.flags, flag)

    @property
    def duration_original_days(self) -> Known[int]:
        """Return the days from the first planned start to the first planned end."""
        return _days(self.start_original_on, self.end_original_on)

    @property
    def duration_latest_days(self) -> Known[int]:
        """Return the days from the actual (or else planned) start to the latest expected or actual end."""
        start = next((day for day in (self.start_actual_on, self.start_original_on) if day is not UNKNOWN), UNKNOWN)
        end = next((day for day in (self.end_actual_on, self.end_latest_on) if day is not UNKNOWN), UNKNOWN)
        return _days(start, end)


@dataclass(frozen=True, slots=True)
class NormFacts:
    """Describe a standard, guideline or legal rule being drafted or issued."""

    number: Known[str] = UNKNOWN
    kind: Known[str] = UNKNOWN
    matter: Known[str] = UNKNOWN
    institution: Known[InstitutionFacts] = UNKNOWN
    flags: Mapping[str, bool] = field(default_factory=dict, hash=False)
    categories: Known[tuple[str, ...]] = UNKNOWN
    as_of: Known[date] = UNKNOWN
    submitted_on: Known[date] = UNKNOWN
    object: str = "norm"
    risk_class: Known[str] = UNKNOWN
    rates: tuple[Rate, ...] = ()
    schema: int = SCHEMA

    def amount(self, measure: str) -> Known[Money]:
        """Return unknown: a norm has no amount."""
        return UNKNOWN

    def has(self, flag: str) -> Truth:
        """Say whether a flag is set; unknown when nobody said."""
        return _flag(self.flags, flag)


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """Describe a body of the framework as it stands on a day: its members, and when it last sat."""

    body: str
    as_of: Known[date] = UNKNOWN
    members: Known[int] = UNKNOWN
    vacancies: Known[int] = UNKNOWN
    last_ordinary_sitting_on: Known[date] = UNKNOWN
    last_sitting_on: Known[date] = UNKNOWN
    schema: int = SCHEMA


CaseFacts = ProjectFacts | NormFacts
Facts = InstitutionFacts | ProjectFacts | NormFacts | BodyFacts


def _days(start: Known[date], end: Known[date]) -> Known[int]:
    if start is UNKNOWN or end is UNKNOWN:
        return UNKNOWN
    return (end - start).days


def to_plain(facts: Facts) -> dict[str, Any]:
    """Write facts as JSON values: known fields only, money as ``10 DKK``, days as ISO text."""
    written = {name: _written(getattr(facts, name)) for name in (item.name for item in fields(facts))}
    return {name: value for name, value in written.items() if value not in (None, [], {})}


def _written(value: Any) -> Any:
    if value is UNKNOWN:
        return None
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Rate):
        return {
            "of": value.of,
            "into": value.into,
            "value": f"{value.value:f}",
            "on": value.on.isoformat(),
            "source": value.source,
        }
    if isinstance(value, InstitutionFacts):
        return to_plain(value)
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value


_MONEY = frozenset({"total_budget", "annual_cost", "contract_value", "ict_spend", "institution_ict_cost"})


def _read(name: str, value: Any) -> Any:
    if value == "unknown":
        return UNKNOWN
    if name in _MONEY or name.startswith(("cost_", "benefits_")):
        return Money.parse(value)
    if name.endswith("_on") or name in ("on", "as_of"):
        return date.fromisoformat(value)
    if name == "institution":
        return institution_from_plain(value)
    if name == "partners":
        return tuple(institution_from_plain(item) for item in value)
    if name == "rates":
        return tuple(
            Rate(item["of"], item["into"], Decimal(item["value"]), date.fromisoformat(item["on"]), item["source"])
            for item in value
        )
    if name == "flags" and not isinstance(value, Mapping):
        return dict.fromkeys(value, True)
    return tuple(value) if name == "categories" else value


F = TypeVar("F", InstitutionFacts, ProjectFacts, NormFacts, BodyFacts)


def _from_plain(kind: type[F], plain: Mapping[str, Any]) -> F:
    unknown_keys = plain.keys() - {item.name for item in fields(kind)}
    if unknown_keys:
        raise FactsMalformed("unknown_fact", {"keys": sorted(unknown_keys)})
    if plain.get("schema", SCHEMA) != SCHEMA:
        raise FactsMalformed("other_schema", {"schema": plain["schema"], "expected": SCHEMA})
    try:
        return kind(**{name: _read(name, value) for name, value in plain.items()})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FactsMalformed("malformed_fact", {"reason": str(error)}) from error


def institution_from_plain(plain: Mapping[str, Any]) -> InstitutionFacts:
    """Read what ``to_plain`` wrote of an institution."""
    return _from_plain(InstitutionFacts, plain)


def project_from_plain(plain: Mapping[str, Any]) -> ProjectFacts:
    """Read what ``to_plain`` wrote of a case; an unknown key or another schema version is refused."""
    return _from_plain(ProjectFacts, plain)


def norm_from_plain(plain: Mapping[str, Any]) -> NormFacts:
    """Read what ``to_plain`` wrote of a norm."""
    return _from_plain(NormFacts, plain)


def body_from_plain(plain: Mapping[str, Any]) -> BodyFacts:
    """Read what ``to_plain`` wrote of a body."""
    return _from_plain(BodyFacts, plain)


def with_flags(facts: ProjectFacts, flags: Iterable[str]) -> ProjectFacts:
    """Return the same case with these flags set."""
    return replace(facts, flags={**facts.flags, **dict.fromkeys(flags, True)})
