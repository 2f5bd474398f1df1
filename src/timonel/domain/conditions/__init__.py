"""Conditions: a closed vocabulary, evaluated for one case with an explanation, or over columns of many cases."""

from timonel.domain.conditions.columns import CaseColumns, Ternary, compile_columns
from timonel.domain.conditions.scalar import evaluate, truth_of
from timonel.domain.conditions.shape import Condition, read_condition

__all__ = ["CaseColumns", "Condition", "Ternary", "compile_columns", "evaluate", "read_condition", "truth_of"]
