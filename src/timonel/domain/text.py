"""Text as people sort and compare it."""

from __future__ import annotations

import unicodedata

LONGEST_KEY = 400
"""Characters of a sort key that are kept: two long names that differ only later sort as equal."""


def folded(text: str) -> str:
    """Give the text in small letters without accents; ñ and ü lose their marks too."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """Give the key that puts names in Spanish order when compared byte by byte.

    Accents and capitals do not count; ñ is a letter of its own, after n; marks
    other than letters and digits count as one space. (Alphabet of the Real
    Academia Española since 2010: ch and ll are no letters.)
    """
    marked = text.casefold().replace("ñ", "n~").replace("n\u0303", "n~")
    letters = "".join(letter if letter.isalnum() or letter == "~" else " " for letter in folded(marked))
    return " ".join(letters.split())[:LONGEST_KEY]
