"""A target shows who was recognised in the year, who registered, who is ready and what the rest lack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ntm.accounts.models import Role
from ntm.areas.models import Kind
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.plans.models import ClauseKind
from ntm.plans.selectors import capital_tree, plan_for, targets_with_progress, tasks
from ntm.plans.services import UnitToRegister, load_plan, register_units
from ntm.recognition.models import Recognition
from tests.factories import NOON, make_person, make_province, make_unit

REAL = Path(__file__).parents[2] / "demo" / "thai-nguyen-2024" / "plan.yaml"
DAY = date(2024, 9, 30)


class AnyOffice(dict):
    def __contains__(self, code):
        return True

    def __missing__(self, code):
        return Text(f"Cơ quan {code}", f"Office {code}")


@pytest.fixture
def province(db):
    return make_province()


@pytest.fixture
def plan(province):
    return load_plan(REAL, offices=AnyOffice(), by="admin", at=NOON)


@pytest.fixture
def district(province):
    return make_unit("Võ Nhai", Kind.RURAL_DISTRICT, parent=province)


def stand(unit, **outcomes):
    """Give a unit a standing of QIII/2024 against the commune NTM set."""
    return Standing.objects.create(
        unit=unit,
        criteria_set="commune-ntm-2021-2025",
        period="2024-Q3",
        judged_on=Quarter(2024, 3).ends_on,
        outcome="no_level",
        criteria_met=list(outcomes.values()).count("met"),
        criteria_without_level=list(outcomes.values()).count("no_level"),
        criteria_total=len(outcomes),
        indicators_met=0,
        indicators_without_level=0,
        indicators_without_data=0,
        indicators_total=0,
        outcomes={code.removeprefix("c"): outcome for code, outcome in outcomes.items()},
        unmet=[],
        law="test",
        rests_on_sample=True,
    )


def recognise(unit, holds_from, level="ntm"):
    return Recognition.objects.create(
        unit=unit,
        level=level,
        holds_from=holds_from,
        day_is_exact=True,
        basis="thử",
        basis_en="test",
        source="test",
        confidence="high",
    )


def communes_reaching_ntm(plan, day=DAY):
    return targets_with_progress(plan, day)[0]


def test_only_recognitions_of_the_plans_year_count(plan, district):
    this_year, last_year, later = (make_unit(name, parent=district) for name in ("Tân Long", "Văn Hán", "Cây Thị"))
    recognise(this_year, date(2024, 5, 1))
    recognise(last_year, date(2023, 12, 31))
    recognise(later, date(2024, 12, 1))

    progress = communes_reaching_ntm(plan)

    assert progress.recognised == (this_year,)
    assert progress.gap == 1


def test_a_registered_unit_is_ready_when_only_levels_are_missing(plan, district):
    ready, behind, silent = (make_unit(name, parent=district) for name in ("Tân Long", "Văn Hán", "Cây Thị"))
    wishes = [UnitToRegister(unit, "ntm") for unit in (ready, behind, silent)]
    register_units(plan, wishes, is_sample=True, by="admin", at=NOON)
    stand(ready, c1="met", c2="no_level", c7="not_applicable")
    stand(behind, c1="not_met", c10="no_data", c17="not_met")

    progress = communes_reaching_ntm(plan)

    assert [one.unit for one in progress.ready] == [ready]
    assert [(one.unit, one.lacks, one.without_data) for one in progress.behind] == [
        (behind, ("1", "17"), ("10",)),
        (silent, (), ()),
    ]
    assert progress.rests_on_sample
    assert (progress.gap, progress.within_reach) == (2, False)


def test_the_target_to_keep_names_recognised_units_that_slipped(plan, district):
    holds, slips = (make_unit(name, parent=district) for name in ("Tân Long", "Văn Hán"))
    for unit in (holds, slips):
        recognise(unit, date(2023, 12, 31))
    stand(holds, c1="met")
    stand(slips, c1="met", c17="not_met")

    keep = targets_with_progress(plan, DAY)[-1]

    assert keep.keeps
    assert len(keep.candidates) == 2
    assert [(one.unit, one.lacks) for one in keep.behind] == [(slips, ("17",))]


def test_the_questions_do_not_grow_with_the_units(plan, district, django_assert_max_num_queries):
    for number in range(12):
        unit = make_unit(f"Xóm {number}", parent=district)
        register_units(plan, [UnitToRegister(unit, "ntm")], is_sample=True, by="admin", at=NOON)
        stand(unit, c1="met")
    targets_with_progress(plan, DAY)

    with django_assert_max_num_queries(16):
        targets_with_progress(plan, DAY)


def test_registering_twice_keeps_one_registration(plan, district):
    wish = UnitToRegister(make_unit("Tân Long", parent=district), "ntm")

    first = register_units(plan, [wish], is_sample=True, by="admin", at=NOON)
    second = register_units(plan, [wish], is_sample=True, by="admin", at=NOON)

    assert (len(first), len(second)) == (1, 0)


def test_tasks_narrow_by_office_and_kind(plan):
    front = tasks(plan, office="uy-ban-mttq-tinh")

    assert [task.clause.reference for task in front] == ["III.1-f", "V.3", "V-kết"]
    assert {body.code for body in front[1].lead} == {"to-chuc-chinh-tri-xa-hoi-tinh", "uy-ban-mttq-tinh"}
    assert len(tasks(plan, kind=ClauseKind.TASK)) == 16
    assert not tasks(plan, office="so-khong-co")


def test_the_quarterly_report_is_a_task_with_its_rhythm_and_result(plan):
    report = next(task for task in tasks(plan) if task.clause.reference == "V.1-b")

    assert report.rhythm == Text("Hằng quý", "Each quarter")
    assert report.output


def test_the_capital_tree_has_two_roots_and_its_parts_in_order(plan):
    programme, credit = capital_tree(plan)

    assert [row.name.en for row in programme.parts] == [
        "Central budget",
        "Local budgets",
        "Integrated from other programmes and projects",
        "Contributions of people and enterprises",
    ]
    assert [row.depth for row in programme.rows][:4] == [0, 1, 2, 2]
    assert not credit.parts
    for row in programme.rows:
        assert not row.parts or sum(part.line.amount_dong for part in row.parts) == row.line.amount_dong


def test_a_year_without_a_plan_has_none(plan, province):
    assert plan_for(province, 2024) == plan
    assert plan_for(province, 2025) is None


@pytest.fixture
def signed_in(client, province):
    client.force_login(make_person("lanh-dao", Role.LEADER, province))
    return client


def test_the_page_shows_targets_tasks_and_capital(signed_in, plan):
    page = signed_in.get("/plans/?day=2024-09-30").content.decode()

    for words in ("1.743.406", "12.000.000", "231.656", "Đơn vị tính: triệu đồng", "V.1-b", "98/KH-UBND"):
        assert words in page


def test_the_page_narrows_its_tasks(signed_in, plan):
    page = signed_in.get("/plans/?day=2024-09-30&office=uy-ban-mttq-tinh").content.decode()

    assert "V.3" in page
    assert "V.1-b" not in page


def test_a_year_without_a_plan_teaches_what_belongs_there(signed_in, plan):
    page = signed_in.get("/plans/?day=2025-03-31").content.decode()

    assert "Chưa nhập kế hoạch năm 2025" in page
    assert "?day=2024-12-31" in page
