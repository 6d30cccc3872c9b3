"""Official documents of Decree 30/2020/NĐ-CP: one description, written as DOCX, PDF/A and workbook, and signed.

Begin at ``parts.py``, then ``wording.py`` (the fixed words), then ``pdf.py`` with ``official.typ``.
"""

from ntm.core.documents.docx import write_docx
from ntm.core.documents.parts import (
    Annex,
    Article,
    Block,
    Bullet,
    Column,
    DocumentKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
)
from ntm.core.documents.pdf import NotPrintable, write_pdf
from ntm.core.documents.sheets import write_xlsx
from ntm.core.documents.signing import (
    NotAKey,
    SignatureFound,
    SigningKey,
    load_pkcs12,
    sign_pdf,
    signatures,
    test_certificate,
)

__all__ = [
    "Annex",
    "Article",
    "Block",
    "Bullet",
    "Column",
    "DocumentKind",
    "Heading",
    "NotAKey",
    "NotPrintable",
    "OfficialDocument",
    "Paragraph",
    "Signature",
    "SignatureFound",
    "SigningKey",
    "Table",
    "load_pkcs12",
    "sign_pdf",
    "signatures",
    "test_certificate",
    "write_docx",
    "write_pdf",
    "write_xlsx",
]
