"""Made-up inputs with which the gallery shows each component."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from ntm.core.problems import Fault, Faults, Text
from ntm.core.rulebook import Outcome

_COMMUNES = [
    {"name": "Tân Phú", "met": 19, "income": 52, "outcomes": [Outcome.MET, Outcome.MET, Outcome.NOT_APPLICABLE]},
    {"name": "Đồng Xuân", "met": 16, "income": 44, "outcomes": [Outcome.MET, Outcome.NOT_MET, Outcome.NO_LEVEL]},
    {"name": "Ấp Bắc", "met": 11, "income": None, "outcomes": [Outcome.NO_DATA, Outcome.NOT_MET, Outcome.MET]},
]
_CAPITAL = [
    {"value": 412_500, "css": "tone-1", "label": Text("Ngân sách trung ương", "Central budget")},
    {"value": 268_300, "css": "tone-2", "label": Text("Ngân sách địa phương", "Local budgets")},
    {"value": 96_000, "css": "tone-3", "label": Text("Doanh nghiệp", "Companies")},
    {"value": 41_250, "css": "tone-4", "label": Text("Nhân dân đóng góp", "People's contributions")},
]
_SHAPES = [
    {"path": "M20 30 170 15 190 120 60 140Z", "css": "level-4", "title": "Tân Phú: 19/19", "url": "#map"},
    {"path": "M170 15 330 35 310 150 190 120Z", "css": "level-2", "title": "Đồng Xuân: 16/19", "url": "#map"},
    {"path": "M60 140 190 120 310 150 240 215 90 210Z", "css": "level-1", "title": "Ấp Bắc: 11/19", "url": ""},
]
_LEVELS = [
    ("level-4", Text("19 tiêu chí", "19 criteria")),
    ("level-3", Text("17–18 tiêu chí", "17–18 criteria")),
    ("level-2", Text("15–16 tiêu chí", "15–16 criteria")),
    ("level-1", Text("dưới 15 tiêu chí", "fewer than 15 criteria")),
    ("level-0", Text("chưa có số liệu", "no data")),
]
_FACTS = [
    (Text("Số văn bản", "Number"), "01/QĐ-MAU"),
    (Text("Ngày ban hành", "Issued on"), "02/01/2024"),
    (Text("Nơi ban hành", "Issuer"), Text("Cơ quan mẫu", "A made-up office")),
]
_FILTERS = [
    {
        "name": "district",
        "label": Text("Huyện", "District"),
        "choices": [("", Text("Mọi huyện", "Every district")), ("a", "Phú Mẫu"), ("b", "Định Mẫu")],
        "chosen": "a",
    },
]
_DAYS = [
    {"name": "since", "label": Text("Từ ngày", "From day"), "value": "2024-09-30", "fault": None},
    {
        "name": "until",
        "label": Text("Đến ngày", "To day"),
        "value": "2024-09-01",
        "fault": Text("Ngày cuối trước ngày đầu.", "The last day is before the first."),
    },
]
_PROBLEM = Faults(
    Text("Tệp số liệu mẫu có 2 lỗi.", "The sample file has 2 faults."),
    [
        Fault(
            "Sheet 1, C7",
            Text("“12.5.3” không phải là số.", "“12.5.3” is not a number."),
            Text("Hãy viết 12,53.", "Write 12.53."),
        ),
        Fault(
            "Sheet 1, A9",
            Text("Không có xã mang mã 99999.", "No commune has the code 99999."),
            Text("Hãy sửa mã xã.", "Correct the code."),
        ),
    ],
)


def specimens() -> dict[str, Any]:
    """Return the inputs of the gallery, by the name that its template gives them."""
    return {
        "outcomes": list(Outcome),
        "communes": _COMMUNES,
        "capital": _CAPITAL,
        "shapes": _SHAPES,
        "levels": _LEVELS,
        "facts": _FACTS,
        "filters": _FILTERS,
        "days": _DAYS,
        "problem": _PROBLEM,
        "steps": [(Text("Tỉnh Mẫu", "Sample province"), "#breadcrumbs"), ("Huyện Phú Mẫu", "#breadcrumbs")],
        "tabs": [
            (Text("Chỉ tiêu", "Indicators"), "#tabs", True),
            (Text("Điều kiện", "Preconditions"), "#tabs", False),
            (Text("Lịch sử", "History"), "#tabs", False),
        ],
        "page": Paginator(range(60), 20).page(2),
    }
