from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus

from ntm.core.problems import Text
from ntm.evidence.problems import Dangerous, WrongContent

# Names of things that act by themselves. A name may be written with #xx for any letter.
_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Signature:
    """The last signature of a PDF: who, when by the signer's own clock, and whether the bytes are as signed."""

    signer: str
    at: datetime | None
    intact: bool


def check_pdf(content: bytes, name: str) -> Signature | None:
    """Return the last signature, None without one; raise WrongContent or Dangerous."""
    plain = _HEX.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _ACTS.search(plain):
        raise Dangerous(name, Text("PDF có mã lệnh hoặc tệp nhúng", "the PDF holds scripts or embedded files"))
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            raise Dangerous(name, Text("PDF có mật khẩu", "the PDF is locked with a password"))
        if int(reader.root["/Pages"]["/Count"]) < 1:
            raise WrongContent(name, Text("PDF không có trang nào", "the PDF has no page"))
        signatures = reader.embedded_signatures
    except (Dangerous, WrongContent):
        raise
    except Exception as error:  # the reader meets broken files with errors of every kind
        raise WrongContent(name, Text("PDF bị hỏng", "the PDF is broken")) from error
    return _signature(signatures[-1]) if signatures else None


def _signature(embedded: object) -> Signature:
    try:
        status: PdfSignatureStatus = validate_pdf_signature(embedded)  # type: ignore[arg-type]
        signer = str(status.signing_cert.subject.human_friendly)[:200]
        return Signature(signer, status.signer_reported_dt, bool(status.intact and status.valid))
    except Exception:  # an unreadable signature is a signature that does not hold
        return Signature("", getattr(embedded, "self_reported_timestamp", None), intact=False)
