"""Two real portfolios under the frameworks of their countries: each brought in by its recipe, by real acts."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timonel.frameworks.loader import load_framework
from timonel.governance import files
from timonel.governance.acting.clock import legal_today
from timonel.governance.passwords import set_one_password
from timonel.monitoring.recipes import Recipe, shipped_file, shipped_recipe
from timonel.site.demonstration.accounts import password
from timonel.site.demonstration.story import BEGAN, Composition, Demonstration, Say, begun, seat_everybody


class Portfolio(NamedTuple):
    """A portfolio that ships: the overlay its framework needs to be shown, its recipe, and where posts are filled."""

    overlay: str
    recipe: str
    ministries: tuple[str, ...]
    institutions: tuple[str, ...]


PORTFOLIOS = {
    "uk": Portfolio("uk-demo", "uk-gmpp-2014-2023", ("uk-mod", "uk-moj"), ("uk-hmrc", "uk-dwp")),
    "us": Portfolio("us-demo", "us-it-dashboard-2012", ("us-006", "us-024"), ("us-006", "us-024")),
}


def load_portfolio(country: str, say: Say) -> None:
    """Load a country's framework and its real portfolio into an empty installation, saying how far it is."""
    portfolio, recipe = PORTFOLIOS[country], shipped_recipe(PORTFOLIOS[country].recipe)
    with translation.override("es-cl"):
        say(_("Adopting the framework of %(country)s with its demonstration values …") % {"country": country})
        composition = Composition(country, (), (portfolio.overlay,))
        demonstration = begun(composition, load_framework(country, overlays=composition.overlays), say)
        say(_("Registering %(n)s institutions …") % {"n": len(recipe.institutions)})
        _register(demonstration, recipe)
        say(_("Seating people in each post …"))
        seat_everybody(demonstration, {"institution": portfolio.institutions, "ministry": portfolio.ministries})
        say(_("Importing the portfolio: %(title)s …") % {"title": recipe.label.text(get_language() or "es")})
        _import(demonstration, recipe)
        set_one_password(demonstration.emails, password())


def _register(demonstration: Demonstration, recipe: Recipe) -> None:
    for known in recipe.institutions:
        demonstration.act(
            "governance.register_institution",
            BEGAN,
            number=known.number,
            name=known.name,
            kind=known.kind,
            level="central",
            source=recipe.part("source")["title"][:200],
        )


def _import(demonstration: Demonstration, recipe: Recipe) -> None:
    content = BytesIO(shipped_file(recipe.id))
    stored = files.keep(content, f"{recipe.id}.csv", "text/csv", demonstration.registrar.person)
    today = legal_today(demonstration.framework.time_zone)
    demonstration.act("monitoring.import_portfolio", today, file=stored.sha256, recipe=recipe.id)
