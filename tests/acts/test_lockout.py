"""Guessing passwords is stopped, and honest people are told how to go on."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F

from ntm.accounts.models import Role
from tests.factories import make_person, make_province

pytestmark = pytest.mark.django_db
RIGHT = "mot mat khau dai"


@pytest.fixture(autouse=True)
def person():
    return make_person("xuan", Role.LEADER, make_province())


def try_in(client, password, username="xuan", machine="10.0.0.7"):
    said = {"username": username, "password": password}
    return client.post("/accounts/sign-in/", said, REMOTE_ADDR=machine)


def guess(client, times, **more):
    return [try_in(client, f"sai-{number}", **more).status_code for number in range(times)]


def test_the_fifth_wrong_password_closes_the_way_in_even_for_the_right_one(client):
    assert guess(client, 5) == [200, 200, 200, 200, 429]

    answer = try_in(client, RIGHT)

    assert answer.status_code == 429
    assert "tạm khóa trên máy này 15 phút" in answer.text
    assert "quản trị hệ thống" in answer.text


def test_a_name_that_nobody_has_is_answered_the_same(client):
    assert guess(client, 5, username="khong-co") == [200, 200, 200, 200, 429]


def test_another_machine_and_another_name_go_on(client):
    make_person("luong", Role.LEADER, make_province("Hà Giang", code="02"))
    guess(client, 5)

    assert try_in(client, RIGHT, machine="10.0.0.8").status_code == 302
    client.logout()
    assert try_in(client, RIGHT, username="luong").status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client):
    guess(client, 4)
    assert try_in(client, RIGHT).status_code == 302
    client.logout()

    assert guess(client, 4) == [200] * 4


def test_wrong_passwords_that_lie_ahead_of_a_clock_that_went_back_close_nothing(client):
    guess(client, 5)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") + timedelta(days=2))

    assert guess(client, 5) == [200, 200, 200, 200, 429]
    AccessAttempt.objects.update(attempt_time=F("attempt_time") + timedelta(days=2))
    assert try_in(client, RIGHT).status_code == 302


def test_after_a_quarter_of_an_hour_it_opens_by_itself(client):
    guess(client, 5)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))

    assert try_in(client, RIGHT).status_code == 302
