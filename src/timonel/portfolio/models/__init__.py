"""The tables of projects: what they are, what was approved of them, and what is still a draft."""

from timonel.portfolio.models.advice import Advice
from timonel.portfolio.models.approvals import Approval, Condition, Decision
from timonel.portfolio.models.drafts import ProjectDraft
from timonel.portfolio.models.gates import Document, GatePassage
from timonel.portfolio.models.projects import Baseline, Project, ProjectPartner
from timonel.portfolio.models.risks import Obstacle, Risk, RiskAssessment

__all__ = [
    "Advice",
    "Approval",
    "Baseline",
    "Condition",
    "Decision",
    "Document",
    "GatePassage",
    "Obstacle",
    "Project",
    "ProjectDraft",
    "ProjectPartner",
    "Risk",
    "RiskAssessment",
]
