"""Every act of this room."""

from timonel.monitoring.actions import imports, lights, opinions, reports

__all__ = ["imports", "lights", "opinions", "reports"]
