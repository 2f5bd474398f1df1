"""Every act on projects."""

from timonel.portfolio.actions import advice, decisions, gates, proposals, risks, submission

__all__ = ["advice", "decisions", "gates", "proposals", "risks", "submission"]
