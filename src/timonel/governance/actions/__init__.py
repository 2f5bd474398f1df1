"""Every act on institutions, people, posts, accounts and the framework."""

from timonel.governance.actions import accounts, frameworks, imports, institutions, people, record, selection

__all__ = ["accounts", "frameworks", "imports", "institutions", "people", "record", "selection"]
