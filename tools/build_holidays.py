"""Make the table of national holidays of a country from the `holidays` package.

python tools/build_holidays.py cl es 2001 2027
"""

from __future__ import annotations

import argparse
import csv
from importlib.metadata import version
from pathlib import Path

import holidays

CHECKED_ON = "2026-11-23"
FRAMEWORKS = Path(__file__).resolve().parents[1] / "src/timonel/frameworks"


def rows(country: str, language: str, years: range) -> list[dict[str, str]]:
    """Give each national holiday of the years, with its name in the country's language, oldest first."""
    source = f"holidays {version('holidays')}"
    listed = holidays.country_holidays(country.upper(), years=years, language=language)
    return [
        {"on": day.isoformat(), "name": listed[day], "source": source, "checked_on": CHECKED_ON}
        for day in sorted(listed)
    ]


def main() -> None:
    """Write the table into the country's registers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("country")
    parser.add_argument("language")
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    asked = parser.parse_args()
    found = rows(asked.country, asked.language, range(asked.first, asked.last + 1))
    with (FRAMEWORKS / asked.country / "registers/holidays.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
