"""Small photos for evidence."""

from __future__ import annotations

import io

from PIL import Image


def photo(seed: int) -> bytes:
    """Return a JPEG photo of its own."""
    kept = io.BytesIO()
    Image.effect_noise((300 + seed, 300), 80).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()
