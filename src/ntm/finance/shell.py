"""The ledger's entry in the top bar, what waits there, and what the acts of finance are called in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from ntm.accounts.models import User
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.finance.selectors.waiting import arrears_to_plan, maintenance_due
from ntm.notices import waiting
from ntm.notices.waiting import Waiting
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Vốn, công trình", "Capital, works"),
        "finance:capital",
        order=55,
        covers=("finance:*",),
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
acts.name("finance.works_imported", Text("Nạp công trình từ tệp", "Took works in from a file"))
acts.name("finance.work_corrected", Text("Sửa thông tin công trình", "Corrected a work"))
acts.name("finance.work_approved", Text("Ghi quyết định duyệt, điều chỉnh công trình", "Entered a decision on a work"))
acts.name("finance.work_sources_named", Text("Ghi cơ cấu nguồn vốn công trình", "Named the sources of a work"))
acts.name("finance.work_approval_set_aside", Text("Bỏ quyết định ghi sai", "Set a decision on a work aside"))
acts.name("finance.contract_added", Text("Ghi hợp đồng công trình", "Entered a contract"))
acts.name("finance.contract_set_aside", Text("Bỏ hợp đồng ghi sai", "Set a contract aside"))
acts.name("finance.work_moved_on", Text("Đổi trạng thái công trình", "Changed the state of a work"))
acts.name("finance.progress_recorded", Text("Ghi tiến độ công trình", "Recorded the progress of a work"))
acts.name("finance.work_accepted", Text("Ghi nghiệm thu, bàn giao công trình", "Entered an acceptance of a work"))
acts.name("finance.work_files_added", Text("Thêm ảnh, tài liệu công trình", "Added photos or documents of a work"))
acts.name("finance.work_file_removed", Text("Gỡ ảnh, tài liệu công trình", "Took a photo or document of a work away"))
acts.name("finance.clearing_planned", Text("Lập kế hoạch trả nợ đọng", "Planned the payment of arrears"))
acts.name("finance.maintenance_planned", Text("Lập kế hoạch bảo trì công trình", "Planned the maintenance of a work"))
acts.name("finance.maintenance_ended", Text("Kết thúc một việc bảo trì", "Ended a maintenance job"))
acts.name("finance.maintenance_done", Text("Ghi việc bảo trì đã làm", "Recorded maintenance that was done"))


@waiting.register
def _maintenance(user: User, day: date) -> Iterator[Waiting]:
    """Maintenance that is due in the person's own units, one piece of work for each unit."""
    for unit, jobs in maintenance_due(user, day):
        late = sum(job.is_overdue for job in jobs)
        yield Waiting(
            Text(f"{unit.name}: bảo trì công trình", f"{unit.name}: maintenance of works"),
            Text(
                f"{len(jobs)} việc đến hạn" + (f", trong đó {late} quá hạn" if late else ""),
                f"{len(jobs)} due" + (f", {late} of them overdue" if late else ""),
            ),
            Text("Xem việc bảo trì", "See what is due"),
            f"{reverse('finance:maintenance')}?unit={unit.code}",
            jobs[0].due_on,
            len(jobs),
        )


@waiting.register
def _arrears(user: User, day: date) -> Iterator[Waiting]:
    """Arrears that no plan covers, for whoever keeps the ledger."""
    works, dong = arrears_to_plan(user, day)
    if works:
        yield Waiting(
            Text("Nợ đọng chưa có kế hoạch trả", "Arrears without a plan"),
            Text(f"{works} công trình, {written(dong)} đồng", f"{works} works, {written(dong, 'en')} đồng"),
            Text("Lập kế hoạch trả nợ", "Plan the payment"),
            reverse("finance:arrears"),
            None,
            works,
        )
