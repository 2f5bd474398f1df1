"""Publishing a version of a project model: from a day on it stands in the place of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from timonel.domain.errors import TimonelError
from timonel.domain.mandates.framework import Framework, NoSuchEntry
from timonel.domain.truth import Truth

NOT_OF_THE_VERSION = ("note", "claims", "demonstration")
"""What is said of one version of a model and does not pass on to the next."""


class PublicationRefused(TimonelError):
    """Refuse a version of a project model that does not follow the one before."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a project model: which it follows, its own id, from which day, its phases and on what basis."""

    model: str
    version: str
    from_on: date
    phases: Sequence[Mapping[str, Any]]
    basis: Mapping[str, Any]
    checked_on: date


def with_model(framework: Framework, publication: Publication) -> Framework:
    """Return the framework with the version in force from its day; the one before ends the day before.

    What the version does not say anew, whom it binds and when it ends among it, is
    as it was. Projects keep the version under which they began: it stays in the
    framework under its own id. Refused when there is no such model, when the id is
    taken, and when the model before is not surely in force on the day before.
    """
    models, name = framework.sections["models"], publication.model
    if name not in models:
        raise NoSuchEntry("no_such_entry", section="models", id=name)
    if publication.version in models:
        raise PublicationRefused("model_version_exists", version=publication.version)
    last = publication.from_on - timedelta(days=1)
    if framework.in_force(framework.models[name], last) is not Truth.YES:
        raise PublicationRefused("model_not_in_force", model=name, on=last.isoformat())
    following = {key: value for key, value in models[name].items() if key not in NOT_OF_THE_VERSION} | {
        "phases": list(publication.phases),
        "from": publication.from_on.isoformat(),
        "basis": [dict(publication.basis)],
        "checked_on": publication.checked_on.isoformat(),
    }
    ended = {**models[name], "to": last.isoformat()}
    sections = {**framework.sections, "models": {**models, name: ended, publication.version: following}}
    acts = [*framework.plain["acts"], {"model": name, "id": publication.version, "version": following}]
    return Framework({**framework.plain, "sections": sections, "acts": acts})
