"""Interface texts: English in the code, Spanish beside it, nothing missing and nothing left over.

Whoever adds a text writes its Spanish into `locale_parts/<part>.csv` with the
columns `msgid,es` and, for texts that count, `plural,es_plural`. From these
the catalogue that Django reads is made, without the gettext programs.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

SITE = Path(__file__).resolve().parent
PACKAGE = SITE.parent
PARTS = SITE / "locale_parts"
CATALOGUE = SITE / "locale" / "es_CL" / "LC_MESSAGES"
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_PLACE = re.compile(r"%\((\w+)\)[sd]")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in Spanish, with its plural if it counts, and the part that says it."""

    part: str
    es: str
    plural: str = ""
    es_plural: str = ""


def texts() -> dict[str, tuple[str, str]]:
    """Find every text in templates and code: its plural (empty if it does not count) and the first place it stands."""
    found: dict[str, tuple[str, str]] = {}
    for path in [path for kind in ("*.html", "templates/**/*.txt", "*.py") for path in sorted(PACKAGE.rglob(kind))]:
        for line, message, _comments, _context in _texts_of(path):
            msgid, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
            known = found.get(msgid)
            if msgid and (known is None or (plural and not known[0])):
                found[msgid] = (plural, f"{path.relative_to(PACKAGE)}:{line}")
    return dict.fromkeys(_help_texts(), ("", "site/cli")) | found


def _help_texts() -> Iterator[str]:
    """Give the help of every command and parameter of `timonel`, paragraph by paragraph."""
    from typer.main import get_command

    from timonel.site.cli import app
    from timonel.site.cli.words import helped, paragraphs

    for each in helped(get_command(app)):
        yield from paragraphs(each.help)


def _texts_of(path: Path) -> Iterator[Any]:
    if path.suffix in (".html", ".txt"):
        options = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trim_blocks": "true"}
        yield from extract_from_file("jinja2.ext:babel_extract", path, KEYWORDS, options=options)
    else:
        yield from extract_from_file("python", path, KEYWORDS)


def translations(parts: Path = PARTS) -> tuple[dict[str, Translation], list[str]]:
    """Read all parts; name the texts that two of them translate differently."""
    read: dict[str, Translation] = {}
    faults: list[str] = []
    for path in sorted(parts.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                entry = Translation(path.stem, row["es"] or "", row.get("plural") or "", row.get("es_plural") or "")
                known = read.setdefault(row["msgid"], entry)
                if (known.es, known.es_plural) != (entry.es, entry.es_plural):
                    faults.append(f"{row['msgid']!r}: {known.part} says {known.es!r}, {entry.part} says {entry.es!r}")
    return read, faults


def faults() -> list[str]:
    """Name every text without Spanish, every translation without a text, and every variable lost on the way."""
    wanted = texts()
    given, found = translations()
    for msgid, (plural, place) in wanted.items():
        entry = given.get(msgid)
        if entry is None or not entry.es:
            found.append(f"{place}: no Spanish for {msgid!r}")
            continue
        if plural and (entry.plural != plural or not entry.es_plural):
            found.append(f"{place}: no Spanish plural for {plural!r} (of {msgid!r})")
        for english, spanish in ((msgid, entry.es), (plural, entry.es_plural)):
            if set(_PLACE.findall(english)) != set(_PLACE.findall(spanish)):
                found.append(f"{place}: {english!r} and {spanish!r} do not name the same variables")
    found.extend(f"{entry.part}.csv: nothing says {msgid!r}" for msgid, entry in given.items() if msgid not in wanted)
    return found


def catalogue() -> Catalog:
    """Put all translations into one catalogue, in the order of their English."""
    made = Catalog(
        locale="es_CL",
        project="Timonel",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
        header_comment="# Made by tools/translations.py from locale_parts/*.csv; change those.",
        copyright_holder="Timonel",
        last_translator="Timonel",
        language_team="es_CL",
    )
    for msgid, entry in sorted(translations()[0].items()):
        flags = ("python-format",) if _PLACE.search(msgid) else ()
        if entry.plural:
            made.add((msgid, entry.plural), (entry.es, entry.es_plural), flags=flags)
        else:
            made.add(msgid, entry.es, flags=flags)
    return made


def compiled() -> dict[Path, bytes]:
    """Give the catalogue's two files as they should stand: the readable one and the one that Django loads."""
    made = catalogue()
    readable, binary = io.BytesIO(), io.BytesIO()
    write_po(readable, made, width=0, no_location=True)
    write_mo(binary, made)
    return {CATALOGUE / "django.po": readable.getvalue(), CATALOGUE / "django.mo": binary.getvalue()}


def write() -> None:
    """Write the catalogue where Django looks for it."""
    CATALOGUE.mkdir(parents=True, exist_ok=True)
    for path, content in compiled().items():
        path.write_bytes(content)
