"""The tables of this room."""

from timonel.monitoring.models.closing import BenefitMeasure, Closing, ReserveMove
from timonel.monitoring.models.imports import ImportDoubt, PortfolioImport
from timonel.monitoring.models.reports import Light, LightOverride, Rating, Report
from timonel.monitoring.models.reviews import Recommendation, Review, StopOrder

__all__ = [
    "BenefitMeasure",
    "Closing",
    "ImportDoubt",
    "Light",
    "LightOverride",
    "PortfolioImport",
    "Rating",
    "Recommendation",
    "Report",
    "ReserveMove",
    "Review",
    "StopOrder",
]
