"""Try each reform in each variant, and each overlay, on the files of a country."""

from __future__ import annotations

from timonel.domain.findings import Reason
from timonel.domain.mandates import Framework
from timonel.domain.mandates.framework import VersionMalformed
from timonel.domain.reforms import ReformChoice, ReformRefused, apply_overlay, apply_reform
from timonel.frameworks.assembly import plain_framework
from timonel.frameworks.files import CountryFiles


def tried(files: CountryFiles) -> None:
    """Note why a reform or overlay does not fit, at its file."""
    framework = Framework(plain_framework(files))
    reformed: dict[str, Framework] = {}
    for stem, reform in files.reforms.items():
        for variant in (None, *(reform.get("variants") or {})):
            try:
                reformed[stem] = apply_reform(framework, reform, ReformChoice(reform["reform"], variant))
            except ReformRefused as refusal:
                for reason in refusal.reasons:
                    _note(files, f"reforms/{stem}", variant, reason)
            except VersionMalformed as refusal:
                files.fault(f"reforms/{stem}.reform", refusal.code, str(refusal), "versions in the order of their days")
    for stem, overlay in files.overlays.items():
        under = reformed.get(str(overlay.get("needs_reform")), framework)
        try:
            apply_overlay(under, overlay)
        except ReformRefused as refusal:
            for reason in refusal.reasons:
                _note(files, f"overlays/{stem}", None, reason)
        except VersionMalformed as refusal:
            files.fault(f"overlays/{stem}.overlay", refusal.code, str(refusal), "versions in the order of their days")


_EXPECTED = {
    "already_there": "an id that is new, or `change`",
    "not_there": "an entry that is there by then",
    "stage_requires": "the required stage before this one",
    "stage_before_earlier": "a stage that begins no earlier than the one before",
    "instrument_not_in_force": "an instrument in force on the day of the stage",
    "begins_before_its_instrument": "a day on which one of its instruments is in force",
    "needs_reform": "the reform it builds on",
}


def _note(files: CountryFiles, path: str, variant: str | None, reason: Reason) -> None:
    found = ", ".join(f"{key} {value}" for key, value in reason.params.items())
    found = f"{found} (variant {variant})" if variant else found
    key = "reform" if path.startswith("reforms/") else "overlay"
    files.fault(
        _where(files, path, reason) or f"{path}.{key}",
        reason.code,
        found,
        _EXPECTED.get(reason.code, "a reform that fits"),
    )


def _where(files: CountryFiles, path: str, reason: Reason) -> str | None:
    """Find the line of the entry or stage that a reason speaks of."""
    entry = reason.params.get("entry")
    if entry is not None:
        wanted = f".{reason.params['section']}.{entry.replace('/', '.')}"
        return next((key for key in files.lines if key.startswith(path) and key.endswith(wanted)), None)
    stage = reason.params.get("stage")
    reform = files.reforms.get(path.rpartition("/")[2], {})
    number = next((i for i, item in enumerate(reform.get("stages") or []) if item["id"] == stage), None)
    return None if number is None else f"{path}.stages[{number}]"
