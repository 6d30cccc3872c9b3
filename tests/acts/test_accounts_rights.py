"""Giving and taking rights: who may, to whom, between which days; and what the log keeps of it."""

from datetime import date, timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from ntm.accounts import problems, services
from ntm.accounts.models import Assignment, Delegation, Office, Role, User
from ntm.accounts.selectors import held_by
from ntm.accounts.selectors.administrators import people_under
from ntm.areas.models import ChangeKind, Kind, Succession
from ntm.audit.models import Entry
from tests.factories import NOON, make_person, make_province, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2024, 9, 20)  # the day of NOON
ACT = {"by": "admin", "at": NOON}


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def commune(province):
    return make_unit("Yên Lạc", parent=make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, code="168"))


@pytest.fixture
def admin(province):
    return make_person("admin", Role.ADMINISTRATOR, province)


@pytest.fixture
def newcomer(admin):
    return services.add_person("lan", full_name="Đỗ Thị  Lan", **ACT)


def assign(person, role, unit, **more):
    days = {"office": None, "first": TODAY, "last": None, **ACT, **more}
    return services.assign(person, role, unit, **days)


def hand_on(assignment, to, **more):
    days = {"first": TODAY, "last": TODAY + timedelta(days=10), "reason": "nghỉ phép", "at": NOON, **more}
    return services.hand_on(assignment, to, **{"by": assignment.user.username, **days})


def told():
    return list(Entry.objects.order_by("number").values_list("act", "subject", "by"))


def test_a_new_person_can_do_nothing_yet(newcomer):
    assert newcomer.full_name == "Đỗ Thị Lan"
    assert not newcomer.has_usable_password()
    assert not held_by(newcomer, TODAY)
    assert told() == [("accounts.person_added", "lan", "admin")]


def test_a_user_name_is_new_whatever_its_capitals(newcomer):
    with pytest.raises(problems.NameTaken, match="tên đăng nhập khác"):
        services.add_person("LAN", full_name="Lan", **ACT)


def test_a_changed_person_leaves_what_was_before_in_the_log(newcomer):
    services.change_person(newcomer, full_name="Đỗ Lan", email="lan@tinh.vn", **ACT)
    services.change_person(newcomer, full_name="Đỗ Lan", email="lan@tinh.vn", **ACT)

    detail = Entry.objects.get(act="accounts.person_changed").detail
    assert (detail["full_name"], detail["full_name_before"]) == ("Đỗ Lan", "Đỗ Thị Lan")


def test_a_role_is_given_in_a_unit_between_two_days(newcomer, commune):
    assign(newcomer, Role.COMMUNE_OFFICER, commune, last=TODAY)

    assert [held.unit for held in held_by(newcomer, TODAY)] == [commune]
    assert not held_by(newcomer, TODAY + timedelta(days=1))
    line = Entry.objects.get(act="accounts.assigned")
    assert line.detail["unit"] == f"{commune.name} ({commune.code})"


def test_nobody_gives_or_takes_their_own_rights(admin, province):
    with pytest.raises(problems.OwnRights, match="quản trị hệ thống khác"):
        assign(admin, Role.LEADER, province)
    with pytest.raises(problems.OwnRights):
        services.end_assignment(admin.assignments.get(), on=TODAY, **ACT)
    with pytest.raises(problems.OwnRights):
        services.close_person(admin, **ACT)
    assert admin.assignments.count() == 1


def test_the_same_role_in_the_same_unit_is_held_once_at_a_time(newcomer, commune):
    assign(newcomer, Role.COMMUNE_OFFICER, commune, last=TODAY)
    with pytest.raises(problems.AlreadyHolds):
        assign(newcomer, Role.COMMUNE_OFFICER, commune)
    assign(newcomer, Role.COMMUNE_OFFICER, commune, first=TODAY + timedelta(days=1))
    assert newcomer.assignments.count() == 2


def test_a_role_stands_where_it_belongs(newcomer, commune, province):
    with pytest.raises(problems.WrongPlace):
        assign(newcomer, Role.COMMUNE_OFFICER, province)
    with pytest.raises(problems.WrongPlace):
        assign(newcomer, Role.DISTRICT_OFFICER, commune)
    with pytest.raises(problems.OfficeMissing):
        assign(newcomer, Role.DEPARTMENT_OFFICER, province)
    with pytest.raises(problems.DaysReversed):
        assign(newcomer, Role.LEADER, province, last=TODAY - timedelta(days=1))
    office = Office.objects.create(code="so-y-te", name="Sở Y tế", name_en="Department of Health")
    assert assign(newcomer, Role.DEPARTMENT_OFFICER, province, office=office).office == office


def test_a_role_ends_on_its_last_day_and_only_once(newcomer, commune):
    given = assign(newcomer, Role.COMMUNE_OFFICER, commune)
    services.end_assignment(given, on=TODAY, **ACT)
    with pytest.raises(problems.AlreadyEnded):
        services.end_assignment(given, on=TODAY, **ACT)
    with pytest.raises(problems.DaysReversed):
        services.end_assignment(given, on=TODAY - timedelta(days=1), **ACT)
    assert not held_by(newcomer, TODAY + timedelta(days=1))


def test_the_last_administrator_stays(admin, province):
    only = {"by": "ntm", "at": NOON}
    with pytest.raises(problems.LastAdministrator, match="người khác trước"):
        services.close_person(admin, **only)
    with pytest.raises(problems.LastAdministrator):
        services.end_assignment(admin.assignments.get(), on=TODAY, **only)

    second = make_person("second", Role.ADMINISTRATOR, province)
    services.close_person(second, **ACT)
    with pytest.raises(problems.LastAdministrator):
        services.close_person(admin, **only)
    services.open_person(second, **ACT)
    assert not services.close_person(admin, **only).is_active


def test_an_administrator_whose_days_are_counted_cannot_be_the_one_who_stays(admin, province):
    brief = make_person("brief", Role.ADMINISTRATOR, province)
    brief.assignments.update(valid_until=TODAY)
    with pytest.raises(problems.LastAdministrator):
        services.end_assignment(admin.assignments.get(), on=TODAY, by="brief", at=NOON)


def test_a_closed_person_is_signed_out_and_takes_nothing_new(client, admin, newcomer, commune):
    newcomer.set_password("mot mat khau dai")
    newcomer.save()
    client.post(reverse("accounts:sign_in"), {"username": "lan", "password": "mot mat khau dai"})
    assert client.get("/accounts/me/").status_code == 200

    services.close_person(newcomer, **ACT)

    assert client.get("/accounts/me/").status_code == 302
    assert Entry.objects.get(act="accounts.person_closed").detail == {"sessions": 1}
    newcomer.refresh_from_db()
    with pytest.raises(problems.PersonClosed):
        assign(newcomer, Role.COMMUNE_OFFICER, commune)
    with pytest.raises(problems.PersonClosed):
        services.set_password_link(newcomer, **ACT)


def test_a_colleague_acts_for_somebody_who_handed_on(commune, newcomer):
    away = make_person("away", Role.COMMUNE_OFFICER, commune)
    hand_on(away.assignments.get(), newcomer)

    [held] = held_by(newcomer, TODAY)
    assert (held.unit, held.instead_of) == (commune, "away")
    line = Entry.objects.get(act="accounts.handed_on")
    assert (line.subject, line.by, line.detail["instead_of"]) == ("lan", "away", "away")


def test_nobody_hands_on_to_themselves_or_what_is_not_theirs(commune, newcomer, admin):
    own = make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get()
    with pytest.raises(problems.NotToThem):
        hand_on(own, own.user)
    with pytest.raises(problems.NotTheirs):
        hand_on(own, newcomer, by="lan")
    with pytest.raises(problems.NotToThem):
        hand_on(own, admin, by="admin")
    assert hand_on(own, newcomer, by="admin").made_by == "admin"


def test_what_was_handed_on_is_not_handed_on_again(commune, newcomer):
    given = hand_on(make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get(), newcomer)
    with pytest.raises(problems.NotTheirs, match="không ủy quyền tiếp"):
        hand_on(given.assignment, User.objects.create_user("third"), by="lan")


def test_an_administrator_of_another_province_hands_nothing_on(commune, newcomer):
    make_person("stranger", Role.ADMINISTRATOR, make_province("Hà Giang", code="02"))
    with pytest.raises(problems.NotTheirs):
        hand_on(make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get(), newcomer, by="stranger")


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (TODAY, TODAY - timedelta(days=1), problems.DaysReversed),
        (TODAY - timedelta(days=1), TODAY, problems.OutsideAssignment),
        (TODAY, TODAY + timedelta(days=366), problems.TooLong),
    ],
)
def test_a_delegation_begins_today_at_the_earliest_and_lasts_a_year_at_most(commune, newcomer, first, last, problem):
    own = make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get()
    with pytest.raises(problem):
        hand_on(own, newcomer, first=first, last=last)
    assert hand_on(own, newcomer, first=TODAY, last=TODAY + timedelta(days=365))


def test_a_delegation_does_not_outlast_its_assignment_and_is_made_once(commune, newcomer):
    own = make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get()
    Assignment.objects.filter(pk=own.pk).update(valid_until=TODAY + timedelta(days=5))
    with pytest.raises(problems.OutsideAssignment):
        hand_on(own, newcomer, last=TODAY + timedelta(days=6))
    hand_on(own, newcomer, last=TODAY + timedelta(days=5))
    with pytest.raises(problems.AlreadyHandedOn):
        hand_on(own, newcomer, first=TODAY + timedelta(days=3), last=TODAY + timedelta(days=4))


def test_a_delegation_ends_at_once(commune, newcomer):
    given = hand_on(make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get(), newcomer)
    later = NOON + timedelta(days=3)
    services.end_delegation(given, by="lan", at=later)

    assert not held_by(User.objects.get(username="lan"), later.date())
    assert Delegation.objects.get().valid_until == TODAY + timedelta(days=2)
    with pytest.raises(problems.AlreadyEnded):
        services.end_delegation(given, by="lan", at=later)


def test_a_delegation_that_has_not_lasted_a_day_leaves_only_its_lines_in_the_log(commune, newcomer):
    given = hand_on(make_person("away", Role.COMMUNE_OFFICER, commune).assignments.get(), newcomer)
    services.end_delegation(given, by="away", at=NOON)

    assert not Delegation.objects.exists()
    assert told()[-1] == ("accounts.delegation_ended", "lan", "away")


def test_an_administrator_opens_a_name_that_wrong_passwords_closed(client, newcomer):
    for number in range(5):
        client.post(reverse("accounts:sign_in"), {"username": "lan", "password": f"sai-{number}"})
    assert services.unlock(newcomer, **ACT) == 1
    assert not AccessAttempt.objects.exists()
    assert told()[-1] == ("accounts.unlocked", "lan", "admin")


def test_an_administrator_changes_only_people_all_of_whose_rights_lie_in_their_units(
    admin, newcomer, commune, province
):
    district = commune.parents.get().parent
    local = make_person("local", Role.ADMINISTRATOR, district)
    clerk = make_person("clerk", Role.COMMUNE_OFFICER, commune)
    both = make_person("both", Role.LEADER, province)
    assign(both, Role.COMMUNE_OFFICER, commune)
    root = User.objects.create_superuser("root")

    assert set(people_under(local, TODAY)) == {local, clerk, newcomer}
    assert set(people_under(admin, TODAY)) == {admin, local, clerk, both, newcomer}
    assert root in people_under(root, TODAY)


def test_whoever_acts_for_somebody_elsewhere_is_out_of_a_local_administrators_hands(commune, province):
    local = make_person("local", Role.ADMINISTRATOR, commune.parents.get().parent)
    clerk = make_person("clerk", Role.COMMUNE_OFFICER, commune)
    assert clerk in people_under(local, TODAY)
    hand_on(make_person("leader", Role.LEADER, province).assignments.get(), clerk)
    assert clerk not in people_under(local, TODAY)


def test_people_of_units_that_were_joined_stay_with_the_administrator(admin, province):
    last = date(2024, 6, 30)
    old = make_unit("Yên Ninh", parent=province, valid_until=last)
    new = make_unit("Yên Trạch", parent=province, valid_from=date(2024, 7, 1))
    Succession.objects.create(kind=ChangeKind.MERGED, effective_on=date(2024, 7, 1), predecessor=old, successor=new)
    clerk = make_person("clerk", Role.COMMUNE_OFFICER, old)
    assert clerk in people_under(admin, TODAY)
