"""A figure on its way: written, sent, verified, appraised, returned, taken back."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PIL import Image

from ntm.assessments.models import Item, Reached, Reading, Said, Stage, Standing
from ntm.assessments.powers import Powers
from ntm.assessments.problems import (
    CannotUndo,
    Locked,
    NotAsked,
    NothingToSend,
    NotYourTurn,
    OwnWork,
    ReasonNeeded,
    RoundClosed,
)
from ntm.assessments.selectors.queue import waiting_for
from ntm.assessments.services import (
    Change,
    Finding,
    close_round,
    confirm,
    rebuild_standings,
    send_back,
    send_report,
    take_back,
    write,
)
from ntm.assessments.services.wrong import WrongValues
from ntm.audit.models import Entry
from ntm.core.procedure import Step
from ntm.evidence.services import Proof, attach
from ntm.notices.models import Notice
from ntm.recognition.models import Level, Recognition
from tests.factories import NOON, make_reading
from tests.small_round import INCOME, NTM, PLAN, enter, make_officer, report, small_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return small_round()


def current():
    return {row.stage: row.amount for row in Reading.objects.current().filter(measure=INCOME)}


def outcome_of_income():
    return Standing.objects.get(criteria_set=NTM).outcomes["10"]


def test_a_draft_counts_nowhere_until_it_is_sent(small):
    enter(small, INCOME, 46)
    assert not Reading.objects.exists()
    assert not Entry.objects.filter(act="assessments.reported").exists()


def test_sending_judges_at_once(small):
    item = report(small, INCOME, 44)
    assert item.reached == Reached.REPORTED
    assert outcome_of_income() == "not_met"
    assert Entry.objects.get(act="assessments.reported").detail["values"] == {INCOME: "44"}


def test_each_body_leaves_its_own_reading(small):
    item = report(small, INCOME, 46)
    confirm(Step.VERIFY, [Finding(item)], by="can-bo-huyen", at=NOON)
    confirm(
        Step.APPRAISE, [Finding(item, Said(amount=Decimal(44), note="theo niên giám"))], by="can-bo-thong-ke", at=NOON
    )
    assert current() == {Stage.REPORTED: 46, Stage.VERIFIED: 46, Stage.APPRAISED: 44}
    assert outcome_of_income() == "not_met"


def test_a_new_report_sets_every_older_reading_aside(small):
    make_reading(small.commune, INCOME, 60, stage=Stage.APPRAISED)
    report(small, INCOME, 44)
    assert current() == {Stage.REPORTED: 44}
    assert outcome_of_income() == "not_met"
    assert Reading.objects.get(amount=60).set_aside_by.amount == 44


def test_a_changed_value_needs_a_word_why(small):
    item = report(small)
    with pytest.raises(ReasonNeeded):
        confirm(Step.VERIFY, [Finding(item, Said(amount=Decimal(40)))], by="can-bo-huyen", at=NOON)
    assert current() == {Stage.REPORTED: 46}


def test_nobody_checks_their_own_work(small):
    item = report(small)
    with pytest.raises(OwnWork, match="đồng nghiệp"):
        confirm(Step.VERIFY, [Finding(item)], by="can-bo-xa", at=NOON)
    confirm(Step.VERIFY, [Finding(item)], by="can-bo-huyen", at=NOON)
    with pytest.raises(OwnWork):
        confirm(Step.APPRAISE, [Finding(item)], by="can-bo-huyen", at=NOON)


def test_no_step_is_left_out(small):
    item = report(small)
    with pytest.raises(NotYourTurn, match="UBND huyện"):
        confirm(Step.APPRAISE, [Finding(item)], by="can-bo-thong-ke", at=NOON)


def test_without_districts_what_waited_there_waits_at_the_province(small):
    item = report(small)
    after = datetime(2025, 7, 1, 5, tzinfo=UTC)
    confirm(Step.APPRAISE, [Finding(item)], by="can-bo-thong-ke", at=after)
    assert current() == {Stage.REPORTED: 46, Stage.APPRAISED: 46}


def test_what_went_up_is_locked_below(small):
    report(small)
    with pytest.raises(Locked):
        enter(small, INCOME, 50)


def test_a_return_opens_only_what_was_marked(small):
    income, plan = report(small), report(small, PLAN, True)
    send_back(Step.VERIFY, [income], because="Thiếu bảng tính thu nhập", by="can-bo-huyen", at=NOON)
    enter(small, INCOME, 45)
    with pytest.raises(Locked):
        enter(small, PLAN, False)
    income.refresh_from_db()
    plan.refresh_from_db()
    assert (income.returns, income.was_returned, plan.returns) == (1, True, 0)
    assert current() == {Stage.REPORTED: 46}  # it counts as reported until it is sent anew


def test_the_author_is_told_of_a_return(small):
    send_back(Step.VERIFY, [report(small)], because="Thiếu minh chứng", by="can-bo-huyen", at=NOON)
    notice = Notice.objects.get(to=small.reporter)
    assert "Thiếu minh chứng" in notice.vi
    assert "10" in notice.vi


def test_a_return_needs_a_reason(small):
    with pytest.raises(ReasonNeeded):
        send_back(Step.VERIFY, [report(small)], because="  ", by="can-bo-huyen", at=NOON)


def test_sending_again_after_a_return_clears_the_reason_and_keeps_the_count(small):
    item = report(small)
    send_back(Step.VERIFY, [item], because="Sửa lại", by="can-bo-huyen", at=NOON)
    report(small, INCOME, 45)
    item.refresh_from_db()
    assert (item.returned_because, item.returns, item.reached) == ("", 1, Reached.REPORTED)
    assert current() == {Stage.REPORTED: 45}


def test_taking_a_report_back_restores_what_was_before(small):
    make_reading(small.commune, INCOME, 60, stage=Stage.APPRAISED)
    item = report(small, INCOME, 44)
    take_back([item], by="can-bo-xa", at=NOON)
    assert current() == {Stage.APPRAISED: 60}
    assert outcome_of_income() == "met"


def test_taking_back_the_only_figure_leaves_no_standing(small):
    take_back([report(small)], by="can-bo-xa", at=NOON)
    assert not Standing.objects.exists()
    assert rebuild_standings(by="admin", at=NOON).changed == 0


def test_nobody_takes_back_what_somebody_above_has_confirmed(small):
    item = report(small)
    confirm(Step.VERIFY, [Finding(item)], by="can-bo-huyen", at=NOON)
    with pytest.raises(CannotUndo):
        take_back([item], by="can-bo-xa", at=NOON)
    take_back([item], by="can-bo-huyen", at=NOON)
    assert current() == {Stage.REPORTED: 46}


def test_a_return_can_be_taken_back_until_the_unit_works_on_it(small):
    item = report(small)
    send_back(Step.VERIFY, [item], because="Nhầm", by="can-bo-huyen", at=datetime(2024, 9, 21, tzinfo=UTC))
    take_back([item], by="can-bo-huyen", at=NOON)
    item.refresh_from_db()
    assert (item.reached, item.returns) == (Reached.REPORTED, 0)


def test_a_return_that_the_unit_worked_on_stays_whatever_the_clock_says(small):
    item = report(small)
    send_back(Step.VERIFY, [item], because="Nhầm", by="can-bo-huyen", at=NOON + timedelta(hours=2))
    enter(small, INCOME, 45)  # at noon: the clock went back
    with pytest.raises(CannotUndo):
        take_back([item], by="can-bo-huyen", at=NOON)


def test_the_second_writer_sees_the_first_and_loses_nothing(small):
    seen = enter(small, INCOME, 45).version
    enter(small, INCOME, 46)
    late = Change(small.commune, INCOME, Said(amount=Decimal(47)), version=seen)
    written = write(small.round, [late], by="dong-nghiep", at=NOON)
    [(change, theirs)] = written.conflicts
    assert (change.said.amount, theirs.amount, theirs.written_by) == (47, 46, "can-bo-xa")
    assert Item.objects.get().amount == 46


def test_writing_the_same_twice_is_no_conflict(small):
    seen = enter(small, INCOME, 45).version
    enter(small, INCOME, 46)
    same = Change(small.commune, INCOME, Said(amount=Decimal(46)), version=seen)
    assert not write(small.round, [same], by="dong-nghiep", at=NOON).conflicts


def test_what_is_not_asked_is_refused_and_nothing_is_kept(small):
    changes = [
        Change(small.commune, INCOME, Said(amount=Decimal(46))),
        Change(small.commune, f"{NTM}/99", Said(amount=Decimal(1))),
    ]
    with pytest.raises(NotAsked):
        write(small.round, changes, by="can-bo-xa", at=NOON)
    assert not Item.objects.exists()


def test_every_wrong_value_is_named_and_nothing_is_sent(small):
    enter(small, INCOME, -1)
    write(
        small.round,
        [Change(small.commune, f"{NTM}/9.2", Said(amount=Decimal(120)))],
        by="can-bo-xa",
        at=NOON,
    )
    with pytest.raises(WrongValues) as refused:
        send_report(small.round, small.commune, by="can-bo-xa", at=NOON)
    assert [fault.place for fault in refused.value.faults] == ["10", "9.2"]
    assert not Reading.objects.exists()


def test_words_that_are_no_figure_are_kept_and_refused_when_sent(small):
    write(small.round, [Change(small.commune, INCOME, Said(typed="bốn lăm"))], by="can-bo-xa", at=NOON)
    assert Item.objects.get().typed == "bốn lăm"
    with pytest.raises(WrongValues, match="có lỗi"):
        send_report(small.round, small.commune, by="can-bo-xa", at=NOON)


def test_an_empty_report_cannot_be_sent(small):
    with pytest.raises(NothingToSend):
        send_report(small.round, small.commune, by="can-bo-xa", at=NOON)


def test_a_closed_round_takes_nothing(small):
    item = report(small)
    close_round(small.round, by="dieu-phoi", at=NOON)
    with pytest.raises(RoundClosed):
        enter(small, PLAN, True)
    with pytest.raises(RoundClosed):
        confirm(Step.VERIFY, [Finding(item)], by="can-bo-huyen", at=NOON)


def test_standings_kept_live_are_those_of_a_rebuild(small):
    item = report(small, INCOME, 46)
    report(small, PLAN, True)
    confirm(Step.VERIFY, [Finding(item, Said(amount=Decimal(44), note="x"))], by="can-bo-huyen", at=NOON)
    assert rebuild_standings(by="admin", at=NOON).changed == 0


def test_each_check_waits_for_the_office_that_owns_the_criterion(small):
    income, plan = report(small), report(small, PLAN, True)
    builder = make_officer("can-bo-xay-dung", "so-xay-dung", small.province)
    day, on = date(2024, 9, 30), small.round.quarter.ends_on
    assert {one.item.measure for one in waiting_for(Powers(small.verifier, day, on), small.round)} == {INCOME, PLAN}
    confirm(Step.VERIFY, [Finding(income), Finding(plan)], by="can-bo-huyen", at=NOON)
    assert [one.item.measure for one in waiting_for(Powers(small.appraiser, day, on), small.round)] == [INCOME]
    assert [one.item.measure for one in waiting_for(Powers(builder, day, on), small.round)] == [PLAN]
    assert not waiting_for(Powers(small.verifier, day, on), small.round)
    assert not waiting_for(Powers(small.reporter, day, on), small.round)


def test_a_district_checks_only_its_own_communes(small):
    report(small)
    elsewhere = small_neighbour(small)
    assert not waiting_for(Powers(elsewhere, date(2024, 9, 30), small.round.quarter.ends_on), small.round)


def small_neighbour(small):
    from ntm.accounts.models import Role
    from ntm.areas.models import Kind
    from tests.factories import make_person, make_unit

    return make_person("huyen-ban", Role.DISTRICT_OFFICER, make_unit("Võ Nhai", Kind.RURAL_DISTRICT, small.province))


def test_those_in_charge_are_told_when_a_recognised_unit_slips(small):
    Recognition.objects.create(
        unit=small.commune,
        level=Level.NTM,
        holds_from=date(2023, 12, 31),
        day_is_exact=False,
        basis="báo cáo",
        source="báo cáo",
        confidence="high",
    )
    report(small, INCOME, 44)
    told = set(Notice.objects.filter(about="recognition.slipped").values_list("to__username", flat=True))
    assert told == {"can-bo-xa", "can-bo-huyen", "dieu-phoi"}
    report_again = Notice.objects.count()
    report(small, PLAN, True)
    assert Notice.objects.count() == report_again


def test_whoever_checks_sees_that_a_file_serves_elsewhere_and_has_run_out(client, small):
    item = report(small, PLAN, True)
    paper = photo_bytes()
    for measure, until in ((PLAN, date(2024, 8, 31)), (INCOME, None)):
        proof = Proof(small.commune, measure, "2024-Q3", valid_until=until)
        attach(paper, proof, name="quyet-dinh.jpg", by="can-bo-xa", at=NOON)
    client.force_login(small.verifier)
    page = client.get(f"/rounds/{item.round_id}/review/").text
    assert "còn dùng ở 1 nơi khác" in page
    assert "hết hiệu lực ngày 31/08/2024" in page


def photo_bytes():
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG")
    return kept.getvalue()
