"""Lists kept as somebody likes to see them; nobody else's, and no act."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme

from timonel.governance.models import Person, SavedView

MOST = 50


def keep_view(person: Person, name: str, address: str) -> bool:
    """Keep the address of a list under a name; the same name keeps the latest. Say whether it was kept.

    Not kept without a name, for an address that is not of this platform, and
    past `MOST` views of one person.
    """
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    if not name or len(name) > 80 or len(address) > 1000 or not ours:
        return False
    others = SavedView.objects.filter(person=person).exclude(name=name)
    if others.count() >= MOST:
        return False
    SavedView.objects.update_or_create(person=person, name=name, defaults={"address": address})
    return True


def drop_view(person: Person, name: str) -> None:
    """Forget a view of one's own."""
    SavedView.objects.filter(person=person, name=name).delete()


def views_of(person: Person | None) -> list[SavedView]:
    """Give the views of a person by name; none for the public."""
    return list(SavedView.objects.filter(person=person).order_by("name")) if person is not None else []
