"""The one e-mail a day: who gets it, what it recalls, and what happens when it cannot be sent."""

from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from ntm.accounts.models import Role, User
from ntm.core.problems import Text
from ntm.notices import letters
from ntm.notices.models import Digest, Notice
from ntm.notices.problems import MailServerNotReached
from ntm.notices.services import digest, mark_all_read, send_digests, tell
from tests.factories import NOON, make_person, make_province
from tests.small_round import small_round

pytestmark = pytest.mark.django_db
WORDS = Text("Trả lại chỉ tiêu 10 & 11", "Indicators 10 & 11 came back")
DAY, NEXT_DAY = date(2024, 9, 30), date(2024, 10, 1)


class Picky(EmailBackend):
    """A mail server that knows nobody called hong."""

    def send_messages(self, messages):
        if messages[0].to == ["hong@example.vn"]:
            raise SMTPRecipientsRefused({"hong@example.vn": (550, b"no such mailbox")})
        return super().send_messages(messages)


class Silent(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("connection refused")


@pytest.fixture(autouse=True)
def vietnamese_terminal(monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")


@pytest.fixture
def clerk():
    return with_address(make_person("can-bo", Role.LEADER, make_province()))


def with_address(person, address="can-bo@example.vn"):
    person.email = address
    person.save()
    return person


def told(*people, address="/rounds/1/"):
    return tell(people, about="assessments.returned", words=WORDS, address=address, at=NOON)


def written_to(sent):
    return [letter.to.username for letter in sent.letters]


def run(*words):
    call_command("notices", "send", "--on", "2024-09-30", *words)


def test_each_person_gets_one_letter_a_day(clerk):
    told(clerk)
    assert written_to(send_digests(DAY, at=NOON)) == ["can-bo"]

    told(clerk, address="/rounds/2/")

    assert written_to(send_digests(DAY, at=NOON)) == []
    assert written_to(send_digests(NEXT_DAY, at=NOON)) == ["can-bo"]
    assert "/rounds/1/" not in mail.outbox[1].body, "what was told by e-mail is not told again"


def test_a_letter_is_plain_text_and_html_in_both_languages_with_whole_addresses(clerk, settings):
    settings.SITE_ADDRESS = "https://ntm.example.vn"
    told(clerk)

    send_digests(DAY, at=NOON)

    [letter] = mail.outbox
    [html] = [body for body, kind in letter.alternatives if kind == "text/html"]
    assert letter.subject == "Nông thôn mới: 1 thông báo mới"
    assert letter.body.index(WORDS.vi) < letter.body.index(WORDS.en)
    assert "https://ntm.example.vn/rounds/1/" in letter.body
    assert 'href="https://ntm.example.vn/rounds/1/">Trả lại chỉ tiêu 10 &amp; 11</a>' in html
    assert 'href="https://ntm.example.vn/inbox/"' in html
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 9, 26), None),
        (date(2024, 9, 27), "còn 3 ngày"),
        (date(2024, 9, 28), None),
        (date(2024, 9, 29), "còn 1 ngày"),
        (DAY, "hạn hôm nay"),
        (NEXT_DAY, "quá hạn 1 ngày"),
        (date(2024, 10, 2), None),
        (date(2024, 10, 3), "quá hạn 3 ngày"),
        (date(2024, 10, 7), "quá hạn 7 ngày"),
        (date(2024, 10, 8), None),
    ],
)
def test_work_is_recalled_before_it_is_due_and_when_it_is_overdue(day, said):
    with_address(small_round().reporter)

    send_digests(day, at=NOON)

    assert [said in letter.body for letter in mail.outbox] == ([True] if said else [])


def test_an_installation_chooses_its_own_days_of_reminder(settings):
    settings.REMIND_AT = frozenset({2})
    with_address(small_round().reporter)

    assert written_to(send_digests(date(2024, 9, 27), at=NOON)) == []
    assert written_to(send_digests(date(2024, 9, 28), at=NOON)) == ["can-bo-xa"]


def test_what_is_due_stands_above_what_happened():
    reporter = with_address(small_round().reporter)
    told(reporter)

    send_digests(DAY, at=NOON)

    [letter] = mail.outbox
    assert letter.subject == "Nông thôn mới: 1 việc đến hạn, 1 thông báo mới"
    assert letter.body.index("hạn hôm nay") < letter.body.index(WORDS.vi)


def test_without_an_address_or_news_there_is_no_letter(clerk):
    told(User.objects.create_user("khong-thu"))

    assert written_to(send_digests(DAY, at=NOON)) == []
    assert not Digest.objects.exists()


def test_what_was_read_meanwhile_and_whose_account_was_closed_get_none(clerk):
    gone = with_address(User.objects.create_user("da-nghi"), "da-nghi@example.vn")
    told(clerk, gone)
    mark_all_read(clerk, at=NOON)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert written_to(send_digests(DAY, at=NOON)) == []


def test_one_refused_address_stops_nobody_and_is_tried_again(clerk, settings, capsys):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    other = with_address(User.objects.create_user("khoe"), "khoe@example.vn")
    told(with_address(clerk, "hong@example.vn"), other)

    with pytest.raises(CommandError, match="1 thư không gửi được") as failed:
        run()

    assert failed.value.returncode == 1
    assert "can-bo <hong@example.vn>: {'hong@example.vn': (550" in capsys.readouterr().err
    assert [one.to for one in mail.outbox] == [["khoe@example.vn"]]
    assert set(Notice.objects.filter(mailed_at=None).values_list("to__username", flat=True)) == {"can-bo"}

    with_address(clerk)
    run()

    assert [one.to for one in mail.outbox] == [["khoe@example.vn"], ["can-bo@example.vn"]]


def test_an_address_that_is_none_is_told_apart_from_the_others(clerk):
    told(with_address(clerk, "hai\ndong@example.vn"), with_address(User.objects.create_user("khoe"), "khoe@example.vn"))

    sent = send_digests(DAY, at=NOON)

    assert written_to(sent) == ["khoe"]
    assert [letter.to.username for letter, _ in sent.failed] == ["can-bo"]


def test_a_mail_server_that_does_not_answer_is_a_problem_in_words_and_marks_nothing(clerk, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Silent"
    told(clerk)

    with pytest.raises(MailServerNotReached, match="Đã gửi 0 thư, còn 1 thư") as problem:
        run()

    assert "NTM_MAIL_HOST" in problem.value.do.en
    assert not Digest.objects.exists()
    assert Notice.objects.get().mailed_at is None


def test_of_two_runs_at_once_only_one_sends(clerk, monkeypatch):
    told(clerk)
    found = list(letters.letters_of(DAY))
    monkeypatch.setattr(digest, "letters_of", lambda day: found)

    assert written_to(send_digests(DAY, at=NOON)) == ["can-bo"]
    assert written_to(send_digests(DAY, at=NOON)) == []
    assert len(mail.outbox) == 1


def test_a_notice_that_changes_while_the_letter_leaves_goes_out_with_the_next(clerk, monkeypatch):
    told(clerk)
    found = list(letters.letters_of(DAY))
    monkeypatch.setattr(digest, "letters_of", lambda day: found)
    Notice.objects.update(vi="Lời mới", made_at=NOON.replace(hour=6))

    send_digests(DAY, at=NOON)

    assert Notice.objects.get().mailed_at is None


def test_a_dry_run_says_who_would_get_what_and_sends_nothing(capsys):
    reporter = with_address(small_round().reporter, "xa@example.vn")
    told(reporter)

    run("--dry-run")

    said = capsys.readouterr().out
    assert "xa@example.vn: 1 việc đến hạn, 1 thông báo mới" in said
    assert "(hạn hôm nay)" in said
    assert WORDS.vi in said
    assert "1 thư sẽ được gửi." in said
    assert not mail.outbox
    assert not Digest.objects.exists()
    assert Notice.objects.get().mailed_at is None


def test_letters_are_kept_in_a_folder_until_a_mail_server_is_named(clerk, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    told(clerk)

    run()

    [kept] = (tmp_path / "outbox").iterdir()
    assert "To: can-bo@example.vn" in kept.read_text(encoding="utf-8")
