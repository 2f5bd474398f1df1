"""The framework in force, from the act that adopted it and the values acts have set since."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import JSONField

from timonel.domain.errors import TimonelError
from timonel.domain.mandates import Framework
from timonel.governance.models import Adoption, FrameworkText
from timonel.record.prepared import prepared_cursor


class NothingAdopted(TimonelError):
    """No framework has been adopted yet: the installation has not begun."""

    code = "nothing-adopted"


@lru_cache(maxsize=16)
def framework_by_hash(content_hash: str) -> Framework:
    """Give the framework of that hash from its stored canonical form."""
    return Framework.from_canonical(bytes(FrameworkText.objects.get(pk=content_hash).text))


_COLUMNS = tuple(field.attname for field in Adoption._meta.concrete_fields)
_IN_FORCE = f"""
SELECT {", ".join(f"a.{column}" for column in _COLUMNS)},
       coalesce((SELECT p.framework_id FROM governance_parametervalue p
                 WHERE p.adoption_id = a.id ORDER BY p.id DESC LIMIT 1), a.framework_id),
       EXISTS (SELECT FROM governance_adoption WHERE NOT demonstration)
FROM governance_adoption a
WHERE a.from_on <= (now() AT TIME ZONE a.time_zone)::date
ORDER BY a.from_on DESC, a.id DESC LIMIT 1
"""


def framework_in_force() -> tuple[Adoption, Framework]:
    """Give the last adoption whose day has come, and its framework with every value set since.

    One query; the framework itself is kept by its hash between calls.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_IN_FORCE)
        found = cursor.fetchone()
    if found is None:
        raise NothingAdopted
    *columns, content_hash, ever_in_earnest = found
    adoption = Adoption.from_db(connection.alias, _COLUMNS, _read(columns))
    adoption.ever_in_earnest = ever_in_earnest
    return adoption, framework_by_hash(content_hash)


def _read(columns: list[Any]) -> list[Any]:
    """Bring columns as the driver gives them to what the table's fields hold: lists from their JSON."""
    return [
        json.loads(value) if isinstance(field, JSONField) and isinstance(value, str) else value
        for field, value in zip(Adoption._meta.concrete_fields, columns, strict=True)
    ]


def adoptions() -> list[Adoption]:
    """Give every adoption, the latest first."""
    return list(Adoption.objects.order_by("-from_on", "-id"))
