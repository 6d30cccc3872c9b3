"""Where it is counted how often somebody asked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.db import DatabaseCache

from ntm.ui.clock import AHEAD


class Counts(DatabaseCache):
    """Moments in seconds since 1970, by what was asked; those that lie ahead of a clock that went back are left out.

    Else whoever used up a rate while the clock was ahead would wait until it is there again.
    """

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        until = time.time() + AHEAD.total_seconds()
        found = super().get_many(keys, version)
        return {
            key: [moment for moment in kept if moment <= until] if isinstance(kept, list) else kept
            for key, kept in found.items()
        }
