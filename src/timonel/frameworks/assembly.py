"""Put checked files, reforms and overlays together as one framework."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from timonel.domain.mandates import Framework
from timonel.domain.mandates.framework import SCHEMA
from timonel.domain.reforms import ReformChoice, apply_overlay, apply_reform
from timonel.frameworks.faults import FrameworkFault, FrameworkInvalid
from timonel.frameworks.files import CountryFiles


def plain_framework(files: CountryFiles) -> dict[str, Any]:
    """Put the sections of files together as the content of a framework."""
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
    """Apply reforms, then overlays, to the framework of checked files.

    ``FrameworkInvalid`` when one of them does not exist; ``ReformRefused`` when it does not fit.
    """
    framework = Framework(plain_framework(files))
    for chosen in reforms:
        choice = ReformChoice.parse(chosen) if isinstance(chosen, str) else chosen
        framework = apply_reform(framework, _known(files, files.reforms, choice.id, "reforms"), choice)
    for name in overlays:
        framework = apply_overlay(framework, _known(files, files.overlays, name, "overlays"))
    return framework


def _known(files: CountryFiles, available: dict[str, Any], name: str, folder: str) -> Any:
    if name not in available:
        expected = "one of " + (", ".join(sorted(available)) or "none")
        fault = FrameworkFault(f"{files.country}/{folder}", 1, "", "names_nothing", name, expected)
        raise FrameworkInvalid(files.country, [fault])
    return available[name]
