"""The form by which one chooses the day and the framework that a page is about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.domain.errors import TimonelError
from timonel.governance.queries.framework_pages.chosen import (
    Asked,
    Choices,
    country_choices,
    overlays_of,
    reforms_of,
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """What the form offers; reforms and overlays are those of the country that is chosen."""

    asked: Asked
    countries: Choices
    reforms: Choices
    overlays: Choices


def chooser(asked: Asked, *, broken: bool = False) -> Chooser:
    """Give the choices of the form; of a framework that cannot be read, no reforms."""
    countries = [("", _("The one in force here")), *country_choices()]
    if not asked.country:
        return Chooser(asked, countries, (), ())
    try:
        reforms, overlays = reforms_of(asked.country), overlays_of(asked.country)
    except TimonelError:
        if not broken:
            raise
        reforms, overlays = (), ()
    reforms = [("", _("The law as it is")), *reforms] if reforms else ()
    overlays = [("", _("Without them")), *overlays] if overlays else ()
    return Chooser(asked, countries, reforms, overlays)
