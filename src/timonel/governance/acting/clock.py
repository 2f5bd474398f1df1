"""The two clocks of acts: the legal day in the country's time zone, and the instant at which something is noted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def legal_today(time_zone: str) -> date:
    """Give the legal day now: the date in the country's own time zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def server_time() -> datetime:
    """Give the instant now, in UTC."""
    return datetime.now(UTC)
