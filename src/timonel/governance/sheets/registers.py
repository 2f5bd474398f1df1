"""The sheets by which registers of institutions come in and go out, with the words and codes of their country."""

from __future__ import annotations

from collections.abc import Mapping

from timonel.domain.identifiers import SCHEMES
from timonel.domain.mandates import Framework
from timonel.frameworks.registers import vocabulary
from timonel.governance.sheets.specs import Choice, Column, Label, SheetSpec

NUMBER = r"[a-z0-9]+(-[a-z0-9]+)*"
FIRST_DAY = Label("Primer día, incluido; vacío si no se conoce", "First day, included; empty when not known")
LAST_DAY = Label("Último día, incluido; vacío si sigue", "Last day, included; empty while it goes on")
SOURCE = Column("source", Label("Fuente", "Source"), required=True, length=200, example="bcn-presupuesto-2020")


def institution_sheet(country: str, framework: Framework | None = None) -> SheetSpec:
    """Give the sheet of institutions: one row for each version of an institution, from a day to a day.

    Kind, level, sector and group are the words of the country's register;
    `register-not-shipped` for a country without one. Level and sector also take
    the words of the framework.
    """
    also = _words_of(framework) if framework is not None else {}
    region, comuna = _code(country, "region"), _code(country, "comuna")
    return SheetSpec(
        Label("Instituciones", "Institutions"),
        (
            Column(
                "number",
                Label("Número", "Number"),
                "code",
                required=True,
                pattern=NUMBER,
                length=120,
                example="cl-08-02",
            ),
            Column("name", Label("Nombre", "Name"), required=True, example="Dirección de Presupuestos"),
            Column("short", Label("Nombre breve", "Short name"), length=60, example="DIPRES"),
            Column("kind", Label("Clase", "Kind"), "choice", required=True, choices=_choices(country, "kind")),
            Column("level", Label("Nivel", "Level"), "choice", required=True, choices=_choices(country, "level", also)),
            Column("ministry", Label("Ministerio", "Ministry"), "code", pattern=NUMBER, length=120, example="cl-08"),
            Column("sector", Label("Sector", "Sector"), "choice", choices=_choices(country, "sector", also)),
            Column("region", Label("Región", "Region"), "code", pattern=region.pattern, example=region.example),
            Column("comuna", Label("Comuna", "Comuna"), "code", pattern=comuna.pattern, example=comuna.example),
            Column("group", Label("Grupo", "Group"), "choice", choices=_choices(country, "group")),
            Column(
                "autonomous_regulator",
                Label("Regulador autónomo", "Autonomous regulator"),
                "choice",
                choices=_choices(country, "autonomous_regulator"),
            ),
            Column("from", Label("Desde", "From"), "date", note=FIRST_DAY),
            Column("to", Label("Hasta", "To"), "date", note=LAST_DAY),
            SOURCE,
            Column("checked_on", Label("Comprobado el", "Checked on"), "date", required=True),
        ),
        unique=("number", "from"),
    )


def identifier_sheet(country: str) -> SheetSpec:
    """Give the sheet of codes: one row for each code of an institution, from a day to a day.

    The form of the code depends on its scheme and is checked by
    `timonel.domain.identifiers.canonical`.
    """
    schemes = [scheme for scheme in SCHEMES.values() if scheme.id.startswith(f"{country}-")]
    kinds = tuple(Choice(scheme.id, Label(scheme.id, scheme.id)) for scheme in schemes if scheme.id != "cl-run")
    number = Column("number", Label("Número", "Number"), "code", required=True, pattern=NUMBER, length=120)
    return SheetSpec(
        Label("Códigos", "Codes"),
        (
            number,
            Column("scheme", Label("Tipo de código", "Scheme"), "choice", required=True, choices=kinds),
            Column("value", Label("Código", "Code"), "code", required=True, length=60, example="08.02"),
            Column("from", Label("Desde", "From"), "date", note=FIRST_DAY),
            Column("to", Label("Hasta", "To"), "date", note=LAST_DAY),
            SOURCE,
        ),
        unique=("number", "scheme", "value", "from"),
    )


def _code(country: str, kind: str) -> Column:
    scheme = SCHEMES.get(f"{country}-{kind}")
    form, example = (scheme.pattern or "", scheme.example) if scheme else ("", "")
    return Column(kind, Label(kind, kind), "code", pattern=form, example=example)


def _words_of(framework: Framework) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give what the framework calls each level and each sector, by column and code."""
    named = [("level", each.id, each.label) for each in framework.levels.values()]
    named += [("sector", each.id, each.label) for each in framework.sectors.values()]
    return {(column, code): (label.es, label.en) for column, code, label in named if label is not None}


def _choices(
    country: str, column: str, also: Mapping[tuple[str, str], tuple[str, ...]] | None = None
) -> tuple[Choice, ...]:
    others = also or {}
    words = vocabulary(country).get(column, ())
    return tuple(Choice(word.code, Label(word.es, word.en), others.get((column, word.code), ())) for word in words)
