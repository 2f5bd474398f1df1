"""The tables of projects: what they are, what was approved of them, and what is still a draft."""

from timonel.portfolio.models.drafts import ProjectDraft
from timonel.portfolio.models.projects import Baseline, Project, ProjectPartner

__all__ = ["Baseline", "Project", "ProjectDraft", "ProjectPartner"]
