"""What is missing or inconsistent in a framework, derived from its data, with the principle it offends."""

from timonel.domain.diagnosis.catalogue import CHECKS, PRINCIPLES, Check, Diagnosis, diagnose

__all__ = ["CHECKS", "PRINCIPLES", "Check", "Diagnosis", "diagnose"]
