"""The lights of a whole portfolio at once are those of each report."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frameworks.countries import country
from timonel.domain.lights import Colour, LightRule, Missing, Plan, Standing, Test, light_of, light_rules
from timonel.domain.lights.columns import PlanColumns, StandingColumns, light_columns
from timonel.domain.money import Money

CURRENCIES = ("DKK", "USD")
MEASURES = (
    "cost-overrun-share",
    "cost-overrun-amount",
    "cost-variance-share",
    "schedule-slip-days",
    "schedule-slip-months",
    "schedule-variance-share",
    "benefit-shortfall-share",
    "benefit-shortfall-amount",
)
REASONS = st.sampled_from([Missing.WITHHELD, Missing.RESET, Missing.NOT_STATED, Missing.DOUBTFUL])
DAYS = st.dates(date(2009, 12, 25), date(2012, 3, 5)) | REASONS


@st.composite
def tolerances(draw) -> Test:
    measure = draw(st.sampled_from(MEASURES))
    whole = measure == "schedule-slip-months"
    limit = Fraction(draw(st.integers(0, 14))) if whole else Fraction(draw(st.integers(0, 4000)), 100)
    currency = draw(st.sampled_from(CURRENCIES)) if measure.endswith("amount") else None
    comparator = draw(st.sampled_from(["over", "at-least", "under", "at-most"]))
    return Test(measure, "p", comparator, limit, currency, draw(st.booleans()))


@st.composite
def cases(draw) -> tuple[Plan, Standing]:
    """A plan and a report, often exactly at a limit: few amounts and days, near one another."""
    planned, reported = draw(st.sampled_from(CURRENCIES)), draw(st.sampled_from(CURRENCIES))
    amounts = st.integers(-2, 40).map(lambda tenth: f"{tenth}.{abs(tenth) % 3}") | st.just("400000000000000")
    money = {
        name: st.builds(Money.of, amounts, st.just(currency)) | REASONS
        for name, currency in (("planned", planned), ("reported", reported))
    }
    plan = Plan(draw(DAYS), draw(DAYS), draw(money["planned"]), draw(money["planned"]))
    missing = draw(st.booleans()) and draw(st.booleans())
    unsaid = Standing(Missing.NO_REPORT, Missing.NO_REPORT, Missing.NO_REPORT)
    return plan, unsaid if missing else Standing(draw(DAYS), draw(money["reported"]), draw(money["reported"]))


def both_ways_of(rule: LightRule, found: list[tuple[Plan, Standing]]) -> None:
    plans = PlanColumns.of([plan for plan, _ in found], CURRENCIES)
    standings = StandingColumns.of([standing for _, standing in found], CURRENCIES)
    lights = light_columns(rule, plans, standings, CURRENCIES)
    one_by_one = [light_of(rule, "original", plan, standing) for plan, standing in found]
    assert lights.colours.tolist() == [int(lit.colour) for lit in one_by_one]
    assert lights.missing.tolist() == [int(lit.missing or 0) for lit in one_by_one]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(tolerances(), max_size=3), st.lists(tolerances(), max_size=2), st.lists(cases(), min_size=1, max_size=12)
)
def test_the_columns_give_the_light_and_the_reason_of_each_report(red, yellow, found):
    both_ways_of(LightRule("l", None, "cost", None, None, tuple(red), tuple(yellow), None, ()), found)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["us", "dk", "uk", "cl"]), st.lists(cases(), min_size=1, max_size=12))
def test_the_lights_of_each_country_are_equal_in_both_forms(of, found):
    for rule in light_rules(country(of), date(2026, 11, 23)):
        if rule.is_measured:
            both_ways_of(rule, found)


def test_limits_are_exact_on_amounts_of_hundreds_of_millions_of_millions():
    rule = next(each for each in light_rules(country("us"), date(2026, 11, 23)) if each.id == "cost")
    plan = Plan(cost=Money.of("400000000000000", "USD"))
    at, over = (Standing(cost=Money.of(text, "USD")) for text in ("440000000000000", "440000000000000.0001"))
    plans, standings = PlanColumns.of([plan, plan], CURRENCIES), StandingColumns.of([at, over], CURRENCIES)
    assert light_columns(rule, plans, standings, CURRENCIES).colours.tolist() == [Colour.GREEN, Colour.YELLOW]
