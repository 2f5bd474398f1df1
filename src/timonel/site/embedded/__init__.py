"""The PostgreSQL that an installation runs for itself when no `DATABASE_URL` names one."""

from timonel.site.embedded.faults import EmbeddedFault
from timonel.site.embedded.server import Server

__all__ = ["EmbeddedFault", "Server"]
