"""What is read of business cases."""

from timonel.businesscases.queries.totals import (
    CaseProduct,
    CaseTotals,
    case_finding,
    case_products,
    case_totals,
    planned_benefits,
    price_history,
    prices_by_category,
    staff_finding,
)

__all__ = [
    "CaseProduct",
    "CaseTotals",
    "case_finding",
    "case_products",
    "case_totals",
    "planned_benefits",
    "price_history",
    "prices_by_category",
    "staff_finding",
]
