"""What the codes of a country's registers are called, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from timonel.frameworks.registers import RegisterNotShipped, places, sources, table
from timonel.governance.queries.frameworks import framework_in_force


def words_of(listed: str) -> dict[str, str]:
    """Give each code of a list with its word; nothing where the country ships no words."""
    _adoption, framework = framework_in_force()
    return _words(framework.country, listed, (get_language() or "es").startswith("en"))


@lru_cache(maxsize=64)
def _words(country: str, listed: str, english: bool) -> dict[str, str]:
    try:
        rows = table(country, "vocabulary")
    except RegisterNotShipped:
        return {}
    return {row["code"]: row["en" if english else "es"] for row in rows if row["list"] == listed}


def source_names(cited: str) -> str:
    """Name the sources that a row of the registers cites, by their ids with spaces between; other text as it is."""
    _adoption, framework = framework_in_force()
    known = _source_titles(framework.country)
    ids = cited.split()
    return "; ".join(known[each] for each in ids) if all(each in known for each in ids) else cited


@lru_cache(maxsize=16)
def _source_titles(country: str) -> dict[str, str]:
    try:
        return {source.id: source.title for source in sources(country).values()}
    except RegisterNotShipped:
        return {}


def place_names() -> dict[str, str]:
    """Give the names of regions and comunas by code; nothing where the country ships none."""
    _adoption, framework = framework_in_force()
    try:
        return dict(places(framework.country))
    except RegisterNotShipped:
        return {}
