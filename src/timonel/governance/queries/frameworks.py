"""The framework in force, from the act that adopted it and the values acts have set since."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from timonel.domain.errors import TimonelError
from timonel.domain.mandates import Framework
from timonel.governance.models import Adoption, FrameworkText


class NothingAdopted(TimonelError):
    """No framework has been adopted yet: the installation has not begun."""

    code = "nothing-adopted"


@lru_cache(maxsize=16)
def framework_by_hash(content_hash: str) -> Framework:
    """Give the framework of that hash from its stored canonical form."""
    return Framework.from_canonical(bytes(FrameworkText.objects.get(pk=content_hash).text))


@lru_cache(maxsize=64)
def _adoption(number: str) -> Adoption:
    return Adoption.objects.get(number=number)


def framework_in_force() -> tuple[Adoption, Framework]:
    """Give the last adoption whose day has come, and its framework with every value set since.

    One query; the framework itself is kept by its hash between calls.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.number, coalesce((SELECT p.framework_id FROM governance_parametervalue p"
            " WHERE p.adoption_id = a.id ORDER BY p.id DESC LIMIT 1), a.framework_id)"
            " FROM governance_adoption a WHERE a.from_on <= (now() AT TIME ZONE a.time_zone)::date"
            " ORDER BY a.from_on DESC, a.id DESC LIMIT 1"
        )
        found = cursor.fetchone()
    if found is None:
        raise NothingAdopted
    return _adoption(found[0]), framework_by_hash(found[1])


def adoptions() -> list[Adoption]:
    """Give every adoption, the latest first."""
    return list(Adoption.objects.order_by("-from_on", "-id"))
