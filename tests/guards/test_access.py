"""Who may open what: every address × every role × own, foreign and ended assignments.

The table below is held against the list of addresses, so a new page without a rule fails. Forbidden looks like
missing: whoever may not, gets 404.
"""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from PIL import Image

from ntm.accounts.models import Assignment, Role, User
from ntm.areas.models import Kind, Tier
from ntm.core.periods import Window
from ntm.evidence.services import Proof, attach
from ntm.finance.models import Account, Stage
from ntm.finance.services import add_work
from ntm.notices.models import Notice
from ntm.reports.models import ReportKind
from ntm.reports.services import comment, open_report
from tests.factories import NOON, make_person, make_unit
from tests.guards.test_shell import OPEN_TO_ALL, VIEWS
from tests.small_round import INCOME, NTM, enter, small_round

pytestmark = pytest.mark.django_db

OWN, FOREIGN, ENDED = "own", "foreign", "ended"
ROLES = frozenset(Role.values)
NOBODY: frozenset[str] = frozenset()
COMMUNE, COORDINATION = frozenset({Role.COMMUNE_OFFICER.value}), frozenset({Role.COORDINATION_OFFICE.value})
PLANNERS = COMMUNE | COORDINATION | {Role.DISTRICT_OFFICER.value}
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR.value})
LOG_READERS = frozenset({Role.AUDITOR.value, Role.ADMINISTRATOR.value})

# By name of the view: who gets through with an assignment that covers the commune, one elsewhere, one that ended.
EVERYONE = (ROLES, ROLES, ROLES)  # law, units and one's own things: whoever has an account
HOLDERS = (ROLES, ROLES, NOBODY)  # whoever holds an office somewhere; each sees only their own part
READERS = (ROLES, NOBODY, NOBODY)  # figures of the commune
REPORTERS = (COMMUNE, NOBODY, NOBODY)
MANAGERS = (COORDINATION, NOBODY, NOBODY)
GIVERS = (ADMINISTRATORS, NOBODY, NOBODY)  # give and take the rights of people in their units
GIVERS_ANYWHERE = (ADMINISTRATORS, ADMINISTRATORS, NOBODY)  # each sees only their own units
WHOLE_PROVINCE = ROLES - {Role.COMMUNE_OFFICER.value, Role.DISTRICT_OFFICER.value}
BOOKS = COORDINATION | {Role.DISTRICT_OFFICER.value}
BOOKERS = (BOOKS, NOBODY, NOBODY)  # keep the ledger of the commune
SIGNERS = (frozenset({Role.LEADER.value}), NOBODY, NOBODY)
DRAFTERS = (PLANNERS | {Role.LEADER.value}, NOBODY, NOBODY)  # see a draft: whoever writes or signs it
NONE_OF_THESE = (NOBODY, NOBODY, NOBODY)  # needs something of one's own, which the acts test

RULES = {
    "account_change_password": EVERYONE,
    "account_reauthenticate": EVERYONE,
    "account_set_password": EVERYONE,
    "accounts:add_person": GIVERS_ANYWHERE,
    "accounts:assign": GIVERS,
    "accounts:close_person": GIVERS,
    "accounts:delegate": NONE_OF_THESE,
    "accounts:end_assignment": GIVERS,
    "accounts:end_delegation": NONE_OF_THESE,
    "accounts:forget_second_step": GIVERS,
    "accounts:hand_on": GIVERS,
    "accounts:me": EVERYONE,
    "accounts:offices": GIVERS_ANYWHERE,
    "accounts:open_person": GIVERS,
    "accounts:password_link": GIVERS,
    "accounts:people": GIVERS_ANYWHERE,
    "accounts:person": GIVERS,
    "accounts:stop": NONE_OF_THESE,
    "accounts:unlock_person": GIVERS,
    "areas:changes": EVERYONE,
    "areas:compare": EVERYONE,
    "areas:history": EVERYONE,
    "assessments:accept_upload": REPORTERS,
    "assessments:attach": REPORTERS,
    "assessments:close_round": MANAGERS,
    "assessments:detach": REPORTERS,
    "assessments:export_csv": READERS,
    "assessments:export_excel": READERS,
    "assessments:export_json": READERS,
    "assessments:move_round": MANAGERS,
    "assessments:new_round": (COORDINATION, COORDINATION, NOBODY),
    "assessments:review": READERS,
    "assessments:review_undo": NONE_OF_THESE,
    "assessments:round": READERS,
    "assessments:rounds": EVERYONE,
    "assessments:save": REPORTERS,
    "assessments:send": REPORTERS,
    "assessments:sheet": READERS,
    "assessments:change_solution": NONE_OF_THESE,
    "assessments:drop_solution": NONE_OF_THESE,
    "assessments:plan_solution": (PLANNERS, NOBODY, NOBODY),
    "assessments:solutions": READERS,
    "assessments:unsend": REPORTERS,
    "assessments:upload": REPORTERS,
    "audit:export": (LOG_READERS, LOG_READERS, NOBODY),
    "audit:log": (LOG_READERS, LOG_READERS, NOBODY),
    "criteria:compare": EVERYONE,
    "criteria:indicator": EVERYONE,
    "criteria:set": EVERYONE,
    "criteria:sets": EVERYONE,
    "criteria:sources": EVERYONE,
    "dashboards:matrix": HOLDERS,
    "dashboards:overview": HOLDERS,
    "dashboards:unit": READERS,
    "dashboards:why": READERS,
    "evidence:attachment": READERS,
    "evidence:download": READERS,
    "evidence:preview": READERS,
    "finance:accounts": HOLDERS,
    "finance:arrears": HOLDERS,
    "finance:capital": HOLDERS,
    "finance:clearing": BOOKERS,
    "finance:export": HOLDERS,
    "finance:journal": HOLDERS,
    "finance:move": BOOKERS,
    "finance:new_work": (BOOKS, BOOKS, NOBODY),
    "finance:progress": (PLANNERS, NOBODY, NOBODY),
    "finance:work": READERS,
    "finance:works": HOLDERS,
    "mfa_activate_totp": EVERYONE,
    "mfa_add_webauthn": EVERYONE,
    "mfa_deactivate_totp": NONE_OF_THESE,
    "mfa_download_recovery_codes": NONE_OF_THESE,
    "mfa_edit_webauthn": EVERYONE,
    "mfa_generate_recovery_codes": EVERYONE,
    "mfa_index": EVERYONE,
    "mfa_list_webauthn": EVERYONE,
    "mfa_reauthenticate": EVERYONE,
    "mfa_reauthenticate_webauthn": EVERYONE,
    "mfa_remove_webauthn": EVERYONE,
    "mfa_view_recovery_codes": NONE_OF_THESE,
    "notices:inbox": EVERYONE,
    "notices:open": NONE_OF_THESE,
    "notices:read_all": EVERYONE,
    "plans:plan": HOLDERS,
    "plans:planner": (WHOLE_PROVINCE, WHOLE_PROVINCE, NOBODY),  # each plans for the province that they read
    "reports:comment": DRAFTERS,
    "reports:compare": DRAFTERS,
    "reports:download": DRAFTERS,
    "reports:edit_paper": (PLANNERS, NOBODY, NOBODY),
    "reports:issue": SIGNERS,
    "reports:new": (PLANNERS, PLANNERS, NOBODY),
    "reports:new_paper": (PLANNERS, PLANNERS, NOBODY),
    "reports:paper": DRAFTERS,
    "reports:register": EVERYONE,
    "reports:report": DRAFTERS,
    "reports:reports": EVERYONE,
    "reports:section": (PLANNERS, NOBODY, NOBODY),
    "reports:send": (PLANNERS, NOBODY, NOBODY),
    "reports:send_back": SIGNERS,
    "reports:settle": (PLANNERS, NOBODY, NOBODY),
    "reports:signed": NONE_OF_THESE,
    "ui:gallery": EVERYONE,
    "usersessions_list": EVERYONE,
}
POSTS = {
    *("accounts:close_person", "accounts:end_delegation", "accounts:forget_second_step", "accounts:open_person"),
    *("accounts:password_link", "accounts:stop", "accounts:unlock_person"),
    "assessments:drop_solution",
    *("assessments:attach", "assessments:close_round", "assessments:detach", "assessments:move_round"),
    *("assessments:review_undo", "assessments:save", "assessments:send", "assessments:unsend"),
    *("assessments:accept_upload", "notices:open", "notices:read_all"),
    *("finance:clearing", "finance:progress"),
    *("reports:comment", "reports:issue", "reports:send", "reports:send_back", "reports:settle"),
}


@pytest.fixture
def world():
    """A round with a draft and a photo, and a second province without either."""
    small = small_round()
    enter(small, INCOME, 44)
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG")
    proof = Proof(small.commune, INCOME, small.round.period)
    photo = attach(kept.getvalue(), proof, name="a.jpg", by="can-bo-xa", at=NOON)
    notice = Notice.objects.create(to=small.coordinator, about="x", vi="x", en="x", address="/", made_at=NOON)
    account = Account.objects.create(
        year=2024, budget_year=2024, source="programme/integrated", unit=small.commune, stage=Stage.ASSIGNED
    )
    facts = {"code": "CT1", "name": "Nhà văn hóa", "field": "culture", "unit": small.commune, "approved_dong": 5}
    work = add_work(facts, [INCOME], [], by="huyen", at=NOON)
    window = Window.of_quarter(small.round.quarter)
    report = open_report(small.commune, ReportKind.QUARTER, window, due_on=NOON.date(), by="xa", at=NOON)
    remark = comment(report, "kien-nghi", "Thiếu", by="xa", at=NOON)
    other = make_unit("Bắc Kạn", Kind.PROVINCE, code="06")
    other_district = make_unit("Chợ Mới", Kind.RURAL_DISTRICT, other)
    elsewhere = {
        Tier.PROVINCE: other,
        Tier.DISTRICT: other_district,
        Tier.COMMUNE: make_unit("X", parent=other_district),
    }
    here = {Tier.PROVINCE: small.province, Tier.DISTRICT: small.district, Tier.COMMUNE: small.commune}
    names = {
        "round_id": small.round.pk,
        "unit_id": small.commune.pk,
        "attachment_id": photo.pk,
        "notice_id": notice.pk,
        "solution_id": 1,
        "account_id": account.pk,
        "work_id": work.pk,
        "report_id": report.pk,
        "paper_id": report.paper_id,
        "comment_id": remark.pk,
        "section": "kien-nghi",
        "form": "pdf",
        "person_id": small.coordinator.pk,
        "assignment_id": small.coordinator.assignments.get().pk,
        "delegation_id": 1,
        "pk": 1,  # a passkey that nobody has; who one is, is asked before
    }
    return here, elsewhere, {**names, "set_id": NTM, "code": "10"}


def person(role: str, relation: str, here, elsewhere):
    tier = {Role.COMMUNE_OFFICER: Tier.COMMUNE, Role.DISTRICT_OFFICER: Tier.DISTRICT}.get(role, Tier.PROVINCE)
    user = make_person(f"{role}-{relation}", role, (elsewhere if relation == FOREIGN else here)[tier])
    if relation == ENDED:
        Assignment.objects.filter(user=user).update(valid_until=date(2024, 6, 30))
    return user


def address_of(view: str, values) -> str:
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", ROUTES[view])
    return reverse(view, kwargs={name: values[name] for name in wanted})


def gets_through(client, view: str, address: str) -> bool:
    answer = client.post(address) if view in POSTS else client.get(address)
    assert answer.status_code < 500
    return answer.status_code != 404


def routes() -> dict[str, str]:
    from django.urls import URLResolver, get_resolver

    def walk(resolver, spaces=()):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
            else:
                yield ":".join((*spaces, pattern.name or "")), str(pattern.pattern)

    return dict(walk(get_resolver()))


ROUTES = routes()


def test_every_address_has_a_rule():
    assert RULES.keys() == VIEWS.keys() - OPEN_TO_ALL.keys()


@pytest.mark.parametrize("relation", [OWN, FOREIGN, ENDED])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_opens_what_its_rules_say_and_nothing_else(client, world, role, relation):
    here, elsewhere, values = world
    client.force_login(person(role, relation, here, elsewhere))
    column = (OWN, FOREIGN, ENDED).index(relation)

    opened = {view for view in RULES if view not in POSTS if gets_through(client, view, address_of(view, values))}
    posted = {view for view in sorted(POSTS) if gets_through(client, view, address_of(view, values))}

    assert opened | posted == {view for view, rule in RULES.items() if role in rule[column]}


def test_the_files_of_this_test_are_kept_in_memory():
    assert type(storages["evidence"]).__name__ == "InMemoryStorage"


@pytest.mark.parametrize("view", sorted(POSTS))
def test_what_changes_something_takes_a_post_with_the_forms_key(world, view):
    _, _, values = world
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="dieu-phoi"))
    assert strict.get(address_of(view, values)).status_code == 405
    assert strict.post(address_of(view, values)).status_code == 403
