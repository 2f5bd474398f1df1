"""Portfolios that others recorded come in whole or not at all, once, with all that is doubtful named."""

from __future__ import annotations

import pytest

from tests.factories import an_installation
from tests.monitoring.portfolios import bring_in, its_institutions
from timonel.monitoring.models import ImportDoubt, Light, PortfolioImport, Rating, Report
from timonel.monitoring.recipes import shipped_file
from timonel.portfolio.models import Baseline, Project
from timonel.record.manifests import manifest_rows
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.catalogue("PG-07")
def test_the_american_portfolio_comes_in_by_one_act_with_lights_and_a_manifest():
    registrar = an_installation("us")
    its_institutions(registrar, "us-it-dashboard-2012")
    before = Entry.objects.count()
    done = bring_in(registrar, shipped_file("us-it-dashboard-2012"), "us-it-dashboard-2012")
    assert Entry.objects.count() == before + 1
    assert (Project.objects.count(), Baseline.objects.count(), Report.objects.count()) == (2468, 2451, 2468)
    assert (Light.objects.count(), Rating.objects.count()) == (2468 * 4, 4902)
    kept = PortfolioImport.objects.get(number=done.subject_number)
    assert len(list(manifest_rows(bytes.fromhex(kept.manifest)))) == 2468
    assert ImportDoubt.objects.filter(rule="row-repeated", done="passed-over").count() == 4
