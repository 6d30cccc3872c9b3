"""Photos: that they are whole and nothing else, and what the camera wrote into them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image

from ntm.core.problems import Text
from ntm.evidence.checks.photo_end import end_of
from ntm.evidence.problems import UnpacksTooLarge, WrongContent

MOST_PIXELS = 60_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_TAIL = 64  # bytes that some cameras leave behind the end
# What would make the bytes behind a photo another file as well.
_OTHER_FILES = (b"pk\x05\x06", b"%pdf-", b"<script", b"<html", b"<svg")


@dataclass(frozen=True, slots=True)
class Taken:
    """Where and when a photo says it was taken; None where it does not say."""

    latitude: float | None
    longitude: float | None
    at: datetime | None


def check_photo(content: bytes, name: str, content_type: str) -> Taken:
    """Return what a photo tells of itself; raise WrongContent or UnpacksTooLarge."""
    _refuse_tail(content, name, content_type)
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnpacksTooLarge(name)
            image.load()
            return _taken(image)
    except Image.DecompressionBombError as error:
        raise UnpacksTooLarge(name) from error
    except UnpacksTooLarge:
        raise
    except Exception as error:  # the decoders meet broken photos with errors of every kind
        raise WrongContent(name, Text("ảnh bị hỏng", "the photo is broken")) from error


def _refuse_tail(content: bytes, name: str, content_type: str) -> None:
    """Refuse what hides another file behind the end of the photo.

    Telephones put further pictures (a depth map, a moving picture's first frame) or a block of
    their maker's own behind a JPEG; those are let through.
    """
    end = end_of(content, content_type)
    if end is None:
        raise WrongContent(name, Text("ảnh bị cắt cụt hoặc bị hỏng", "the photo is cut off or broken"))
    tail = content[end:]
    of_the_camera = content_type == "image/jpeg" and (tail.startswith(b"\xff\xd8\xff") or tail.endswith(b"SEFT"))
    lower = tail.lower()
    if (len(tail) > _TAIL and not of_the_camera) or any(other in lower for other in _OTHER_FILES):
        raise WrongContent(name, Text("sau phần ảnh còn nội dung khác", "there is something else behind the photo"))


def _taken(image: Image.Image) -> Taken:
    """Read position and moment; a photo stays a photo when what its camera wrote cannot be read."""
    try:
        exif = image.getexif()
        return Taken(*_position(exif), _moment(exif))
    except Exception:  # as above
        return Taken(None, None, None)


def _moment(exif: Image.Exif) -> datetime | None:
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return timezone.make_aware(datetime.strptime(str(written), "%Y:%m:%d %H:%M:%S"))  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None


def _position(exif: Image.Exif) -> tuple[float | None, float | None]:
    found = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(found.get(ExifTags.GPS.GPSLatitude), found.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(found.get(ExifTags.GPS.GPSLongitude), found.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    return (latitude, longitude) if latitude is not None and longitude is not None else (None, None)


def _degrees(parts: Any, reference: Any, below: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    found = (degrees + minutes / 60 + seconds / 3600) * (-1 if reference == below else 1)
    return found if abs(found) <= most else None
