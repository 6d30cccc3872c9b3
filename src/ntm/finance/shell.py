"""The ledger's entry in the top bar, and what the acts of finance are called in the log."""

from ntm.audit import acts
from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Vốn, công trình", "Capital, works"),
        "finance:capital",
        order=55,
        covers=(
            *("finance:journal", "finance:accounts", "finance:works", "finance:work", "finance:arrears"),
            *("finance:disbursement", "finance:budgets", "finance:budget", "finance:new_budget", "finance:upload"),
            *("finance:contributions", "finance:contribution", "finance:new_contribution", "finance:rates"),
        ),
    )
)
acts.name("finance.budget_opened", Text("Ghi nhận dự kiến vốn năm", "Opened the capital of a year"))
acts.name("finance.budget_supplemented", Text("Ghi bổ sung dự toán", "Booked a supplement of the year"))
acts.name("finance.budget_reduced", Text("Ghi điều chỉnh giảm dự toán", "Booked a reduction of the year"))
acts.name("finance.contribution_registered", Text("Ghi khoản đóng góp", "Registered a contribution"))
acts.name("finance.contribution_valued", Text("Quy đổi khoản đóng góp", "Valued a contribution"))
acts.name("finance.contribution_withdrawn", Text("Rút khoản đóng góp", "Withdrew a contribution"))
acts.name("finance.rate_set", Text("Ghi đơn giá quy đổi", "Set a rate of conversion"))
acts.name("finance.file_taken_in", Text("Nhập tệp bút toán", "Took in a file of transfers"))
acts.name("finance.money_moved", Text("Ghi bút toán vốn", "Moved capital"))
acts.name("finance.work_added", Text("Thêm công trình", "Took a work in"))
acts.name("finance.progress_recorded", Text("Ghi tiến độ công trình", "Recorded the progress of a work"))
acts.name("finance.clearing_planned", Text("Lập kế hoạch trả nợ đọng", "Planned the payment of arrears"))
