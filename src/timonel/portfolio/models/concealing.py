"""What of a finding about a project tells what the project reserves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from timonel.domain.money import Money, NotMoney
from timonel.record.append import Reserved

LIMIT: Final = "limit"
"""The name under which a finding tells the value of the law that an amount was held against: never reserved."""
AMOUNTS_SAID: Final = frozenset({"amount", "balance", "budget"})
"""Names under which findings tell amounts, some of them without their currency."""


def concealed(finding: Mapping[str, Any], reserves: Collection[str]) -> dict[str, Any]:
    """Give a finding in its plain form with each parameter hashed that tells a reserved amount or the categories.

    With one amount every other is hashed too, for one often tells the other; the code, the truth and the limit stay.
    """
    amounts, categories = bool(set(reserves) - {"purpose", "categories"}), "categories" in reserves

    def hidden(name: str, value: Any) -> bool:
        return (amounts and _tells_amount(name, value)) or (categories and finding.get("code") == "category")

    written = dict(finding)
    if params := finding.get("params"):
        written["params"] = {
            name: Reserved(str(value)) if hidden(name, value) else value for name, value in params.items()
        }
    if because := finding.get("because"):
        written["because"] = [concealed(each, reserves) for each in because]
    return written


def _tells_amount(name: str, value: Any) -> bool:
    return name in AMOUNTS_SAID or (name != LIMIT and _is_money(str(value)))


def _is_money(text: str) -> bool:
    try:
        Money.parse(text)
    except NotMoney:
        return False
    return True
