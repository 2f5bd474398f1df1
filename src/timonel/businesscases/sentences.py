"""What people read for the acts and codes of business cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from timonel.businesscases.wording import PLACES, part_title, place_title
from timonel.governance.sentences import register, sentence

FAULTS: dict[str, str | Promise] = {
    "part-unknown": _("A business case has no such part."),
    "part-not-rows": _("Rows are expected."),
    "part-too-long": _("At most {most} rows."),
    "place-required": _("Required."),
    "text-too-long": _("At most {longest} characters."),
    "not-a-currency-code": _("A code of two or three capitals is expected, as CLP."),
    "not-a-code": _("A short code of letters and figures is expected, as B1."),
    "not-a-choice": _("It is none of the words of the list."),
    "not-a-year": _("A year from {first} to {last} is expected."),
    "not-a-day": _("A day is expected, as 2026-11-23."),
    "not-an-exact-amount": _("An amount is expected: figures without marks between thousands, up to four decimals."),
    "amount-ambiguous": _("It may mean thousands or decimals: write 1234 or 1.2340."),
    "not-a-count": _("A whole number is expected."),
    "not-a-percentage": _("A whole number from 0 to 100 is expected."),
    "code-repeated": _("This code stands twice."),
    "no-such-economic-benefit": _("No economic benefit has this code."),
    "no-such-assumption": _("No assumption has this code."),
    "range-given-twice": _("The assumption gives the range; leave low and high empty."),
    "range-out-of-order": _("Low must be at most likely, and likely at most high."),
    "assumption-of-nothing": _("The likely value of an assumption is more than nought."),
    "sum-too-large": _("The sum of this part is over {most}."),
}
"""What may be wrong in one place of a case."""

register(
    acts={"businesscases.adopt_version": _("A version was adopted: {subject}")},
    titles={"businesscases.adopt_version": _("Adopt a version of a business case")},
    codes={
        "version-moved-on": _("Version {latest} is in force, not {follows}: look at it before you adopt another."),
        "version-changes-nothing": _("It says the same as the version in force."),
        "case-not-json": _("The file is no workbook and no JSON."),
        "case-not-workbook": _("The file is no workbook (XLSX)."),
        "case-lacks": _("The business case is not complete."),
        "case-complete": _("The business case is complete."),
        "case-adoptable": _("Nothing stands against adopting the version."),
        "no-case-version": _("No version of a business case has been adopted."),
        "case-lacks-purpose": _("The value or benefit pursued is not stated."),
        "case-lacks-without-project": _("The situation without the project is not described."),
        "case-lacks-with-project": _("The situation with the project is not described."),
        "case-lacks-costs": _("There are no costs with the project."),
        "case-lacks-benefits": _("There are no benefits."),
        "case-lacks-financing": _("Nobody is named who pays."),
        "case-lacks-risks": _("No risk is named."),
        "benefit-without-indicator": _("The benefit “{benefit}” has no indicator."),
        "benefit-without-baseline": _("The benefit “{benefit}” has no baseline."),
        "benefit-without-target": _("The benefit “{benefit}” has no target."),
        "benefit-without-owner": _("The benefit “{benefit}” has no owner."),
        "benefit-without-day": _("The benefit “{benefit}” has no day until which it is reached."),
        "economic-benefit-without-value": _("The economic benefit “{benefit}” has no value in any year."),
        "assumption-without-source": _("The assumption “{assumption}” has no source."),
        "financing-differs-from-budget": _(
            "The sources add up to {financed} {currency} and the investment to {budget} {currency}."
        ),
        "budget-differs-from-case": _("The budget of the project is {budget} and the investment of its case {case}."),
        "staff-impact-missing": _("The effect on organisation and staff is not assessed: what, by whom and when."),
        "staff-impact-assessed": _("The effect on organisation and staff is assessed."),
        "commitment-missing": _("Several institutions take part and a commitment at one level lacks: {level}."),
        "lines-outside-horizon": _("Lines of these years are outside the horizon and do not count: {years}."),
        "appraisal-term-outside": _(
            "The value of “{parameter}” ({value}) cannot be used: the rate goes from 0 to 100 %,"
            " the horizon from 1 to {longest} years."
        ),
        "no-ratio-without-costs": _("The project adds no costs, so there is no ratio."),
        "internal-rate-none": _("No rate makes the value nought ({changes} changes of sign)."),
        "internal-rates-several": _(
            "{count} rates make the value nought ({changes} changes of sign); none is the rate."
        ),
        "never-paid-back": _("It is not paid back within {years} years."),
        **FAULTS,
        **{f"case.{code}": format_lazy("{{at}}: {text} “{{found}}”", text=text) for code, text in FAULTS.items()},
    },
)


def cell_sentence(code: str, part: str, row: int | None, place: str, params: Mapping[str, Any]) -> str:
    """Say what is wrong in a cell and where: the sheet, the row as people count it, the column."""
    column = place_title(part, place) if (part, place) in PLACES else place
    said = sentence(code, {**params, "column": column})
    if code in FAULTS and row is not None:
        said = gettext("Row %(row)s, %(column)s: “%(found)s”. %(said)s") % {
            "row": row,
            "column": column,
            "found": params.get("found", ""),
            "said": said,
        }
    return said if row is None else f"{part_title(part)}. {said}"
