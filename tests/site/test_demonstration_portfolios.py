"""The real portfolios of two countries, loaded as demonstrations under their frameworks."""

from __future__ import annotations

import pytest

from timonel.monitoring.models import Light, PortfolioImport, Report
from timonel.portfolio.models import Project
from timonel.record.models import Entry
from timonel.site.demonstration import PORTFOLIOS, portfolios
from timonel.site.demonstration.portfolios import load_portfolio


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("country", "projects", "reports", "red"), [("uk", 638, 1727, 100), ("us", 2468, 2468, 100)])
def test_a_real_portfolio_is_loaded_by_real_acts_and_its_lights_are_computed(
    monkeypatch, country, projects, reports, red
):
    monkeypatch.setattr(portfolios, "password", lambda: "correcto caballo batería")
    monkeypatch.setattr("timonel.site.demonstration.story.password", lambda: "correcto caballo batería")
    said: list[str] = []
    load_portfolio(country, said.append)
    assert (Project.objects.count(), Report.objects.count()) == (projects, reports)
    assert Light.objects.filter(colour=3, against="original").count() > red
    assert PortfolioImport.objects.get().recipe == PORTFOLIOS[country].recipe
    assert len(said) == 4 and Entry.objects.filter(outcome="done").count() == Entry.objects.count()
