"""The pages of one's own account and of the administrators: who opens them, and what they do."""

from datetime import date

import pytest
from django.urls import reverse

from ntm.accounts.models import Assignment, Delegation, Office, Role, User
from ntm.areas.models import Kind, Unit
from ntm.audit.models import Entry
from tests.factories import make_person, make_province, make_unit

pytestmark = pytest.mark.django_db
PASSWORD = "mot mat khau dai"  # noqa: S105
TODAY = date(2024, 9, 30)


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def commune(province):
    made = make_unit("Yên Lạc", parent=make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, code="168"))
    Unit.objects.filter(pk=made.pk).update(search_name="xa yen lac")
    return made


@pytest.fixture
def admin(client, province):
    person = make_person("admin", Role.ADMINISTRATOR, province)
    client.force_login(person)
    return person


@pytest.fixture
def clerk(commune):
    person = make_person("xuan", Role.COMMUNE_OFFICER, commune)
    person.full_name = "Ma Thị Đào"
    person.save()
    return person


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ["/accounts/people/", "/accounts/people/add/", "/accounts/offices/"])
def test_the_pages_of_administrators_do_not_exist_for_others(client, province, role, address):
    client.force_login(make_person("somebody", role, province))
    assert client.get(address).status_code == (200 if role == Role.ADMINISTRATOR else 404)
    assert ('href="/accounts/people/"' in client.get("/accounts/me/").text) == (role == Role.ADMINISTRATOR)


def test_people_are_found_without_marks_by_role_by_unit_and_by_state(client, admin, clerk, commune):
    idle = User.objects.create_user("moi", full_name="Người Mới")
    closed = User.objects.create_user("cu", is_active=False)

    def found(query):
        return set(client.get(f"/accounts/people/?{query}").context["page"].object_list)

    assert found("") == {admin, clerk, idle, closed}
    assert (
        found("words=dao+thi")
        == found("words=xuan")
        == found("unit=yen+lac")
        == found(f"unit={commune.code}")
        == {clerk}
    )
    assert found("role=administrator") == {admin}
    assert found("state=idle") == {idle}
    assert found("state=closed") == {closed}
    assert "Không có ai như vậy" in client.get("/accounts/people/?words=khong-co").text


def test_the_list_asks_no_more_with_more_people(client, admin, commune, django_assert_max_num_queries):
    for number in range(20):
        make_person(f"clerk-{number}", Role.COMMUNE_OFFICER, commune)
    with django_assert_max_num_queries(12):
        client.get("/accounts/people/")


def test_a_person_is_made_gets_a_role_and_a_link_and_signs_in(client, admin, commune):
    made = client.post(
        "/accounts/people/add/", {"username": "lan", "full_name": "Đỗ Thị Lan", "email": ""}, follow=True
    )
    person = User.objects.get(username="lan")
    assert "Đã thêm Đỗ Thị Lan" in made.text

    page = client.get(f"/accounts/people/{person.pk}/assign/?words=yen+lac")
    assert page.context["units"] == [commune]
    role = {"unit": commune.pk, "role": Role.COMMUNE_OFFICER, "first": "2024-09-30", "last": "", "office": ""}
    client.post(f"/accounts/people/{person.pk}/assign/?words=yen+lac", role)
    assert person.assignments.get().unit == commune

    asked = client.post(f"/accounts/people/{person.pk}/password-link/")
    answer = client.post(asked.headers["Location"], {"password": "mot mat khau dai"})
    link = answer.context["link"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert link not in str(list(Entry.objects.values_list("detail", flat=True)))
    client.logout()
    address = client.get(link, follow=True).redirect_chain[-1][0]
    new = {"password1": "bon tu viet lien", "password2": "bon tu viet lien"}
    assert "Đã đặt mật khẩu" in client.post(address, new, follow=True).text
    assert "Liên kết đã dùng" in client.get(link, follow=True).text

    signed_in = client.post(reverse("accounts:sign_in"), {"username": "lan", "password": "bon tu viet lien"})
    assert signed_in.status_code == 302
    assert "Cán bộ xã" in client.get("/accounts/me/").text


def test_a_name_that_is_no_user_name_is_said_beside_the_field(client, admin):
    answer = client.post("/accounts/people/add/", {"username": "Đỗ Lan", "full_name": "Đỗ Lan"})
    assert answer.status_code == 422
    assert 'id="id_username-fault"' in answer.text
    assert 'value="Đỗ Lan"' in answer.text


def test_a_unit_outside_ones_own_cannot_be_given(client, admin, clerk):
    elsewhere = make_unit("Yen Lac", parent=make_province("Hà Giang", code="02"))
    address = f"/accounts/people/{clerk.pk}/assign/?words=yen+lac"
    role = {"unit": elsewhere.pk, "role": Role.LEADER, "first": "2024-09-30"}
    assert [unit.name for unit in client.get(address).context["units"]] == ["Xã Yên Lạc"]
    assert client.post(address, role).status_code == 404
    assert client.post(address, {**role, "unit": "x"}).status_code == 404
    assert clerk.assignments.count() == 1


def test_somebody_of_another_province_does_not_exist(client, admin):
    stranger = make_person("stranger", Role.LEADER, make_province("Hà Giang", code="02"))
    assert client.get(f"/accounts/people/{stranger.pk}/").status_code == 404
    assert client.post(f"/accounts/people/{stranger.pk}/password-link/").status_code == 404
    assert client.post(f"/accounts/people/{stranger.pk}/close/").status_code == 404


def test_a_role_that_ended_stays_to_be_seen(client, admin, clerk):
    assignment = clerk.assignments.get()
    client.post(f"/accounts/assignments/{assignment.pk}/end/", {"on": "2024-09-29"})
    rows = client.get(f"/accounts/people/{clerk.pk}/").context["rows"]
    assert [(row.pk, ended) for row, ended in rows] == [(assignment.pk, True)]


def test_what_cannot_be_done_says_why_and_what_to_do(client, admin):
    answer = client.post(f"/accounts/people/{admin.pk}/close/")
    assert answer.status_code == 422
    assert "Hãy nhờ một quản trị hệ thống khác." in answer.text


def test_acts_on_a_person_take_a_post(client, admin, clerk):
    for act in ("close", "open", "unlock", "password-link", "forget-second-step"):
        assert client.get(f"/accounts/people/{clerk.pk}/{act}/").status_code == 405


def test_an_account_is_closed_and_opened(client, admin, clerk):
    client.post(f"/accounts/people/{clerk.pk}/close/")
    assert not User.objects.get(pk=clerk.pk).is_active
    assert "Mở lại tài khoản" in client.get(f"/accounts/people/{clerk.pk}/").text
    client.post(f"/accounts/people/{clerk.pk}/open/")
    assert User.objects.get(pk=clerk.pk).is_active


def test_an_office_shows_who_stands_for_it(client, admin, province):
    office = Office.objects.create(code="so-y-te", name="Sở Y tế", name_en="Department of Health")
    person = make_person("y-te", Role.DEPARTMENT_OFFICER, province)
    Assignment.objects.filter(user=person).update(office=office)
    [row] = client.get("/accounts/offices/").context["offices"]
    assert [one.user for one in row.held] == [person]


def test_i_hand_my_role_on_to_a_colleague_and_take_it_back(client, clerk, commune):
    colleague = make_person("lan", Role.COMMUNE_OFFICER, commune)
    client.force_login(clerk)
    address = f"/accounts/me/assignments/{clerk.assignments.get().pk}/hand-on/?words=lan"
    assert client.get(address).context["found"] == [colleague]

    days = {"to": colleague.pk, "first": "2024-09-30", "last": "2024-10-05", "reason": "nghỉ phép"}
    page = client.post(address, days, follow=True)
    assert "lan sẽ làm thay bạn đến hết ngày 05/10/2024" in page.text
    delegation = Delegation.objects.get()

    client.force_login(colleague)
    assert "thay Ma Thị Đào" in client.get("/accounts/me/").text
    client.force_login(clerk)
    client.post(f"/accounts/me/delegations/{delegation.pk}/end/")
    assert not Delegation.objects.exists()


def test_nobody_hands_on_or_ends_what_is_not_theirs(client, clerk, commune, admin):
    other = make_person("lan", Role.COMMUNE_OFFICER, commune)
    client.force_login(other)
    assert client.get(f"/accounts/me/assignments/{clerk.assignments.get().pk}/hand-on/?words=a").status_code == 404
    client.force_login(admin)
    days = {"to": other.pk, "first": "2024-09-30", "last": "2024-10-05", "reason": "ốm"}
    client.post(f"/accounts/assignments/{clerk.assignments.get().pk}/hand-on/?words=lan", days)
    delegation = Delegation.objects.get()
    client.force_login(make_person("third", Role.LEADER, commune))
    assert client.post(f"/accounts/me/delegations/{delegation.pk}/end/").status_code == 404


def test_only_colleagues_of_the_province_are_found(client, clerk):
    make_person("lan", Role.LEADER, make_province("Hà Giang", code="02"))
    client.force_login(clerk)
    address = f"/accounts/me/assignments/{clerk.assignments.get().pk}/hand-on/?words=lan"
    assert client.get(address).context["found"] == []


def test_my_account_is_one_click_from_every_page(client, clerk):
    client.force_login(clerk)
    assert 'href="/accounts/me/"' in client.get("/criteria/").text


def test_whoever_holds_nothing_reads_whom_to_ask(client, db):
    client.force_login(User.objects.create_user("moi"))
    assert "Hôm nay bạn chưa giữ vai trò nào" in client.get("/accounts/me/").text
