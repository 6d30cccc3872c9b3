"""Signing a PDF so that anybody can see who signed and that nothing changed since (PAdES)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from ntm.core.problems import Problem, Text

_YEARS = 10
_FIELD = "ChuKy"
_TRIAL = " – chứng thư thử nghiệm"


class NotAKey(Problem):
    """A key file cannot be opened."""

    code = "documents/not-a-key"

    def __init__(self) -> None:
        super().__init__(
            Text("Không mở được chứng thư số.", "The certificate cannot be opened."),
            Text(
                "Kiểm tra tệp .p12 và mật khẩu (NTM_SIGNING_KEY, NTM_SIGNING_PASSWORD).",
                "Check the .p12 file and its password (NTM_SIGNING_KEY, NTM_SIGNING_PASSWORD).",
            ),
        )


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate, as PKCS #12."""

    content: bytes
    password: bytes
    owner: str


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature of a PDF; ``intact`` says that the file was not changed since."""

    signer: str
    at: datetime | None
    intact: bool


def sign_pdf(pdf: bytes, *, key: SigningKey, reason: str, place: str) -> bytes:
    """Return the PDF with a signature of ``key``; what was there stays as it was, byte for byte.

    The signature bears the moment of the machine's clock: when it was made cannot be chosen.
    """
    signer = signers.SimpleSigner.load_pkcs12_data(key.content, other_certs=[], passphrase=key.password)
    if signer is None:
        raise NotAKey
    meta = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        reason=reason[:200],
        location=place,
        name=key.owner,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    kept = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signers.PdfSigner(meta, signer=signer).sign_pdf(writer, output=kept)
    return kept.getvalue()


def signatures(pdf: bytes) -> tuple[SignatureFound, ...]:
    """Return the signatures of a PDF; whether to trust their certificates is not asked, nothing is fetched."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    return tuple(_found(one, nobody) for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures)


def _found(one: EmbeddedPdfSignature, nobody: ValidationContext) -> SignatureFound:
    status = validate_pdf_signature(one, nobody)
    name = status.signing_cert.subject.native.get("common_name", "")
    whole = bool(status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE)
    return SignatureFound(name, status.signer_reported_dt, whole)


def load_pkcs12(content: bytes, password: str) -> SigningKey:
    """Return the key of a .p12 file. Raises NotAKey."""
    try:
        _, certificate, _ = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        raise NotAKey from error
    if certificate is None:
        raise NotAKey
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return SigningKey(content, password.encode(), str(names[0].value) if names else "")


def test_certificate(owner: str) -> SigningKey:
    """Return a new key whose certificate says that it is only for trying things out."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    # A name in a certificate holds 64 bytes; the owner is cut, never the warning.
    room = 64 - len(_TRIAL.encode())
    shown = owner.encode()[:room].decode(errors="ignore") + _TRIAL
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, shown)])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * _YEARS))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    password = b"ntm"
    content = pkcs12.serialize_key_and_certificates(
        b"ntm", key, certificate, None, serialization.BestAvailableEncryption(password)
    )
    return SigningKey(content, password, shown)


test_certificate.__test__ = False  # type: ignore[attr-defined]  # its name begins like a test's
