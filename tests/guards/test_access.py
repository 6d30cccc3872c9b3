"""Who may open what: every address × every role × own, foreign and ended assignments.

The table below is held against the list of addresses, so a new page without a rule fails. Forbidden looks like
missing: whoever may not, gets 404.
"""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from PIL import Image

from ntm.accounts.models import Assignment, Role, User
from ntm.areas.models import Kind, Tier
from ntm.core.optimiser import Instance, greedy
from ntm.core.periods import Window
from ntm.evidence.services import Proof, attach
from ntm.finance.models import AcceptanceKind, Account, GivenAs, Giver, Stage
from ntm.finance.services import (
    Gift,
    accept,
    add_contract,
    add_files,
    add_work,
    keep_budget,
    plan_maintenance,
    register_contribution,
    upload,
)
from ntm.notices.models import Notice
from ntm.plans.asking import Asking
from ntm.plans.models import Clause, Registration, Scenario
from ntm.plans.question import Question
from ntm.plans.scenario_data import data_of, fingerprint_of
from ntm.plans.services import begin_amendment, begin_draft, load_plan
from ntm.plans.services.scenarios import keep_result
from ntm.reports.models import ReportKind
from ntm.reports.services import comment, open_report
from tests.factories import NOON, make_person, make_unit
from tests.guards.test_shell import OPEN_TO_ALL, VIEWS
from tests.plan_documents import DISTRICT
from tests.small_plan import REAL, AnyOffice, own_plan
from tests.small_round import INCOME, NTM, enter, small_round

pytestmark = pytest.mark.django_db

DAY = date(2024, 9, 20)
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
PLAN_KEEPERS = COORDINATION  # keep the plan of the province, whose document is being read
SIGNERS = (frozenset({Role.LEADER.value}), NOBODY, NOBODY)
DRAFTERS = (PLANNERS | {Role.LEADER.value}, NOBODY, NOBODY)  # see a draft: whoever writes or signs it
KEEPERS = (PLANNERS, NOBODY, NOBODY)  # keep the commune's own plan
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
    "api:capital": HOLDERS,
    "api:law_set": EVERYONE,
    "api:law_sets": EVERYONE,
    "api:me": EVERYONE,
    "api:plan": HOLDERS,
    "api:readings": READERS,
    "api:rounds": EVERYONE,
    "api:send": REPORTERS,
    "api:sheet": READERS,
    "api:standings": EVERYONE,
    "api:unit": READERS,
    "api:units": EVERYONE,
    "api:verdicts": READERS,
    "api:works": HOLDERS,
    "api:write": REPORTERS,
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
    "dashboards:country": NONE_OF_THESE,  # several provinces; see tests/acts/test_country.py
    "dashboards:export_matrix": HOLDERS,
    "dashboards:matrix": HOLDERS,
    "dashboards:overview": HOLDERS,
    "dashboards:unit": READERS,
    "dashboards:why": READERS,
    "evidence:attachment": READERS,
    "evidence:download": READERS,
    "evidence:preview": READERS,
    "finance:accounts": HOLDERS,
    "finance:arrears": HOLDERS,
    "finance:budget": READERS,
    "finance:budgets": HOLDERS,
    "finance:capital": HOLDERS,
    "finance:accept_works": (BOOKS, BOOKS, NOBODY),
    "finance:acceptance": (PLANNERS, NOBODY, NOBODY),
    "finance:approval": BOOKERS,
    "finance:approval_aside": BOOKERS,
    "finance:approval_sources": BOOKERS,
    "finance:arrears_export": HOLDERS,
    "finance:clearing": BOOKERS,
    "finance:contribution": READERS,
    "finance:contributions": HOLDERS,
    "finance:disbursement": HOLDERS,
    "finance:contract": BOOKERS,
    "finance:contract_aside": BOOKERS,
    "finance:correct_work": BOOKERS,
    "finance:end_maintenance": (PLANNERS, NOBODY, NOBODY),
    "finance:export": HOLDERS,
    "finance:export_accounts": HOLDERS,
    "finance:export_disbursement": HOLDERS,
    "finance:export_journal": HOLDERS,
    "finance:journal": HOLDERS,
    "finance:move": BOOKERS,
    "finance:new_budget": (BOOKS, BOOKS, NOBODY),
    "finance:new_contribution": (PLANNERS, PLANNERS, NOBODY),
    "finance:new_work": (BOOKS, BOOKS, NOBODY),
    "finance:rates": HOLDERS,
    "finance:take_in": (BOOKS, BOOKS, NOBODY),
    "finance:template": (BOOKS, BOOKS, NOBODY),
    "finance:upload": (BOOKS, BOOKS, NOBODY),
    "finance:value_contribution": (PLANNERS, NOBODY, NOBODY),
    "finance:withdraw_contribution": (PLANNERS, NOBODY, NOBODY),
    "finance:maintained": (PLANNERS, NOBODY, NOBODY),
    "finance:maintenance": HOLDERS,
    "finance:plan_maintenance": (PLANNERS, NOBODY, NOBODY),
    "finance:progress": (PLANNERS, NOBODY, NOBODY),
    "finance:remove_work_file": (PLANNERS, NOBODY, NOBODY),
    "finance:take_works": (BOOKS, BOOKS, NOBODY),
    "finance:work": READERS,
    "finance:work_file": READERS,
    "finance:work_files": (PLANNERS, NOBODY, NOBODY),
    "finance:work_picture": READERS,
    "finance:work_state": (PLANNERS, NOBODY, NOBODY),
    "finance:works": HOLDERS,
    "finance:works_export": HOLDERS,
    "finance:works_map": HOLDERS,
    "finance:works_template": (BOOKS, BOOKS, NOBODY),
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
    "plans:add_capital": KEEPERS,
    "plans:add_target": KEEPERS,
    "plans:amend_capital": KEEPERS,
    "plans:amend_targets": KEEPERS,
    "plans:amendment": KEEPERS,  # being written
    "plans:amendments": READERS,
    "plans:change_clause": KEEPERS,
    "plans:clause": READERS,
    "plans:confirm_registration": MANAGERS,
    "plans:coverage": READERS,
    "plans:discard": KEEPERS,
    "plans:discard_amendment": KEEPERS,
    "plans:drop_clause": KEEPERS,
    "plans:head": KEEPERS,
    "plans:issue": KEEPERS,
    "plans:issue_amendment": NONE_OF_THESE,  # discarded just before, in the order of this test; the acts prove it
    "plans:link_clause": KEEPERS,
    "plans:new_amendment": KEEPERS,
    "plans:new_clause": KEEPERS,
    "plans:new_plan": (PLANNERS, PLANNERS, NOBODY),
    "plans:new_registration": (PLANNERS, PLANNERS, NOBODY),
    "plans:plan": HOLDERS,
    "plans:accept_document": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:add_item": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:answer": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:bring_back": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:document": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:document_file": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:document_item": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:documents": (PLANNERS, PLANNERS, NOBODY),  # each sees only the documents of their own units
    "plans:drop_document": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:leave_out": (PLAN_KEEPERS, NOBODY, NOBODY),
    "plans:new_document": (PLANNERS, PLANNERS, NOBODY),
    "plans:record": KEEPERS,  # of a plan's own clauses: whoever keeps it
    "plans:registration": READERS,
    "plans:registrations": HOLDERS,
    "plans:return_registration": MANAGERS,
    "plans:shown": READERS,
    "plans:take_out_registration": MANAGERS,
    "plans:withdraw_change": NONE_OF_THESE,
    "plans:approve_scenario": SIGNERS,
    "plans:compare_scenarios": (WHOLE_PROVINCE, WHOLE_PROVINCE, NOBODY),
    "plans:drop_scenario": MANAGERS,
    "plans:end_approval": SIGNERS,
    "plans:new_scenario": (COORDINATION, COORDINATION, NOBODY),  # each for the province that they read
    "plans:planner": (WHOLE_PROVINCE, WHOLE_PROVINCE, NOBODY),
    "plans:propose_scenario": MANAGERS,
    "plans:scenario": (WHOLE_PROVINCE, NOBODY, NOBODY),
    "plans:scenario_excel": (WHOLE_PROVINCE, NOBODY, NOBODY),
    "plans:search": MANAGERS,
    "plans:search_progress": (WHOLE_PROVINCE, NOBODY, NOBODY),
    "plans:stop_search": MANAGERS,
    "plans:take_back_scenario": MANAGERS,
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
    "tokens:end_token": NONE_OF_THESE,
    "tokens:tokens": EVERYONE,
    "ui:gallery": EVERYONE,
    "usersessions_list": EVERYONE,
}
POSTS = {
    *("accounts:close_person", "accounts:end_delegation", "accounts:forget_second_step", "accounts:open_person"),
    *("accounts:password_link", "accounts:stop", "accounts:unlock_person"),
    *("api:send", "api:write", "tokens:end_token"),
    "assessments:drop_solution",
    *("assessments:attach", "assessments:close_round", "assessments:detach", "assessments:move_round"),
    *("assessments:review_undo", "assessments:save", "assessments:send", "assessments:unsend"),
    *("assessments:accept_upload", "notices:open", "notices:read_all"),
    *("plans:confirm_registration", "plans:discard", "plans:discard_amendment", "plans:drop_clause"),
    *("plans:issue_amendment", "plans:record", "plans:return_registration", "plans:take_out_registration"),
    "plans:withdraw_change",
    *("plans:accept_document", "plans:answer", "plans:bring_back", "plans:drop_document", "plans:leave_out"),
    *("plans:approve_scenario", "plans:drop_scenario", "plans:end_approval", "plans:propose_scenario"),
    *("plans:search", "plans:stop_search", "plans:take_back_scenario"),
    *("finance:take_in", "finance:value_contribution", "finance:withdraw_contribution"),
    *("finance:accept_works", "finance:approval_aside", "finance:contract_aside", "finance:remove_work_file"),
    *("reports:comment", "reports:issue", "reports:send", "reports:send_back", "reports:settle"),
}


def make_kept_scenario(plan):
    """Make a scenario of a plan, in which there is nothing to choose: it is a draft."""
    question = Question(Instance((2024,), (), (), ()), {}, {}, (), 0, False)
    asked = data_of(question)
    scenario = Scenario.objects.create(
        plan=plan, name="Một", day=NOON.date(), question=Asking((2024,)).as_data(), asked=asked,
        fingerprint=fingerprint_of(asked), rests_on_sample=False, made_by="x", made_at=NOON,
    )  # fmt: skip
    keep_result(scenario, question, greedy(question.instance), by="x", at=NOON)
    return scenario


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
    document = {"total_dong": 5, "document": "NQ", "on": date(2024, 1, 5), "by": "huyen", "at": NOON}
    budget = keep_budget(small.commune, 2024, {"programme/integrated": 5}, **document)
    given = Gift(small.commune, date(2024, 9, 1), Giver.PEOPLE, "Xóm 1", GivenAs.LABOUR, Decimal(5), "BB")
    gift = register_contribution(given, by="xa", at=NOON)
    shot = add_files(work, [upload(kept.getvalue(), "a.jpg")], by="xa", at=NOON)[0]
    accept(work, AcceptanceKind.COMPLETION, DAY, document="1", accepted_dong=5, by="xa", at=NOON)
    job = plan_maintenance(
        work, "Sửa", first_due_on=DAY, every_months=None, responsible="Xã", costs={}, by="xa", at=NOON
    )
    window = Window.of_quarter(small.round.quarter)
    report = open_report(small.commune, ReportKind.QUARTER, window, due_on=NOON.date(), by="xa", at=NOON)
    remark = comment(report, "kien-nghi", "Thiếu", by="xa", at=NOON)
    plan = load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)
    own = own_plan(small.commune, plan.clauses.get(reference="III.2.2.1-a"))
    amendment = begin_amendment(own, reason="x", decision="", by="xa", at=NOON)
    registration = Registration.objects.create(plan=plan, unit=small.commune, level="ntm")
    draft = begin_draft(DISTRICT.encode(), "a.txt", small.province, 2024, by="x", at=NOON)
    scenario = make_kept_scenario(plan)
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
        "budget_id": budget.pk,
        "contribution_id": gift.pk,
        "work_id": work.pk,
        "approval_id": work.approvals.get().pk,
        "contract_id": add_contract(work, {"contractor": "A"}, by="huyen", at=NOON).pk,
        "file_id": shot.pk,
        "job_id": job.pk,
        "size": "small",
        "report_id": report.pk,
        "paper_id": report.paper_id,
        "plan_id": own.pk,
        "clause_id": Clause.objects.get(plan=own).pk,
        "amendment_id": amendment.pk,
        "change_id": 1,
        "registration_id": registration.pk,
        "comment_id": remark.pk,
        "draft_id": draft.pk,
        "item_id": draft.items.filter(part="target").first().pk,
        "scenario_id": scenario.pk,
        "section": "kien-nghi",
        "form": "pdf",
        "person_id": small.coordinator.pk,
        "assignment_id": small.coordinator.assignments.get().pk,
        "delegation_id": 1,
        "token_id": 1,
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


# What a program sends is looked at before the door to the unit, so it has to be sound.
_BODY = {True: {"data": {"changes": []}, "content_type": "application/json"}, False: {}}


def gets_through(client, view: str, address: str) -> bool:
    answer = client.get(address) if view not in POSTS else client.post(address, **_BODY[view.startswith("api:")])
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
    if not view.startswith("api:"):  # where one address answers both
        assert strict.get(address_of(view, values)).status_code == 405
    assert strict.post(address_of(view, values)).status_code == 403
