"""Say which rows of the catalogue of requirements have tests, and whether these pass.

A test shows a row to work with `@pytest.mark.catalogue("BR-01")`. A row works when it has such
tests and none of them fails or is skipped.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
GROUPS = {
    "BR": "Bodies and roles",
    "LB": "Legal basis",
    "PL": "Powers and levers",
    "SA": "Strategy and agenda",
    "CO": "Committees",
    "PG": "Project governance",
    "FU": "Funding",
    "PA": "Procurement and assets",
    "SS": "Shared services",
    "SR": "Standards",
    "DG": "Data",
    "RP": "Risk and privacy",
    "DS": "Digital services",
    "OC": "Open government",
    "HR": "Skills and staff",
    "MK": "Monitoring and knowledge",
    "BM": "Benchmarks",
    "IO": "Options",
    "RM": "Roadmap",
}


class Collector:
    """Keep, for each row of the catalogue, how each of its tests ended."""

    def __init__(self, titles: dict[str, str]) -> None:
        self.titles = titles
        self.outcomes: dict[str, dict[str, str]] = defaultdict(dict)
        self.unknown: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Run the marked tests only, and note which rows each shows."""
        marked = []
        for item in items:
            rows = {row for mark in item.iter_markers("catalogue") for row in mark.args}
            self.unknown |= rows - self.titles.keys()
            for row in rows & self.titles.keys():
                self.outcomes[row][item.nodeid] = "not run"
            if rows:
                marked.append(item)
        items[:] = marked

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note how a test ended; a fault while setting up or tearing down counts as its own."""
        for tests in self.outcomes.values():
            said = report.when == "call" or not report.passed
            if said and tests.get(report.nodeid) in ("not run", "passed"):
                tests[report.nodeid] = report.outcome

    def works(self, row: str) -> bool:
        """Say whether a row has tests and all of them passed."""
        tests = self.outcomes.get(row, {})
        return bool(tests) and all(outcome == "passed" for outcome in tests.values())


def lines(collector: Collector) -> list[str]:
    """Write the report: a line for each group, then the rows with their tests."""
    said = []
    for group, name in GROUPS.items():
        rows = [row for row in collector.titles if row.startswith(group)]
        working = [row for row in rows if collector.works(row)]
        said.append(f"{group}  {name:<26} {len(working):>3} of {len(rows):>3}")
        for row in rows:
            tests = collector.outcomes.get(row, {})
            bad = [nodeid for nodeid, outcome in tests.items() if outcome != "passed"]
            word = "works" if row in working else "FAILS" if tests else "-"
            said.append(f"    {row}  {word:<6} {collector.titles[row]}")
            said.extend(f"        {tests[nodeid]}: {nodeid}" for nodeid in bad)
    working = [row for row in collector.titles if collector.works(row)]
    return [*said, f"{len(working)} of {len(collector.titles)} rows work."]


def main() -> int:
    """Run the marked tests and print the report; exit 1 when one fails or names a row that is not there."""
    with (ROOT / "tests" / "catalogue.csv").open(newline="") as file:
        collector = Collector({row["id"]: row["title"] for row in csv.DictReader(file)})
    outcome = pytest.main(["--quiet", "--no-header", "--tb=short", *sys.argv[1:]], plugins=[collector])
    sys.stdout.write("\n" + "\n".join(lines(collector)) + "\n")
    for row in sorted(collector.unknown):
        sys.stdout.write(f"No such row: {row}\n")
    failed = any(not collector.works(row) for row in collector.outcomes)
    return int(
        failed or bool(collector.unknown) or outcome not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    )


if __name__ == "__main__":
    sys.exit(main())
