"""The demonstrations, all by real acts: Chile with the review's agency, and the real portfolios of two other countries.

Everybody in it is invented. The days of its acts are simulated and each entry
of its record says so; the institutions are the real ones of the 2020 budget.
"""

from timonel.site.demonstration.accounts import accounts
from timonel.site.demonstration.portfolios import PORTFOLIOS, load_portfolio
from timonel.site.demonstration.story import load

__all__ = ["PORTFOLIOS", "accounts", "load", "load_portfolio"]
