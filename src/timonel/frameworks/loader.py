"""Load a framework: its files, the reforms and overlays chosen, as one domain object."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from timonel.domain.mandates import Framework
from timonel.domain.reforms import ReformChoice
from timonel.frameworks.assembly import assemble
from timonel.frameworks.check import check_files
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.files import countries, read_country

__all__ = ["countries", "load_framework"]


def load_framework(
    country: str,
    reforms: Iterable[str | ReformChoice] = (),
    overlays: Iterable[str] = (),
    root: Path | None = None,
) -> Framework:
    """Load the framework of a country with reforms (``id``, ``id:variant``, ``id:variant:last-stage``) and overlays.

    ``FrameworkInvalid`` lists all faults of all files; ``ReformRefused`` says why a reform does not fit.
    """
    files = read_country(country, root)
    faults = check_files(files)
    if faults:
        raise FrameworkInvalid(country, faults)
    return assemble(files, reforms, overlays)
