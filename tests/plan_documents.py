"""Plan documents of made-up provinces, each written in another way; and Word files made of text.

Names of acts, figures and people are invented. Each text says of itself what a reader must find in it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

# Letters for sections, “1)” for tasks, tỷ đồng with decimals, the whole 0,1 tỷ more than its parts.
LETTERS = """UBND TỈNH HÒA AN
Số: 45/KH-UBND                    Hòa An, ngày 12 tháng 01 năm 2023

KẾ HOẠCH
Thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới
tỉnh Hòa An năm 2023

Căn cứ Nghị quyết số 25/2021/QH15 ngày 28 tháng 7 năm 2021 của Quốc hội phê duyệt chủ trương đầu tư Chương trình;
Căn cứ Quyết định số 111/QĐ-UBND ngày 10/01/2023 của UBND tỉnh về việc giao dự toán năm 2023;

A. NGUỒN LỰC THỰC HIỆN
Tổng nguồn lực: 812,4 tỷ đồng, trong đó:
1) Ngân sách trung ương: 210,5 tỷ đồng (đầu tư phát triển: 180,25 tỷ đồng; sự nghiệp: 30,25 tỷ đồng)
2) Ngân sách địa phương: 401,8 tỷ đồng, gồm: ngân sách tỉnh 200,3 tỷ đồng; ngân sách huyện 150 tỷ đồng;
ngân sách xã 51,5 tỷ đồng
3) Vốn lồng ghép: 150 tỷ đồng
4) Vốn huy động của người dân, doanh nghiệp: 50 tỷ đồng
5) Vốn tín dụng: 2.500 tỷ đồng

B. CHỈ TIÊU PHẤN ĐẤU
1) Công nhận thêm 08 xã đạt chuẩn nông thôn mới.
2) Công nhận 05 xã đạt chuẩn nông thôn mới nâng cao, 01 xã đạt chuẩn nông thôn mới kiểu mẫu.

C. NHIỆM VỤ TRỌNG TÂM
1) Tuyên truyền
- Tổ chức các lớp tập huấn cho cán bộ cơ sở.
Cơ quan chủ trì: Sở Nông nghiệp và PTNT; cơ quan phối hợp: UBND các huyện, thị xã.
2) Giao Sở Tài chính chủ trì, phối hợp với Sở Kế hoạch và Đầu tư tham mưu phân bổ vốn trước ngày 31/3/2023.

D. PHÂN CÔNG NHIỆM VỤ
1) Sở Y tế
- Hướng dẫn tiêu chí y tế.
2) UBND các huyện, thị xã, thành phố
- Chỉ đạo các xã rà soát tiêu chí.

Nơi nhận:
- Chính phủ;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Hoàng Văn Bình
"""

# Parts and Roman figures below them, who does what before the money, no targets at all.
PARTS = """ỦY BAN NHÂN DÂN
TỈNH ĐÔNG GIANG
Số: 7/KH-UBND
Đông Giang, ngày 02 tháng 02 năm 2022
KẾ HOẠCH
Xây dựng nông thôn mới năm 2022

Phần thứ nhất: MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Tạo chuyển biến rõ nét ở nông thôn.
2. Yêu cầu
Bám sát thực tế.

Phần thứ hai: NHIỆM VỤ, GIẢI PHÁP
I. Phát triển hạ tầng
1. Giao thông
a) Sở Giao thông vận tải chủ trì, phối hợp với UBND các huyện rà soát đường liên xã.
b) Bảo trì đường đã có.
II. Phát triển sản xuất
- Mỗi xã một sản phẩm.

Phần thứ ba: TỔ CHỨC THỰC HIỆN
1. Báo Đông Giang, Đài Phát thanh và Truyền hình tỉnh
- Mở chuyên mục về nông thôn mới.
2. Ủy ban MTTQ Việt Nam tỉnh
- Giám sát việc huy động đóng góp.

Phần thứ tư: KINH PHÍ
- Ngân sách nhà nước: 90.000 triệu đồng
+ Ngân sách trung ương: 60.000 triệu đồng
+ Ngân sách tỉnh: 30.000 triệu đồng
- Vốn doanh nghiệp: 5.500 triệu đồng
- Vốn vay tín dụng: 1.200.000 triệu đồng
"""

# A district of 2024, notes in brackets, a mark without its note; bodies of the district.
DISTRICT = """UBND HUYỆN LA HIÊN
Số: 88/KH-UBND
La Hiên, ngày 08/3/2024
KẾ HOẠCH
Xây dựng nông thôn mới huyện La Hiên năm 2024

I. MỤC TIÊU
1. Mục tiêu chung
Giữ vững các xã đã đạt chuẩn nông thôn mới.
2. Mục tiêu cụ thể
- Xã đạt chuẩn nông thôn mới: 02 xã.
- Phấn đấu 01 xã đạt chuẩn nông thôn mới nâng cao.
- Công nhận 04 xóm nông thôn mới kiểu mẫu.
II. NHIỆM VỤ, GIẢI PHÁP
1. Phát triển kinh tế
- Phòng Nông nghiệp và PTNT chủ trì, phối hợp với UBND các xã, thị trấn tổ chức sản xuất.
III. KINH PHÍ THỰC HIỆN
Tổng kinh phí thực hiện: 40.000 triệu đồng. Trong đó:
- Ngân sách tỉnh: 12.000 triệu đồng (1);
- Ngân sách huyện: 20.000 triệu đồng (2);
- Ngân sách xã: 3.000 triệu đồng (3);
- Nhân dân đóng góp: 5.000 triệu đồng.
(1) Vốn đầu tư phát triển: 10.000 triệu đồng; vốn sự nghiệp: 2.000 triệu đồng.
(2) Vốn đầu tư: 15.000 triệu đồng; kinh phí sự nghiệp: 5.000 triệu đồng.
IV. TỔ CHỨC THỰC HIỆN
1. Phòng Tài chính - Kế hoạch
- Tham mưu phân bổ vốn.
2. Hội Nông dân huyện
- Vận động hội viên.
3. UBND các xã, thị trấn
- Báo cáo định kỳ hằng quý về UBND huyện.
Nơi nhận:
- UBND tỉnh;
- Các xã, thị trấn.
"""

# Nothing tells what the point means; two days; a short year; a source and a body that nobody knows; a running total.
DOUBTFUL = """UBND TỈNH BẮC HÀ
Số:      /KH-UBND
Bắc Hà, ngày 5/13/2024
KẾ HOẠCH
Xây dựng nông thôn mới năm 2024
Căn cứ Quyết định số 77/QĐ-UBND ngày 4/2/24 của UBND tỉnh;
Căn cứ Thông tư số 53/2022/TT-BTC của Bộ Tài chính;
I. MỤC TIÊU
1. Lũy kế đến hết năm có 95 xã đạt chuẩn nông thôn mới.
2. Có hai xã đạt chuẩn nông thôn mới nâng cao.
II. NGUỒN VỐN
Tổng vốn: 1.500 tỷ đồng
- Ngân sách tỉnh: 1.250 tỷ đồng
- Vốn từ quỹ đất: 250 tỷ đồng
III. HỢP TÁC QUỐC TẾ
- Học hỏi kinh nghiệm nước bạn.
IV. TỔ CHỨC THỰC HIỆN
1. Hội Làm vườn tỉnh
- Hướng dẫn vườn mẫu.
"""

# From 2026: no districts, other sources, notes marked with stars and raised figures.
WITHOUT_DISTRICTS = """Số: 210/KH-UBND
Thanh Lâm, ngày 20 tháng 01 năm 2026
KẾ HOẠCH
Thực hiện Chương trình nông thôn mới năm 2026
Thực hiện Quyết định số 51/QĐ-TTg ngày 05/01/2026 của Thủ tướng Chính phủ, UBND tỉnh ban hành Kế hoạch như sau:
I. QUAN ĐIỂM, MỤC TIÊU
1. Quan điểm
- Người dân là chủ thể.
2. Mục tiêu
- Có tối thiểu 10 xã đạt chuẩn nông thôn mới.
II. TỔNG NGUỒN VỐN
Tổng nguồn vốn thực hiện: 300.500 triệu đồng
- Ngân sách trung ương: 100.000 triệu đồng (*)
- Ngân sách tỉnh: 120.000 triệu đồng¹
- Ngân sách cấp xã: 30.000 triệu đồng
- Doanh nghiệp: 25.500 triệu đồng
- Cộng đồng và người dân: 25.000 triệu đồng
(*) Vốn đầu tư công: 70.000 triệu đồng; kinh phí thường xuyên: 30.000 triệu đồng.
1 Vốn đầu tư công: 120.000 triệu đồng.
Tỷ lệ giải ngân đạt 95,5%.
III. NHIỆM VỤ
1. Ủy ban nhân dân các xã, phường
- Lập kế hoạch.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Môi trường
- Theo dõi, đôn đốc.
"""

# Plain text with a table between tabs, and the money in an annex behind the signature.
ANNEX = """Số: 3/KH-UBND
Nam Sơn, ngày 15 tháng 02 năm 2023
KẾ HOẠCH
Xây dựng nông thôn mới năm 2023, tỉnh Nam Sơn
1. Mục tiêu
1.1. Công nhận 06 xã đạt chuẩn NTM.
1.2. Có 01 thị xã hoàn thành nhiệm vụ xây dựng nông thôn mới.
2. Nhiệm vụ
2.1. Nâng cao chất lượng tiêu chí môi trường.
3. Tổ chức thực hiện
3.1. Các sở, ban, ngành
- Thực hiện nhiệm vụ được giao.
Nơi nhận: UBND các huyện; Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Thị Cúc
PHỤ LỤC 1: KẾ HOẠCH VỐN NĂM 2023
Đơn vị tính: triệu đồng
TT\tNguồn vốn\tTổng số\tĐầu tư phát triển\tSự nghiệp\tGhi chú
1\tTổng cộng\t150.000\t100.000\t50.000\t
2\tNgân sách trung ương\t90.000\t60.000\t30.000\t2022
3\tNgân sách tỉnh\t60.000\t40.000\t20.000\t
4\tTín dụng chính sách\t1.250.000\t\t\t
"""

TEXTS: Mapping[str, str] = {
    "letters": LETTERS,
    "parts": PARTS,
    "district": DISTRICT,
    "doubtful": DOUBTFUL,
    "without districts": WITHOUT_DISTRICTS,
    "annex": ANNEX,
}


def as_docx(text: str) -> bytes:
    """Make a Word file of a text, a paragraph for each line, raised figures for footnote marks."""
    book = docx.Document()
    for line in text.splitlines():
        paragraph = book.add_paragraph()
        for part in re.split(r"(<sup>.*?</sup>)", line.replace("**", "").lstrip("# ")):
            run = paragraph.add_run(re.sub(r"</?sup>", "", part))
            run.font.superscript = part.startswith("<sup>")
    return saved(book)


def saved(book: Document) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def word_plan() -> bytes:
    """Make a plan as Word makes it: letterhead and foot in tables, numbers counted by Word, its own footnotes,
    the money in a table with merged cells, the tasks in a table with their bodies."""
    book = docx.Document()
    lists = _lists(book)
    _rows(book, [["ỦY BAN NHÂN DÂN\nTỈNH TÂY HỒ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
                 ["Số: 19/KH-UBND", "Tây Hồ, ngày 21 tháng 3 năm 2024"]])  # fmt: skip
    for text in ("KẾ HOẠCH", "Xây dựng nông thôn mới tỉnh Tây Hồ năm 2024", "Căn cứ Luật Đầu tư công ngày 13/6/2019;"):
        book.add_paragraph(text)
    _numbered(book, lists, 0, "MỤC TIÊU")
    _numbered(book, lists, 1, "Có 03 xã đạt chuẩn nông thôn mới; 02 xã đạt chuẩn nông thôn mới nâng cao.")
    _numbered(book, lists, 0, "NHIỆM VỤ, GIẢI PHÁP")
    _rows(
        book,
        [
            ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm"],
            ["1", "Rà soát hồ sơ các xã", "Sở Nông nghiệp và PTNT", "UBND các huyện, thành phố",
             "Trước ngày 30/6/2024", "Biên bản rà soát"],
            ["2", "Lấy ý kiến người dân", "Ủy ban MTTQ Việt Nam tỉnh", "Các xã",
             "Hằng quý, báo cáo UBND tỉnh", ""],
        ],
    )  # fmt: skip
    _numbered(book, lists, 0, "NGUỒN LỰC")
    _numbered(book, lists, 1, "Kế hoạch vốn theo bảng sau:")
    book.add_paragraph("Đơn vị tính: triệu đồng")
    table = _rows(book, [["Nguồn vốn", "Loại vốn", "Số tiền năm 2024"], ["Tổng cộng", "", "12.500"],
                         ["Ngân sách trung ương", "Đầu tư phát triển", "7.000"], ["", "Sự nghiệp", "1.000"],
                         ["Ngân sách tỉnh", "", "4.500"], ["Vốn tín dụng", "", "1.234.000"]])  # fmt: skip
    table.cell(2, 0).merge(table.cell(3, 0))
    _mark(table.cell(4, 2).paragraphs[0], 1)
    _numbered(book, lists, 0, "TỔ CHỨC THỰC HIỆN")
    _numbered(book, lists, 1, "Sở Tài chính")
    book.add_paragraph("- Bố trí vốn kịp thời.")
    _rows(book, [["Nơi nhận:\n- Bộ Tài chính;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Dũng"]])
    _footnotes(book, {1: "Vốn đầu tư phát triển: 4.000 triệu đồng; vốn sự nghiệp: 500 triệu đồng."})
    return saved(book)


def _rows(book: Document, rows: list[list[str]]):
    table = book.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("\n")
            cell.paragraphs[0].add_run(first)
            for other in more:
                cell.add_paragraph(other)
    return table


def _lists(book: Document) -> str:
    """Give the book a list of its own: I., II. and below them 1., 2."""
    root = book.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="%{depth + 1}."/></w:lvl>'
        for depth, shape in enumerate(("upperRoman", "decimal"))
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    root.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="900">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {space} w:numId="901"><w:abstractNumId w:val="900"/></w:num>'))
    return "901"


def _numbered(book: Document, list_id: str, depth: int, text: str) -> None:
    properties = book.add_paragraph(text)._p.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    for name, value in (("w:ilvl", str(depth)), ("w:numId", list_id)):
        one = OxmlElement(name)
        one.set(qn("w:val"), value)
        numbered.append(one)


def _mark(paragraph, number: int) -> None:
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(reference)


def _footnotes(book: Document, notes: Mapping[int, str]) -> None:
    def told(items: Iterable[tuple[int, str]]) -> str:
        return "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>"
            for number, text in items
        )

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f"<w:footnotes {space}>{told(notes.items())}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, book.part.package)
    book.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
