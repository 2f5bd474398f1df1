"""Every act on institutions, people, posts, accounts and the framework."""

from timonel.governance.actions import accounts, frameworks, institutions, people

__all__ = ["accounts", "frameworks", "institutions", "people"]
