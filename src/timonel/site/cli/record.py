"""`timonel record …`: audit, sign, prove and publish the decision record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from timonel.site.cli.platform import platform

app = typer.Typer(help="Audit, sign, prove and publish the decision record.", no_args_is_help=True)


@app.command()
def verify() -> None:
    """Recompute the whole record from its entries and name each that is not as it was written; exit 1 if one is."""
    with platform():
        from timonel.record.verification import verify as audit

        report = audit()
    for fault in report.faults:
        typer.echo(str(fault))
    if report.unlisted:
        typer.echo(f"… and {report.unlisted} more faults")
    count = len(report.faults) + report.unlisted
    typer.echo(f"{report.size} entries, {report.checkpoints} checkpoints, root {report.root.hex()}: {count} faults")
    if not report.good:
        raise typer.Exit(1)


@app.command()
def checkpoint() -> None:
    """Sign the record as it is now, publish the checkpoint and print it: keep it, to prove later what was there."""
    with platform():
        from timonel.record.checkpoints import make_checkpoint

        typer.echo(make_checkpoint().note, nl=False)


@app.command()
def certificate(
    entry: Annotated[int, typer.Argument(min=0, help="The number of the entry.")],
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write one printable page here.")] = None,
) -> None:
    """Print the certificate of an entry as JSON: the entry, its proof and a checkpoint; or write it as a page."""
    with platform():
        from django.db import connection

        from timonel.record.certificates import certificate as certified
        from timonel.record.checkpoints import covering
        from timonel.record.pages import certificate_pdf

        covering(entry + 1)
        document = certified(entry)
        if pdf is None:
            typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            (made_at,) = cursor.fetchone()
        pdf.write_bytes(certificate_pdf(document, made_at))
        typer.echo(f"The certificate of entry {entry} is in {pdf}.")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A folder, or a file ending in .zip.")],
) -> None:
    """Write the whole record as files that anyone can check without timonel."""
    with platform():
        from timonel.record.export import export as written

        found = written(target)
    typer.echo(f"{found.size} entries are in {found.path}.")
    if found.unsigned_because:
        typer.echo(f"What came after could not be signed: {found.unsigned_because}", err=True)
        raise typer.Exit(1)
