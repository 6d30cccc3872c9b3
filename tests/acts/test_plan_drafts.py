"""A document becomes a draft: corrected item by item, questions answered, accepted to the đồng or refused whole."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from ntm.accounts.models import Role
from ntm.areas.models import Kind
from ntm.audit.models import Entry
from ntm.evidence.models import File
from ntm.evidence.problems import FileRefused
from ntm.plans.draft_problems import (
    CorrectedMeanwhile,
    DraftClosed,
    NoSuchAnswer,
    NothingUnderstood,
    PlanInUse,
    PlanNotReady,
)
from ntm.plans.models import Correction, DraftItem, DraftPart, Plan, PlanDraft, PlannedCapital, Target
from ntm.plans.reading import NotReadable
from ntm.plans.services import (
    accept_draft,
    add_item,
    answer_question,
    begin_draft,
    correct_item,
    drop_draft,
    put_back,
    take_item_out,
)
from tests.acts.test_plan_reading import KNOWN, REAL, flat, real
from tests.factories import NOON, make_person, make_province, make_unit
from tests.plan_documents import DISTRICT, DOUBTFUL, LETTERS, PARTS, as_docx, word_plan

pytestmark = pytest.mark.django_db
BY = {"by": "dieu-phoi", "at": NOON}
MILLION = 1_000_000


@pytest.fixture
def province():
    return make_province()


def begin(text, unit, year=2024, name="ke-hoach.txt"):
    content = text if isinstance(text, bytes) else text.encode()
    return begin_draft(content, name, unit, year, **BY)


def items(draft, part):
    return list(draft.items.filter(part=part, taken_out=False))


def capital(draft, code):
    [found] = [one for one in items(draft, DraftPart.CAPITAL) if one.now["code"] == code]
    return found


def answer_all(draft):
    """Answer every question: by its first choice where one is offered, else as it was read."""
    while waiting := [item for item in draft.items.all() if item.open_questions]:
        place, question = waiting[0].open_questions[0]
        answer_question(waiting[0], place, 0 if question["options"] else None, **BY)


def fields_of(draft):
    return {item.now["field"]: item.now["value"] for item in items(draft, DraftPart.HEAD)}


def test_a_draft_keeps_the_file_its_lines_and_what_was_understood(province):
    draft = begin(LETTERS, province, 2023)
    assert draft.state == "open"
    assert File.objects.get() == draft.file
    assert draft.lines[0][:2] == [1, "UBND TỈNH HÒA AN"]
    assert capital(draft, "programme/central/investment").now["amount_dong"] == 180_250 * MILLION
    assert Entry.objects.filter(act="plans.draft_begun").count() == 1


def test_the_same_document_again_opens_the_same_draft(province):
    assert begin(LETTERS, province, 2023) == begin(LETTERS, province, 2023)
    assert PlanDraft.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"\xff\xfe", "a.txt", NotReadable),
        (b"PK\x03\x04 broken", "a.docx", FileRefused),
        (b"%PDF-1.7", "a.pdf", NotReadable),
        ("Mời họp giao ban tháng 3.".encode(), "a.txt", NothingUnderstood),
    ],
)
def test_a_file_that_is_no_plan_leaves_nothing_behind(province, content, name, refusal):
    with pytest.raises(refusal):
        begin_draft(content, name, province, 2024, **BY)
    assert not File.objects.exists()
    assert not PlanDraft.objects.exists()


def test_a_word_file_with_macros_is_refused(province):
    import io
    import zipfile

    kept = io.BytesIO(word_plan())
    with zipfile.ZipFile(kept, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(FileRefused, match="macro"):
        begin_draft(kept.getvalue(), "a.docx", province, 2024, **BY)


def test_a_correction_stays_beside_what_was_read_with_who_and_when(province):
    draft = begin(LETTERS, province, 2023)
    item = capital(draft, "programme")
    corrected = correct_item(item, {"amount_dong": 812_300 * MILLION}, seen=0, **BY)
    assert (corrected.read["amount_dong"], corrected.now["amount_dong"]) == (812_400 * MILLION, 812_300 * MILLION)
    note = Correction.objects.get()
    assert (note.by, note.at, note.before["amount_dong"], note.after["amount_dong"]) == (
        "dieu-phoi", NOON, 812_400 * MILLION, 812_300 * MILLION
    )  # fmt: skip


def test_the_second_of_two_who_correct_an_item_sees_what_the_first_wrote_and_overwrites_nothing(province):
    draft = begin(LETTERS, province, 2023)
    item = capital(draft, "programme")
    first = {"name": "Tổng nguồn lực", "amount_dong": 812_300 * MILLION}
    correct_item(item, first, seen=0, **BY)

    with pytest.raises(CorrectedMeanwhile, match="dieu-phoi vừa thay đổi mục này") as refused:
        correct_item(item, {**first, "amount_dong": 812_000 * MILLION}, seen=0, by="khac", at=NOON)
    assert "“812.300.000.000”" in refused.value.what.vi
    assert "còn trong biểu mẫu" in refused.value.do.vi
    correct_item(item, first, seen=0, by="khac", at=NOON)  # who wrote the same is told nothing
    take_item_out(item, **BY)
    with pytest.raises(CorrectedMeanwhile, match="Đã bỏ"):
        correct_item(item, {"amount_dong": 1}, seen=Correction.objects.order_by("-pk")[1].pk, by="khac", at=NOON)

    item.refresh_from_db()
    assert item.now["amount_dong"] == 812_300 * MILLION
    correct_item(item, {"amount_dong": 812_000 * MILLION}, seen=item.version, by="khac", at=NOON)  # knowing it


def test_a_sum_that_does_not_agree_refuses_the_whole_with_its_lines_until_it_is_corrected(province):
    draft = begin(LETTERS, province, 2023)
    answer_all(draft)
    with pytest.raises(PlanNotReady) as refused:
        accept_draft(draft, **BY)
    [fault] = refused.value.faults
    assert fault.place == "dòng 12"
    assert "13, 14, 16, 17" in fault.what.vi
    assert not Plan.objects.exists()
    correct_item(capital(draft, "programme"), {"amount_dong": 812_300 * MILLION}, seen=0, **BY)
    plan = accept_draft(draft, **BY)
    assert plan.capital.get(code="programme").amount_dong == 812_300 * MILLION


def test_every_question_has_to_be_answered_first(province):
    draft = begin(DISTRICT, province)
    with pytest.raises(PlanNotReady) as refused:
        accept_draft(draft, **BY)
    told = " ".join(fault.what.vi for fault in refused.value.faults)
    assert "Hội Nông dân huyện" in told
    assert "hàng nghìn hay phần thập phân" in told
    assert "giữ vững" in told
    assert "Chú thích 3 chỉ có một đầu" in told


def test_one_answer_about_the_mark_counts_for_every_amount(province):
    draft = begin(DISTRICT, province)
    [mark] = [one for one in items(draft, DraftPart.ASK) if one.now["about"] == "mark"]
    assert capital(draft, "programme").now["amount_dong"] is None
    answer_question(mark, 0, 0, **BY)
    assert capital(draft, "programme").now["amount_dong"] == 40_000 * MILLION
    assert capital(draft, "programme/local/district/recurrent").now["amount_dong"] == 5_000 * MILLION
    assert not any(item.open_questions for item in items(draft, DraftPart.CAPITAL))


def test_an_unknown_body_is_added_only_when_a_person_says_so(province):
    draft = begin(DISTRICT, province)
    answer_all(draft)
    plan = accept_draft(draft, **BY)
    duty = plan.clauses.get(reference="IV.2-a").duties.get()
    assert (duty.office.code, duty.office.name) == ("hoi-nong-dan-huyen", "Hội Nông dân huyện")


def test_an_unknown_source_and_two_ways_to_read_a_day_are_asked_never_guessed(province):
    draft = begin(DOUBTFUL, province)
    fields = fields_of(draft)
    assert (fields["number"], fields["issued_on"]) == ("", "")
    [unknown] = [one for one in items(draft, DraftPart.CAPITAL) if not one.now["code"]]
    assert unknown.now["name"] == "Vốn từ quỹ đất"
    [day] = [one for one in items(draft, DraftPart.HEAD) if one.now["field"] == "issued_on"]
    assert [one["value"] for one in day.questions[0]["options"]] == ["2024-05-13"]
    with pytest.raises(NoSuchAnswer):
        answer_question(day, 0, None, **BY)  # it cannot stand as it was read
    with pytest.raises(NoSuchAnswer):
        answer_question(day, 0, 7, **BY)


def test_a_section_of_an_unknown_kind_is_asked_about_once(province):
    draft = begin(DOUBTFUL, province)
    [section] = [one for one in items(draft, DraftPart.ASK) if one.now["about"] == "section"]
    kinds = [one["value"] for one in section.questions[0]["options"]]
    answer_question(section, 0, kinds.index("task"), **BY)
    assert draft.items.get(part="clause", now__reference="III-a").now["kind"] == "task"


def test_items_are_added_taken_out_and_put_back(province):
    draft = begin(DOUBTFUL, province)
    said = {"clause": "I.2", "tier": "commune", "level": "advanced", "at_least": 2, "is_minimum": False}
    added = add_item(draft, "target", 10, said, **BY)
    assert added.read == {}
    assert not put_back(take_item_out(added, **BY), **BY).taken_out
    assert [one.act for one in added.corrections.all()] == ["added", "taken-out", "put-back"]


def test_what_was_taken_out_is_neither_asked_nor_kept(province):
    draft = begin(LETTERS, province, 2023)
    for item in items(draft, DraftPart.TARGET):
        take_item_out(item, **BY)
    correct_item(capital(draft, "programme"), {"amount_dong": 812_300 * MILLION}, seen=0, **BY)
    answer_all(draft)
    accept_draft(draft, **BY)
    assert not Target.objects.exists()


def test_a_plan_keeps_the_line_of_everything(province):
    draft = begin(word_plan(), province, name="a.docx")
    answer_all(draft)
    plan = accept_draft(draft, **BY)
    assert plan.clauses.get(reference="II-h2").line == 14
    assert set(plan.capital.values_list("code", "line")) >= {
        ("programme", 20),
        ("programme/local/province/recurrent", 34),
    }
    assert Target.objects.get(clause__plan=plan, level="advanced").line == 11
    assert plan.legal_bases.get().line == 9
    draft.refresh_from_db()
    assert (draft.state, draft.plan) == ("accepted", plan)


def test_a_line_that_only_sums_up_others_is_checked_and_not_kept(province):
    draft = begin(
        PARTS.replace("- Vốn doanh nghiệp", "Tổng kinh phí: 95.500 triệu đồng\n- Vốn doanh nghiệp"), province, 2022
    )
    answer_all(draft)
    plan = accept_draft(draft, **BY)
    tree = {one.code: (one.parent and one.parent.code) for one in plan.capital.select_related("parent")}
    assert "programme/budget" not in tree
    assert tree["programme/local/province"] == "programme"


def test_a_plan_in_use_is_never_overwritten_and_every_difference_is_told(province):
    first = begin(word_plan(), province, name="a.docx")
    answer_all(first)
    plan = accept_draft(first, **BY)
    changed = begin(DISTRICT.replace("LA HIÊN", "THÁI NGUYÊN"), province)
    answer_all(changed)
    with pytest.raises(PlanInUse) as refused:
        accept_draft(changed, **BY)
    told = " ".join(fault.what.vi for fault in refused.value.faults)
    assert "19/KH-UBND" in told
    assert "88/KH-UBND" in told
    assert "12.500.000.000" in told
    changed.refresh_from_db()
    assert changed.is_open
    assert Plan.objects.get() == plan


def test_a_closed_draft_changes_no_more(province):
    draft = drop_draft(begin(LETTERS, province, 2023), **BY)
    assert draft.state == "dropped"
    with pytest.raises(DraftClosed):
        take_item_out(draft.items.first(), **BY)
    with pytest.raises(DraftClosed):
        accept_draft(draft, **BY)


def test_every_act_leaves_one_audit_line(province):
    draft = begin(DOUBTFUL, province)
    [day] = [one for one in items(draft, DraftPart.HEAD) if one.now["field"] == "issued_on"]
    answer_question(day, 0, 0, **BY)
    correct_item(day, {"value": "2024-05-14"}, seen=day.version, **BY)
    drop_draft(take_item_out(day, **BY).draft, **BY)
    assert list(Entry.objects.order_by("number").values_list("act", flat=True)) == [
        "plans.draft_begun",
        "plans.draft_answered",
        "plans.draft_corrected",
        "plans.draft_item_taken_out",
        "plans.draft_dropped",
    ]


def test_a_title_of_another_year_or_unit_is_asked_about(province):
    draft = begin(LETTERS, province, 2024)
    assert {one.now["about"] for one in items(draft, DraftPart.ASK)} == {"year", "unit"}


def test_the_committee_of_a_named_unit_is_known_by_the_list_of_units(province):
    make_unit("Đại Từ", Kind.RURAL_DISTRICT, province, code="171")
    draft = begin(
        PARTS.replace("1. Báo Đông Giang, Đài Phát thanh và Truyền hình tỉnh", "1. UBND huyện Đại Từ"), province, 2022
    )
    [clause] = [one for one in items(draft, DraftPart.CLAUSE) if one.now["reference"] == "III.1-a"]
    assert clause.now["leads"] == ["ubnd-171"]


# The command


def test_the_command_leaves_a_draft_and_prints_address_and_questions(province, tmp_path, capsys):
    make_person("dieu-phoi", Role.COORDINATION_OFFICE, province)
    path = tmp_path / "ke-hoach.txt"
    path.write_text(DISTRICT, encoding="utf-8")
    arguments = ["plan", "import", str(path), "--unit", "19", "--year", "2024", "--by", "dieu-phoi"]
    with pytest.raises(SystemExit):  # a footnote without its end is a fault
        call_command(*arguments, "--dry-run")
    assert not PlanDraft.objects.exists()
    call_command(*arguments)
    draft = PlanDraft.objects.get()
    told = capsys.readouterr().out
    assert f"/plans/documents/{draft.pk}/" in told
    assert "Hội Nông dân huyện" in told
    with pytest.raises(SystemExit):
        call_command(*arguments, "--accept")
    assert not Plan.objects.exists()


def test_the_command_accepts_what_is_in_no_doubt(province, tmp_path, capsys):
    make_person("dieu-phoi", Role.COORDINATION_OFFICE, province)
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(as_docx(SURE))
    call_command("plan", "import", str(path), "--unit", "19", "--year", "2024", "--by", "dieu-phoi", "--accept")
    assert "19" in capsys.readouterr().out
    plan = Plan.objects.get()
    assert (plan.number, plan.year, plan.signed_by) == ("19/KH-UBND", 2024, "Trần Văn Dũng")


SURE = """ỦY BAN NHÂN DÂN
TỈNH THÁI NGUYÊN
Số: 19/KH-UBND
Thái Nguyên, ngày 21 tháng 3 năm 2024
KẾ HOẠCH
Xây dựng nông thôn mới năm 2024
I. MỤC TIÊU
1. Có 03 xã đạt chuẩn nông thôn mới.
II. NHIỆM VỤ
1. Cấp xã
- Rà soát tiêu chí.
III. NGUỒN LỰC
Tổng nguồn lực: 1.250,5 triệu đồng
- Ngân sách tỉnh: 1.250,5 triệu đồng
IV. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
- Bố trí vốn.
CHỦ TỊCH
Trần Văn Dũng
"""


@real
@pytest.mark.parametrize("kind", ["md", "docx"])
def test_the_real_plan_becomes_a_plan_to_the_dong_with_every_line(province, kind):
    text = REAL.read_text(encoding="utf-8")
    draft = begin(as_docx(text) if kind == "docx" else text, province, 2024, name=f"ke-hoach.{kind}")
    asked = [question["field"] for item in draft.items.all() for _, question in item.open_questions]
    assert asked == ["value", "value", "level"]  # number, day of the clerk's note, the aim to keep
    answer_all(draft)
    plan = accept_draft(draft, **BY)
    assert dict(PlannedCapital.objects.filter(plan=plan).values_list("code", "amount_dong")) == dict(
        flat(KNOWN["capital"])
    )
    assert not PlannedCapital.objects.filter(plan=plan, line=None).exists()
    asked = [(one["clause"], one["tier"], one["level"], one["at_least"], one["is_minimum"]) for one in KNOWN["targets"]]
    targets = Target.objects.filter(clause__plan=plan)
    assert list(targets.values_list("clause__reference", "tier", "level", "at_least", "is_minimum")) == asked
    assert [one.reference for one in plan.clauses.all()] == [one["reference"] for one in KNOWN["clauses"]]
    assert DraftItem.objects.filter(draft=draft, part="basis").count() == len(KNOWN["legal_bases"])
