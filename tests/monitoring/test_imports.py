"""Portfolios that others recorded come in whole or not at all, once, with all that is doubtful named."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import an_installation, an_institution
from tests.monitoring.portfolios import DAY_OF_RULE, bring_in, its_institutions
from timonel.governance.acting.errors import Refused
from timonel.governance.queries.viewers import PUBLIC
from timonel.monitoring.models import ImportDoubt, Light, PortfolioImport, Rating, Report
from timonel.monitoring.queries.gaps import institution_gaps
from timonel.monitoring.recipes import shipped_file, template
from timonel.monitoring.recipes.template import COLUMNS
from timonel.portfolio.models import Baseline, Project
from timonel.record.manifests import manifest_rows
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db
TABLES = (Project, Baseline, Report, Light, Rating)


def counts():
    return [table.objects.count() for table in TABLES]


def rows_of(**cells: str) -> str:
    """Give the template with its example row, some cells of it changed."""
    names = [column.name for column in COLUMNS]
    example = {column.name: column.example for column in COLUMNS} | {"institution": "i-1"} | cells
    return "\r\n".join([",".join(names), ",".join(example[name] for name in names), ""])


@pytest.fixture
def registrar():
    registrar = an_installation("us")
    an_institution(registrar, "i-1", name="Institución propia")
    return registrar


@pytest.mark.catalogue("PG-07")
def test_the_american_portfolio_comes_in_by_one_act_and_twice_changes_nothing():
    registrar = an_installation("us")
    its_institutions(registrar, "us-it-dashboard-2012")
    before = Entry.objects.count()
    done = bring_in(registrar, shipped_file("us-it-dashboard-2012"), "us-it-dashboard-2012")
    assert Entry.objects.count() == before + 1
    assert counts() == [2468, 2451, 2468, 2468 * 4, 4902]
    kept = PortfolioImport.objects.get(number=done.subject_number)
    facts = json.loads(bytes(Entry.objects.get(seq=done.entry).body))["facts"]
    assert facts["manifest"] == kept.manifest
    assert len(list(manifest_rows(bytes.fromhex(kept.manifest)))) == 2468
    assert ImportDoubt.objects.filter(rule="row-repeated", done="passed-over").count() == 4
    again = bring_in(registrar, shipped_file("us-it-dashboard-2012"), "us-it-dashboard-2012")
    assert counts() == [2468, 2451, 2468, 2468 * 4, 4902]
    second = PortfolioImport.objects.get(number=again.subject_number)
    assert second.manifest == kept.manifest
    assert {
        name: second.counts[name] for name in second.counts if name.endswith(("added", "changed"))
    } == dict.fromkeys(
        ("projects_added", "projects_changed", "baselines_added", "reports_added", "lights_added", "ratings_added"), 0
    )
    found = institution_gaps(PUBLIC, DAY_OF_RULE)
    assert sum(each.gaps.compared + each.gaps.not_compared for each in found) == 2468


def test_half_a_file_never_stays(registrar):
    before = counts(), PortfolioImport.objects.count()
    broken = rows_of() + "key-2," + "9" * 200_000 + "\r\n"
    with pytest.raises(Refused) as refused:
        bring_in(registrar, broken)
    assert refused.value.findings[0]["code"] == "import-unreadable"
    assert refused.value.findings[0]["params"]["line"] == "3"
    assert (counts(), PortfolioImport.objects.count()) == before
    assert json.loads(bytes(Entry.objects.order_by("-seq").first().body))["outcome"] == "refused"


def test_who_is_not_in_the_register_is_set_aside_and_named(registrar):
    with_other = rows_of() + rows_of(key="B", institution="nobody", name="Otro").splitlines()[1] + "\r\n"
    done = bring_in(registrar, with_other)
    assert Project.objects.count() == 1
    doubt = ImportDoubt.objects.get()
    assert (doubt.row, doubt.column, doubt.value, doubt.rule, doubt.done) == (
        3,
        "institution",
        "nobody",
        "institution-not-registered",
        "set-aside",
    )
    assert PortfolioImport.objects.get(number=done.subject_number).counts["projects_added"] == 1


def test_later_rows_of_ones_own_portfolio_are_further_reports_and_other_plans_new_baselines(registrar):
    bring_in(registrar, rows_of())
    bring_in(registrar, rows_of(as_of="2026-09-30", planned_cost="1800000000"))
    project = Project.objects.get()
    assert [(plan.sequence, plan.reason, int(plan.cost)) for plan in project.baselines.all()] == [
        (0, "", 1_500_000_000),
        (1, "changed-in-source", 1_800_000_000),
    ]
    assert project.reports.count() == 2
    latest = project.reports.order_by("as_of").last()
    against = {light.against: light.colour for light in latest.lights.filter(light="cost")}
    assert against == {"original": 1, "approved": 1}
    assert latest.baseline == 1


def test_a_report_of_the_same_day_that_says_something_else_is_named_and_passed_over(registrar):
    bring_in(registrar, rows_of())
    bring_in(registrar, rows_of(expected_cost="9000000000"))
    assert int(Report.objects.get().cost_expected) == 1_620_000_000
    assert ImportDoubt.objects.get().rule == "report-differs"


def test_an_own_recipe_with_faults_is_refused_with_each_line(registrar):
    from io import BytesIO

    from timonel.governance import files

    own = files.keep(BytesIO(b"recipe: mine\n"), "mine.yaml", "text/yaml", registrar.person)
    with pytest.raises(Refused) as refused:
        bring_in(registrar, rows_of(), own_recipe=own.sha256)
    assert {each["code"] for each in refused.value.findings} == {"recipe-fault"}
    assert counts() == [0] * 5


def test_the_page_of_an_import_shows_its_source_and_each_doubtful_place(registrar):
    done = bring_in(registrar, rows_of(expected_end="soon"))
    page = Client().get(reverse("monitoring:import", args=[done.subject_number])).content.decode()
    assert "expected_end" in page and "soon" in page and "no se puede leer ningún valor" in page
    listed = Client().get(reverse("monitoring:imports")).content.decode()
    assert "Plantilla de cartera propia" in listed
    schema = Client().get(reverse("monitoring:table-schema")).json()
    assert [field["name"] for field in schema["fields"]][:2] == ["key", "name"]
    assert Client().get(reverse("monitoring:template")).content.decode() == template()


def test_the_lights_of_a_project_stand_on_its_page_with_their_reason(registrar):
    bring_in(registrar, rows_of(expected_cost="2100000000"))
    page = Client().get(reverse("portfolio:project", args=[Project.objects.get().number])).content.decode()
    assert "El costo difiere del plan en 40,0 %; el límite es más de 30 %" in page
    assert "alguien independiente" in page
