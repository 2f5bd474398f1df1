"""Lights of 200,000 reports against both baselines, beside the rule for one report at a time.

Run with `python -m benchmarks.bench_lights`. The columns are made anew in each run, from dates and exact amounts as a
portfolio keeps them.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta

from timonel.domain.lights import Missing, Plan, Standing, light_of, light_rules
from timonel.domain.lights.columns import PlanColumns, StandingColumns, light_columns
from timonel.domain.money import Money
from timonel.frameworks.loader import load_framework

REPORTS, ONE_BY_ONE = 200_000, 4_000
SLOWEST = 2.0
TODAY = date(2026, 11, 23)


def reports(size: int) -> tuple[list[Plan], list[Standing]]:
    """Give plans and reports, one in ten of them lacking a value."""
    drawn = random.Random(7)
    plans, standings = [], []
    for _ in range(size):
        begun = date(2010, 1, 1) + timedelta(days=drawn.randrange(3000))
        end = begun + timedelta(days=drawn.randrange(30, 2000))
        cost = drawn.randrange(1, 90_000_000)
        plans.append(Plan(begun, end, Money.of(cost, "USD"), Money.of(cost // 2, "USD")))
        expected = end + timedelta(days=drawn.randrange(-60, 600))
        spent = Money.of(cost * drawn.randrange(60, 240) // 100, "USD")
        lacking = drawn.random() < 0.1
        standings.append(Standing(Missing.WITHHELD if lacking else expected, spent, Money.of(cost // 3, "USD")))
    return plans, standings


def main() -> int:
    """Print seconds, the ratio to one at a time, and whether both agree; 1 when it is too slow or they do not."""
    rules = [rule for rule in light_rules(load_framework("us"), TODAY) if rule.is_measured]
    plans, standings = reports(REPORTS)
    begun = time.perf_counter()
    columns = PlanColumns.of(plans, ["USD"]), StandingColumns.of(standings, ["USD"])
    made = time.perf_counter() - begun
    begun = time.perf_counter()
    found = [light_columns(rule, *columns, ["USD"]) for rule in rules for _against in ("original", "approved")]
    lit = time.perf_counter() - begun
    begun = time.perf_counter()
    pairs = list(zip(plans[:ONE_BY_ONE], standings[:ONE_BY_ONE], strict=True))
    single = [
        [int(light_of(rule, against, plan, standing).colour) for plan, standing in pairs]
        for rule in rules
        for against in ("original", "approved")
    ]
    each = (time.perf_counter() - begun) / ONE_BY_ONE
    agree = all(lights.colours[:ONE_BY_ONE].tolist() == one for lights, one in zip(found, single, strict=True))
    whole = made + lit
    print(
        f"{REPORTS} reports, {len(found)} lights each: columns {made:.2f} s, lights {lit:.3f} s, together {whole:.2f} s"
    )
    print(f"one at a time: {each * 1e6:.0f} us a report, {each * REPORTS:.1f} s for all")
    print(f"ratio, columns included: {each * REPORTS / whole:.1f}; lights alone: {each * REPORTS / lit:.0f}")
    print(f"equal to the rule for one: {agree}")
    return 0 if agree and whole < SLOWEST else 1


if __name__ == "__main__":
    sys.exit(main())
