"""The one act on the record itself: erasing what stands behind a hash, when data-protection law orders it."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, refuse_if
from timonel.record.errors import RecordRefusal
from timonel.record.openings import erase


@action("governance.erase_reserved_value", power="operate-record")
def erase_reserved_value(
    act: Act,
    *,
    entry: Annotated[int, Ask(_("Entry of the record"))],
    name: Annotated[str, Ask(_("Place of the value"), hint=_("As the entry names it: /changes/subject/name."))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Erase for good what opens one hash of an entry, by the order of an instrument.

    The entry itself and every proof stay as they are; nobody can show the value
    any more. Refused when there is nothing to erase.
    """
    try:
        erase(entry, name)
    except RecordRefusal as nothing:
        refuse_if([against(nothing.code, **nothing.params)])
    return Outcome(act.post, facts={"erased_entry": entry, "erased_name": name, "instrument": instrument})
