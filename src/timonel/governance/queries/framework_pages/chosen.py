"""Which framework a page is about: the one in force here, or one of those that are shipped, with a reform in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from timonel.domain.errors import TimonelError
from timonel.domain.legal import Label, Plain
from timonel.domain.mandates import Framework
from timonel.frameworks.assembly import assemble
from timonel.frameworks.check import check_files
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.files import CountryFiles, countries, read_country
from timonel.governance.models import Adoption
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.titles import language
from timonel.pages import formats

NAMED_OTHERWISE = {"uk": "gb"}
"""Countries whose folder is not called by the code of ISO 3166."""


class NoSuchFramework(TimonelError):
    """No framework of that country is shipped."""

    code = "no-such-framework"


class NoSuchReform(TimonelError):
    """The country's framework has no reform, variant or overlay of that name."""

    code = "no-such-reform"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks about: the day, and the country and reform if it is not the framework in force here."""

    on: date
    today: date
    country: str = ""
    reform: str = ""
    overlay: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Give what an address carries to ask the same; today and the framework in force are left out."""
        asked = {"country": self.country, "reform": self.reform, "overlay": self.overlay}
        asked["on"] = "" if self.on == self.today else self.on.isoformat()
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A framework to be shown on a day; ``adoption`` is None when it was read from files and is not in force here."""

    framework: Framework
    asked: Asked
    adoption: Adoption | None

    @property
    def on(self) -> date:
        """The day that is asked about."""
        return self.asked.on

    def link(self, name: str, *args: str, **more: str) -> str:
        """Give the address of a page of this part about the same framework on the same day."""
        query = {**self.asked.query, **more}
        address = reverse(f"governance:{name}", args=args)
        return f"{address}?{urlencode(query)}" if query else address

    @property
    def marks(self) -> list[str]:
        """Give the words that mark the values of each overlay applied, such as "demonstration, not Chilean law"."""
        return [str(text_of(overlay.get("marked") or overlay["label"])) for overlay in self.framework.overlays]


def text_of(plain: Plain) -> str:
    """Give a plain label in the reader's language."""
    label = Label.read(plain)
    return label.text(language()) if label is not None else ""


def chosen_framework(asked: Asked) -> Chosen:
    """Give the framework that is asked for.

    Without a country it is the one in force here, with every value set by an act.
    With one it is read from the files that are shipped, as the law is, or with
    the reform and overlay named. ``NoSuchFramework``, ``NoSuchReform``,
    ``FrameworkInvalid`` and ``ReformRefused`` say what is wrong.
    """
    if not asked.country:
        adoption, framework = framework_in_force()
        return Chosen(framework, replace(asked, reform="", overlay=""), adoption)
    return Chosen(shipped(asked.country, asked.reform, asked.overlay), asked, None)


@lru_cache(maxsize=16)
def files_of(country: str) -> CountryFiles:
    """Read and check the files of a country once; ``FrameworkInvalid`` lists every fault."""
    if country not in countries():
        raise NoSuchFramework(country=country, countries=", ".join(countries()))
    files = read_country(country)
    faults = check_files(files)
    if faults:
        raise FrameworkInvalid(country, faults)
    return files


@lru_cache(maxsize=32)
def shipped(country: str, reform: str = "", overlay: str = "") -> Framework:
    """Give the framework of a country from its files, with a reform (``id`` or ``id:variant``) and an overlay."""
    files = files_of(country)
    for wanted, known in ((reform, [value for value, _label in _reforms(files)]), (overlay, list(files.overlays))):
        if wanted and wanted not in known:
            raise NoSuchReform(country=country, found=wanted, known=", ".join(known))
    return assemble(files, (reform,) if reform else (), (overlay,) if overlay else ())


Choices = Sequence[tuple[str, str]]


def country_choices() -> Choices:
    """Give the countries whose framework is shipped, with their names, in the order of their codes."""
    territories = formats.locale_of(get_language() or "es").territories
    return [(code, territories.get(NAMED_OTHERWISE.get(code, code).upper(), code)) for code in countries()]


def _reforms(files: CountryFiles) -> Iterator[tuple[str, tuple[Plain, ...]]]:
    """Yield each reform, or each of its variants where it has any, with the labels that name it."""
    for name, reform in files.reforms.items():
        variants = reform.get("variants") or {}
        yield from ((f"{name}:{key}", (reform["label"], variant["label"])) for key, variant in variants.items())
        if not variants:
            yield name, (reform["label"],)


def reforms_of(country: str) -> Choices:
    """Give the reforms of a country; one that has variants is chosen by a variant."""
    return [(value, ": ".join(text_of(label) for label in labels)) for value, labels in _reforms(files_of(country))]


def stages_of(country: str) -> list[Plain]:
    """Give the stages of every reform of a country, as their files have them."""
    return [stage for reform in files_of(country).reforms.values() for stage in reform["stages"]]


def stage_name(country: str, reform: str, stage: str) -> str:
    """Name a stage of a reform as the files say that are shipped; its id where they do not know it."""
    known = files_of(country).reforms.get(reform) if country in countries() else None
    labels = [each["label"] for each in known["stages"] if each["id"] == stage] if known else []
    return text_of(labels[0]) if labels else stage


def variant_name(country: str, reform: str, variant: str) -> str:
    """Name a variant of a reform as the files say that are shipped; its id where they do not know it."""
    known = files_of(country).reforms.get(reform) if country in countries() else None
    found = (known.get("variants") or {}).get(variant) if known else None
    return text_of(found["label"]) if found else variant


def overlays_of(country: str) -> Choices:
    """Give the overlays of a country: values for a demonstration."""
    return [(name, text_of(overlay["label"])) for name, overlay in files_of(country).overlays.items()]
