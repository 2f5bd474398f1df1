"""Conditions: a closed vocabulary, evaluated for one case with an explanation, or over columns of many cases.

The columns need NumPy, which is imported only when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timonel.domain.conditions.scalar import evaluate, truth_of
from timonel.domain.conditions.shape import Condition, read_condition

if TYPE_CHECKING:
    from timonel.domain.conditions.columns import CaseColumns, Ternary, compile_columns

__all__ = ["CaseColumns", "Condition", "Ternary", "compile_columns", "evaluate", "read_condition", "truth_of"]


def __getattr__(name: str) -> Any:
    if name in ("CaseColumns", "Ternary", "compile_columns"):
        from timonel.domain.conditions import columns

        return getattr(columns, name)
    raise AttributeError(name)
