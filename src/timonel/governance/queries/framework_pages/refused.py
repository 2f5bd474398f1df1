"""What is said when the framework that is asked for cannot be shown."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from timonel.domain.errors import TimonelError
from timonel.domain.reforms import ReformRefused
from timonel.frameworks.faults import FrameworkInvalid
from timonel.governance.queries.framework_pages.chosen import NoSuchFramework, NoSuchReform
from timonel.governance.reasons import sentence_of
from timonel.pages.explanations import Refusal

UNSHOWN = (NoSuchFramework, NoSuchReform, FrameworkInvalid, ReformRefused)
"""For what a framework that is asked for may not be shown."""
MOST_FAULTS = 50
NOT_FOUND, REFUSED = 404, 422


class Shown(NamedTuple):
    """A refusal with its HTTP code, and the faults of files as a compiler names them."""

    refusal: Refusal
    code: int
    faults: tuple[str, ...]


def refusal(error: TimonelError) -> Shown:
    """Say what cannot be shown, because of what, and what now."""
    because = [sentence_of(error.code, error.params)]
    faults: tuple[str, ...] = ()
    if isinstance(error, ReformRefused):
        because += [sentence_of(reason.code, reason.params) for reason in error.reasons]
    if isinstance(error, FrameworkInvalid):
        faults = tuple(str(fault) for fault in error.faults[:MOST_FAULTS])
    missing = isinstance(error, NoSuchFramework | NoSuchReform)
    said = Refusal(
        what=_("This governance framework cannot be shown"),
        because=tuple(because),
        now=(_("Choose another country, reform or overlay."),),
    )
    return Shown(said, NOT_FOUND if missing else REFUSED, faults)
