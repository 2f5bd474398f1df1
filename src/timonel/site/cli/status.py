"""`timonel status`: how the installation stands, for whoever operates it."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from timonel.site.cli.platform import platform
from timonel.site.cli.words import _


def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False) -> None:
    """Say how database, record and jobs stand, with every fault and how to mend it; exit 1 when there is one.

    Nothing is started for it: an embedded database that does not run is a fault.
    """
    with platform(start=False):
        from timonel.site.health import health, is_well

        told = health()
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(told)))
    if not is_well(told):
        raise typer.Exit(1)


def _lines(told: dict[str, dict[str, Any]]) -> list[str]:
    lines = []
    for name, part in told.items():
        lines.append(f"{name}: {_('faulty') if part['faults'] else _('well')}")
        lines += [f"  {figure} {value}" for figure, value in part.items() if figure != "faults" and value is not None]
        lines += [f"  {fault['code']} {fault['params'] or ''}: {fault['mend']}" for fault in part["faults"]]
    return lines
