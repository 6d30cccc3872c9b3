"""The plan is read whole, checked to the đồng, and kept in one act."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ntm.audit.models import Entry
from ntm.core.problems import Text
from ntm.plans.models import Clause, Duty, LegalBasis, Plan, PlannedCapital, Registration, Target
from ntm.plans.plan_file import PlanFaults, read_plan
from ntm.plans.services import UnitToRegister, load_plan, register_units
from ntm.plans.services.load_plan import ProvinceNotLoaded
from tests.factories import NOON, make_province, make_unit

REAL = Path(__file__).parents[2] / "demo" / "thai-nguyen-2024" / "plan.yaml"
CODES = [
    "so-nong-nghiep-va-phat-trien-nong-thon",
    "van-phong-dieu-phoi-ntm-tinh",
    "uy-ban-mttq-tinh",
    "ban-chi-dao-tinh",
    "cac-so-nganh",
    "to-chuc-chinh-tri-xa-hoi-tinh",
    "ubnd-huyen-thanh-pho",
    "ubnd-xa",
]
OFFICES = {code: Text(code, code) for code in CODES}
MILLION = 1_000_000


@pytest.fixture
def changed(tmp_path):
    """Write the real plan with one change, and return its path."""

    def write(change) -> Path:
        content = yaml.safe_load(REAL.read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "plan.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


def faults_of(path: Path) -> str:
    with pytest.raises(PlanFaults) as refused:
        read_plan(path, offices=OFFICES)
    return refused.value.said_in("en")


def test_every_clause_of_sections_iii_and_v_is_there():
    references = {clause.reference for clause in read_plan(REAL, offices=OFFICES).clauses}

    assert {f"III.1-{letter}" for letter in "abcdef"} <= references
    assert "III.2.1.1" in references
    assert {f"III.2.1.2-{letter}" for letter in "abcd"} <= references
    assert {f"III.2.2.1-{letter}" for letter in "abc"} | {"III.2.2.2-a", "III.2.2.2-b"} <= references
    assert {f"V.1-{letter}" for letter in "abc"} | {f"V.2-{letter}" for letter in "abc"} <= references
    assert {"V.3", "V-kết"} | {f"V.4-{letter}" for letter in "abcd"} <= references


def test_the_targets_are_two_twelve_two_and_one():
    targets = read_plan(REAL, offices=OFFICES).targets

    assert [(one.tier, one.level, one.at_least) for one in targets] == [
        ("commune", "ntm", 2),
        ("commune", "advanced", 12),
        ("commune", "model", 2),
        ("district", "ntm", 1),
        ("commune", "ntm", None),
    ]


def test_credit_stands_apart_from_the_capital_of_the_programme():
    programme, credit = read_plan(REAL, offices=OFFICES).capital

    assert programme.amount_dong == 1_743_406 * MILLION
    assert sum(part.amount_dong for part in programme.parts) == programme.amount_dong
    assert (credit.code, credit.amount_dong) == ("credit", 12_000_000 * MILLION)


def test_a_total_that_is_one_million_short_is_refused_with_the_line_named(changed):
    def one_million_short(content):
        content["capital"][0]["amount_dong"] = 1_743_405 * MILLION

    said = faults_of(changed(one_million_short))

    assert "capital programme:" in said
    assert "1,743,405,000,000" in said
    assert "1,743,406,000,000" in said


def test_a_footnote_must_agree_with_its_line(changed):
    def other_footnote(content):
        content["footnotes"]["2"]["investment"] += MILLION

    assert "footnotes.2: Footnote 2 does not agree" in faults_of(changed(other_footnote))


def test_a_footnote_without_a_line_is_named(changed):
    assert "No line of capital carries footnote 4" in faults_of(
        changed(lambda content: content["footnotes"].update({"4": {"investment": 1}}))
    )


def test_every_fault_of_a_file_is_listed_at_once(changed):
    def many_faults(content):
        content["clauses"][0]["reference"] = content["clauses"][1]["reference"]
        content["clauses"][2]["kind"] = "wish"
        content["clauses"][3]["summery"] = "…"
        content["targets"][0]["clause"] = "IX.9"
        content["targets"][1]["at_least"] = "twelve"
        content["clauses"][-1]["duties"]["lead"] = ["so-khong-co"]
        del content["plan"]["signed_by"]
        content["legal_bases"][0]["issued_on"] = "2015"

    said = faults_of(changed(many_faults))

    for place in (
        "clauses I.1-b:",
        "clauses[3].kind:",
        "clauses[4].summery:",
        "targets[1].clause:",
        "targets[2].at_least:",
        "clauses V-kết.duties:",
        "plan.signed_by:",
        "legal_bases[1].issued_on:",
    ):
        assert place in said
    assert "8 fault(s)" in said


def test_a_file_that_is_not_yaml_is_refused_in_words(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text("plan: {", encoding="utf-8")

    assert "cannot be read" in faults_of(path)


@pytest.mark.django_db
def test_loading_keeps_everything_under_one_audit_line():
    make_province()

    plan = load_plan(REAL, offices=OFFICES, by="admin", at=NOON)

    assert (plan.year, plan.number, plan.issued_on.isoformat()) == (2024, "", "2024-02-23")
    assert (Clause.objects.count(), LegalBasis.objects.count(), Target.objects.count()) == (40, 9, 5)
    assert PlannedCapital.objects.filter(parent=None).count() == 2
    assert PlannedCapital.objects.get(code="programme/local/province").parts.count() == 2
    assert Duty.objects.get(clause__reference="V.1-b", office__code="van-phong-dieu-phoi-ntm-tinh").part == "lead"
    assert list(Entry.objects.values_list("act", flat=True)) == ["plans.plan_loaded"]


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing():
    make_province()
    load_plan(REAL, offices=OFFICES, by="admin", at=NOON)
    before = list(Clause.objects.values_list("pk", flat=True))

    load_plan(REAL, offices=OFFICES, by="admin", at=NOON)

    assert list(Clause.objects.values_list("pk", flat=True)) == before
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_file_replaces_what_the_plan_said_and_keeps_registrations(changed):
    commune = make_unit("Văn Lăng", parent=make_province())
    plan = load_plan(REAL, offices=OFFICES, by="admin", at=NOON)
    register_units(plan, [UnitToRegister(commune, "ntm")], is_sample=True, by="admin", at=NOON)

    load_plan(changed(lambda content: content["clauses"].pop(0)), offices=OFFICES, by="admin", at=NOON)

    assert Clause.objects.count() == 39
    assert Registration.objects.get().unit == commune
    assert Entry.objects.order_by("number").last().act == "plans.plan_changed"


@pytest.mark.django_db
def test_a_refused_file_keeps_nothing(changed):
    make_province()

    with pytest.raises(PlanFaults):
        load_plan(changed(lambda content: content["targets"][0].pop("name")), offices=OFFICES, by="admin", at=NOON)

    assert not Plan.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_plan_of_a_province_that_is_not_loaded_says_what_to_do():
    with pytest.raises(ProvinceNotLoaded) as refused:
        load_plan(REAL, offices=OFFICES, by="admin", at=NOON)

    assert "Load the administrative units first" in refused.value.said_in("en")
