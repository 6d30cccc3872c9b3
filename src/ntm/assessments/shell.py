"""The rounds' entry in the top bar, what waits for people in rounds, and what the acts are called in the log."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from ntm.accounts.models import User
from ntm.assessments.access import rounds_for, units_for
from ntm.assessments.models import Round
from ntm.assessments.powers import Powers, handling_of
from ntm.assessments.selectors.progress import progress_of
from ntm.assessments.selectors.queue import waiting_for
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.core.procedure import Step
from ntm.notices import waiting
from ntm.ui.navigation import Entry, register

acts.name("assessments.standings_rebuilt", Text("Xét lại toàn bộ kết quả", "Judged every standing again"))
acts.name("assessments.judged_in_bulk", Text("Xét hàng loạt", "Judged in bulk"))
acts.name("assessments.round_opened", Text("Mở đợt rà soát", "Opened a review round"))
acts.name("assessments.round_moved", Text("Đổi ngày của đợt rà soát", "Moved the days of a review round"))
acts.name("assessments.round_closed", Text("Đóng đợt rà soát", "Closed a review round"))
acts.name("assessments.reported", Text("Gửi số liệu báo cáo", "Reported figures"))
acts.name("assessments.verified", Text("Thẩm tra số liệu", "Verified figures"))
acts.name("assessments.appraised", Text("Thẩm định số liệu", "Appraised figures"))
acts.name("assessments.returned", Text("Trả lại số liệu", "Returned figures"))
acts.name("assessments.solution_planned", Text("Lập giải pháp", "Planned a solution"))
acts.name("assessments.solution_changed", Text("Sửa giải pháp", "Changed a solution"))
acts.name("assessments.solution_dropped", Text("Bỏ giải pháp", "Dropped a solution"))
acts.name("assessments.taken_in", Text("Nạp số liệu từ tệp", "Took in figures from files"))
acts.name("assessments.taken_back", Text("Rút lại một bước", "Took back a step"))

register(
    Entry(
        Text("Rà soát", "Review"),
        "assessments:rounds",
        order=30,
        covers=("assessments:*",),
    )
)


@waiting.register
def in_open_rounds(user: User, day: date) -> Iterator[waiting.Waiting]:
    """Say what a person has to report and to check in every open round."""
    for round_ in rounds_for(user).open_on(day):
        powers = Powers(user, day, round_.quarter.ends_on)
        yield from _to_report(user, powers, round_, day)
        yield from _to_check(powers, round_)


def _to_report(user: User, powers: Powers, round_: Round, day: date) -> Iterator[waiting.Waiting]:
    own = [unit for unit in units_for(user, round_) if powers.handles(handling_of(unit, Step.REPORT, day), unit)]
    for progress in progress_of(round_, own).units:
        left = progress.asked - progress.reported
        if left:
            yield waiting.Waiting(
                title=Text(
                    f"{progress.unit.name}: báo cáo {round_.name.vi}", f"{progress.unit.name}: {round_.name.en}"
                ),
                lead=_left(left, progress.returned),
                verb=Text("Nhập số liệu", "Enter figures"),
                address=reverse("assessments:sheet", args=[round_.pk, progress.unit.pk]),
                due_on=round_.due_on,
                count=left,
            )


def _left(left: int, returned: int) -> Text:
    if not returned:
        return Text(f"còn {left} chỉ tiêu chưa gửi", f"{left} indicators not sent yet")
    return Text(
        f"còn {left} chỉ tiêu chưa gửi, trong đó {returned} bị trả lại",
        f"{left} indicators not sent yet, {returned} of them returned",
    )


def _to_check(powers: Powers, round_: Round) -> Iterator[waiting.Waiting]:
    found = waiting_for(powers, round_)
    for step, due_on in ((Step.VERIFY, round_.verify_due_on), (Step.APPRAISE, round_.appraise_due_on)):
        count = sum(one.step is step for one in found)
        if count:
            yield waiting.Waiting(
                title=Text(f"{step.words.vi} {round_.name.vi}", f"{step.words.en}: {round_.name.en}"),
                lead=Text(f"{count} chỉ tiêu đang chờ", f"{count} indicators wait"),
                verb=step.words,
                address=reverse("assessments:review", args=[round_.pk]),
                due_on=due_on,
                count=count,
            )
