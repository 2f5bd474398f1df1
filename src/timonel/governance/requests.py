"""A request as views get it: with the legal day, who looks, the framework in force, and the account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework
    from timonel.governance.models import Account, Adoption
    from timonel.governance.queries.viewers import Viewer


class Request(HttpRequest):
    """What the middleware has attached: `on` is the legal day of today, `in_force` the adoption and its framework."""

    on: date
    viewer: Viewer
    in_force: tuple[Adoption, Framework]
    user: Account
