"""Whatever text arrives: the reader never breaks, never invents a figure, and names every sum that does not agree."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ntm.core.quantities import written
from ntm.plans.reading import Mark, NotReadable, lines_of, read_plan_text
from ntm.plans.reading.figures import mark_of, numbers
from tests.plan_documents import TEXTS, word_plan

MILLION = 1_000_000
PIECES = [line for text in TEXTS.values() for line in text.splitlines() if line]
FIGURES = ["1.500", "1,5", "1 743 406", "0,000001", "12.34.5", "1.743.406,5", "007", "99999999999999999999"]
UNITS = [
    "triệu đồng",
    "tỷ đồng",
    "đồng",
    "nghìn đồng",
    "nghìn tỷ đồng",
    "%",
    "xã đạt chuẩn nông thôn mới",
    "triệu/người",
]
made_up = st.builds(
    lambda name, figure, unit: f"- {name}: {figure} {unit}",
    st.sampled_from(["Ngân sách tỉnh", "Vốn sự nghiệp", "Tổng vốn", "Có", "Quỹ đất"]),
    st.sampled_from(FIGURES),
    st.sampled_from(UNITS),
)
days = st.builds("Căn cứ Quyết định số 5/QĐ-TTg ngày {}/{}/{};".format, *(st.integers(0, n) for n in (40, 40, 2100)))
documents = st.lists(
    st.sampled_from(PIECES) | made_up | days | st.text(st.characters(exclude_characters="\0"), max_size=60), max_size=40
).map("\n".join)


def read(text, name="a.txt"):
    return read_plan_text(lines_of(text.encode(errors="ignore"), name))


def read_or_refused(content, name):
    """Return what was read, or what the refusal tells a person to do."""
    try:
        return read_plan_text(lines_of(content, name))
    except NotReadable as refused:
        return refused.do.vi


def digits(text):
    return re.sub(r"\D", "", text).strip("0")


@given(documents)
@settings(max_examples=300)
@example("Số: 1/KH-UBND\n|a|b|\n|-|-|\n| 1 | 2 |")
@example("PHỤ LỤC\n- Tổng: 1.000 triệu đồng")
def test_nothing_is_invented_and_nothing_breaks(text):
    lines = {line.number: line.text for line in lines_of(text.encode(errors="ignore"), "a.md")}
    plan = read(text, "a.md")
    for one in (*plan.amounts, *plan.unplaced):
        for dong in filter(None, (one.amount_dong, *one.options)):
            figures = [digits(figure) for figure in re.findall(r"\d[\d.,\s]*", f"{lines[one.line]} {one.written}")]
            assert digits(str(dong)) in figures or "tỷ" in one.written  # “1 tỷ 500 triệu” is one amount
        assert one.amount_dong is None or len(one.options) == 0
    for target in plan.targets:
        assert target.at_least is None or target.at_least in map(int, re.findall(r"\d+", lines[target.line]))
    for act in plan.head.acts:
        assert act.issued_on is None or f"{act.issued_on.year}" in text
    for clause in plan.clauses:
        assert clause.line in lines
        assert not set(clause.leads) & set(clause.supports)
    assert len({clause.reference for clause in plan.clauses}) == len(plan.clauses)


@given(st.binary(max_size=400), st.sampled_from([".docx", ".md", ".txt"]))
def test_any_bytes_are_read_or_refused_in_words(content, ending):
    assert read_or_refused(content, f"a{ending}")


WORD = word_plan()


@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=60)
def test_a_damaged_word_file_is_read_or_refused_in_words(place, damage):
    assert read_or_refused(WORD[:place] + damage + WORD[place + len(damage) :], "a.docx")


amounts = st.integers(1, 5_000_000)
SHAPES = ["{} triệu đồng", "{} TRIỆU ĐỒNG"]


@st.composite
def trees(draw):
    """A section of capital whose parts agree, and its figures in the order of the text."""
    central, province, district = (draw(st.tuples(amounts, amounts)) for _ in range(3))
    people = draw(amounts)
    local = sum(province) + sum(district)
    figures = [
        sum(central) + local + people, sum(central), *central, local, sum(province), sum(district), people,
        *province, *district,
    ]  # fmt: skip
    return figures, draw(st.sampled_from(["letters", "numbers"]))


def told(figures, style):
    a, b, c = ("A.", "B.", "C.") if style == "letters" else ("I.", "II.", "III.")
    said = [f"{written(figure)} triệu đồng" for figure in figures]
    return f"""KẾ HOẠCH
Năm 2024, tỷ lệ 95,5%
{a} MỤC TIÊU
1. Có 2 xã đạt chuẩn nông thôn mới.
{b} NGUỒN LỰC
Tổng vốn thực hiện: {said[0]}, gồm:
- Ngân sách Trung ương: {said[1]}, trong đó:
+ Vốn đầu tư phát triển: {said[2]};
+ Vốn sự nghiệp: {said[3]}.
- Ngân sách địa phương: {said[4]}, trong đó:
+ Ngân sách tỉnh: {said[5]} <sup>(1)</sup>;
+ Ngân sách huyện: {said[6]} <sup>(2)</sup>.
- Người dân đóng góp: {said[7]}.
{c} TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
- Bố trí vốn.
<sup>1</sup> Vốn đầu tư phát triển: {said[8]}; vốn sự nghiệp: {said[9]}.
<sup>2</sup> Vốn đầu tư phát triển: {said[10]}; vốn sự nghiệp: {said[11]}.
"""


LINES = [6, 7, 8, 9, 10, 11, 12, 13, 17, 17, 18, 18]


@given(trees())
def test_a_tree_that_agrees_is_read_to_the_dong_without_a_fault(tree):
    figures, style = tree
    plan = read(told(figures, style), "a.md")
    assert plan.faults == ()
    assert sorted(one.amount_dong for one in plan.amounts) == sorted(figure * MILLION for figure in figures)


@given(trees(), st.integers(0, 11), st.integers(1, 999))
def test_any_one_figure_that_is_changed_is_named_with_its_line(tree, place, more):
    figures, style = tree
    figures = [*figures[:place], figures[place] + more, *figures[place + 1 :]]
    faults = " ".join(fault.said_in("vi") for fault in read(told(figures, style), "a.md").faults)
    assert re.search(rf"dòng (?:\d+, )*{LINES[place]}\b", faults)


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_a_written_figure_reads_back_in_the_way_of_its_document(whole, cents):
    figure = Decimal(whole) + Decimal(cents) / 100
    assert figure in numbers(written(figure), Mark.THOUSANDS)
    assert figure in numbers(written(figure, "en"), Mark.DECIMALS)


@given(st.integers(1_000_000, 10**12))
def test_a_figure_in_groups_tells_the_mark_of_its_document(whole):
    assert mark_of([f"Tổng: {written(whole)} đồng"]) is Mark.THOUSANDS
    assert mark_of([f"Tổng: {written(whole, 'en')} đồng"]) is Mark.DECIMALS
    assert mark_of([written(whole), written(whole, "en")]) is None
