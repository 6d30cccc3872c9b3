"""Signing in, the demo's people, and what a person may read."""

from datetime import date

import pytest
from django.urls import reverse

from ntm.accounts.models import Assignment, Delegation, Role, User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import held_by, units_with, visible_units
from ntm.accounts.services import DEMO_PASSWORD, create_demo_people, demo_sign_ins
from ntm.accounts.services.demo_people import DemoUnitMissing
from ntm.areas.models import ChangeKind, Kind, Succession
from tests.factories import NOON, make_person, make_province, make_unit

DAY = date(2024, 9, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def thai_nguyen():
    return make_province()


@pytest.fixture
def phu_luong(thai_nguyen):
    return make_unit("Phú Lương", Kind.RURAL_DISTRICT, thai_nguyen, code="168")


@pytest.fixture
def yen_lac(phu_luong):
    make_unit("Đu", Kind.TOWNSHIP, phu_luong, sort_name="a")
    return make_unit("Yên Lạc", Kind.COMMUNE, phu_luong, sort_name="b")


@pytest.fixture
def demo_people(settings, yen_lac):
    settings.DEMO = True
    return {person.username: person for person in create_demo_people()}


def sign_in(client, username, password):
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password})


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, demo_people):
    wrong_name = sign_in(client, "nobody", DEMO_PASSWORD)
    wrong_password = sign_in(client, "leader", "wrong")
    assert wrong_name.status_code == wrong_password.status_code == 200
    said = [str(answer.context["form"].non_field_errors()) for answer in (wrong_name, wrong_password)]
    assert said[0] == said[1]
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in wrong_name.text


def test_the_name_that_was_typed_is_kept_after_an_error(client):
    assert 'value="ma-van-xuan"' in sign_in(client, "ma-van-xuan", "wrong").text


def test_signing_in_leads_to_the_page_that_was_asked_for(client, demo_people):
    asked = {"username": "leader", "password": DEMO_PASSWORD, "next": "/components/?day=2024-06-30"}
    answer = client.post(reverse("accounts:sign_in"), asked)
    assert answer.headers["Location"] == "/components/?day=2024-06-30"


def test_signing_out_takes_a_post(client, demo_people):
    client.force_login(demo_people["leader"])
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).headers["Location"] == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session


def test_one_click_signs_in_as_a_person_of_the_demo(client, demo_people):
    answer = client.post(reverse("accounts:demo_sign_in"), {"username": "commune"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(demo_people["commune"].pk)


def test_one_click_never_leads_to_another_site(client, demo_people):
    answer = client.post(reverse("accounts:demo_sign_in"), {"username": "leader", "next": "//elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_one_click_does_not_exist_outside_the_demo(client, settings, demo_people):
    settings.DEMO = False
    assert client.post(reverse("accounts:demo_sign_in"), {"username": "leader"}).status_code == 404
    assert "demo-sign-in" not in client.get(reverse("accounts:sign_in")).text


def test_one_click_is_for_the_people_of_the_demo_only(client, demo_people):
    User.objects.create_superuser("root")
    assert client.post(reverse("accounts:demo_sign_in"), {"username": "root"}).status_code == 404
    assert client.post(reverse("accounts:demo_sign_in"), {"username": "nobody"}).status_code == 404


def test_one_click_takes_a_post(client, demo_people):
    assert client.get(reverse("accounts:demo_sign_in")).status_code == 405


def test_the_demo_has_one_person_for_each_role(demo_people):
    assert {assignment.role for assignment in Assignment.objects.all()} == set(Role)
    assert [username for username, _ in demo_sign_ins()] == list(demo_people)
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_demo_commune_is_the_first_xa_of_phu_luong(demo_people, yen_lac):
    assert demo_people["commune"].assignments.get().unit == yen_lac


def test_making_the_demo_people_again_changes_nothing(demo_people):
    demo_people["leader"].set_password("another password")
    demo_people["leader"].save()
    create_demo_people()
    assert User.objects.count() == Assignment.objects.count() == len(demo_people)
    assert User.objects.get(username="leader").check_password("another password")


def test_the_demo_people_need_the_units_first():
    with pytest.raises(DemoUnitMissing):
        create_demo_people()
    assert not User.objects.exists()


def test_everybody_reads_their_own_unit_and_all_below(thai_nguyen, phu_luong, yen_lac):
    make_unit("Hà Nội", Kind.CENTRAL_CITY, code="01")
    below = {yen_lac, *phu_luong_township(phu_luong)}
    assert set(visible_units(make_person("a", Role.LEADER, thai_nguyen), DAY)) == {thai_nguyen, phu_luong, *below}
    assert set(visible_units(make_person("b", Role.DISTRICT_OFFICER, phu_luong), DAY)) == {phu_luong, *below}
    assert set(visible_units(make_person("c", Role.COMMUNE_OFFICER, yen_lac), DAY)) == {yen_lac}


def phu_luong_township(district):
    return [row.unit for row in district.children.filter(unit__kind=Kind.TOWNSHIP)]


def test_the_units_are_those_of_the_day(phu_luong, yen_lac):
    later = make_unit("Vô Tranh", Kind.COMMUNE, phu_luong, valid_from=date(2025, 7, 1))
    clerk = make_person("clerk", Role.DISTRICT_OFFICER, phu_luong)
    assert later not in visible_units(clerk, DAY)
    assert later in visible_units(clerk, date(2025, 7, 1))


def test_without_an_assignment_nothing_is_seen(yen_lac):
    assert not visible_units(User.objects.create_user("newcomer"), DAY).exists()


def test_an_assignment_that_has_ended_shows_nothing_of_any_day(yen_lac):
    former = make_person("former", Role.COMMUNE_OFFICER, yen_lac)
    former.assignments.update(valid_until=date(2024, 6, 30))
    assert not visible_units(former, DAY).exists()
    assert not visible_units(former, date(2024, 3, 31)).exists()


def test_a_day_without_a_province_shows_nothing(yen_lac):
    clerk = make_person("clerk", Role.COMMUNE_OFFICER, yen_lac)
    assert not visible_units(clerk, date(1990, 1, 1)).exists()


def test_a_superuser_reads_every_unit(thai_nguyen):
    hanoi = make_unit("Hà Nội", Kind.CENTRAL_CITY, code="01")
    assert set(visible_units(User.objects.create_superuser("root"), DAY)) == {thai_nguyen, hanoi}


def test_a_colleague_acts_for_somebody_between_two_days(phu_luong, yen_lac):
    away = make_person("away", Role.COMMUNE_OFFICER, yen_lac)
    delegation = hand_on(away, "deputy", date(2024, 9, 1), date(2024, 9, 30))
    [held] = held_by(delegation.to, date(2024, 9, 30))
    assert (held.unit, held.instead_of) == (yen_lac, "away")
    assert not held_by(delegation.to, date(2024, 10, 1))


def test_a_delegation_ends_with_its_assignment_and_with_its_person(yen_lac):
    away = make_person("away", Role.COMMUNE_OFFICER, yen_lac)
    deputy = hand_on(away, "deputy", date(2024, 9, 1), date(2024, 12, 31)).to
    away.assignments.update(valid_until=date(2024, 9, 10))
    assert held_by(User.objects.get(pk=deputy.pk), date(2024, 9, 10))
    assert not held_by(User.objects.get(pk=deputy.pk), date(2024, 9, 11))
    User.objects.filter(pk=away.pk).update(is_active=False)
    assert not held_by(User.objects.get(pk=deputy.pk), date(2024, 9, 10))


def hand_on(away, username, first, last):
    deputy = User.objects.create_user(username)
    return Delegation.objects.create(
        assignment=away.assignments.get(),
        to=deputy,
        valid_from=first,
        valid_until=last,
        reason="nghỉ phép",
        made_by=away.username,
        made_at=NOON,
    )


def test_a_joined_commune_reads_the_past_of_what_it_came_from(phu_luong):
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    old = [make_unit(name, parent=phu_luong, valid_until=last) for name in ("Yên Ninh", "Yên Đổ")]
    new = make_unit("Yên Trạch", valid_from=first)
    for unit in old:
        Succession.objects.create(kind=ChangeKind.MERGED, effective_on=first, predecessor=unit, successor=new)
    clerk = make_person("clerk", Role.COMMUNE_OFFICER, new)
    before = make_person("before", Role.COMMUNE_OFFICER, old[0])
    assert set(visible_units(clerk, last)) == set(old)
    assert set(visible_units(before, first)) == {new}


def test_a_province_stays_itself_over_a_change_of_the_map(settings):
    old = make_province(valid_until=date(2025, 6, 30))
    new = make_province(valid_from=date(2025, 7, 1))
    assert set(visible_units(make_person("leader", Role.LEADER, old), date(2025, 7, 1))) == {new}


def test_reporting_is_for_the_unit_itself_and_verifying_for_all_below(phu_luong, yen_lac):
    district = make_person("district", Role.DISTRICT_OFFICER, phu_luong)
    assert set(units_with(district, Right.REPORT, DAY)) == {phu_luong}
    assert yen_lac in units_with(district, Right.VERIFY, DAY)
    assert not units_with(district, Right.APPRAISE, DAY).exists()
