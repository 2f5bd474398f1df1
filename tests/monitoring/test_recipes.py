"""What the two real portfolios hold, as their recipes read it: each kind of fault counted, none mended in silence."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache

import jsonschema
import pytest
from ruamel.yaml import YAML

from timonel.domain.lights import Missing
from timonel.domain.money import Money
from timonel.monitoring.recipes import (
    PortfolioReading,
    RecipeInvalid,
    read_portfolio,
    recipe_from_text,
    recipe_schema,
    shipped_file,
    shipped_recipe,
    shipped_recipes,
    table_schema,
    template,
)
from timonel.monitoring.recipes.cells import as_number, swapped
from timonel.monitoring.recipes.loading import SHIPPED
from timonel.monitoring.recipes.reading import FileUnreadable
from timonel.monitoring.recipes.template import COLUMNS

US, UK = "us-it-dashboard-2012", "uk-gmpp-2014-2023"


@cache
def read(name: str) -> PortfolioReading:
    return read_portfolio(shipped_file(name), shipped_recipe(name))


def test_the_american_export_holds_2468_projects_and_each_of_its_faults_is_named():
    reading = read(US)
    assert dict(reading.counts()) | {"doubts": 0} == {
        "rows": 2472,
        "projects": 2468,
        "baselines": 2451,
        "reports": 2468,
        "ratings": 4902,
        "doubts": 0,
    }
    assert dict(reading.doubts_by_rule()) == {
        ("day-and-month-swapped", "read-as"): 2316,
        ("variance-without-dates", "kept"): 236,
        ("variance-disagrees", "kept"): 224,
        ("cost-of-nothing", "set-aside"): 17,
        ("nothing-planned", "kept"): 17,
        ("variance-too-large", "kept"): 14,
        ("amount-in-thousands", "set-aside"): 14,
        ("amount-too-large", "set-aside"): 8,
        ("row-repeated", "passed-over"): 4,
        ("ends-before-it-begins", "kept"): 2,
    }


def test_the_british_tables_hold_638_projects_in_1727_pictures_and_each_of_their_faults_is_named():
    reading = read(UK)
    assert (reading.rows, len(reading.projects), len(reading.reports), len(reading.ratings)) == (1727, 638, 1727, 1727)
    assert Counter(len(project.rows) > 1 for project in reading.projects) == {True: 441, False: 197}
    assert Counter(row.reason for row in reading.baselines) == {"": 637, "changed-in-source": 834, "reset": 1}
    assert dict(reading.doubts_by_rule()) == {
        ("withheld", "kept"): 580,
        ("name-differs", "joined"): 140,
        ("amount-negative", "kept"): 7,
        ("nothing-planned", "kept"): 7,
        ("reset", "kept"): 4,
        ("name-ambiguous", "kept"): 3,
        ("not-a-value", "set-aside"): 1,
        ("ends-before-it-begins", "kept"): 1,
    }


def test_the_opinions_of_ten_years_keep_their_scale_and_say_why_where_there_is_none():
    words = Counter((row.scale, row.word if row.degree is not None else row.missing) for row in read(UK).ratings)
    assert words["delivery-confidence-five", "amber"] == 521
    assert words["delivery-confidence-five", "amber-red"] == 301
    assert words["delivery-confidence-three", "amber"] == 353
    assert words["delivery-confidence-five", Missing.RESET] == 2
    assert sum(count for (_scale, word), count in words.items() if word is Missing.WITHHELD) > 50


def test_ambiguous_days_of_the_american_export_agree_with_its_variances_only_when_swapped():
    """The recipe reads them so because of this: 135 rows agree only then, and none only as it stands."""
    plain, swapped_ = _agreements()
    assert (plain, swapped_) == (0, 135)


def _agreements() -> tuple[int, int]:
    import csv
    from io import StringIO

    only_plain = only_swapped = 0
    for row in csv.DictReader(StringIO(shipped_file(US).decode())):
        ends = [row[f"{name} Project Completion Date (B2)"][:10] for name in ("Planned", "Projected/Actual")]
        if not all(ends) or not row["Schedule Variance (in days)"]:
            continue
        planned, expected = (date.fromisoformat(end) for end in ends)
        stated = int(row["Schedule Variance (in days)"])
        as_it_stands = (planned - expected).days == stated
        meant = ((swapped(planned) or planned) - (swapped(expected) or expected)).days == stated
        either = any(
            (one - other).days == stated
            for one in {planned, swapped(planned) or planned}
            for other in {expected, swapped(expected) or expected}
        )
        only_plain += as_it_stands and not either
        only_swapped += either and not as_it_stands
        assert meant or not as_it_stands or (swapped(planned) is None and swapped(expected) is None)
    return only_plain, only_swapped


def test_no_update_of_the_american_export_is_after_august_2012_once_days_are_read_as_meant():
    assert max(report.as_of for report in read(US).reports) == date(2012, 8, 31)


def test_a_project_keeps_its_earlier_names_and_what_was_reset_begins_a_baseline():
    hera = next(project for project in read(UK).projects if project.key == "FCO_0012_1718-Q4")
    assert (hera.name, hera.former_names) == ("Hera Programme", ("Atlas Programme (IPA ID 2410)",))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("£1.90m", "1.90"),
        ("£1,186.00", "1186.00"),
        ("-£7", "-7"),
        ("450.37", "450.37"),
        ("-3.50E-05", "-0.0000350"),
        ("1,23", None),
        ("NaN", None),
        ("1e9", None),
        ("£", None),
        ("١٢", None),
    ],
)
def test_amounts_are_read_exactly_or_not_at_all(text, number):
    assert as_number(text) == (Decimal(number) if number else None)


def test_a_number_of_a_hundred_thousand_digits_is_no_value_and_is_named_and_a_longer_cell_is_refused_with_its_line():
    content = template().replace("1620000000", "9" * 100_000).encode()
    reading = read_portfolio(content, shipped_recipe("template"))
    assert reading.reports[0].standing.cost is Missing.DOUBTFUL
    assert [(doubt.column, doubt.rule, doubt.done) for doubt in reading.doubts] == [
        ("expected_cost", "not-a-value", "set-aside")
    ]
    with pytest.raises(FileUnreadable) as refused:
        read_portfolio(template().replace("1620000000", "9" * 200_000).encode(), shipped_recipe("template"))
    assert (refused.value.code, refused.value.params["line"]) == ("sheet-unreadable", 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "header-missing"),
        (b"a,b\r\n1,2\r\n", "header-missing"),
        ("key;name\u0000".encode("utf-16"), "sheet-encoding"),
        (b"PK\x03\x04nothing", "sheet-unreadable"),
    ],
)
def test_a_file_that_is_no_table_of_the_recipe_is_refused_with_why(content, code):
    with pytest.raises(FileUnreadable) as refused:
        read_portfolio(content, shipped_recipe("template"))
    assert refused.value.code == code


def test_the_template_reads_its_own_example_and_its_schema_names_the_same_columns():
    reading = read_portfolio(template().encode(), shipped_recipe("template"))
    (project,), (report,) = reading.projects, reading.reports
    assert (project.key, project.institution, project.currency) == ("HLA-2026-01", "cl-16-02", "CLP")
    assert report.standing.cost == Money.of("1620000000", "CLP")
    assert [rating.by for rating in reading.ratings] == ["self", "independent"]
    assert not reading.doubts
    assert [field["name"] for field in table_schema()["fields"]] == [column.name for column in COLUMNS]


def test_each_shipped_recipe_follows_the_schema_and_names_source_and_licence():
    schema = recipe_schema()
    for name in shipped_recipes():
        plain = YAML(typ="safe", pure=True).load((SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"))
        jsonschema.validate(_as_json(plain), schema)
        assert plain["source"]["licence"] and plain["source"]["attribution"]


def _as_json(plain):
    if isinstance(plain, dict):
        return {str(key): _as_json(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_as_json(value) for value in plain]
    return plain.isoformat() if isinstance(plain, date) else plain


def test_every_fault_of_a_recipe_is_told_with_its_line():
    text = (SHIPPED / "template.yaml").read_text(encoding="utf-8")
    broken = text.replace("object: project", "object: programm").replace('unit: "1"', "unit: 1.5") + "colour: red\n"
    with pytest.raises(RecipeInvalid) as invalid:
        recipe_from_text(broken, "mine.yaml")
    lines = broken.splitlines()
    found = {fault.key: lines[fault.line - 1].split(":")[0] for fault in invalid.value.faults}
    assert found == {"object": "object", "money.unit": "money", "colour": "colour"}
