"""The day about which a page is asked."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest


def asked_day(request: HttpRequest, name: str = "on") -> date:
    """Give the day that the address asks about; the legal day of today where it asks about none, or about no day."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        today: date = request.on  # type: ignore[attr-defined]
        return date(today.year, today.month, today.day)
