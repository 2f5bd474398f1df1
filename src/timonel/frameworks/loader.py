"""Load a framework: its files, the reforms and overlays chosen, as one domain object."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from timonel.domain.mandates import Framework
from timonel.domain.mandates.framework import SCHEMA
from timonel.domain.reforms import ReformChoice, apply_overlay, apply_reform
from timonel.frameworks.check import check_files
from timonel.frameworks.faults import FrameworkFault, FrameworkInvalid
from timonel.frameworks.files import CountryFiles, read_country


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


def plain_framework(files: CountryFiles) -> dict[str, Any]:
    """Put the sections of checked files together as the content of a framework."""
    return {
        "schema": SCHEMA,
        "country": files.country,
        "header": files.header,
        "sections": files.sections,
        "reforms": [],
        "overlays": [],
        "acts": [],
    }


def assemble(
    files: CountryFiles, reforms: Iterable[str | ReformChoice] = (), overlays: Iterable[str] = ()
) -> Framework:
    """Apply reforms, then overlays, to the framework of checked files."""
    framework = Framework(plain_framework(files))
    available = {reform["reform"]: reform for reform in files.reforms.values()}
    for chosen in reforms:
        choice = ReformChoice.parse(chosen) if isinstance(chosen, str) else chosen
        framework = apply_reform(framework, _known(files, available, choice.id, "reforms"), choice)
    known_overlays = {overlay["overlay"]: overlay for overlay in files.overlays.values()}
    for name in overlays:
        framework = apply_overlay(framework, _known(files, known_overlays, name, "overlays"))
    return framework


def _known(files: CountryFiles, available: dict[str, Any], name: str, folder: str) -> Any:
    if name not in available:
        expected = "one of " + (", ".join(sorted(available)) or "none")
        fault = FrameworkFault(f"{files.country}/{folder}", 1, "", "names_nothing", name, expected)
        raise FrameworkInvalid(files.country, [fault])
    return available[name]
