"""PDF files: that they begin and end as such, hold nothing that acts by itself, and who signed them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from ntm.core.problems import Text
from ntm.evidence.checks.pdf_objects import TooManyObjects, acts_in
from ntm.evidence.problems import Dangerous, FileRefused, UnpacksTooLarge, WrongContent

_END = b"%%EOF"
_TAIL = 64  # bytes, besides blank ones, that some scanners leave behind the end


@dataclass(frozen=True, slots=True)
class Signature:
    """The last signature of a PDF: who, when by the signer's own clock, and whether the bytes are as signed."""

    signer: str
    at: datetime | None
    intact: bool


def check_pdf(content: bytes, name: str) -> Signature | None:
    """Return the last signature, None without one; raise WrongContent or Dangerous."""
    end = content.rfind(_END)
    if end < 0:
        raise WrongContent(name, Text("PDF bị cắt cụt", "the PDF is cut off"))
    if len(content[end + len(_END) :].strip(b"\0 \t\r\n")) > _TAIL:
        raise WrongContent(name, Text("sau phần PDF còn nội dung khác", "there is something else behind the PDF"))
    try:
        # Zeros alone are cut off, which the reader trips over: a signature may cover the last end of line.
        reader = PdfFileReader(io.BytesIO(content.rstrip(b"\0")), strict=False)
        _refuse_inside(reader, name)
        signatures = reader.embedded_signatures
    except TooManyObjects as error:
        raise UnpacksTooLarge(name) from error
    except FileRefused:
        raise
    except Exception as error:  # the reader meets broken files with errors of every kind
        raise WrongContent(name, Text("PDF bị hỏng", "the PDF is broken")) from error
    return _signature(signatures[-1]) if signatures else None


def _refuse_inside(reader: PdfFileReader, name: str) -> None:
    if reader.encrypted:
        raise Dangerous(name, Text("PDF có mật khẩu", "the PDF is locked with a password"))
    if int(reader.root["/Pages"]["/Count"]) < 1:
        raise WrongContent(name, Text("PDF không có trang nào", "the PDF has no page"))
    if acts_in(reader):
        raise Dangerous(name, Text("PDF có mã lệnh hoặc tệp nhúng", "the PDF holds scripts or embedded files"))


def _signature(embedded: object) -> Signature:
    try:
        # Only whether the bytes are as signed: whom to trust is not asked, and nothing is fetched from elsewhere.
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        status: PdfSignatureStatus = validate_pdf_signature(embedded, nobody)  # type: ignore[arg-type]
        signer = str(status.signing_cert.subject.human_friendly)[:200]
        return Signature(signer, status.signer_reported_dt, bool(status.intact and status.valid))
    except Exception:  # an unreadable signature is a signature that does not hold
        return Signature("", getattr(embedded, "self_reported_timestamp", None), intact=False)
