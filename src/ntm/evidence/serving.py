"""The bytes of kept files as answers. Nothing that people sent ever runs in this site's name."""

from __future__ import annotations

import io

from django.core.files.base import File as StoredFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from PIL import Image, ImageOps

from ntm.evidence.models import File
from ntm.evidence.problems import FileGone


def as_download(file: File, name: str) -> HttpResponseBase:
    """Answer with the bytes as they came, to be saved and never shown by the browser. Raises FileGone."""
    stream = opened(file, name)
    return _harmless(FileResponse(stream, as_attachment=True, filename=name, content_type=file.content_type))


def as_picture(file: File, name: str, pixels: int) -> HttpResponse:
    """Answer with a photo drawn anew, at most ``pixels`` wide and high, without what its camera wrote into it.

    Raises FileGone.
    """
    with opened(file, name) as stream, Image.open(stream) as image:
        image.draft("RGB", (2 * pixels, 2 * pixels))  # a large JPEG is read at a part of its size
        drawn = ImageOps.exif_transpose(image).convert("RGB")
        drawn.thumbnail((pixels, pixels))
        kept = io.BytesIO()
        drawn.save(kept, "JPEG", quality=80)
    response = HttpResponse(kept.getvalue(), content_type="image/jpeg")
    _harmless(response)
    return response


def opened(file: File, name: str) -> StoredFile[bytes]:
    """Open the bytes of a file; raise FileGone, under the name that people gave it, when the store has lost them."""
    try:
        return file.stored.open("rb")
    except FileNotFoundError as error:
        raise FileGone(name) from error


def _harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
