"""The plan's entry in the top bar, and what its acts are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Kế hoạch", "Plan"),
        "plans:plan",
        order=50,
        covers=("plans:planner", "plans:documents", "plans:new_document", "plans:document"),
    )
)
acts.name("plans.plan_loaded", Text("Nạp kế hoạch năm", "Loaded the plan of a year"))
acts.name("plans.plan_changed", Text("Thay đổi kế hoạch năm", "Changed the plan of a year"))
acts.name("plans.units_registered", Text("Đăng ký phấn đấu cho xã, huyện", "Registered units for a level"))
acts.name("plans.draft_begun", Text("Đọc văn bản kế hoạch", "Read a plan document"))
acts.name("plans.draft_corrected", Text("Sửa một mục của bản đọc kế hoạch", "Corrected an item of a plan document"))
acts.name(
    "plans.draft_answered", Text("Trả lời câu hỏi về văn bản kế hoạch", "Answered a question about a plan document")
)
acts.name("plans.draft_item_added", Text("Thêm mục vào bản đọc kế hoạch", "Added an item to a plan document"))
acts.name("plans.draft_item_taken_out", Text("Bỏ mục khỏi bản đọc kế hoạch", "Took an item out of a plan document"))
acts.name(
    "plans.draft_item_put_back", Text("Đưa mục trở lại bản đọc kế hoạch", "Put an item back into a plan document")
)
acts.name("plans.draft_dropped", Text("Bỏ bản đọc văn bản kế hoạch", "Dropped the reading of a plan document"))
acts.name("plans.draft_accepted", Text("Nhận văn bản thành kế hoạch năm", "Accepted a document as the plan of a year"))
