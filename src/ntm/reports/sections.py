"""The sections of a report and the text drafted for each, after procedures, section 7 (skeleton of a report).

A name in double brackets stands for a figure and is filled in from the data each time the report is
shown; what the data cannot say is asked for in words between ⟦ and ⟧ and counts as a gap until it is written.
"""

from __future__ import annotations

from dataclasses import dataclass

ASKED = ("⟦", "⟧")


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One section: its code, its heading as printed (empty when it continues the one above), its drafted text."""

    code: str
    heading: str
    text: str


SECTIONS: tuple[SectionForm, ...] = (
    SectionForm(
        "chi-dao",
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "Thực hiện [[ke_hoach_nam]], trong kỳ từ [[tu_ngay]] đến [[den_ngay]], [[don_vi]] đã tổ chức triển khai các "
        "nhiệm vụ của Chương trình mục tiêu quốc gia xây dựng nông thôn mới.\n"
        "⟦Nêu văn bản chỉ đạo đã ban hành, cuộc họp Ban Chỉ đạo, đợt kiểm tra, giám sát trong kỳ⟧",
    ),
    SectionForm(
        "tieu-chi",
        "II. KẾT QUẢ THỰC HIỆN\n1. Kết quả thực hiện bộ tiêu chí",
        "Theo số liệu kỳ [[ky_so_lieu]], trong [[so_xa]] xã có [[so_xa_da_danh_gia]] xã đã được đánh giá, đạt tổng "
        "cộng [[luot_tieu_chi_dat]] lượt tiêu chí, bình quân [[tieu_chi_binh_quan]] tiêu chí/xã.\n"
        "- Số xã đạt mọi tiêu chí đã có mức quy định: [[so_xa_du]] xã.\n"
        "- Số xã còn thiếu tiêu chí: đạt 15–18 tiêu chí: [[so_xa_15_18]] xã; đạt 10–14 tiêu chí: [[so_xa_10_14]] xã; "
        "đạt 5–9 tiêu chí: [[so_xa_5_9]] xã; đạt dưới 5 tiêu chí: [[so_xa_duoi_5]] xã.\n"
        "- Tiêu chí chưa có mức quy định để đánh giá: [[tieu_chi_chua_co_muc]].\n"
        "Chi tiết tại Biểu 01, 02 và 04.",
    ),
    SectionForm(
        "cong-nhan",
        "2. Xã, huyện đạt chuẩn",
        "Lũy kế đến [[den_ngay]], theo danh sách có trong hệ thống: [[luy_ke_xa_ntm]] xã đạt chuẩn nông thôn mới; "
        "[[luy_ke_xa_nang_cao]] xã nâng cao; [[luy_ke_xa_kieu_mau]] xã kiểu mẫu; [[luy_ke_huyen_ntm]] huyện đạt chuẩn; "
        "[[luy_ke_huyen_hoan_thanh]] đơn vị cấp huyện hoàn thành nhiệm vụ.\n"
        "Trong năm có thêm [[trong_nam_xa_ntm]] xã đạt chuẩn, [[trong_nam_xa_nang_cao]] xã nâng cao, "
        "[[trong_nam_xa_kieu_mau]] xã kiểu mẫu, [[trong_nam_huyen_ntm]] huyện đạt chuẩn.\n"
        "Tiến độ so với kế hoạch: [[tien_do_muc_tieu]].\n"
        "Chi tiết tại Biểu 03.",
    ),
    SectionForm(
        "nguon-luc",
        "3. Huy động, phân bổ và giải ngân vốn",
        "Kế hoạch vốn năm (không kể vốn tín dụng): [[von_ke_hoach]] triệu đồng. Đã giao [[von_da_giao]] triệu đồng; "
        "giải ngân [[von_giai_ngan]] triệu đồng, bằng [[ty_le_giai_ngan]] vốn đã giao.\n"
        "Đang theo dõi [[so_cong_trinh]] công trình với tổng mức đầu tư [[tong_muc_dau_tu]] triệu đồng.\n"
        "Chi tiết tại Biểu 05, 06 và 07.",
    ),
    SectionForm(
        "no-dong",
        "4. Nợ đọng xây dựng cơ bản",
        "Đến ngày [[ngay_no_dong]], nợ đọng xây dựng cơ bản là [[no_dong]] triệu đồng. Chi tiết tại Biểu 08.",
    ),
    SectionForm(
        "chuyen-de",
        "5. Chương trình OCOP và các chuyên đề",
        "⟦Nêu số sản phẩm OCOP theo hạng sao, mô hình xóm kiểu mẫu, vườn mẫu, tập huấn, tuyên truyền (Biểu 09 đến 12)⟧",
    ),
    SectionForm(
        "danh-gia",
        "III. ĐÁNH GIÁ CHUNG",
        "Tiêu chí nhiều xã chưa đạt nhất: [[tieu_chi_thap_nhat]]. Có [[so_xa_tut]] xã đã được công nhận nhưng kỳ "
        "này có tiêu chí chưa đạt, cần củng cố ngay.\n"
        "⟦Nêu khó khăn, hạn chế và nguyên nhân⟧",
    ),
    SectionForm(
        "phuong-huong",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI",
        "Tập trung hoàn thành các mục tiêu của năm: [[tien_do_muc_tieu]].\n⟦Nêu nhiệm vụ trọng tâm của kỳ tới⟧",
    ),
    SectionForm("kien-nghi", "V. KIẾN NGHỊ, ĐỀ XUẤT", "⟦Nêu kiến nghị, hoặc ghi: Không⟧"),
)
BY_CODE = {section.code: section for section in SECTIONS}
