"""Recipes: how the files of a source are read as projects, baselines, reports and opinions, and what is doubtful."""

from timonel.monitoring.recipes.loading import (
    Recipe,
    RecipeInvalid,
    recipe_from_text,
    recipe_schema,
    shipped_file,
    shipped_recipe,
    shipped_recipes,
)
from timonel.monitoring.recipes.reading import read_portfolio
from timonel.monitoring.recipes.rows import BaselineRow, Doubt, PortfolioReading, ProjectRow, RatingRow, ReportRow
from timonel.monitoring.recipes.template import table_schema, template

__all__ = [
    "BaselineRow",
    "Doubt",
    "PortfolioReading",
    "ProjectRow",
    "RatingRow",
    "Recipe",
    "RecipeInvalid",
    "ReportRow",
    "read_portfolio",
    "recipe_from_text",
    "recipe_schema",
    "shipped_file",
    "shipped_recipe",
    "shipped_recipes",
    "table_schema",
    "template",
]
