"""Every act of this room."""

from timonel.monitoring.actions import closing, imports, lights, opinions, reports, reserve, reviews, stops

__all__ = ["closing", "imports", "lights", "opinions", "reports", "reserve", "reviews", "stops"]
