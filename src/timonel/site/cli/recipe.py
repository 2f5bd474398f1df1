"""`timonel recipe`: how files of portfolios are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="How the files of portfolios are read, and what is doubtful in them.", no_args_is_help=True)


@app.command("list")
def listed() -> None:
    """List the recipes that ship, with their sources and licences."""
    from timonel.monitoring.recipes import shipped_recipe, shipped_recipes

    for name in shipped_recipes():
        source = shipped_recipe(name).part("source")
        typer.echo(f"{name}: {source['title']} ({source['licence']})")


@app.command()
def check(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A recipe, in YAML.")]) -> None:
    """Name every fault of a recipe: line, key, what was found and what was expected."""
    from timonel.monitoring.recipes import recipe_from_text

    recipe = recipe_from_text(file.read_text(encoding="utf-8"), file.name)
    typer.echo(f"{recipe.id}: 0")


@app.command()
def schema() -> None:
    """Write the JSON Schema of recipes."""
    from timonel.monitoring.recipes import recipe_schema

    typer.echo(json.dumps(recipe_schema(), ensure_ascii=False, indent=2))


@app.command()
def table_schema(
    language: Annotated[str, typer.Option(help="es or en.")] = "es",
) -> None:
    """Write the Frictionless Table Schema of the template of one's own portfolio."""
    from timonel.monitoring.recipes import table_schema as schema_of

    typer.echo(json.dumps(schema_of(language), ensure_ascii=False, indent=2))


@app.command()
def template() -> None:
    """Write the template of one's own portfolio as CSV, with one row as an example."""
    from timonel.monitoring.recipes import template as template_of

    typer.echo(template_of(), nl=False)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file of the source, CSV or XLSX.")],
    recipe: Annotated[str, typer.Option(help="A recipe that ships, or the file of one.")] = "template",
) -> None:
    """Read a file by a recipe without keeping anything, and print its quality report as JSON lines."""
    from timonel.monitoring.recipes import read_portfolio, recipe_from_text, shipped_recipe

    own = Path(recipe)
    chosen = recipe_from_text(own.read_text(encoding="utf-8"), own.name) if own.suffix else shipped_recipe(recipe)
    reading = read_portfolio(file.read_bytes(), chosen)
    for doubt in reading.doubts:
        typer.echo(json.dumps(doubt.to_plain(), ensure_ascii=False))
    typer.echo(json.dumps(dict(reading.counts())))
