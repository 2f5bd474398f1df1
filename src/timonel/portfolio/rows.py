"""The tables of projects that rooms above may name in what they are given; what they hold is asked of the queries."""

from timonel.portfolio.models import Baseline, Project

__all__ = ["Baseline", "Project"]
