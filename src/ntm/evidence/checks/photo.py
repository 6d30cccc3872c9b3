from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image

from ntm.core.problems import Text
from ntm.evidence.problems import TooLarge, WrongContent

MOST_PIXELS = 60_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82"}
_TAIL = 64  # bytes that some cameras leave behind the end


@dataclass(frozen=True, slots=True)
class Taken:
    """Where and when a photo says it was taken; None where it does not say."""

    latitude: float | None
    longitude: float | None
    at: datetime | None


def check_photo(content: bytes, name: str, content_type: str) -> Taken:
    """Return what a photo tells of itself; raise WrongContent for one that is broken or more than a photo."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[_FORMATS[content_type]])
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge(name, MOST_PIXELS // 1_000_000)
            image.load()
            exif = image.getexif()
            return Taken(*_position(exif), _moment(exif))
    except (OSError, SyntaxError, ValueError, TypeError, EOFError, Image.DecompressionBombError) as error:
        raise WrongContent(name, Text("ảnh bị hỏng", "the photo is broken")) from error
    finally:
        _refuse_tail(content, name, content_type)


def _refuse_tail(content: bytes, name: str, content_type: str) -> None:
    """Refuse what hides another file behind the end of the photo."""
    end = _ENDS.get(content_type)
    if end and len(content) - content.rfind(end) - len(end) > _TAIL:
        raise WrongContent(name, Text("sau phần ảnh còn nội dung khác", "there is something else behind the photo"))


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
