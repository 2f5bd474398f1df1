"""The load of each deciding body: waiting, median and worst time of decision, by threshold band."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import TODAY, a_framework
from tests.portfolios import AGENCY, DEMO, chile, submitted
from timonel.governance.queries.viewers import PUBLIC, viewer_of
from timonel.portfolio.models import Approval, Project
from timonel.portfolio.queries.load import NOT_STATED, OTHER_CURRENCY, RESERVED, load_page

HEAD = ("post", "head-of-service")
OPENED = date(2026, 11, 2)


@pytest.fixture
def country(db):
    return chile()


def page(viewer=PUBLIC, on=date(2026, 12, 1)):
    return load_page(viewer, a_framework("cl", *AGENCY, overlays=DEMO), on)


def approval(country, name, decided=None, **fields):
    """Put an approval of a project of its own before the head of service, opened on one day for all."""
    number = f"2027-{Project.objects.count()}"
    project = Project.objects.create(
        number=number, name=name, institution=country.own, **{"currency": "CLP", "total_budget": Decimal(1), **fields}
    )
    stage = "granted" if decided else "open"
    row = Approval(project=project, approval="x", decider_kind="post", decider="head-of-service", effect="binding")
    row.order, row.stage, row.opened_on, row.decided_on = 1, stage, OPENED, decided
    row.save()
    return row


@pytest.mark.catalogue("PL-13")
def test_the_load_shows_waiting_median_and_worst_time_by_band_of_the_thresholds(country):
    approval(country, "a", date(2026, 11, 3), total_budget=Decimal(20_000_000))
    approval(country, "b", date(2026, 11, 7), total_budget=Decimal(20_000_001))
    approval(country, "c", date(2026, 11, 12), total_budget=Decimal(900_000_000))
    approval(country, "d", total_budget=Decimal(900_000_000))
    found = page()
    (head,) = found.deciders
    assert head.decider == HEAD
    assert (head.whole.asked, head.whole.waiting, head.whole.decided) == (4, 1, 3)
    assert (head.whole.median, head.whole.worst) == (5, 10)
    medians = {
        found.bands[number].up_to and found.bands[number].up_to.amount: each for number, each in found.banded.items()
    }
    assert {edge: (load.waiting, load.median, load.worst) for edge, load in medians.items()} == {
        Decimal(20_000_000): (0, 1, 1),
        None: (1, 7, 10),
    }
    assert [found.share(number) for number in found.banded] == [0.25, 0.75]
    shown = Client().get("/portfolio/load/").content.decode()
    assert "hasta 20.000.000\xa0CLP" in shown and "10 días" in shown


def test_the_middle_of_an_even_number_lies_between_the_two_in_the_middle(country):
    approval(country, "a", date(2026, 11, 4))
    approval(country, "b", date(2026, 11, 9))
    assert page().deciders[0].whole.median == 4


def test_an_approval_is_past_its_last_day_from_the_day_after(country):
    row = approval(country, "a")
    Approval.objects.filter(pk=row.pk).update(due_on=date(2026, 11, 20))
    assert page(on=date(2026, 11, 20)).deciders[0].whole.overdue == 0
    assert page(on=date(2026, 11, 21)).deciders[0].whole.overdue == 1


def test_a_reserved_budget_is_in_no_band_for_who_may_not_see_it(country):
    approval(country, "a", reserves={"total_budget": "Ley 20.285"})
    approval(country, "b", total_budget=None)
    approval(country, "c", currency="USD")
    asker = country.seats["cio"]
    assert set(page().banded) == {NOT_STATED, RESERVED, OTHER_CURRENCY}
    assert set(page(viewer_of(asker.person, asker.post, TODAY)).banded) == {0, NOT_STATED, OTHER_CURRENCY}
    assert page().share(RESERVED) is None


def test_a_notice_and_what_was_not_opened_yet_are_no_load(country):
    Approval.objects.filter(pk=approval(country, "a").pk).update(effect="notice")
    Approval.objects.filter(pk=approval(country, "b").pk).update(stage="later", opened_on=None)
    assert page().deciders == []
    assert "Aún no se pide nada a nadie" in Client().get("/portfolio/load/").content.decode()


def test_what_is_submitted_by_acts_is_load_of_who_must_decide(country):
    submitted(country)
    assert HEAD in {each.decider for each in page().deciders}


def test_the_page_asks_as_often_for_many_as_for_few(country):
    approval(country, "a")
    Client().get("/portfolio/load/")
    with CaptureQueriesContext(connection) as few:
        assert Client().get("/portfolio/load/").status_code == 200
    for place in range(5):
        approval(country, f"b{place}", total_budget=Decimal(10**place * 10**6))
    with CaptureQueriesContext(connection) as many:
        assert Client().get("/portfolio/load/").status_code == 200
    assert len(many) == len(few)
