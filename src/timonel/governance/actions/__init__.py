"""Every act on institutions, people, posts, accounts and the framework."""

from timonel.governance.actions import (
    accounts,
    co_signatures,
    frameworks,
    imports,
    institutions,
    people,
    record,
    role_splits,
    selection,
)

__all__ = [
    "accounts",
    "co_signatures",
    "frameworks",
    "imports",
    "institutions",
    "people",
    "record",
    "role_splits",
    "selection",
]
