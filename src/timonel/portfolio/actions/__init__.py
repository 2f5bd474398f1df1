"""Every act on projects."""

from timonel.portfolio.actions import decisions, gates, proposals, risks, submission

__all__ = ["decisions", "gates", "proposals", "risks", "submission"]
