"""`timonel framework …`: governance frameworks from their files; no database and no Django, but for `export`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from timonel.site.cli.platform import platform
from timonel.site.cli.words import _, ngettext
from timonel.site.cli.words import language as spoken

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework

app = typer.Typer(help="Check, show, diagnose and compare governance frameworks.", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Option("--folder", exists=True, file_okay=False, help="Frameworks of your own instead of ours.")
]
Country = Annotated[str, typer.Argument(help="A country's folder: cl, dk, pt …")]
At = Annotated[datetime, typer.Option("--at", formats=["%Y-%m-%d"], help="The day that is asked about: 2016-01-31.")]
Reforms = Annotated[
    list[str] | None, typer.Option("--reform", help="A reform on top: id, id:variant or id:variant:last-stage.")
]
Overlays = Annotated[list[str] | None, typer.Option("--overlay", help="An overlay of values on top.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Language = Annotated[str, typer.Option("--language", help="es or en; the command line's own when not said.")]


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[COUNTRY]...", help="All when none is named.")] = None,
    folder: Folder = None,
) -> None:
    """Name every fault of every file: file, line, key, what was found and what was expected."""
    from timonel.frameworks.check import check as faults_of
    from timonel.frameworks.files import countries

    chosen = names or countries(folder)
    faults = [fault for name in chosen for fault in faults_of(name, folder)]
    for fault in faults:
        typer.echo(str(fault))
    counted = ngettext("%(count)s fault", "%(count)s faults", len(faults))
    typer.echo(f"{', '.join(chosen) or _('no framework')}: {counted}")
    if faults or not chosen:
        raise typer.Exit(1)


@app.command()
def show(
    country: Country,
    at: At,
    reform: Reforms = None,
    overlay: Overlays = None,
    folder: Folder = None,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Show a framework as it stands on a day: bodies, posts, who may do what, approvals, values."""
    from timonel.frameworks.summaries import describe

    told = describe(_framework(country, reform, overlay, folder), at.date())
    typer.echo(_json(told) if as_json else "\n".join(_described(told, language or spoken())))


@app.command()
def diagnose(
    country: Country,
    at: At,
    reform: Reforms = None,
    overlay: Overlays = None,
    folder: Folder = None,
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Say what a framework lacks or contradicts on a day, on which evidence and against which principle."""
    from timonel.frameworks.summaries import diagnosis

    told = diagnosis(_framework(country, reform, overlay, folder), at.date())
    typer.echo(
        _json(told) if as_json else "\n".join(line for row in told for line in _diagnosed(row, language or spoken()))
    )


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="country[+reform…]@day, as in cl@2015-12-31")],
    after: Annotated[str, typer.Argument(help="another, as in cl+agency:president@2027-01-01")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """List what differs between two days, countries or reforms."""
    from timonel.frameworks.summaries import difference

    told = difference(*_standing(before, folder), *_standing(after, folder))
    typer.echo(_json(told) if as_json else "\n".join(line for change in told for line in _changed(change)))


@app.command()
def export(
    reform: Annotated[str, typer.Argument(help="The id of the reform, as values-2026.")],
    target: Annotated[Path | None, typer.Option("--to", dir_okay=False, help="The file to write.")] = None,
    label_es: Annotated[str, typer.Option(help="Its name in Spanish.")] = "Valores fijados por actos",
    label_en: Annotated[str, typer.Option(help="Its name in English.")] = "Values set by acts",
) -> None:
    """Write the values that acts have set on the framework in force as a reform, to be loaded with its files.

    Refused while no act has set any. Without a file it is printed.
    """
    with platform():
        from timonel.frameworks.summaries import acts_as_reform, as_yaml
        from timonel.governance.queries.frameworks import framework_in_force

        adoption, framework = framework_in_force()
        if not framework.acts:
            typer.echo(_("No act has set a value of the framework in force."), err=True)
            raise typer.Exit(1)
        written = as_yaml(acts_as_reform(framework, reform, {"es": label_es, "en": label_en}))
    if target is None:
        typer.echo(written, nl=False)
        return
    target.write_text(written, encoding="utf-8")
    told = _("%(path)s holds the reform; put it into the folder reforms of %(country)s and choose it with --reform.")
    typer.echo(told % {"path": target, "country": adoption.country})


@app.command()
def schema() -> None:
    """Print the JSON Schema of all files, so that an editor completes and checks them."""
    from timonel.frameworks.schema import json_schema

    typer.echo(_json(json_schema()))


def _framework(country: str, reforms: list[str] | None, overlays: list[str] | None, folder: Path | None) -> Framework:
    from timonel.frameworks.loader import load_framework

    return load_framework(country, reforms or (), overlays or (), folder)


def _standing(said: str, folder: Path | None) -> tuple[Framework, date]:
    names, _at, day = said.partition("@")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(_("%(said)s does not end in a day, as cl@2015-12-31 does.", said=said)) from None
    country, *reforms = names.split("+")
    return _framework(country, reforms, None, folder), on


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _label(entry: dict[str, Any], language: str) -> str:
    return str(entry["label"].get(language) or next(iter(entry["label"].values())))


def _ground(entry: dict[str, Any]) -> str:
    cited = [
        " ".join(str(basis[key]) for key in ("instrument", "source", "where") if basis.get(key))
        for basis in entry["basis"]
    ]
    return "; ".join(filter(None, cited))


def _described(told: dict[str, Any], language: str) -> list[str]:
    lines = [f"{_label(told, language)}, {told['on']}", told["hash"]]
    for section, heading in (("bodies", _("BODIES")), ("posts", _("POSTS")), ("approvals", _("APPROVALS"))):
        lines += ["", heading]
        lines += [
            f"  {entry['id']:<40} {_label(entry, language)}" for entry in told[section] if entry["in_force"] != "no"
        ]
    lines += ["", _("POWERS")]
    for power in told["powers"]:
        lines += [
            f"  {power['power']:<32} {held['holder']} [{held['code']}]  {_ground(held)}" for held in power["holders"]
        ]
    lines += ["", _("PARAMETERS")]
    for value in told["parameters"]:
        words = " ".join(filter(None, (value.get("comparator"), value.get("value")))) or value["state"]
        lines.append(f"  {value['id']:<40} {words}")
    return lines


def _diagnosed(row: dict[str, Any], language: str) -> list[str]:
    lines = [f"{row['outcome']:<10} {row['rule']}: {_label(row, language)}"]
    if row["outcome"] == "found":
        told = _("principles %(principles)s, review lines %(lines)s")
        lines.append(f"           {told % {'principles': row['principles'], 'lines': row['review_lines']}}")
        lines += [f"           {reason['code']} {_params(reason['params'])}" for reason in row["because"]]
    return lines


def _params(params: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in params.items())


def _changed(change: dict[str, Any]) -> list[str]:
    lines = [f"{change['kind']:<8} {change['section']}/{change['entry']}  {_ground(change)}"]
    return lines + [f"           {key['key']}: {key['before']} → {key['after']}" for key in change["keys"]]
