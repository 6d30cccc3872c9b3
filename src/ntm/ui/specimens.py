"""Made-up inputs with which the gallery shows each component."""

from __future__ import annotations

from typing import Any

from ntm.core.rulebook import Outcome


def specimens() -> dict[str, Any]:
    """Return the inputs by component."""
    return {"outcomes": [outcome.value for outcome in Outcome]}
