"""Writing a document as PDF/A-2b with the font inside; the same document gives the same bytes."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst

from ntm.core.documents import wording
from ntm.core.documents.parts import Annex, Block, OfficialDocument, Table
from ntm.core.problems import Problem, Text

HERE = Path(__file__).parent
_DRAFTED = date(2000, 1, 1)  # stands in the metadata of a draft, which has no day yet
_SIZES = ((18, 8.5), (12, 9.5), (8, 10.5), (0, 11.5))  # from this many columns on: letters of this size


class NotPrintable(Problem):
    """A document holds something that cannot be printed, mostly a letter that the font does not have."""

    code = "documents/not-printable"

    def __init__(self, told: str) -> None:
        super().__init__(
            Text(f"Không in được văn bản: {told}", f"The document cannot be printed: {told}"),
            Text(
                "Xóa ký tự lạ (biểu tượng, chữ của ngôn ngữ khác) khỏi lời văn rồi thử lại.",
                "Take unusual characters (symbols, letters of other scripts) out of the text and try again.",
            ),
        )


def write_pdf(document: OfficialDocument) -> bytes:
    """Return the document as PDF/A-2b. Raises NotPrintable."""
    said = wording.composed(json.dumps(_as_data(document), ensure_ascii=False))
    try:
        return bytes(
            typst.compile(
                str(HERE / "official.typ"),
                root=str(HERE),
                font_paths=[str(HERE / "fonts")],
                ignore_system_fonts=True,
                sys_inputs={"document": said},
                pdf_standards=["a-2b"],
                timestamp=0,
            )
        )
    except typst.TypstError as error:
        raise NotPrintable(str(error).splitlines()[0]) from error


def _as_data(document: OfficialDocument) -> dict[str, Any]:
    day = document.issued_on or _DRAFTED
    signature = document.signature
    return {
        "kind": document.kind.value,
        "kind-name": document.kind.name_in_capitals,
        "title": f"{document.kind.name_in_words}: {document.subject}",
        "parent": document.parent_body,
        "author": document.body,
        "body": wording.body_lines(document),
        "nation": wording.NATION,
        "motto": wording.MOTTO,
        "number": wording.number_line(document),
        "day": [day.year, day.month, day.day],
        "day-line": wording.day_line(document),
        "subject": document.subject,
        "authority": document.authority,
        "addressees": wording.addressees_of(document),
        "bases": wording.bases_of(document),
        "blocks": [_block(one) for one in wording.ended(document.blocks)],
        "signature": {
            "lines": [line for line in (signature.capacity, signature.by_order, signature.position) if line],
            "name": signature.name,
        },
        "recipients": wording.recipients_of(document),
        "annexes": [_annex(one, document) for one in document.annexes],
        "qr": qr_code(document.verify_address) if document.verify_address else "",
        "verify": document.verify_address,
        "sample": wording.SAMPLE if document.is_sample else "",
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {"is": "table", **_table(block)}
    return {"is": type(block).__name__.lower(), **asdict(block)}


def _annex(annex: Annex, document: OfficialDocument) -> dict[str, Any]:
    return {
        "number": annex.number,
        "title": annex.title,
        "landscape": annex.landscape,
        "enclosed": wording.enclosed_with(document),
        "tables": [_table(table) for table in annex.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": table.unit,
        "columns": [column.name for column in table.columns],
        "widths": [column.width for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "rows": table.rows,
        "totals": sorted(table.total_rows),
        "size": next(size for least, size in _SIZES if len(table.columns) >= least),
    }


def qr_code(address: str) -> str:
    """Return an address as a QR code, drawn in SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False, svgns=True)
    return drawn.getvalue().decode("ascii")
