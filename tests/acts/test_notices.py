"""What waits for whom, and what people are told."""

from datetime import date, timedelta

import pytest

from ntm.accounts.models import Role, User
from ntm.assessments.services import close_round
from ntm.core.problems import Text
from ntm.notices.models import Notice
from ntm.notices.selectors import unread_count
from ntm.notices.services import mark_all_read, mark_read, tell
from ntm.notices.waiting import Waiting, waiting_for
from tests.factories import NOON, make_person, make_province
from tests.small_round import INCOME, NTM, enter, report, small_round

pytestmark = pytest.mark.django_db
WORDS = Text("Trả lại chỉ tiêu 10", "Indicator 10 came back")
LATER = NOON + timedelta(hours=1)
DAY = date(2024, 9, 30)


@pytest.fixture
def clerk():
    return make_person("can-bo", Role.LEADER, make_province())


def told(*people, words=WORDS, address="/rounds/1/", at=NOON):
    return tell(people, about="assessments.returned", words=words, address=address, at=at)


def piece(due_on):
    return Waiting(Text("a", "a"), Text("b", "b"), Text("c", "c"), "/", due_on)


@pytest.mark.parametrize(
    ("due_on", "vi", "en"),
    [
        (date(2024, 9, 27), "quá hạn 3 ngày", "3 days overdue"),
        (date(2024, 9, 29), "quá hạn 1 ngày", "1 day overdue"),
        (DAY, "hạn hôm nay", "due today"),
        (date(2024, 10, 1), "còn 1 ngày", "1 day left"),
        (date(2024, 10, 5), "còn 5 ngày", "5 days left"),
        (None, "không có hạn", "no due day"),
    ],
)
def test_what_is_left_is_said_in_days(due_on, vi, en):
    assert piece(due_on).when(DAY) == Text(vi, en)


@pytest.mark.parametrize(
    ("due_on", "is_overdue", "is_soon"),
    [
        (date(2024, 9, 29), True, False),
        (DAY, False, True),
        (date(2024, 10, 3), False, True),
        (date(2024, 10, 4), False, False),
        (None, False, False),
    ],
)
def test_work_is_overdue_after_its_due_day_and_near_three_days_before(due_on, is_overdue, is_soon):
    assert (piece(due_on).is_overdue(DAY), piece(due_on).is_soon(DAY)) == (is_overdue, is_soon)


def test_the_most_overdue_stands_first_and_what_has_no_day_last(monkeypatch, clerk):
    days = [None, date(2024, 10, 5), DAY, date(2024, 9, 29), date(2024, 9, 1)]
    monkeypatch.setattr("ntm.notices.waiting._providers", [lambda user, day: map(piece, days)])

    assert [one.due_on for one in waiting_for(clerk, DAY)] == [*reversed(days[1:]), None]


def test_a_commune_finds_its_report_and_a_district_its_check():
    small = small_round()
    [own] = waiting_for(small.reporter, DAY)
    assert (own.due_on, own.verb.vi) == (date(2024, 9, 30), "Nhập số liệu")
    assert waiting_for(small.verifier, DAY) == []

    report(small, INCOME, 46)

    [check] = waiting_for(small.verifier, DAY)
    assert (check.count, check.due_on) == (1, date(2024, 10, 15))
    assert waiting_for(small.reporter, DAY)[0].count == own.count - 1


def test_a_closed_round_waits_for_nobody():
    small = small_round()
    enter(small, f"{NTM}/9.2", 90)

    close_round(small.round, by="dieu-phoi", at=NOON)

    assert waiting_for(small.reporter, DAY) == []


def test_what_is_not_read_yet_says_the_new_words_rather_than_standing_twice(clerk):
    [first] = told(clerk)
    Notice.objects.update(mailed_at=NOON)

    [second] = told(clerk, words=Text("Trả lại chỉ tiêu 10, 11", "Two came back"), at=LATER)

    assert second.pk == first.pk, "a page that shows it keeps its button"
    assert (second.vi, second.made_at, second.mailed_at) == ("Trả lại chỉ tiêu 10, 11", LATER, None)
    assert Notice.objects.count() == 1


def test_what_was_read_is_told_again_as_something_new(clerk):
    [first] = told(clerk)
    mark_read(first, at=NOON)

    [second] = told(clerk)

    assert second.pk != first.pk
    assert Notice.objects.count() == 2


def test_another_page_or_another_person_is_another_notice(clerk):
    colleague = User.objects.create_user("dong-nghiep")
    told(clerk)

    told(clerk, colleague)
    told(clerk, address="/rounds/2/")

    assert (unread_count(clerk), unread_count(colleague)) == (2, 1)


def test_telling_many_people_asks_no_more_questions_than_telling_one(clerk, django_assert_num_queries):
    many = [User.objects.create_user(f"nguoi-{number}") for number in range(30)]

    with django_assert_num_queries(5):  # the transaction's two, and three of ours
        assert len(told(clerk, *many)) == 31


def test_nobody_whose_account_is_closed_is_told(clerk):
    clerk.is_active = False

    assert told(clerk) == []


def test_words_that_are_too_long_end_in_a_mark(clerk):
    [notice] = told(clerk, words=Text("ạ" * 501, "a" * 500))

    assert notice.vi == "ạ" * 499 + "…"
    assert notice.en == "a" * 500


@pytest.mark.parametrize("address", ["https://example.vn/", "//example.vn/", "/\\example.vn/", "rounds/1/", "/" * 301])
def test_a_notice_leads_to_a_page_of_this_site(clerk, address):
    with pytest.raises(ValueError, match="path on this site"):
        told(clerk, address=address)


def test_reading_twice_keeps_the_first_moment(clerk):
    [notice] = told(clerk)

    mark_read(notice, at=NOON)
    mark_read(notice, at=LATER)

    assert Notice.objects.get().read_at == NOON
    assert mark_all_read(clerk, at=LATER) == 0


def test_marking_all_as_read_touches_ones_own_notices_only(clerk):
    colleague = User.objects.create_user("dong-nghiep")
    told(clerk, colleague)
    told(clerk, address="/rounds/2/")

    assert mark_all_read(clerk, at=LATER) == 2

    assert (unread_count(clerk), unread_count(colleague)) == (0, 1)
