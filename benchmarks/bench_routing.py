"""Route a million cases under Denmark's framework: columns, beside the scalar rule and a hand-written loop.

Run with `python benchmarks/bench_routing.py [cases]`. All three answer the same cases in one run and must agree.
"""

from __future__ import annotations

import sys
import time
from datetime import date

import numpy as np

from timonel.domain.conditions import CaseColumns
from timonel.domain.conditions.columns import Amounts, Words
from timonel.domain.facts import ProjectFacts
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework, Seat, mandate
from timonel.domain.money import Money
from timonel.domain.routing import approvals_required, compile_routing
from timonel.frameworks.loader import load_framework

BAR_SECONDS = 0.5
SAMPLE = 5_000
FIRST, LAST = date(2011, 1, 1).toordinal(), date(2026, 11, 23).toordinal()
OBJECTS = ("project", "programme", "acquisition")
EDGES = np.array([9_999_999, 10_000_000, 10_000_001, 14_999_999, 15_000_000, 60_000_000, 60_000_001], np.int64)
CODES = {Outcome.EXEMPT: 0, Outcome.REQUIRED: 1, Outcome.UNKNOWN: 2, Outcome.REFUSED: 2}


def some_cases(size: int) -> tuple[CaseColumns, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(2016)
    amounts = np.exp(draw.normal(16, 2, size)).astype(np.int64)
    edges = draw.random(size) < 0.1
    amounts[edges] = draw.choice(EDGES, edges.sum())
    kinds = draw.integers(0, len(OBJECTS), size, np.int32)
    days = draw.integers(FIRST, LAST + 1, size, np.int32)
    flags = {name: draw.integers(0, 3, size).astype(np.int8) for name in ("standard-acquisition", "society-critical")}
    kroner = Words(("DKK",), np.zeros(size, np.int32))
    columns = CaseColumns(
        size, days, {"object": Words(OBJECTS, kinds)}, {"total-budget": Amounts(amounts * 10_000, kroner)}, flags
    )
    return columns, amounts, kinds


def as_facts(
    columns: CaseColumns, amounts: np.ndarray, kinds: np.ndarray, rows: range
) -> list[tuple[ProjectFacts, date]]:
    cases = []
    for row in rows:
        flags = {name: bool(column[row]) for name, column in columns.flags.items() if column[row] != 2}
        budget = Money.of(int(amounts[row]), "DKK")
        case = ProjectFacts(object=OBJECTS[kinds[row]], total_budget=budget, flags=flags)
        cases.append((case, date.fromordinal(int(columns.on[row]))))
    return cases


def by_hand(amounts: list[int], kinds: list[int], days: list[int]) -> int:
    """Write one threshold of one year as anybody would: the least work a loop over cases can do."""
    changed = date(2021, 1, 1).toordinal()
    needed = 0
    for amount, kind, day in zip(amounts, kinds, days, strict=True):
        limit_met = amount >= 15_000_000 if day >= changed else amount > 10_000_000
        if (kind == 0 and limit_met) or (kind == 1 and amount > 60_000_000):
            needed += 1
    return needed


def timed(work, times: int = 1):
    best, answer = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - began)
    return best, answer


def main(size: int) -> int:
    framework = load_framework("dk")
    columns, amounts, kinds = some_cases(size)
    routing = compile_routing(framework)
    seconds, routed = timed(lambda: {name: ask(columns).column() for name, ask in routing.items()}, 3)
    sample = min(SAMPLE, size)
    cases = as_facts(columns, amounts, kinds, range(sample))
    scalar, answers = timed(lambda: [approvals_required(framework, case, day) for case, day in cases])
    for row, findings in enumerate(answers):
        found = {finding.approval: CODES[finding.outcome] for finding in findings}
        assert found == {name: int(column[row]) for name, column in routed.items()}, (row, found)
    lists = (amounts.tolist(), kinds.tolist(), columns.on.tolist())
    loop, _ = timed(lambda: by_hand(*lists))
    rate, scalar_rate, loop_rate = size / seconds, sample / scalar, size / loop
    rows = (
        ("columns", f"{size:,}", f"{seconds:.3f}", f"{rate:,.0f}", "1"),
        ("scalar rule, explained", f"{sample:,}", f"{scalar:.3f}", f"{scalar_rate:,.0f}", f"{rate / scalar_rate:,.0f}"),
        ("loop by hand, one rule", f"{size:,}", f"{loop:.3f}", f"{loop_rate:,.0f}", f"{rate / loop_rate:,.1f}"),
    )
    print(f"{len(routing)} approvals of dk; columns equal the scalar rule on {sample:,} cases")
    for row in (("", "cases", "seconds", "cases/s", "columns are x times faster"), *rows):
        print(f"{row[0]:<26}{row[1]:>12}{row[2]:>10}{row[3]:>14}{row[4]:>28}")
    loading()
    print(f"bar: {BAR_SECONDS} s for a million; {'kept' if seconds <= BAR_SECONDS * size / 1e6 else 'MISSED'}")
    return 0 if seconds <= BAR_SECONDS * size / 1e6 else 1


def loading() -> None:
    largest = max((load_framework(country) for country in ("cl", "dk")), key=lambda item: len(item.canonical()))
    content = largest.canonical()
    read, again = timed(lambda: Framework.from_canonical(content), 5)
    warm, _ = timed(lambda: (again.bodies, again.posts, again.grants, again.approvals, again.parameters))
    post = next(iter(again.posts))
    asked, _ = timed(
        lambda: [mandate(again, "approve-projects", Seat(post), on=date(2026, 11, 23)) for _ in range(2000)], 3
    )
    size = f"{len(content) / 1000:,.0f} kB ({largest.country})"
    print(f"from_canonical {size}: {read * 1000:.1f} ms, all sections {warm * 1000:.1f} ms")
    print(f"mandate {asked / 2000 * 1e6:.1f} µs")


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
