"""The demonstration: Chile with the review's agency in force, people in each post, months of life; all by real acts.

Everybody in it is invented. The days of its acts are simulated and each entry
of its record says so; the institutions are the real ones of the 2020 budget.
"""

from timonel.site.demonstration.accounts import accounts
from timonel.site.demonstration.story import load

__all__ = ["accounts", "load"]
