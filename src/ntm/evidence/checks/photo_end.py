"""Where a photo ends, found by walking its structure: what stands behind belongs to another file."""

from __future__ import annotations

_ALONE = {0x01, *range(0xD0, 0xD8)}  # JPEG markers without a length
_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA


def end_of(content: bytes, content_type: str) -> int | None:
    """Return the number of bytes that the photo itself takes; None when its end is not there."""
    return {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[content_type](content)


def _png(content: bytes) -> int | None:
    at = 8
    while at + 12 <= len(content):
        kind, at = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4], "big")
        if kind == b"IEND":
            return at if at <= len(content) else None
    return None


def _webp(content: bytes) -> int | None:
    if content[8:12] != b"WEBP":
        return None
    end = 8 + int.from_bytes(content[4:8], "little")
    return end if end <= len(content) else None


def _jpeg(content: bytes) -> int | None:
    at = 2
    while at + 1 < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # a byte of padding before the marker
            at += 1
        elif marker == _END_OF_IMAGE:
            return at + 2
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
            if marker == _START_OF_SCAN:
                at = _after_scan(content, at)
    return None


def _after_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands; inside a scan 0xFF00 is a byte, and restarts are no end."""
    while (at := content.find(b"\xff", at)) >= 0:
        after = content[at + 1 : at + 2]
        if after and after[0] != 0 and after[0] != 0xFF and after[0] not in _ALONE:
            return at
        at += 1 if after == b"\xff" else 2
    return len(content)
