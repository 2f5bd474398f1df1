"""The tables of this room."""

from timonel.monitoring.models.imports import ImportDoubt, PortfolioImport
from timonel.monitoring.models.reports import Light, LightOverride, Rating, Report

__all__ = ["ImportDoubt", "Light", "LightOverride", "PortfolioImport", "Rating", "Report"]
