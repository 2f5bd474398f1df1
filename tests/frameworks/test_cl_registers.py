"""The shipped registers of Chile: complete, consistent, sourced."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date, timedelta
from importlib.metadata import version

import holidays as package
import pytest

from timonel.domain.identifiers import canonical
from timonel.frameworks.holidays import holidays
from timonel.frameworks.registers import (
    InstitutionRow,
    RegisterNotShipped,
    comunas,
    identifiers,
    institutions,
    places,
    sources,
    table,
    vocabulary,
)

ROWS = institutions("cl")
CODES = identifiers("cl")
TODAY = date(2026, 11, 23)


def on(day: date) -> dict[str, InstitutionRow]:
    held = [row for row in ROWS if (row.from_on or date.min) <= day <= (row.to_on or date.max)]
    found = {row.number: row for row in held}
    assert len(found) == len(held), "one version a day"
    return found


def budget_codes(length: int, on: date = date(2020, 4, 30)) -> set[str]:
    return {
        code.value
        for code in CODES
        if code.scheme == "cl-budget"
        and len(code.value) == length
        and (code.from_on or date.min) <= on <= (code.to_on or date.max)
    }


def test_the_2020_budget_has_228_institutions_in_30_partidas():
    assert len(budget_codes(5)) == 228
    assert budget_codes(2) == {f"{number:02}" for number in range(1, 31)}


def test_there_are_24_ministries_and_a_25th_since_april_2025():
    def ministries(day: date) -> set[str]:
        return {row.number for row in on(day).values() if row.kind == "ministry"}

    assert len(ministries(date(2025, 3, 31))) == 24
    assert ministries(date(2025, 4, 1)) - ministries(date(2025, 3, 31)) == {"cl-seguridad-publica"}
    not_ministries = {"01", "02", "03", "04", "23", "28"}
    assert {number[3:] for number in ministries(date(2020, 4, 30))} == budget_codes(2) - not_ministries
    assert not [code for code in CODES if code.number == "cl-seguridad-publica"]  # its partida is not stated


def test_345_municipalities_serve_346_comunas():
    served = Counter(comuna.municipality for comuna in comunas("cl"))
    municipalities = {row.number for row in ROWS if row.kind == "municipality"}
    assert (len(served), served.total()) == (345, 346)
    assert municipalities == served.keys()
    assert [number for number, count in served.items() if count > 1] == ["cl-mun-12201"]
    assert {code.value for code in CODES if code.scheme == "cl-comuna"} == {comuna.comuna for comuna in comunas("cl")}
    assert {code.value for code in CODES if code.number == "cl-mun-12201"} == {"12201", "12202"}


def test_the_groups_of_the_decree_are_84_and_343_municipalities_and_two_are_in_none():
    groups = Counter(row.group for row in ROWS if row.kind == "municipality")
    assert groups == {"B": 84, "C": 259, "unknown": 2}
    assert groups["B"] + groups["C"] == 343
    unknown = {row.short for row in ROWS if row.kind == "municipality" and row.group == "unknown"}
    assert unknown == {"Canela", "Quillón"}
    assert {row.group for row in ROWS if row.kind == "regional-government"} == {"B"}
    assert on(TODAY)["cl-04-01"].group == "A"
    assert not [row for row in ROWS if row.to_on and row.to_on < date(2021, 4, 6) and row.group != "unknown"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2011-02-20", "Ministerio del Interior"),
        ("2011-02-21", "Ministerio del Interior y Seguridad Pública"),
        ("2025-03-31", "Ministerio del Interior y Seguridad Pública"),
        ("2025-04-01", "Ministerio del Interior"),
    ],
)
def test_interior_was_renamed_on_these_days(day, name):
    assert on(date.fromisoformat(day))["cl-05"].name == name


def test_desarrollo_social_was_renamed_on_the_day_its_law_was_published():
    assert on(date(2019, 4, 15))["cl-21"].name == "Ministerio de Desarrollo Social"
    assert on(date(2019, 4, 16))["cl-21"].name == "Ministerio de Desarrollo Social y Familia"


@pytest.mark.parametrize("number", ["cl-05-08", "cl-05-31", "cl-05-33"])
def test_what_moved_to_public_security_keeps_its_history(number):
    assert (on(date(2025, 3, 31))[number].ministry, on(date(2025, 3, 31))[number].sector) == ("cl-05", "interior")
    after = on(date(2025, 4, 1))[number]
    assert (after.ministry, after.sector) == ("cl-seguridad-publica", "public-security")


def test_the_autonomous_regulators_are_the_superintendencies():
    assert {row.number: row.name for row in ROWS if row.autonomous_regulator} == {
        "cl-07-25": "Superintendencia de Insolvencia y Reemprendimiento",
        "cl-08-17": "Superintendencia de Casinos de Juego",
        "cl-09-02": "Superintendencia de Educación",
        "cl-09-91": "Superintendencia de Educación Superior",
        "cl-12-07": "Superintendencia de Servicios Sanitarios",
        "cl-15-06": "Superintendencia de Seguridad Social",
        "cl-15-07": "Superintendencia de Pensiones",
        "cl-16-11": "Superintendencia de Salud",
        "cl-24-04": "Superintendencia de Electricidad y Combustibles",
        "cl-25-03": "Superintendencia del Medio Ambiente",
    }
    assert {row.kind for row in ROWS if row.autonomous_regulator} == {"superintendency"}


def test_other_powers_and_autonomous_bodies_stand_under_no_ministry():
    own = {row.number: (row.kind, row.level) for row in ROWS if not row.ministry and row.kind not in LED}
    assert own == {
        "cl-01-01": ("presidency", "central"),
        "cl-02": ("congress", "other-power"),
        **{f"cl-02-0{chapter}": ("congress", "other-power") for chapter in (1, 2, 3, 4)},
        **{f"cl-03-0{chapter}": ("judiciary", "other-power") for chapter in (1, 3, 4)},
        **dict.fromkeys(("cl-04-01", "cl-23-01", "cl-28-01"), ("autonomous", "autonomous")),
    }


LED = {"ministry", "municipality"}


def test_every_day_has_at_most_one_version_and_versions_follow_each_other():
    last: dict[str, InstitutionRow] = {}
    for row in ROWS:
        if row.number in last:
            ended = last[row.number].to_on
            assert ended is not None
            assert row.from_on == ended + timedelta(days=1), row.number
        last[row.number] = row
    assert len(last) == len(on(TODAY)) == 228 + 24 + 1 + 1 + 345


def test_every_ministry_named_exists_in_the_same_days():
    for row in ROWS:
        if row.ministry:
            days = [row.from_on or row.to_on or TODAY, row.to_on or TODAY]
            assert all(on(day)[row.ministry].kind == "ministry" for day in days), row


def test_names_differ_from_the_budget_in_spelling_only():
    for row in ROWS:
        if not row.name_in_source.isupper() or (row.number == "cl-21" and row.from_on):
            continue
        letters = unicodedata.normalize("NFD", row.name)
        assert "".join(letter for letter in letters if not unicodedata.combining(letter)).upper() == row.name_in_source


def test_no_two_institutions_are_shown_alike_on_a_day():
    shown = Counter(row.short or row.name for row in on(TODAY).values() if row.kind != "municipality")
    assert shown.most_common(1)[0][1] == 1
    municipal = Counter(row.name for row in on(TODAY).values() if row.kind == "municipality")
    assert municipal.most_common(1)[0][1] == 1


def test_every_text_fits_where_it_is_kept():
    assert max(len(row.name) for row in ROWS) <= 300
    assert max(len(row.short) for row in ROWS) <= 60
    assert max(len(row.source) for row in ROWS) <= 200


def test_every_word_is_in_the_vocabulary_and_every_word_of_it_is_used():
    words = vocabulary("cl")
    for column in ("kind", "level", "group", "sector"):
        assert {getattr(row, column) for row in ROWS} == {word.code for word in words[column]}
    assert all(word.es and word.en for column in words.values() for word in column)


def test_every_row_cites_sources_that_are_listed_and_every_source_is_cited():
    listed = sources("cl")
    cited = {source for row in (*ROWS, *CODES) for source in row.source.split()}
    assert cited | {"holidays-package"} == listed.keys()
    assert {source.kind for source in listed.values()} == {"primary", "secondary"}
    assert {row.checked_on for row in ROWS} == {date(2026, 11, 23)}


def test_every_code_has_the_form_of_its_scheme_and_belongs_to_one_institution_at_a_time():
    numbers = {row.number for row in ROWS}
    held: dict[tuple[str, str], str] = {}
    for code in CODES:
        assert canonical(code.scheme, code.value) == code.value
        assert code.number in numbers
        assert held.setdefault((code.scheme, code.value), code.number) == code.number


def test_budget_codes_carry_the_years_in_which_the_tables_show_them():
    moved = {code.value: (code.from_on, code.to_on) for code in CODES if code.number == "cl-28-01"}
    assert moved == {
        "05.03": (None, date(2016, 12, 31)),
        "28": (date(2017, 1, 1), None),
        "28.01": (date(2017, 1, 1), None),
    }
    sport = {code.value: (code.from_on, code.to_on) for code in CODES if code.number == "cl-26-02"}
    assert sport == {"20.03": (None, date(2014, 12, 31)), "26.02": (date(2014, 1, 1), None)}


def test_a_power_with_one_chapter_of_its_name_is_one_institution_with_two_codes():
    shared = {number: {code.value for code in CODES if code.number == number} for number in ("cl-01-01", "cl-03-01")}
    assert shared == {"cl-01-01": {"01", "01.01"}, "cl-03-01": {"03", "03.01"}}


def test_codes_of_comunas_begin_with_their_province_and_region():
    for comuna in comunas("cl"):
        assert comuna.comuna.startswith(comuna.province)
        assert comuna.province.startswith(comuna.region)
    assert places("cl")["05"] == "Región de Valparaíso"
    assert places("cl")["051"] == "Valparaíso"
    assert places("cl")["05101"] == "Valparaíso"
    assert len([code for code in places("cl") if len(code) == 2]) == 16


def test_regions_of_institutions_are_known_and_agree_with_their_comuna():
    for row in ROWS:
        assert row.region == "" or row.region in places("cl")
        assert row.comuna == "" or row.comuna[:2] == row.region


def test_holidays_are_those_of_the_package_and_say_its_version():
    rows = table("cl", "holidays")
    assert {row["source"] for row in rows} == {f"holidays {version('holidays')}"}
    assert holidays("cl") == frozenset(package.country_holidays("CL", years=range(2001, 2028)))
    assert {day.year for day in holidays("cl")} == set(range(2001, 2028))
    assert len(rows) == len(holidays("cl")) == 422


@pytest.mark.parametrize(
    ("day", "free"),
    [("2026-09-17", False), ("2026-09-18", True), ("2027-09-17", True), ("2026-11-23", False), ("2026-12-25", True)],
)
def test_known_holidays_of_chile(day, free):
    assert (date.fromisoformat(day) in holidays("cl")) is free


@pytest.mark.parametrize("country", ["dk", "../cl", "cl/.."])
def test_a_country_without_a_register_is_refused(country):
    with pytest.raises(RegisterNotShipped) as refusal:
        holidays(country)
    assert refusal.value.code == "register-not-shipped"
