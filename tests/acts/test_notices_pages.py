"""The inbox as people see it: what waits, what they were told, what a click does."""

from datetime import date, timedelta

import pytest

from ntm.accounts.models import Role, User
from ntm.core.problems import Text
from ntm.notices.models import Notice
from ntm.notices.services import mark_all_read, tell
from ntm.notices.waiting import Waiting
from tests.factories import NOON, make_person, make_province

pytestmark = pytest.mark.django_db
RETURNED = Text("Trả lại chỉ tiêu 10", "Indicator 10 came back")
OVERDUE, SOON, LATER = date(2024, 9, 27), date(2024, 10, 3), date(2024, 10, 20)  # the tests' day is 30/09/2024


@pytest.fixture
def clerk(client):
    person = make_person("can-bo", Role.LEADER, make_province())
    client.force_login(person)
    return person


@pytest.fixture
def work(monkeypatch):
    """Four pieces of work, in no order."""
    days = {"Không hạn": None, "Lâu": LATER, "Gần": SOON, "Trễ": OVERDUE}
    found = [
        Waiting(
            title=Text(name, f"{name} in English"),
            lead=Text("57 chỉ tiêu", "57 indicators"),
            verb=Text("Nhập số liệu", "Enter figures"),
            address=f"/rounds/{number}/",
            due_on=due_on,
        )
        for number, (name, due_on) in enumerate(days.items())
    ]
    monkeypatch.setattr("ntm.notices.waiting._providers", [lambda user, day: found])


def told(person, number=1):
    return tell([person], about="x", words=RETURNED, address=f"/rounds/{number}/", at=NOON + timedelta(minutes=number))


def titles(answer):
    return [row["work"].title.vi for row in answer.context["waiting"]]


def in_english(client):
    client.post("/i18n/", {"language": "en", "next": "/inbox/"})


def test_what_is_overdue_stands_first_and_only_that_is_red(client, clerk, work):
    answer = client.get("/inbox/")

    assert titles(answer) == ["Trễ", "Gần", "Lâu", "Không hạn"]
    assert answer.text.count("work-overdue") == 1
    assert answer.text.count("work-soon") == 1
    for words in ("quá hạn 3 ngày", "còn 3 ngày", "còn 20 ngày", "không có hạn", "27/09/2024", "Nhập số liệu"):
        assert words in answer.text


def test_the_inbox_speaks_both_languages(client, clerk, work):
    told(clerk)
    page = client.get("/inbox/").text
    assert "Việc đang chờ" in page
    assert "Trả lại chỉ tiêu 10" in page
    assert "Đánh dấu đã đọc tất cả" in page

    in_english(client)

    page = client.get("/inbox/").text
    for words in ("Waiting for you", "3 days overdue", "Enter figures", "Indicator 10 came back", "Mark all as read"):
        assert words in page


def test_an_empty_inbox_says_what_will_stand_there(client, clerk):
    page = client.get("/inbox/").text

    assert "Không có việc nào đang chờ bạn" in page
    assert "Chưa có thông báo" in page
    assert "Đánh dấu đã đọc tất cả" not in page


def test_the_newest_notice_stands_first_and_what_is_unread_is_marked_in_words(client, clerk):
    told(clerk, 1)
    mark_all_read(clerk, at=NOON)
    told(clerk, 2)

    answer = client.get("/inbox/")

    assert [notice.address for notice in answer.context["page"]] == ["/rounds/2/", "/rounds/1/"]
    assert answer.text.count('<span class="news-mark">Mới</span>') == 1


def test_many_notices_are_read_page_by_page(client, clerk):
    for number in range(51):
        told(clerk, number)

    assert len(client.get("/inbox/").context["page"]) == 50
    answer = client.get("/inbox/?page=2")
    assert [notice.address for notice in answer.context["page"]] == ["/rounds/0/"]
    assert 'rel="prev"' in answer.text


def test_opening_a_notice_marks_it_and_leads_there(client, clerk):
    [notice] = told(clerk)

    answer = client.post(f"/inbox/{notice.pk}/open/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/rounds/1/")
    assert Notice.objects.get().read_at


@pytest.mark.parametrize("address", ["/inbox/{}/open/", "/inbox/read/"])
def test_looking_at_an_address_changes_nothing(client, clerk, address):
    [notice] = told(clerk)

    assert client.get(address.format(notice.pk)).status_code == 405
    assert Notice.objects.get().read_at is None


def test_what_others_were_told_is_as_good_as_missing(client, clerk):
    [notice] = told(User.objects.create_user("nguoi-khac"))

    assert client.post(f"/inbox/{notice.pk}/open/").status_code == 404
    assert "Trả lại chỉ tiêu 10" not in client.get("/inbox/").text
    assert Notice.objects.get().read_at is None


def test_all_is_marked_as_read_and_the_page_says_how_many(client, clerk):
    told(clerk, 1)
    told(clerk, 2)

    answer = client.post("/inbox/read/", follow=True)

    assert answer.redirect_chain == [("/inbox/", 302)]
    assert "Đã đánh dấu đã đọc 2 thông báo." in answer.text
    assert not Notice.objects.filter(read_at=None).exists()


def entries(answer):
    return [(link.label.vi, link.count) for link in answer.context["shell"].links]


def test_every_page_leads_to_the_inbox_first_and_says_how_much_is_new(client, clerk):
    told(clerk, 1)
    told(clerk, 2)

    answer = client.get("/criteria/")

    assert entries(answer)[0] == ("Việc của tôi", 2)
    assert {count for _, count in entries(answer)[1:]} == {0}
    assert "2 mới</span></a>" in answer.text


def test_what_is_read_is_counted_no_more(client, clerk):
    told(clerk)
    mark_all_read(clerk, at=NOON)

    assert "mới</span></a>" not in client.get("/criteria/").text


def test_no_other_page_looks_for_what_waits(client, clerk, monkeypatch):
    asked = []
    monkeypatch.setattr("ntm.notices.waiting._providers", [lambda user, day: asked.append(day) or []])

    client.get("/criteria/")
    assert asked == []
    client.get("/inbox/")
    assert asked == [date(2024, 9, 30)]
