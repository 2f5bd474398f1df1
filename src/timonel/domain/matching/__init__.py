"""Projects that are likely the same, or that could be used again: found by words, meanings and fields, with reasons."""

from timonel.domain.matching.glossary import Glossary
from timonel.domain.matching.index import LIKELY, TOP, Index
from timonel.domain.matching.rows import Match, Pair, Row

__all__ = ["LIKELY", "TOP", "Glossary", "Index", "Match", "Pair", "Row"]
