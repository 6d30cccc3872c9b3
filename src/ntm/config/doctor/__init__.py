"""Looking an installation over: each check says what it found, how bad it is, and what to do about it."""

from ntm.config.doctor.examination import examine
from ntm.config.doctor.findings import Finding, Grade

__all__ = ["Finding", "Grade", "examine"]
