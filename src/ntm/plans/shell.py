"""The plan's entry in the top bar, what waits for people in plans, and what its acts are called in the log."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse

from ntm.accounts.models import User
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.finance import planned
from ntm.notices import waiting
from ntm.plans.access import doers_of_person
from ntm.plans.bodies import Doer
from ntm.plans.selectors.for_the_ledger import lines_for_the_ledger
from ntm.plans.selectors.scenarios import chosen_in_plans
from ntm.plans.selectors.waiting import debts_of, plans_to_make, registrations_returned, registrations_to_confirm
from ntm.ui import marks
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Kế hoạch", "Plan"),
        "plans:plan",
        order=50,
        covers=("plans:*",),
    )
)
acts.name("plans.plan_loaded", Text("Nạp kế hoạch năm", "Loaded the plan of a year"))
acts.name("plans.plan_changed", Text("Thay đổi kế hoạch năm", "Changed the plan of a year"))
acts.name("plans.units_registered", Text("Đăng ký phấn đấu cho xã, huyện", "Registered units for a level"))
acts.name("plans.unit_registered", Text("Đăng ký phấn đấu", "Registered a unit for a level"))
acts.name("plans.registration_confirmed", Text("Xác nhận đăng ký phấn đấu", "Confirmed a registration"))
acts.name("plans.registration_returned", Text("Trả lại đăng ký phấn đấu", "Returned a registration"))
acts.name("plans.registration_taken_out", Text("Đưa đơn vị ra khỏi danh sách đăng ký", "Took a registration out"))
acts.name("plans.task_recorded", Text("Ghi kết quả thực hiện nhiệm vụ", "Recorded how far a task has come"))
acts.name("plans.plan_begun", Text("Lập dự thảo kế hoạch", "Began the draft of a plan"))
acts.name("plans.head_changed", Text("Sửa phần đầu kế hoạch", "Changed the head of a plan"))
acts.name("plans.plan_issued", Text("Ban hành kế hoạch", "Issued a plan"))
acts.name("plans.plan_discarded", Text("Hủy dự thảo kế hoạch", "Discarded the draft of a plan"))
acts.name("plans.clause_added", Text("Thêm nhiệm vụ vào kế hoạch", "Added a clause to a plan"))
acts.name("plans.clause_changed", Text("Sửa nhiệm vụ của kế hoạch", "Changed a clause of a plan"))
acts.name("plans.clause_deleted", Text("Xóa nhiệm vụ khỏi dự thảo", "Deleted a clause of a draft"))
acts.name("plans.clause_linked", Text("Gắn nhiệm vụ với kế hoạch cấp trên", "Linked a clause to the plan above"))
acts.name("plans.amendment_begun", Text("Lập điều chỉnh kế hoạch", "Began an amendment of a plan"))
acts.name("plans.amendment_changed", Text("Sửa nội dung điều chỉnh kế hoạch", "Changed what an amendment says"))
acts.name("plans.amendment_issued", Text("Ban hành điều chỉnh kế hoạch", "Issued an amendment of a plan"))
acts.name("plans.amendment_discarded", Text("Hủy điều chỉnh kế hoạch", "Discarded an amendment of a plan"))
acts.name("plans.scenario_made", Text("Lập phương án", "Made a scenario"))
acts.name("plans.scenario_proposed", Text("Trình phương án", "Proposed a scenario"))
acts.name("plans.scenario_taken_back", Text("Rút phương án đã trình", "Took a proposed scenario back"))
acts.name("plans.scenario_approved", Text("Duyệt phương án vào kế hoạch", "Approved a scenario into the plan"))
acts.name("plans.scenario_approval_ended", Text("Hủy duyệt phương án", "Took the approval of a scenario back"))
acts.name("plans.scenario_dropped", Text("Bỏ phương án", "Dropped a scenario"))
acts.name("plans.search_asked", Text("Yêu cầu tính phương án tốt nhất", "Asked to search for the best of a scenario"))
acts.name("plans.search_stopped", Text("Dừng tính phương án", "Stopped the search of a scenario"))
acts.name("plans.search_finished", Text("Kết thúc tính phương án", "The search of a scenario came to an end"))


@waiting.register
def in_plans(user: User, day: date) -> Iterator[waiting.Waiting]:
    """Say what a person owes to plans: records of progress, a plan of their own, decisions on registrations."""
    doers = doers_of_person(user, day)
    yield from _records(doers, day)
    for doer, plan in plans_to_make(doers, day):
        yield waiting.Waiting(
            title=Text(
                f"{doer.name.vi}: lập kế hoạch năm {plan.year}", f"{doer.name.en}: make the plan of {plan.year}"
            ),
            lead=Text(f"theo {plan.title}", f"as {plan.title_en} asks"),
            verb=Text("Lập kế hoạch", "Make the plan"),
            address=f"{reverse('plans:new_plan')}?owner={doer.key}",
            due_on=None,
        )
    count = registrations_to_confirm(user, day)
    if count:
        yield waiting.Waiting(
            title=Text(f"Xác nhận đăng ký phấn đấu năm {day.year}", f"Confirm registrations of {day.year}"),
            lead=Text(f"{count} đăng ký đang chờ", f"{count} registrations wait"),
            verb=Text("Xem đăng ký", "See them"),
            address=f"{reverse('plans:registrations')}?state=proposed",
            due_on=None,
            count=count,
        )
    for row in registrations_returned(user, day):
        yield waiting.Waiting(
            title=Text(f"{row.unit.name}: đăng ký bị trả lại", f"{row.unit.name}: registration returned"),
            lead=Text(
                "xem lý do rồi đăng ký lại nếu vẫn phấn đấu", "see why, and register again if it still aims at it"
            ),
            verb=Text("Xem lý do", "See why"),
            address=reverse("plans:registration", args=[row.pk]),
            due_on=None,
        )


def _records(doers: Sequence[Doer], day: date) -> Iterator[waiting.Waiting]:
    for owed in debts_of(doers, day):
        reference, plan = owed.clause.reference, owed.clause.plan
        period = owed.period.name if owed.period else Text("đến hạn", "due")
        yield waiting.Waiting(
            title=Text(
                f"{owed.doer.name.vi}: kết quả thực hiện điểm {reference} ({period.vi})",
                f"{owed.doer.name.en}: progress of clause {reference} ({period.en})",
            ),
            lead=Text(plan.title, plan.title_en),
            verb=Text("Ghi kết quả", "Record it"),
            address=f"{reverse('plans:clause', args=[owed.clause.pk])}#progress",
            due_on=owed.due_on,
        )


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


@marks.register
def chosen_by_a_scenario(kind: str, ids: Collection[int]) -> Mapping[int, marks.Mark]:
    """Say beside a solution or a work that the approved scenario of a plan chose it, and for which year."""
    letter = {"solution": "s", "work": "w"}.get(kind)
    if letter is None:
        return {}
    found = chosen_in_plans(f"{letter}{one}" for one in ids)
    return {
        int(code[1:]): marks.Mark(
            Text(
                f"Được chọn trong phương án “{scenario.name}”, năm {year}",
                f"Chosen in the scenario “{scenario.name}”, {year}",
            ),
            reverse("plans:scenario", args=[scenario.pk]),
        )
        for code, (scenario, year) in found.items()
    }


planned.register(lines_for_the_ledger)
