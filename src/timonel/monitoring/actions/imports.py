"""The act that brings in a portfolio that others recorded: a file, read by a recipe, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.governance import files
from timonel.governance.acting import Act, Ask, Outcome, action, against, refuse_if
from timonel.governance.acting.changes import record_value
from timonel.governance.numbers import next_number
from timonel.governance.rows import StoredFile
from timonel.monitoring.actions.putting import PutAway, put_away
from timonel.monitoring.models import ImportDoubt, PortfolioImport
from timonel.monitoring.recipes import (
    PortfolioReading,
    Recipe,
    RecipeInvalid,
    read_portfolio,
    recipe_from_text,
    shipped_recipe,
    shipped_recipes,
)
from timonel.monitoring.recipes.reading import FileUnreadable
from timonel.record.manifests import store_manifest

AT_ONCE = 2000


def recipe_options() -> Sequence[tuple[str, str | Promise]]:
    """Give the recipes that ship, to choose from, the template first."""
    names = sorted(shipped_recipes(), key=lambda name: (name != "template", name))
    return [(name, shipped_recipe(name).label.text("es")) for name in names]


@action("monitoring.import_portfolio", power="import-registers", long=True)
def import_portfolio(
    act: Act,
    *,
    file: Annotated[StoredFile, Ask(_("File"), hint=_("CSV or XLSX, as the recipe describes it."))],
    recipe: Annotated[str, Ask(_("Recipe"), options=recipe_options)] = "template",
    own_recipe: Annotated[
        StoredFile | None, Ask(_("Recipe of one's own"), hint=_("YAML; instead of the recipe chosen above."))
    ] = None,
) -> Outcome:
    """Bring in a portfolio that others recorded: projects, baselines, reports and opinions, as a recipe reads them.

    Nothing is mended in silence: what is doubtful is named by row, column and
    rule, with what was done about it. What is in already is passed over, so the
    same file may come twice. Either the whole file is read or none of it.
    """
    chosen = _chosen(recipe, own_recipe)
    reading = _read(file, chosen)
    refuse_if([] if reading.projects else [against("import-empty")])
    put = put_away(act, chosen, reading)
    kept = _keep(act, chosen, file, reading, put)
    return Outcome(kept, facts={"file": file.sha256, "manifest": kept.manifest}, reply={"import": kept.number})


def _chosen(recipe: str, own: StoredFile | None) -> Recipe:
    if own is None:
        refuse_if([] if recipe in shipped_recipes() else [against("no-such-recipe", recipe=recipe)])
        return shipped_recipe(recipe)
    try:
        return recipe_from_text(files.read(own).decode("utf-8"))
    except UnicodeDecodeError:
        refuse_if([against("recipe-not-text")])
    except RecipeInvalid as invalid:
        refuse_if(
            [
                against("recipe-fault", line=fault.line, key=fault.key, found=fault.found, expected=fault.expected)
                for fault in invalid.faults
            ]
        )
    raise AssertionError("refused above")


def _read(file: StoredFile, recipe: Recipe) -> PortfolioReading:
    try:
        return read_portfolio(files.read(file), recipe)
    except FileUnreadable as fault:
        refuse_if([against("import-unreadable", why=fault.code, **fault.params)])
    raise AssertionError("refused above")


def _keep(act: Act, recipe: Recipe, file: StoredFile, reading: PortfolioReading, put: PutAway) -> PortfolioImport:
    """Note the import, all that was doubtful, and the manifest of its rows."""
    counts = {**reading.counts(), **put.counts, "doubts": len(reading.doubts) + len(put.doubts)}
    manifest = store_manifest(record_value(row) for row in put.facts)
    kept = PortfolioImport.objects.create(
        number=next_number("portfolio-import", act.on.year),
        recipe=recipe.id,
        title=recipe.label.es,
        source=dict(recipe.part("source")),
        file=file,
        on=act.on,
        counts=counts,
        manifest=bytes(manifest.root).hex(),
    )
    rows = [
        ImportDoubt(
            portfolio_import=kept,
            row=doubt.row,
            column=doubt.column[:200],
            value=doubt.value[:200],
            rule=doubt.rule,
            done=doubt.done,
            instead=doubt.instead[:300],
        )
        for doubt in [*reading.doubts, *put.doubts]
    ]
    ImportDoubt.objects.bulk_create(rows, batch_size=AT_ONCE)
    return kept
