"""Load a framework: its files, the reforms and overlays chosen, as one domain object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from timonel.domain.mandates import Framework
from timonel.domain.reforms import ReformChoice
from timonel.domain.truth import Truth
from timonel.frameworks.assembly import assemble
from timonel.frameworks.check import check_files
from timonel.frameworks.faults import FrameworkFault, FrameworkInvalid
from timonel.frameworks.files import HOUSE, ROOT, CountryFiles, countries, read_country

__all__ = ["countries", "countries_where", "load_framework", "stamp", "trait_values"]


def load_framework(
    country: str,
    reforms: Iterable[str | ReformChoice] = (),
    overlays: Iterable[str] = (),
    root: Path | None = None,
) -> Framework:
    """Load the framework of a country with reforms (``id``, ``id:variant``, ``id:variant:last-stage``) and overlays.

    ``FrameworkInvalid`` lists all faults of all files; ``ReformRefused`` says why a reform does not fit.
    """
    files, faults = _checked(country, root or ROOT, stamp(country, root))
    if faults:
        raise FrameworkInvalid(country, faults)
    return assemble(files, reforms, overlays)


def stamp(country: str, root: Path | None = None) -> tuple[tuple[str, int, int], ...]:
    """Return path, time of change and size of each file a framework is read from: what tells that it changed."""
    folders = (ROOT / HOUSE, (root or ROOT) / country)
    paths = sorted(path for folder in folders for path in folder.rglob("*.yaml"))
    return tuple((str(path), (found := path.stat()).st_mtime_ns, found.st_size) for path in paths)


@lru_cache(maxsize=32)
def _checked(country: str, root: Path, _stamp: object) -> tuple[CountryFiles, tuple[FrameworkFault, ...]]:
    """Read and check once per state of the files; what is kept is never changed."""
    files = read_country(country, root)
    return files, tuple(check_files(files))


def trait_values(trait: str, on: date, root: Path | None = None) -> dict[str, str | tuple[str, ...] | None]:
    """Return an attribute of every country that has a framework, as it was on a day.

    ``None`` where it is not stated, not there, or not surely so on that day.
    """
    values = {}
    for country in countries(root):
        framework = load_framework(country, root=root)
        entry = framework.traits.get(trait)
        sure = entry is not None and framework.in_force(entry, on) is Truth.YES
        values[country] = entry.value if entry is not None and sure else None
    return values


def countries_where(trait: str, value: str, on: date, root: Path | None = None) -> tuple[str, ...]:
    """List the countries, in alphabetical order, whose attribute surely had a value on a day."""
    return tuple(country for country, found in trait_values(trait, on, root).items() if found == value)
