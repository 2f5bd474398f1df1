"""The PostgreSQL that an installation runs for itself when no `DATABASE_URL` names one."""
