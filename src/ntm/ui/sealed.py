"""What a page carries until it comes back: read by anybody, changed by nobody, good for half a day."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.core import signing

from ntm.ui.clock import AHEAD

HALF_A_DAY = timedelta(hours=12)


def seal(content: Any, *, salt: str) -> str:
    """Seal plain data into a text; ``salt`` names what it is for."""
    return signing.dumps(content, salt=salt, compress=True)


def unseal(text: str, *, salt: str) -> Any:
    """Return what was sealed for the same use.

    Raises BadSignature for anything else, for what is older than half a day, and for what was sealed while the clock
    was ahead.
    """
    content = signing.loads(text, salt=salt, max_age=HALF_A_DAY)
    made = signing.b62_decode(text.rsplit(":", 2)[1])
    if made - time.time() > AHEAD.total_seconds():
        raise signing.SignatureExpired("sealed while the clock was ahead")
    return content
