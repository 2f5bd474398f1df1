"""`timonel record …`: audit, sign, prove and publish the decision record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from timonel.site.cli.platform import platform
from timonel.site.cli.words import _, ngettext

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
        typer.echo(_("… and %(count)s more faults", count=report.unlisted))
    count = len(report.faults) + report.unlisted
    counted = ngettext("%(count)s fault", "%(count)s faults", count)
    told = _("%(size)s entries, %(checkpoints)s checkpoints, root %(root)s")
    said = told % {"size": report.size, "checkpoints": report.checkpoints, "root": report.root.hex()}
    typer.echo(f"{said}: {counted}")
    if not report.good:
        raise typer.Exit(1)


@app.command()
def checkpoint() -> None:
    """Sign the record as it is now, publish the checkpoint and print it: keep it, to prove later what was there."""
    with platform():
        from timonel.record.checkpoints import make_checkpoint

        typer.echo(make_checkpoint().note, nl=False)


@app.command("rotate-key")
def rotate_key() -> None:
    """Let a new key sign the record from now on: both keys sign that it takes over, and it signs a checkpoint at once.

    The old secret key is not kept. Copy the keys' folder to every node before the next checkpoint is made there.
    """
    with platform():
        from timonel.record.checkpoints import rotate_key as rotated

        ring = rotated()
    before, now = ring.published[-2:]
    typer.echo(_("Until now: %(key)s", key=before.key.text))
    typer.echo(_("From entry %(size)s on: %(key)s", size=now.from_size, key=now.key.text))


@app.command()
def timestamp(
    answer: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="The answer of the authority (RFC 3161).")
    ],
    size: Annotated[
        int | None, typer.Option(min=1, help="The size of the checkpoint; the newest when not said.")
    ] = None,
) -> None:
    """Keep an authority's time-stamp with the checkpoint it was given for: what `timonel record checkpoint` printed.

    Refused when it is of anything else. Whether the authority signed it, its certificate shows (openssl ts -verify).
    """
    with platform():
        from timonel.record.checkpoints import newest
        from timonel.record.errors import RecordRefusal
        from timonel.record.timestamps import attach

        found = newest(size)
        if found is None:
            raise RecordRefusal("no-such-checkpoint", {"size": size or 0})
        kept = attach(found, answer.read_bytes())
    stated = f"{kept.stated_at:%Y-%m-%d %H:%M:%S} UTC"
    typer.echo(_("The checkpoint of %(size)s entries is stamped %(when)s.", size=found.size, when=stated))


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
        typer.echo(_("The certificate of entry %(entry)s is in %(path)s.", entry=entry, path=pdf))


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A folder, or a file ending in .zip.")],
) -> None:
    """Write the whole record as files that anyone can check without timonel."""
    with platform():
        from timonel.record.export import export as written

        found = written(target)
    typer.echo(_("%(size)s entries are in %(path)s.", size=found.size, path=found.path))
    if found.unsigned_because:
        typer.echo(_("What came after could not be signed: %(why)s", why=found.unsigned_because), err=True)
        raise typer.Exit(1)
