"""Where the portfolio is red, and since when."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.portfolios import chile
from timonel.domain.lights import Colour
from timonel.governance.queries.viewers import PUBLIC
from timonel.monitoring.models import Report
from timonel.monitoring.queries.overview import portfolio_lights
from timonel.portfolio.models import Project

GREEN, YELLOW, RED = 1, 2, 3


def project(country, *worst: int, stage="under-way", last="approved", name="Uno") -> Project:
    """A project whose monthly reports showed these worst lights against its original baseline, in order."""
    row = country.project(name=name)
    Project.objects.filter(pk=row.pk).update(stage=stage)
    for month, colour in enumerate(worst, start=1):
        newest = month == len(worst)
        Report.objects.create(
            project=row,
            as_of=date(2026, month, 28),
            stage=last if newest else "approved",
            worst_original=colour,
            worst_approved=GREEN,
        )
    return row


@pytest.mark.django_db
@pytest.mark.catalogue("MK-02")
def test_a_project_is_red_since_the_first_report_of_its_present_reds():
    country = chile()
    project(country, RED, YELLOW, RED, RED, name="Dos meses")
    project(country, RED, RED, name="Siempre")
    project(country, RED, GREEN, name="Ya no")
    project(country, RED, RED, stage="closed", name="Cerrado")
    project(country, GREEN, RED, last="submitted", name="Sin aprobar")
    project(country, name="Sin informes")
    found = portfolio_lights(PUBLIC)
    assert [(red.name, red.since) for red in found.reds] == [
        ("Siempre", date(2026, 1, 28)),
        ("Dos meses", date(2026, 3, 28)),
    ]
    assert (found.reported, found.original[Colour.RED], found.original[Colour.GREEN]) == (4, 2, 2)
    assert found.approved[Colour.GREEN] == 4
    page = Client().get("/portfolio/").content.decode()
    assert "Dos meses" in page and "28-01-2026" in page


@pytest.mark.django_db
def test_the_lights_of_the_portfolio_are_counted_in_as_many_queries_for_many_projects_as_for_few():
    country = chile()
    project(country, RED)
    with CaptureQueriesContext(connection) as few:
        portfolio_lights(PUBLIC)
    for _ in range(5):
        project(country, RED, RED)
    with CaptureQueriesContext(connection) as many:
        portfolio_lights(PUBLIC)
    assert len(few) == len(many) == 4
