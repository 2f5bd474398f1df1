"""Every act on business cases."""

from timonel.businesscases.actions import versions

__all__ = ["versions"]
