"""The audit log as people read it: who may, what the filters leave, what the file holds."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from ntm.accounts.models import Assignment, Role
from ntm.audit.details import told
from ntm.audit.models import Entry
from ntm.audit.services import record
from tests.factories import NOON, make_person, make_province

pytestmark = pytest.mark.django_db
READERS = {Role.AUDITOR, Role.ADMINISTRATOR}
ADDRESSES = ["/audit/", "/audit/export/"]


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def auditor(client, province):
    person = make_person("auditor", Role.AUDITOR, province)
    client.force_login(person)
    return person


@pytest.fixture
def log():
    record("plans.plan_loaded", subject="Thái Nguyên 2024", by="phoi", at=NOON, detail={"capital": 1_743_406})
    record("areas.boundaries_imported", subject="boundaries", by="quan-tri", at=NOON + timedelta(days=1))


def numbers(answer):
    return [entry.number for entry, _, _ in answer.context["rows"]]


def exported(client, query=""):
    text = client.get(f"/audit/export/{query}").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ADDRESSES)
def test_only_inspectors_and_administrators_read_the_log(client, province, log, role, address):
    client.force_login(make_person("somebody", role, province))

    assert client.get(address).status_code == (200 if role in READERS else 404)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_auditor_whose_days_are_over_reads_it_no_more(client, auditor, log, address):
    Assignment.objects.update(valid_until="2024-09-29")

    assert client.get(address).status_code == 404


def test_only_those_who_may_read_the_log_see_its_entry_in_the_top_bar(client, province, auditor):
    assert 'href="/audit/"' in client.get("/criteria/").text

    client.force_login(make_person("leader", Role.LEADER, province))

    assert 'href="/audit/"' not in client.get("/criteria/").text


def test_the_newest_line_stands_first_and_says_its_act_in_words(client, auditor, log):
    answer = client.get("/audit/")

    assert numbers(answer) == [2, 1]
    assert "Nhập ranh giới" in answer.text
    assert "capital: 1743406" in answer.text


def test_details_read_as_words_and_not_as_code(client, auditor):
    record("plans.units_registered", subject="x", by="phoi", at=NOON, detail={"units": ["Yên Đổ", "Yên Ninh"], "n": 2})

    assert "n: 2; đơn vị: Yên Đổ, Yên Ninh" in client.get("/audit/").text


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("act=plans.plan_loaded", [1]),
        ("by=QUAN", [2]),
        ("subject=2024", [1]),
        ("since=2024-09-21", [2]),
        ("until=2024-09-20", [1]),
        ("since=2024-09-20&until=2024-09-21", [2, 1]),
        ("until=9999-12-31", [2, 1]),
        ("act=plans.plan_loaded&by=quan", []),
    ],
)
def test_filters_stand_in_the_address(client, auditor, log, query, left):
    assert numbers(client.get(f"/audit/?{query}")) == left


def test_a_day_begins_at_midnight_in_viet_nam(client, auditor):
    record("plans.plan_loaded", subject="x", by="phoi", at=NOON.replace(day=19, hour=17, minute=0))

    assert numbers(client.get("/audit/?since=2024-09-20")) == [1]
    assert numbers(client.get("/audit/?until=2024-09-19")) == []


def test_a_day_that_is_none_gets_a_clear_answer(client, auditor):
    answer = client.get("/audit/?since=31-31-2024")

    assert answer.status_code == 422
    assert "không phải là một ngày" in answer.text


def test_the_file_holds_the_filtered_lines_with_their_seals(client, auditor, log):
    rows = exported(client, "?act=plans.plan_loaded")

    assert [row["number"] for row in rows] == ["1"]
    assert rows[0]["at"] == "2024-09-20T12:00:00.000000+07:00"
    assert rows[0]["detail"] == '{"capital": 1743406}'
    assert rows[0]["seal"] == Entry.objects.get(number=1).seal


@pytest.mark.parametrize("subject", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_file_is_a_formula(client, auditor, subject):
    record("plans.plan_loaded", subject=subject, by="phoi", at=NOON)

    assert exported(client)[0]["subject"] == f"'{subject}"


def test_a_long_log_is_read_page_by_page(client, auditor):
    for number in range(51):
        record("plans.plan_loaded", subject=f"{number}", by="phoi", at=NOON)

    assert len(numbers(client.get("/audit/"))) == 50
    assert numbers(client.get("/audit/?page=2")) == [1]


@pytest.mark.parametrize(
    ("detail", "vietnamese", "english"),
    [
        ({"due_on": "2024-06-30", "files": []}, "thời hạn: 30/06/2024", "due on: 30/06/2024"),
        ({"amount_dong": 1743406000000}, "số tiền: 1.743.406.000.000 đồng", "amount: 1,743,406,000,000 đồng"),
        ({"finished": False}, "hoàn thành: không", "finished: no"),
        ({"percent": 0}, "phần trăm: 0", "percent: 0"),
        ({"seed": 7, "on": "2024-13-45"}, "ngày: 2024-13-45; seed: 7", "on: 2024-13-45; seed: 7"),
        (
            {"changes": [{"field": "due_on", "old": "", "new": "2024-09-30"}]},
            "thay đổi: thời hạn – → 30/09/2024",
            "changes: due on – → 30/09/2024",
        ),
        ({"costs": [{"source": "people", "amount_dong": 5}]}, "kinh phí: (số tiền: 5 đồng; nguồn: people)", None),
    ],
)
def test_details_are_told_in_the_reader_s_words_and_nothing_of_what_is_empty(detail, vietnamese, english):
    assert told(detail, "vi") == vietnamese
    assert english is None or told(detail, "en") == english
