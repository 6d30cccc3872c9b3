"""How long the quarterly report of a province takes as DOCX, PDF and XLSX together; the bar is 5 s.

python benchmarks/report.py

Tables as large as Thái Nguyên's: 126 communes × 19 criteria, 140 recognitions, 120 works, and eight smaller ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import perf_counter

from ntm.core.documents import (
    Annex,
    Bullet,
    Column,
    DocumentKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    sign_pdf,
    test_certificate,
    write_docx,
    write_pdf,
    write_xlsx,
)

BAR = 5.0


def main() -> None:
    document = report()
    key = test_certificate("UBND tỉnh")
    began = perf_counter()
    pdf = told("PDF/A", lambda: write_pdf(document))
    told("DOCX", lambda: write_docx(document))
    told("XLSX", lambda: write_xlsx(document))
    told("signature", lambda: sign_pdf(pdf, key=key, reason=document.subject, place=document.place))
    took = perf_counter() - began
    rows = sum(len(table.rows) for annex in document.annexes for table in annex.tables)
    print(
        f"{len(document.annexes)} tables, {rows} rows: {took:.2f} s together, {took / BAR:.2f} of the bar of {BAR:g} s"
    )


def told(name: str, write: Callable[[], bytes]) -> bytes:
    began = perf_counter()
    content = write()
    print(f"{name:>10}: {perf_counter() - began:.2f} s, {len(content) / 1000:,.0f} kB")
    return content


def report() -> OfficialDocument:
    matrix = (
        Column("TT", "center", 0.7),
        Column("Xã", width=2.6),
        *(Column(str(n), "center", 0.6) for n in range(1, 20)),
    )
    wide = tuple((str(n), f"Xã số {n}", *("x" for _ in range(19))) for n in range(1, 127))
    plain = (Column("TT", "center", 0.6), Column("Tên", width=4), Column("Đơn vị", width=2), Column("Số tiền", "right"))
    tables = [Table("", matrix, wide)]
    for rows in (140, 120, 40, 19, 17, 12, 9, 9, 6, 4, 4):
        tables.append(Table("", plain, tuple((str(n), "Đường liên thôn", "Xã A", "1.743.406") for n in range(rows))))
    text = [Heading("I. CÔNG TÁC CHỈ ĐẠO", 1), Paragraph("Thực hiện kế hoạch năm. " * 20), Bullet("Số xã đạt: 16")] * 5
    return OfficialDocument(
        kind=DocumentKind.REPORT,
        parent_body="",
        body="ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
        number=5,
        symbol="BC-UBND",
        place="Thái Nguyên",
        issued_on=date(2024, 9, 30),
        subject="Kết quả thực hiện Chương trình quý III/2024",
        blocks=tuple(text),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn A"),
        recipients=("Lưu: VT",),
        annexes=tuple(Annex(str(place), f"Biểu {place}", (table,)) for place, table in enumerate(tables, 1)),
        verify_address="https://example.vn/reports/verify/ABCDEFGH2345/",
    )


if __name__ == "__main__":
    main()
