"""Another program reads what its person may read, and enters a unit's own figures."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.accounts.services.passwords import forget_second_step, set_password_link
from ntm.api.models import Token
from ntm.api.problems import TokenLastsTooLong
from ntm.api.services import end_token, make_token, person_of
from ntm.assessments.models import Item
from ntm.audit.models import Entry
from tests.factories import NOON, make_person
from tests.small_province import NTM, small_province
from tests.small_round import INCOME, small_round

pytestmark = pytest.mark.django_db
LAST = NOON.date() + timedelta(days=30)


@pytest.fixture
def here():
    return small_province()


@pytest.fixture
def leader(here):
    return make_person("leader", Role.LEADER, here.province)


def opened(client, user, *, may_write=False):
    """Return a client that knocks with a token of ``user``."""
    _, key = make_token(user, "Kho dữ liệu", may_write=may_write, expires_on=LAST, by=user.username, at=NOON)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client


def sign_in(client, person):
    """Sign in and prove who one is, as a page asks before it makes a token."""
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": "mot mat khau dai"})


def post(client, address, body=None):
    return client.post(address, body or {}, content_type="application/json")


def test_a_token_acts_as_its_person(client, leader, here):
    said = opened(client, leader).get("/api/v1/me").json()

    assert said["username"] == "leader"
    assert said["roles"][0]["unit_id"] == here.province.pk


def test_the_key_is_never_kept(leader):
    token, key = make_token(leader, "X", may_write=False, expires_on=LAST, by="leader", at=NOON)

    assert key not in str(Token.objects.filter(pk=token.pk).values().get())
    assert key not in str(list(Entry.objects.values_list("detail", flat=True)))
    assert key.endswith(token.hint)


def test_without_a_token_the_answer_is_a_code_not_a_page(client, here):
    answer = client.get("/api/v1/units")

    assert answer.status_code == 401
    assert answer.json()["code"] == "api/who-are-you"
    assert answer.json()["do"]["vi"]


@pytest.mark.parametrize("key", ["", "ntm_", "ntm_x", "y" * 60, "ntm_" + "Z" * 43])
def test_a_wrong_key_opens_nothing(client, leader, key):
    assert client.get("/api/v1/units", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_an_ended_token_opens_nothing(client, leader):
    client = opened(client, leader)
    end_token(Token.objects.get(), by="leader", at=NOON)

    assert client.get("/api/v1/units").status_code == 401
    assert set(Entry.objects.filter(act__startswith="api.").values_list("act", flat=True)) == {
        "api.token_made",
        "api.token_ended",
    }


def test_an_expired_token_opens_nothing(leader):
    _, key = make_token(leader, "X", may_write=False, expires_on=LAST, by="leader", at=NOON)

    assert person_of(key, LAST).user == leader
    assert person_of(key, LAST + timedelta(days=1)) is None


def test_a_token_of_a_closed_account_opens_nothing(client, leader):
    client = opened(client, leader)
    leader.is_active = False
    leader.save()

    assert client.get("/api/v1/units").status_code == 401


NEW = "bon tu viet lien"
OLD = "mot mat khau dai"


def change_password(client, leader):
    client.force_login(leader)
    client.post(reverse("account_change_password"), {"oldpassword": OLD, "password1": NEW, "password2": NEW})


def follow_a_link(client, leader):
    link = set_password_link(leader, by="quan-tri", at=NOON)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": NEW, "password2": NEW})


def close_and_open_again(client, leader):
    admin = make_person("quan-tri", Role.ADMINISTRATOR, leader.assignments.get().unit)
    client.force_login(admin)
    client.post(f"/accounts/people/{leader.pk}/close/")
    client.post(f"/accounts/people/{leader.pk}/open/")


def lose_the_telephone(client, leader):
    forget_second_step(leader, by="quan-tri", at=NOON)


@pytest.mark.parametrize("act", [change_password, follow_a_link, close_and_open_again, lose_the_telephone])
def test_tokens_end_with_the_old_password_the_account_and_the_second_step(client, leader, here, act):
    from django.test import Client

    other = make_person("other", Role.LEADER, here.province)
    program, others = opened(Client(), leader), opened(Client(), other)
    assert program.get("/api/v1/me").status_code == 200
    act(client, leader)

    assert program.get("/api/v1/me").status_code == 401
    assert others.get("/api/v1/me").status_code == 200
    assert Entry.objects.filter(act="api.token_ended", subject="leader").count() == 1


@pytest.mark.parametrize("act", [change_password, follow_a_link])
def test_a_password_is_not_new_while_its_tokens_live_on(client, leader, monkeypatch, act):
    monkeypatch.setattr("ntm.accounts.watching.end_ways_in", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    act(client, leader)

    leader.refresh_from_db()
    assert leader.check_password(OLD)


def test_the_pages_say_that_tokens_end_with_the_password(client, leader):
    client.force_login(leader)

    assert "khóa API của bạn hết hiệu lực" in client.get(reverse("account_change_password")).text


def test_a_token_made_while_the_clock_was_ahead_opens_nothing_before_and_can_be_ended(leader):
    ahead = NOON + timedelta(days=400)
    last = ahead.date() + timedelta(days=30)
    token, key = make_token(leader, "X", may_write=False, expires_on=last, by="leader", at=ahead)

    assert person_of(key, NOON.date()) is None
    assert person_of(key, ahead.date()).user == leader
    assert end_token(token, by="leader", at=NOON).ended_at is not None
    assert person_of(key, ahead.date()) is None


def test_a_token_lasts_a_year_at_most(leader):
    with pytest.raises(TokenLastsTooLong):
        make_token(leader, "X", may_write=False, expires_on=NOON.date() + timedelta(days=400), by="l", at=NOON)


def test_units_come_in_pieces(client, leader):
    client = opened(client, leader)
    first = client.get("/api/v1/units?tier=commune&limit=2").json()
    rest = client.get(f"/api/v1/units?tier=commune&limit=2&offset={first['next']}").json()

    assert first["count"] == 5
    assert len(first["items"]) == 2
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in rest["items"]}


def test_a_unit_names_what_stands_above_it(client, leader, here):
    said = opened(client, leader).get(f"/api/v1/units/{here.poor.pk}").json()

    assert said["parent_id"] == here.vo_nhai.pk


def test_another_district_sees_nothing_of_this_one(client, here):
    client = opened(client, make_person("vo-nhai", Role.DISTRICT_OFFICER, here.vo_nhai))

    assert client.get(f"/api/v1/units/{here.rich.pk}").status_code == 404
    assert client.get(f"/api/v1/units/{here.rich.pk}/verdicts").status_code == 404
    assert client.get(f"/api/v1/units/{here.rich.pk}/readings").status_code == 404
    told = client.get("/api/v1/standings").json()["items"]
    assert {one["unit_id"] for one in told} == {here.poor.pk}


def test_a_standing_says_what_the_page_says(client, leader, here):
    [said] = opened(client, leader).get(f"/api/v1/standings?unit={here.poor.pk}").json()["items"]

    assert said["outcomes"]["10"] == "not_met"
    assert said["unmet"] == ["10"]
    assert said["rests_on_sample"] is True


def test_a_verdict_brings_its_reason_and_article(client, leader, here):
    said = opened(client, leader).get(f"/api/v1/units/{here.poor.pk}/verdicts?criteria_set={NTM}").json()
    [income] = [one for one in said["indicators"] if one["code"] == "10"]

    assert income["outcome"] == "not_met"
    assert "45" in income["asked"]["vi"]
    assert income["source"]
    assert income["why"]["vi"] != income["why"]["en"]


def test_the_law_answers_for_a_day_and_a_region(client, leader):
    client = opened(client, leader)
    said = client.get(f"/api/v1/law/sets/{NTM}?day=2024-09-30&region=TDMNPB").json()
    levels = {one["code"]: one for criterion in said["criteria"] for one in criterion["indicators"]}

    assert levels["10"]["level"] == "45"
    assert levels["2.1"]["level"] is None
    assert levels["2.1"]["silence"] == "left_to_province"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/law/sets/none", "law/unknown-set"),
        (f"/api/v1/law/sets/{NTM}?day=2019-01-01", "law/not-in-force"),
        (f"/api/v1/law/sets/{NTM}?region=XYZ", "law/unknown-place"),
        ("/api/v1/standings?period=2024", "api/bad-input"),
        ("/api/v1/units?limit=0", "api/bad-input"),
        ("/api/v1/units?day=31/12/2024", "api/bad-input"),
        ("/api/v1/units/0", "api/bad-input"),
    ],
)
def test_every_refusal_has_its_code_and_says_what_to_do(client, leader, address, code):
    answer = opened(client, leader).get(address)

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert answer.json()["do"]["vi"]


def test_a_commune_enters_and_sends_its_figures(client):
    small = small_round()
    client = opened(client, small.reporter, may_write=True)
    address = f"/api/v1/rounds/{small.round.pk}/units/{small.commune.pk}"

    kept = post(client, address, {"changes": [{"measure": INCOME, "value": "46,5"}]}).json()
    sent = post(client, f"{address}/send").json()

    [row] = kept["rows"]
    assert (row["measure"], Decimal(row["amount"]), row["verdict"]) == (INCOME, Decimal("46.5"), "met")
    assert sent == {"sent": 1}
    assert Item.objects.get(measure=INCOME).reported_by == small.reporter.username


def test_a_change_made_on_an_older_version_is_told(client):
    small = small_round()
    client = opened(client, small.reporter, may_write=True)
    address = f"/api/v1/rounds/{small.round.pk}/units/{small.commune.pk}"
    post(client, address, {"changes": [{"measure": INCOME, "value": "46"}]})

    second = post(client, address, {"changes": [{"measure": INCOME, "value": "47", "version": 0}]}).json()

    assert second["conflicts"] == [INCOME]
    assert Item.objects.get(measure=INCOME).amount == 46


def test_a_token_that_reads_only_writes_nothing(client):
    small = small_round()
    client = opened(client, small.reporter)

    answer = post(client, f"/api/v1/rounds/{small.round.pk}/units/{small.commune.pk}", {"changes": []})

    assert answer.status_code == 422
    assert answer.json()["code"] == "api/reads-only"


def test_nobody_writes_for_another_unit(client):
    small = small_round()
    client = opened(client, small.verifier, may_write=True)
    body = {"changes": [{"measure": INCOME, "value": "46"}]}

    assert post(client, f"/api/v1/rounds/{small.round.pk}/units/{small.commune.pk}", body).status_code == 404
    assert not Item.objects.filter(measure=INCOME).exists()


def test_a_session_writes_only_with_the_pages_token(client):
    from django.test import Client

    small = small_round()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(small.reporter)

    answer = post(strict, f"/api/v1/rounds/{small.round.pk}/units/{small.commune.pk}", {"changes": []})

    assert answer.status_code == 403


def test_a_person_makes_sees_and_ends_a_token_on_a_page(client, leader):
    sign_in(client, leader)
    made = client.post("/api/tokens/", {"name": "Bảng tính", "expires_on": LAST.isoformat()})
    token = Token.objects.get()

    assert made.context["key"] in made.content.decode()
    assert made.headers["Cache-Control"].count("no-store")
    assert made.context["key"] not in client.get("/api/tokens/").content.decode()
    assert client.post(f"/api/tokens/{token.pk}/end/").status_code == 302
    assert Token.objects.get().ended_at is not None


def test_nobody_ends_another_persons_token(client, leader, here):
    token, _ = make_token(leader, "X", may_write=False, expires_on=LAST, by="leader", at=NOON)
    client.force_login(make_person("other", Role.LEADER, here.province))

    assert client.post(f"/api/tokens/{token.pk}/end/").status_code == 404


def test_a_bad_day_is_told_beside_the_form(client, leader):
    sign_in(client, leader)
    answer = client.post("/api/tokens/", {"name": "Bảng tính", "expires_on": "2031-01-01"})

    assert answer.status_code == 422
    assert "Bảng tính" in answer.content.decode()
    assert not Token.objects.exists()
