"""The tables of projects that rooms above may name in what they are given; what they hold is asked of the queries."""

from timonel.portfolio.models import Baseline, Project
from timonel.portfolio.models.projects import OVER

__all__ = ["OVER", "Baseline", "Project"]
