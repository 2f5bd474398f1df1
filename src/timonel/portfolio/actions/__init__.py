"""Every act on projects."""

from timonel.portfolio.actions import proposals

__all__ = ["proposals"]
