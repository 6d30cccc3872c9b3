from __future__ import annotations

from collections.abc import Mapping

from ntm.accounts.models import Office
from ntm.core.problems import Text


def keep_offices(names: Mapping[str, Text]) -> dict[str, Office]:
    """Keep a row for each office by its code; rows that exist stay as they are. Returns the offices by code."""
    Office.objects.bulk_create(
        (Office(code=code, name=name.vi, name_en=name.en) for code, name in sorted(names.items())),
        ignore_conflicts=True,
    )
    return {office.code: office for office in Office.objects.filter(code__in=names)}
