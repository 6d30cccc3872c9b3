"""A plan is read from its text: every item with its line, sums that disagree named, nothing invented."""

from __future__ import annotations

import io
import os
import re
from datetime import date
from pathlib import Path

import docx
import pytest
import yaml
from django.core.management import call_command

from ntm.core.quantities import written
from ntm.plans.reading import NotReadable, differences, lines_of, read_plan_text

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("NTM_REAL_PLAN", ROOT.parent / "shared" / "plan" / "ke-hoach-ntm-2024-thai-nguyen.md"))
KNOWN = yaml.safe_load((ROOT / "demo" / "thai-nguyen-2024" / "plan.yaml").read_text(encoding="utf-8"))

# A plan of our own: other figures, another order, a tree with footnotes in the middle.
OURS = """Số: 12/KH-UBND
Sơn La, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
**Xây dựng nông thôn mới năm 2025**

*Căn cứ Luật Ngân sách nhà nước ngày 25/6/2015;*
*Căn cứ Nghị quyết số 12/NQ-HĐND ngày 8 tháng 12 năm 2024 của HĐND tỉnh;*

## I. MỤC TIÊU
1. Có 5 xã đạt chuẩn nông thôn mới; 3 xã đạt chuẩn nông thôn mới nâng cao.
2. Có 1 huyện được công nhận đạt chuẩn nông thôn mới.

## II. NGUỒN LỰC
**1. Tổng vốn thực hiện Chương trình: 10.500 triệu đồng, gồm:**
- Ngân sách Trung ương hỗ trợ: 4.000 triệu đồng, trong đó:
  + Vốn đầu tư phát triển: 3.000 triệu đồng;
  + Vốn sự nghiệp: 1.000 triệu đồng.
- Ngân sách địa phương: 5,5 tỷ đồng, trong đó:
  + Vốn ngân sách tỉnh: 3.500 triệu đồng <sup>(1)</sup>;
  + Vốn ngân sách huyện: 2.000 triệu đồng.

<sup>1</sup> Vốn đầu tư phát triển: 2.500 triệu đồng; vốn sự nghiệp: 1.000 triệu đồng.
- Vốn ủng hộ, đóng góp của người dân: 1.000 triệu đồng.

**2. Vốn tín dụng: 90.000 triệu đồng.**

## III. NHIỆM VỤ
### 1. Cấp xã
- Rà soát các tiêu chí, lập kế hoạch thực hiện; phối hợp với các sở, ngành xây dựng hồ sơ.

## IV. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và PTNT
- Chủ trì, đôn đốc, báo cáo hằng quý.
2. Ủy ban MTTQ tỉnh
Tổ chức lấy ý kiến sự hài lòng của người dân.

**Nơi nhận:**
- UBND tỉnh;
- Lưu: VT.

CHỦ TỊCH

Lò Văn Hai
"""


def read(text, name="ke-hoach.md"):
    return read_plan_text(lines_of(text.encode(), name))


def as_docx(text):
    """Make a Word file of a text, raised digits for footnote marks."""
    book = docx.Document()
    for line in text.splitlines():
        paragraph = book.add_paragraph()
        for part in re.split(r"(<sup>.*?</sup>)", line.replace("**", "").lstrip("# ")):
            run = paragraph.add_run(re.sub(r"</?sup>", "", part))
            run.font.superscript = part.startswith("<sup>")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def amounts(plan):
    return {one.code: one.amount_dong // 1_000_000 for one in plan.amounts}


def test_head_targets_and_bodies_are_read():
    plan = read(OURS)
    assert (plan.head.number, plan.head.issued_on, plan.head.signer) == ("12/KH-UBND", date(2025, 3, 5), "Lò Văn Hai")
    assert [(act.number, act.issued_on) for act in plan.head.acts] == [
        ("", date(2015, 6, 25)),
        ("12/NQ-HĐND", date(2024, 12, 8)),
    ]
    assert [(one.tier, one.level, one.at_least) for one in plan.targets] == [
        ("commune", "ntm", 5),
        ("commune", "advanced", 3),
        ("district", "ntm", 1),
    ]
    bodies = {one.reference: (one.leads, one.supports) for one in plan.clauses if one.leads}
    assert bodies == {
        "III.1-a": (("ubnd-xa",), ("cac-so-nganh",)),
        "IV.1-a": (("so-nong-nghiep-va-phat-trien-nong-thon",), ()),
        "IV.2": (("uy-ban-mttq-tinh",), ()),
    }
    assert plan.head.recipients == ("UBND tỉnh", "Lưu: VT")


def test_the_capital_tree_is_read_with_its_footnotes_and_sums():
    plan = read(OURS)
    assert plan.faults == ()
    assert amounts(plan) == {
        "programme": 10_500,
        "programme/central": 4_000,
        "programme/central/investment": 3_000,
        "programme/central/recurrent": 1_000,
        "programme/local": 5_500,
        "programme/local/province": 3_500,
        "programme/local/district": 2_000,
        "programme/contributions": 1_000,
        "credit": 90_000,
        "programme/local/province/investment": 2_500,
        "programme/local/province/recurrent": 1_000,
    }


@pytest.mark.parametrize("source", ["text", "word"])
def test_word_and_text_say_the_same(source):
    content = as_docx(OURS) if source == "word" else OURS.encode()
    plan = read_plan_text(lines_of(content, "a.docx" if source == "word" else "a.txt"))
    assert amounts(plan) == amounts(read(OURS))
    assert [one.reference for one in plan.clauses] == [one.reference for one in read(OURS).clauses]


CHANGES = [
    ("10.500", "10.501"), ("4.000", "4.001"), ("3.000", "2.999"), ("phát triển: 2.500", "phát triển: 2.501"),
    ("5,5 tỷ", "5,6 tỷ"), ("3.500", "3.400"), ("2.000", "2.100"),
    ("nghiệp: 1.000 triệu đồng.\n- Ngân", "nghiệp: 1.001 triệu đồng.\n- Ngân"),
    ("dân: 1.000", "dân: 1.100"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_sum_that_does_not_agree_is_named_with_its_lines(before, after):
    assert OURS.count(before) == 1
    changed = OURS.replace(before, after)
    line = changed[: changed.index(after)].count("\n") + 1
    told = " ".join(fault.said_in("vi") for fault in read(changed).faults)
    assert re.search(rf"dòng (?:\d+, )*{line}\b", told)


def test_a_footnote_without_its_mark_is_named():
    [fault] = [one for one in read(OURS.replace(" <sup>(1)</sup>", "")).faults if "Chú thích" in one.what.vi]
    assert fault.place == "dòng 23"


def test_a_figure_that_no_sum_checks_is_held_against_the_plan_in_use():
    plan = read(OURS.replace("90.000", "90.001"))
    assert plan.faults == ()
    [fault] = differences(plan.amounts, {"credit": 90_000_000_000})
    assert "90.001.000.000" in fault.what.vi


def test_every_figure_that_was_understood_stands_on_its_line():
    lines = {line.number: line.text for line in lines_of(OURS.encode(), "a.md")}
    plan = read(OURS)
    for one in plan.amounts:
        million = written(one.amount_dong // 1_000_000)
        assert million in lines[one.line] or "tỷ" in lines[one.line]
    for target in plan.targets:
        assert str(target.at_least) in lines[target.line]


def test_missing_sections_are_named_not_filled():
    plan = read("KẾ HOẠCH\nNăm 2025\n\nI. MỤC TIÊU\n1. Có 2 xã đạt chuẩn nông thôn mới.\n")
    assert plan.missing == ("task", "capital", "organisation")
    assert plan.amounts == ()
    assert (plan.head.number, plan.head.issued_on, plan.head.signer) == ("", None, "")


def test_an_amount_of_an_unknown_source_is_listed():
    plan = read(OURS.replace("Vốn ủng hộ, đóng góp của người dân", "Vốn từ quỹ đất"))
    assert [line.text for line in plan.not_understood] == ["- Vốn từ quỹ đất: 1.000 triệu đồng."]
    assert plan.faults  # and its million is missing in the sum


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"PK\x03\x04 broken", "a.docx", "Word hỏng"),
        (b"\xff\xfe\x00", "a.txt", "UTF-8"),
        (b"%PDF-1.7", "a.pdf", "loại tệp .pdf"),
        (b"x" * 10_000_001, "a.txt", "lớn hơn 10 MB"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_way_out(content, name, says):
    with pytest.raises(NotReadable, match=re.escape(says)):
        lines_of(content, name)


def test_the_command_tells_each_line_and_ends_badly_on_a_fault(tmp_path, capsys):
    good, bad = tmp_path / "tot.md", tmp_path / "xau.md"
    good.write_text(OURS, encoding="utf-8")
    bad.write_text(OURS.replace("10.500", "10.501"), encoding="utf-8")
    call_command("plan", "read", str(good))
    assert "programme/local: 5.500.000.000 đồng" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("plan", "read", str(bad))
    assert "lệch 1.000.000 đồng" in capsys.readouterr().err


# The real plan is not part of the project; where it lies beside it, it is read.
real = pytest.mark.skipif(not REAL.exists(), reason="the province's document is not on this machine")


def flat(lines, above=""):
    for line in lines:
        code = f"{above}{line['code']}"
        yield code, line["amount_dong"]
        yield from flat(line.get("parts", []), f"{code}/")


@real
@pytest.mark.parametrize("kind", ["md", "docx"])
def test_the_real_plan_is_read_exactly(kind):
    text = REAL.read_text(encoding="utf-8")
    content = as_docx(text) if kind == "docx" else text.encode()
    plan = read_plan_text(lines_of(content, f"ke-hoach.{kind}"))
    assert {one.code: one.amount_dong for one in plan.amounts} == dict(flat(KNOWN["capital"]))
    asked = [(one["clause"], one["tier"], one["level"], one["at_least"], one["is_minimum"]) for one in KNOWN["targets"]]
    assert [(one.clause, one.tier, one.level, one.at_least, one.is_minimum) for one in plan.targets] == asked
    assert [(act.number, act.issued_on) for act in plan.head.acts] == [
        (one["number"], one["issued_on"]) for one in KNOWN["legal_bases"]
    ]
    assert plan.faults == ()
    assert len(plan.head.recipients) == len(KNOWN["recipients"])


@real
def test_at_least_95_percent_of_the_real_tasks_have_the_right_bodies_and_none_is_invented():
    plan = read(REAL.read_text(encoding="utf-8"))
    found = {one.reference: one for one in plan.clauses}
    tasks = [one for one in KNOWN["clauses"] if one["kind"] in {"task", "organisation"}]
    right = 0
    for task in tasks:
        duties = task.get("duties", {})
        one = found[task["reference"]]
        right += set(one.leads) == set(duties.get("lead", [])) and set(one.supports) == set(duties.get("support", []))
        if not duties:
            assert one.leads == one.supports == ()
    assert right / len(tasks) >= 0.95


@real
def test_any_changed_number_of_the_real_section_four_is_named_with_its_line():
    text = REAL.read_text(encoding="utf-8")
    begin, end = text.index("## IV."), text.index("## V.")
    hits = [hit for hit in re.finditer(r"\d[\d.]*(?= triệu đồng)", text) if begin < hit.start() < end or "<sup>" in
            text[text.rindex("\n", 0, hit.start()) : hit.start()]]  # fmt: skip
    assert len(hits) == 16
    known = dict(flat(KNOWN["capital"]))
    for hit in hits:
        changed = written(int(hit[0].replace(".", "")) + 1)
        plan = read(text[: hit.start()] + changed + text[hit.end() :])
        line = text[: hit.start()].count("\n") + 1
        told = [fault.said_in("vi") for fault in (*plan.faults, *differences(plan.amounts, known))]
        assert any(re.search(rf"dòng (?:\d+, )*{line}\b", one) for one in told), hit[0]
