"""Recompute business cases: ten thousand with their draws, beside the bare product; twenty thousand exactly.

Run with `python -m benchmarks.bench_appraisal [cases]`. In one run: the draws of all cases, from the cases as they are
read to the share below nought, beside the product of the two matrices alone; then every result in exact decimals,
beside pyxirr's value and rate. Where pyxirr has an answer it must be ours.
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal

import numpy as np
import pyxirr

from timonel.domain.appraisal import Terms, appraise
from timonel.domain.appraisal.case import Benefit, Case, Cost, Estimate, Gain, Risk
from timonel.domain.appraisal.chances import BLOCK, DRAWS, chances_of, columns_of, draws_for, simulated

BAR_RATIO = 2.0
BAR_SECONDS = 5.0
EXACT = 20_000
ROUNDS = 4
TERMS = Terms(Decimal("0.06"), 10, 12)
CATEGORIES = ("software-development", "hardware", "cloud", "own-staff", "support")
PROBABILITIES = (5, 10, 25, 50, 75)
BENEFITS = tuple(Benefit(f"B{place}", "", "economic", "", "", "", "", None) for place in range(3))


def an_estimate(likely: int, draw: np.random.Generator) -> Estimate:
    below, above = draw.random(2) * 0.5
    return Estimate(Decimal(int(likely * (1 - below))), Decimal(likely), Decimal(int(likely * (1 + above))))


def some_cases(size: int) -> list[Case]:
    """Make cases of about the size of real ones: five categories of cost, three benefits, five risks, eleven years."""
    draw = np.random.default_rng(2016)
    return [a_case(draw, int(np.exp(draw.normal(18, 1.5)))) for _number in range(size)]


def a_case(draw: np.random.Generator, budget: int) -> Case:
    costs = []
    for category, share in zip(CATEGORIES, draw.dirichlet(np.ones(5)), strict=True):
        costs.append(Cost("with", "investment", category, "", 2027, an_estimate(int(budget * share), draw)))
    costs += [
        Cost("with", "operation", "support", "", 2027 + year, an_estimate(budget // 20, draw)) for year in range(1, 11)
    ]
    yearly = int(budget * draw.uniform(0.02, 0.12))
    gains = [
        Gain(benefit.code, "with", 2027 + year, an_estimate(yearly, draw))
        for benefit in BENEFITS
        for year in range(1, 11)
    ]
    risks = [
        Risk(f"r{place}", "", "", int(draw.choice(PROBABILITIES)), Decimal(budget // 20), 2028) for place in range(5)
    ]
    return Case(
        currency="CLP",
        first_year=2027,
        costs=tuple(costs),
        benefits=BENEFITS,
        gains=tuple(gains),
        risks=tuple(risks),
    )


def timed(work, clock=time.perf_counter):
    began = clock()
    answer = work()
    return clock() - began, answer


def bare(weights: np.ndarray, drawn: np.ndarray) -> None:
    """Multiply, in blocks into memory that is there already: no product of the whole fits a small machine."""
    held = np.empty((BLOCK, drawn.shape[1]))
    for first in range(0, len(weights), BLOCK):
        block = weights[first : first + BLOCK]
        np.matmul(block, drawn, out=held[: len(block)])


def draws(cases: list[Case]) -> bool:
    prepared, chances = timed(lambda: [chances_of(case, TERMS) for case in cases])
    laid, columns = timed(lambda: columns_of(chances))
    drawn = draws_for(columns.names)
    product = ours = float("inf")
    for _round in range(ROUNDS):  # by turns, for others may use the machine too
        product = min(product, timed(lambda: bare(columns.weights, drawn))[0])
        seconds, (means, negative) = timed(lambda: simulated(columns))
        ours = min(ours, seconds)
    ratio = (laid + ours) / product
    print(f"{len(cases):,} cases x {DRAWS:,} draws, {len(columns.names)} columns; mean share below nought "
          f"{negative.mean():.3f}")  # fmt: skip
    print(f"  read from exact decimals     {prepared:8.3f} s")
    print(f"  laid out as a matrix         {laid:8.3f} s")
    print(f"  bare NumPy product           {product:8.3f} s   1")
    print(f"  draws, product, mean, shares {ours:8.3f} s   {ratio:.2f} with the laying out (bar {BAR_RATIO:.0f}), "
          f"{(prepared + laid + ours) / product:.2f} with the reading")  # fmt: skip
    for case, mean in list(zip(cases, means, strict=True))[:50]:
        expected = float(appraise(case, TERMS).expected_value.money.amount)
        assert abs(mean - expected) <= 0.02 * float(case.budget), (mean, expected)
    return ratio <= BAR_RATIO


def exact(cases: list[Case]) -> bool:
    seconds, found = timed(lambda: [appraise(case, TERMS) for case in cases], time.process_time)
    flows = [[float(amount) for amount in each.flows.net] for each in found]
    theirs, answers = timed(lambda: [(pyxirr.npv(0.06, flow), pyxirr.irr(flow)) for flow in flows])
    compared = 0
    for ours, (value, rate) in zip(found, answers, strict=True):
        assert abs(float(ours.net_present_value.money.amount) - value) <= 1e-9 * abs(value) + 1e-3
        if rate is not None and ours.internal_rate.number is not None:
            assert abs(float(ours.internal_rate.number) - rate) <= 1e-7, (ours.internal_rate, rate)
            compared += 1
    print(f"{len(cases):,} cases, seven results each, exact: {seconds:.2f} CPU s (bar {BAR_SECONDS:.0f} s)")
    print(f"  pyxirr, value and rate of flows at hand, in floats: {theirs:.2f} s; equal to ours, {compared:,} rates")
    return seconds <= BAR_SECONDS


def main(size: int) -> int:
    cases = some_cases(max(size, EXACT))
    kept = [draws(cases[:size]), exact(cases[:EXACT])]
    print("bars kept" if all(kept) else "bars MISSED")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
