"""What waits for whom, what people are told, and the one letter a day."""

from datetime import date
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from ntm.accounts.models import Role, User
from ntm.assessments.services import close_round
from ntm.core.problems import Text
from ntm.notices.models import Digest, Notice
from ntm.notices.services import mark_read, send_digests, tell
from ntm.notices.waiting import Waiting, waiting_for
from tests.factories import NOON, make_person, make_province
from tests.small_round import INCOME, NTM, enter, report, small_round

pytestmark = pytest.mark.django_db
WORDS = Text("Trả lại chỉ tiêu 10", "Indicator 10 came back")
DAY = date(2024, 9, 30)


@pytest.fixture
def clerk():
    return make_person("can-bo", Role.LEADER, make_province())


def told(person, words=WORDS, address="/rounds/1/"):
    return tell([person], about="assessments.returned", words=words, address=address, at=NOON)


def piece(due_on):
    return Waiting(Text("a", "a"), Text("b", "b"), Text("c", "c"), "/", due_on)


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2024, 9, 27), "quá hạn 3 ngày"),
        (DAY, "hạn hôm nay"),
        (date(2024, 10, 5), "còn 5 ngày"),
        (None, "không có hạn"),
    ],
)
def test_what_is_left_is_said_in_days(due_on, said):
    assert piece(due_on).when(DAY).vi == said


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


def test_the_most_overdue_stands_first_and_what_has_no_day_last(monkeypatch, clerk):
    days = [None, date(2024, 10, 5), date(2024, 9, 1)]
    monkeypatch.setattr("ntm.notices.waiting._providers", [lambda user, day: map(piece, days)])
    assert [one.due_on for one in waiting_for(clerk, DAY)] == [date(2024, 9, 1), date(2024, 10, 5), None]


def test_what_is_not_read_yet_is_said_anew_rather_than_twice(clerk):
    told(clerk)
    told(clerk, Text("Trả lại chỉ tiêu 10, 11", "Two came back"))
    assert Notice.objects.get().vi == "Trả lại chỉ tiêu 10, 11"
    mark_read(Notice.objects.all(), at=NOON)
    told(clerk)
    assert Notice.objects.count() == 2


def test_nobody_whose_account_is_closed_is_told(clerk):
    clerk.is_active = False
    assert told(clerk) == []


def test_opening_a_notice_marks_it_and_leads_there(client, clerk):
    [notice] = told(clerk)
    client.force_login(clerk)
    assert "Trả lại chỉ tiêu 10" in client.get("/inbox/").text
    assert client.get(f"/inbox/{notice.pk}/open/").status_code == 405
    assert client.post(f"/inbox/{notice.pk}/open/").headers["Location"] == "/rounds/1/"
    assert Notice.objects.get().read_at


def test_nobody_opens_what_others_were_told(client, clerk):
    [notice] = told(clerk)
    client.force_login(User.objects.create_user("other"))
    assert client.post(f"/inbox/{notice.pk}/open/").status_code == 404
    client.post("/inbox/read/")
    assert Notice.objects.get().read_at is None


def with_address(person, address="can-bo@example.vn"):
    person.email = address
    person.save()
    return person


def test_each_person_gets_one_letter_a_day(clerk):
    told(with_address(clerk))
    assert len(send_digests(DAY, at=NOON).letters) == 1
    told(clerk, address="/rounds/2/")
    assert send_digests(DAY, at=NOON).letters == ()
    [letter] = mail.outbox
    assert "Trả lại chỉ tiêu 10" in letter.body
    assert "http://127.0.0.1:8000/rounds/1/" in letter.body
    assert len(send_digests(date(2024, 10, 1), at=NOON).letters) == 1


def test_without_an_address_or_news_there_is_no_letter(clerk):
    told(clerk)
    assert send_digests(DAY, at=NOON).letters == ()
    with_address(User.objects.create_user("quiet"))
    assert send_digests(DAY, at=NOON).letters == ()


def test_work_is_recalled_before_it_is_due_and_when_it_is_overdue():
    small = small_round()
    with_address(small.reporter)
    for day, letters in (
        (date(2024, 9, 26), 0),
        (date(2024, 9, 27), 1),
        (date(2024, 9, 28), 0),
        (date(2024, 10, 1), 1),
    ):
        assert len(send_digests(day, at=NOON).letters) == letters, day


def test_one_refused_address_stops_nobody_and_is_tried_again(monkeypatch, clerk):
    told(with_address(clerk, "hong@example.vn"))
    told(with_address(User.objects.create_user("khoe"), "khoe@example.vn"))
    from django.core.mail import send_mail

    def send(subject, body, sender, to):
        if to == ["hong@example.vn"]:
            raise SMTPException("mailbox full")
        return send_mail(subject, body, sender, to)

    monkeypatch.setattr("ntm.notices.services.digest.send_mail", send)
    with pytest.raises(CommandError, match="1 thư"):
        call_command("notices", "send", "--on", "2024-09-30")
    assert [one.to for one in mail.outbox] == [["khoe@example.vn"]]
    assert Digest.objects.get().to.username == "khoe"


def test_a_dry_run_sends_nothing(clerk, capsys):
    told(with_address(clerk))
    call_command("notices", "send", "--dry-run", "--on", "2024-09-30")
    assert "can-bo@example.vn" in capsys.readouterr().out
    assert not mail.outbox
    assert not Digest.objects.exists()
