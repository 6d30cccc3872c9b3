"""The doctor finds what is wrong, says how bad it is and what to do."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ntm.accounts.services import create_demo_people
from ntm.areas.models import Kind
from ntm.assessments.models import Standing
from ntm.audit.guards import RULES, TABLE
from ntm.audit.services import record
from ntm.config.doctor import Grade, database, files, law, log, machine, money, production, standings, work
from ntm.evidence.models import Attachment
from ntm.evidence.services import Proof, attach
from ntm.finance.models import Account
from ntm.finance.services import Place, Slip, allocate, keep_budget
from tests.factories import NOON, make_province, make_unit
from tests.scenarios.pictures import photo
from tests.small_province import small_province
from tests.small_round import INCOME, small_round

pytestmark = pytest.mark.django_db
CENTRAL = "programme/central/investment"


def found(check) -> dict[str, Grade]:
    return {one.code: one.grade for one in check}


def worst(check) -> Grade:
    return max(found(check).values(), default=Grade.FINE)


@pytest.fixture
def own_home(tmp_path, settings) -> Path:
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


def test_a_fresh_database_is_reached_and_guarded():
    assert found(database.reached()) == {"database/reached": Grade.FINE, "database/migrations": Grade.FINE}
    assert found(database.guards()) == {"database/guards": Grade.FINE}


def test_migrations_that_are_pending_or_unknown_are_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name = '0003_lines_stay'")
    assert found(database.reached())["database/pending"] is Grade.SERIOUS
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0099_later', %s)", [NOON])
    assert found(database.reached())["database/newer"] is Grade.SERIOUS


def test_a_guard_that_was_taken_away_is_found():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {RULES[0][0]}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))

    assert found(database.guards()) == {"database/guards-missing": Grade.SERIOUS}


def test_a_database_that_a_power_cut_could_harm_is_found(monkeypatch):
    asked, answers = database._one, {"PRAGMA journal_mode": "wal"}  # a database in memory has none
    monkeypatch.setattr(database, "_one", lambda question: answers.get(question) or asked(question))
    assert found(database.sound(quick=True))["database/writes"] is Grade.FINE
    answers |= {"PRAGMA synchronous": 1, "SHOW synchronous_commit": "off"}
    told = found(database.sound(quick=True))
    assert told["database/not-full-synchronous"] in {Grade.NOTE, Grade.WARNING}
    assert "database/writes" not in told
    if connection.vendor == "postgresql":
        answers["SHOW fsync"] = "off"
        assert found(database.sound(quick=True))["database/unsafe-writes"] is Grade.SERIOUS


def test_a_balance_that_its_transfers_do_not_give_is_found():
    province = make_province()
    district = make_province("Hà Giang", code="02")
    who = {"by": "x", "at": NOON}
    keep_budget(province, 2024, {CENTRAL: 1_000}, total_dong=1_000, document="KH", on=NOON.date(), **who)
    allocate(Place(province, CENTRAL, 2024), district, Slip(400, NOON.date()), **who)
    assert worst(money.ledger()) is Grade.FINE
    guard = "a_balance_is_what_its_transfers_say"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard}" + ("" if connection.vendor == "sqlite" else " ON finance_account"))
    Account.objects.filter(unit=district).update(balance_dong=401)

    assert found(money.ledger()) == {"ledger/balances-differ": Grade.SERIOUS}


def test_a_standing_that_was_edited_or_judged_by_other_law_is_found():
    small_province()
    assert worst(standings.standings(quick=False)) is Grade.FINE
    Standing.objects.update(criteria_met=19)
    assert found(standings.standings(quick=False)) == {"standings/not-as-judged": Grade.SERIOUS}
    Standing.objects.update(law="0" * 16)
    assert found(standings.standings(quick=True)) == {"standings/other-law": Grade.WARNING}


def test_examining_changes_nothing():
    small_province()
    before = list(Standing.objects.order_by("pk").values())
    list(standings.standings(quick=False))

    assert list(Standing.objects.order_by("pk").values()) == before


def test_files_that_are_missing_or_changed_are_found():
    small = small_round()
    attach(photo(1), Proof(small.commune, INCOME, "2024-Q3"), name="a.jpg", by="x", at=NOON)
    name = str(Attachment.objects.get().file.stored)
    assert worst(files.stored(quick=False)) is Grade.FINE
    storages["evidence"].delete(name)
    storages["evidence"].save(name, ContentFile(b"other"))
    assert found(files.stored(quick=True))["files/whole"] is Grade.FINE
    assert found(files.stored(quick=False))["files/changed"] is Grade.SERIOUS
    storages["evidence"].delete(name)
    assert found(files.stored(quick=True))["files/missing"] is Grade.SERIOUS


def test_a_line_of_tomorrow_and_a_step_back_are_found(settings):
    settings.DEFAULT_DAY = None
    now = timezone.now()
    record("areas.loaded", subject="x", by="x", at=now)
    assert found(log.clock()) == {"log/clock": Grade.FINE}
    record("areas.loaded", subject="x", by="x", at=now + timedelta(days=1))
    assert found(log.clock()) == {"log/clock-went-back": Grade.SERIOUS}
    record("areas.loaded", subject="x", by="x", at=now)
    assert found(log.clock())["log/clock-jumped"] is Grade.NOTE


def test_the_newest_backup_is_told_and_an_old_one_warned_of():
    assert found(log.backups()) == {"backup/none": Grade.WARNING}
    record(log.MADE, subject="a.zip", by="ntm backup", at=timezone.now() - timedelta(days=8))
    assert found(log.backups()) == {"backup/old": Grade.WARNING}
    record(log.MADE, subject="b.zip", by="ntm backup", at=timezone.now())
    assert found(log.backups()) == {"backup/recent": Grade.FINE}


def test_jobs_that_wait_or_hang_are_found():
    now = timezone.now()
    assert worst(work.jobs()) is Grade.FINE
    job = DBTaskResult.objects.create(
        id=uuid4(), args_kwargs={}, task_path="x", backend_name="default", run_after=now - timedelta(hours=3)
    )
    DBTaskResult.objects.update(enqueued_at=now - timedelta(hours=3))
    assert found(work.jobs()) == {"jobs/nobody-works": Grade.SERIOUS}
    DBTaskResult.objects.filter(pk=job.pk).update(status="RUNNING", started_at=now - timedelta(hours=2))
    assert found(work.jobs()) == {"jobs/hanging": Grade.WARNING}
    DBTaskResult.objects.filter(pk=job.pk).update(status="FAILED", finished_at=now)
    assert found(work.jobs())["jobs/failed"] is Grade.NOTE


def test_a_mail_server_that_does_not_answer_is_found(settings):
    settings.EMAIL_HOST = ""
    assert found(work.mail()) == {"mail/no-server": Grade.NOTE}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert found(work.mail()) == {"mail/unreachable": Grade.WARNING}


def test_settings_of_a_trial_are_found_in_an_office(settings):
    settings.DEMO, settings.DEBUG, settings.DEFAULT_DAY = False, True, NOON.date()
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = ["*"], "short"
    settings.SITE_ADDRESS, settings.SIGNING_KEY = "http://x", ""

    assert found(production.settings_for_production()) == {
        "settings/debug": Grade.SERIOUS,
        "settings/any-host": Grade.SERIOUS,
        "settings/no-https": Grade.WARNING,
        "settings/short-key": Grade.SERIOUS,
        "settings/fixed-day": Grade.SERIOUS,
        "settings/no-certificate": Grade.NOTE,
    }


def test_people_of_the_demo_with_the_known_password_are_found_in_an_office(settings):
    settings.DEMO = False
    assert not found(production.known_passwords())
    district = make_unit("Phú Lương", Kind.RURAL_DISTRICT, make_province(), code="168")
    make_unit("Yên Ninh", parent=district)
    create_demo_people()

    assert found(production.known_passwords()) == {"accounts/known-passwords": Grade.SERIOUS}


def test_a_key_and_a_home_that_others_can_read_are_found(own_home):
    key = own_home / "secret-key"
    key.write_text("x", encoding="ascii")
    key.chmod(0o600)
    assert worst(machine.rights()) is Grade.FINE
    own_home.chmod(0o755)
    key.chmod(0o644)
    assert found(machine.rights()) == {"machine/open-home": Grade.WARNING, "machine/open-key": Grade.SERIOUS}


def test_a_disk_that_fills_up_is_found(own_home, monkeypatch):
    usage = type("Usage", (), {"free": 150_000_000})
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage)
    assert found(machine.room()) == {"machine/no-room": Grade.SERIOUS}
    usage.free = 900_000_000
    assert found(machine.room()) == {"machine/little-room": Grade.WARNING}
    usage.free = 90_000_000_000
    assert found(machine.room()) == {"machine/room": Grade.FINE}


def test_a_faulty_law_file_is_a_finding_and_the_rest_is_examined(settings, tmp_path):
    settings.LAW_FOLDER = tmp_path
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=told)

    findings = json.loads(told.getvalue())
    assert ended.value.code == 2
    assert {"law/faults", "database/guards"} <= {one["code"] for one in findings} | {"law/faults"}
    assert [one for one in findings if one["code"].startswith("law/") and one["grade"] == "serious"]


def test_the_law_that_is_loaded_can_be_read():
    assert found(law.law_files()) == {"law/read": Grade.FINE}


def test_the_doctor_says_what_to_do_in_words(settings, own_home):
    settings.DEMO, told = True, StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--quick", stdout=told)

    assert ended.value.code == 1
    assert "! Chưa có bản sao lưu nào. [backup/none]\n    → Chạy `ntm backup` mỗi đêm" in told.getvalue()
