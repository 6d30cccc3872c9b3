"""Plans of other provinces: other order, numbering, units of money, tables and marks; what is in doubt is asked."""

from __future__ import annotations

from datetime import date

import pytest

from ntm.plans.reading import Words, lines_of, read_plan_text
from ntm.plans.reading.words import WordsUnreadable, words_of_files
from tests.plan_documents import ANNEX, DISTRICT, DOUBTFUL, LETTERS, PARTS, WITHOUT_DISTRICTS, as_docx, word_plan

MILLION = 1_000_000


def read(text, year=None):
    return read_plan_text(lines_of(text.encode(), "a.txt"), year=year)


def million(plan):
    return {one.code: one.amount_dong / MILLION for one in plan.amounts}


def duties(plan):
    return {one.reference: (one.leads, one.supports) for one in plan.clauses if one.leads or one.supports}


def asked(plan):
    every = [*plan.clauses, *plan.targets, *plan.amounts, *plan.unplaced, *plan.head.acts, plan.head]
    return [doubt.what.vi for one in every for doubt in one.doubts]


# Letters, 1), tỷ đồng


def test_letters_for_sections_and_decimals_of_ty_dong():
    plan = read(LETTERS)
    assert (plan.head.number, plan.head.issued_on) == ("45/KH-UBND", date(2023, 1, 12))
    assert plan.head.title.endswith("tỉnh Hòa An năm 2023")
    assert plan.head.issuer == "UBND TỈNH HÒA AN"
    assert million(plan) == {
        "programme": 812_400,
        "programme/central": 210_500,
        "programme/central/investment": 180_250,
        "programme/central/recurrent": 30_250,
        "programme/local": 401_800,
        "programme/local/province": 200_300,
        "programme/local/district": 150_000,
        "programme/local/commune": 51_500,
        "programme/integrated": 150_000,
        "programme/contributions": 50_000,
        "credit": 2_500_000,
    }
    [fault] = plan.faults
    assert (fault.place, "lệch 100.000.000 đồng" in fault.what.vi) == ("dòng 12", True)


def test_bodies_named_behind_a_task_and_in_front_of_one():
    assert duties(read(LETTERS)) == {
        "C.1-a": (("so-nong-nghiep-va-phat-trien-nong-thon",), ("ubnd-huyen-thanh-pho",)),
        "C.2": (("so-tai-chinh",), ("so-ke-hoach-va-dau-tu",)),
        "D.1-a": (("so-y-te",), ()),
        "D.2-a": (("ubnd-huyen-thanh-pho",), ("ubnd-xa",)),
    }
    assert next(one for one in read(LETTERS).clauses if one.reference == "C.2").due_on == date(2023, 3, 31)


def test_acts_tell_their_issuer_and_subject():
    acts = [(one.number, one.issuer, one.subject) for one in read(LETTERS).head.acts]
    assert acts == [
        ("25/2021/QH15", "Quốc hội", "Phê duyệt chủ trương đầu tư Chương trình"),
        ("111/QĐ-UBND", "UBND tỉnh", "Giao dự toán năm 2023"),
    ]


def test_an_act_that_another_only_speaks_of_is_part_of_its_subject():
    plan = read(
        LETTERS.replace(
            "Căn cứ Quyết định",
            "Căn cứ Nghị định số 38/2023/NĐ-CP ngày 24/6/2023 sửa đổi Nghị định số 27/2022/NĐ-CP ngày 19/4/2022; "
            "Nghị quyết số 9/NQ-HĐND ngày 2/1/2023;\nCăn cứ Quyết định",
            1,
        )
    )
    assert [one.number for one in plan.head.acts] == ["25/2021/QH15", "38/2023/NĐ-CP", "9/NQ-HĐND", "111/QĐ-UBND"]
    assert plan.head.acts[1].subject == "Sửa đổi Nghị định số 27/2022/NĐ-CP ngày 19/4/2022"


# Parts


def test_parts_and_roman_figures_below_them_and_no_targets():
    plan = read(PARTS)
    assert plan.missing == ("target",)
    assert plan.targets == ()
    assert [one.reference for one in plan.clauses] == [
        "I.1", "I.2", "II.I.1.a", "II.I.1.b", "II.II-a", "III.1-a", "III.2-a", "IV",
    ]  # fmt: skip
    assert duties(plan) == {
        "II.I.1.a": (("so-giao-thong-van-tai",), ("ubnd-huyen-thanh-pho",)),
        "III.2-a": (("uy-ban-mttq-tinh",), ()),
    }


def test_two_bodies_that_nobody_knows_are_both_asked_about():
    told = " ".join(asked(read(PARTS)))
    assert "“Báo Đông Giang”" in told
    assert "“Đài Phát thanh và Truyền hình tỉnh”" in told


def test_the_budget_as_a_whole_is_held_against_its_parts():
    plan = read(PARTS)
    assert plan.faults == ()
    assert million(plan)["programme/budget"] == 90_000
    [fault] = read(PARTS.replace("Ngân sách nhà nước: 90.000", "Ngân sách nhà nước: 91.000")).faults
    assert (fault.place, "dòng 30, 31" in fault.what.vi) == ("dòng 29", True)


# A district


def test_a_district_speaks_of_its_own_bodies_communes_and_villages():
    plan = read(DISTRICT)
    assert [(one.tier, one.level, one.at_least, one.line) for one in plan.targets] == [
        ("commune", "ntm", None, 9),
        ("commune", "ntm", 2, 11),
        ("commune", "advanced", 1, 12),
        ("village", "model", 4, 13),
    ]
    assert duties(plan)["II.1-a"] == (("phong-nong-nghiep-va-phat-trien-nong-thon",), ("ubnd-xa",))
    assert duties(plan)["IV.1-a"] == (("phong-tai-chinh-ke-hoach",), ())
    assert next(one for one in plan.clauses if one.reference == "IV.3-a").rhythm == "quarterly"


def test_notes_in_brackets_belong_to_their_lines_and_a_lonely_mark_is_named():
    plan = read(DISTRICT.replace("5.000 triệu đồng.\n(1)", "5.000,5 triệu đồng.\n(1)"))
    assert million(plan)["programme/local/district/recurrent"] == 5_000
    [lonely] = plan.footnote_faults
    assert (lonely.place, "Chú thích 3" in lonely.what.vi) == ("dòng 21", True)


# Doubts


def test_a_point_that_may_mean_two_things_is_asked_about():
    plan = read(DOUBTFUL)
    assert plan.mark is None
    assert [one.options for one in plan.amounts] == [
        (1_500_000 * MILLION, 1_500 * MILLION),
        (1_250_000 * MILLION, 1_250 * MILLION),
    ]
    assert all(one.amount_dong is None for one in plan.amounts)


@pytest.mark.parametrize(
    ("more", "dong"),
    [
        ("Tỷ lệ đạt 95,5%.", 1_500_000 * MILLION),
        ("Tỷ lệ đạt 95.5%.", 1_500 * MILLION),
        ("Tổng: 1.743.406 triệu đồng", 1_500_000 * MILLION),
        ("Total: 1,743,406 triệu đồng", 1_500 * MILLION),
    ],
)
def test_one_plain_figure_tells_what_the_point_means(more, dong):
    text = DOUBTFUL.replace("III. HỢP TÁC", f"Ghi chú: {more}\nIII. HỢP TÁC")
    assert read(text).amounts[0].amount_dong == dong


def test_days_unknown_sources_counts_in_words_and_totals_are_asked_about():
    told = " ".join(asked(read(DOUBTFUL)))
    for words in (
        "5/13/2024",
        "ngày 4/2/24",
        "không nêu ngày ban hành",
        "Vốn từ quỹ đất",
        "Lũy kế",
        "Hội Làm vườn tỉnh",
    ):
        assert words in told
    plan = read(DOUBTFUL)
    assert "2. Có hai xã đạt chuẩn nông thôn mới nâng cao." in [line.text for line in plan.not_understood]
    assert [(one.label, one.title) for one in plan.sections] == [("III", "HỢP TÁC QUỐC TẾ")]
    assert plan.missing == ("task",)


# 2026, annex, Word


def test_a_plan_of_2026_has_other_sources_and_marks():
    plan = read(WITHOUT_DISTRICTS)
    assert plan.faults == ()
    assert million(plan) == {
        "programme": 300_500,
        "programme/central": 100_000,
        "programme/local/province": 120_000,
        "programme/local/commune": 30_000,
        "programme/enterprises": 25_500,
        "programme/community": 25_000,
        "programme/central/investment": 70_000,
        "programme/central/recurrent": 30_000,
        "programme/local/province/investment": 120_000,
    }
    assert [(one.at_least, one.is_minimum) for one in plan.targets] == [(10, True)]


def test_money_in_an_annex_behind_the_signature_between_tabs():
    plan = read(ANNEX)
    assert plan.faults == ()
    assert million(plan)["programme/central/recurrent"] == 30_000
    assert million(plan)["credit"] == 1_250_000
    assert [(one.tier, one.level, one.at_least) for one in plan.targets] == [
        ("commune", "ntm", 6),
        ("district", "completed", 1),
    ]
    assert plan.head.recipients == ("UBND các huyện", "Lưu: VT")
    assert plan.head.signer == "Lê Thị Cúc"


@pytest.mark.parametrize("figure", ["150.000", "60.000\t30", "100.000", "40.000", "20.000\t\n", "50.000\t\n"])
def test_any_figure_of_the_table_that_is_changed_is_named_with_its_line(figure):
    assert ANNEX.count(figure) >= 1
    changed = ANNEX.replace(figure, "7" + figure, 1)
    line = changed[: changed.index("7" + figure)].count("\n") + 1
    told = " ".join(fault.said_in("vi") for fault in read(changed).faults)
    assert f"{line}" in told


def test_a_table_without_a_unit_asks_how_much_is_meant():
    plan = read(ANNEX.replace("Đơn vị tính: triệu đồng\n", ""))
    assert all(one.amount_dong is None for one in plan.amounts)
    assert 150_000 * MILLION in plan.amounts[0].options


def test_word_counts_its_numbers_itself_and_keeps_its_footnotes_apart():
    plan = read_plan_text(lines_of(word_plan(), "a.docx"))
    assert plan.faults == ()
    assert (plan.head.number, plan.head.issued_on) == ("19/KH-UBND", date(2024, 3, 21))
    assert plan.head.issuer == "ỦY BAN NHÂN DÂN TỈNH TÂY HỒ"
    assert plan.head.recipients == ("Bộ Tài chính", "Lưu: VT")
    assert plan.head.signer == "Trần Văn Dũng"
    assert [one.reference for one in plan.clauses] == ["I.1", "II-h2", "II-h3", "III.1", "IV.1-a"]
    assert million(plan) == {
        "programme": 12_500,
        "programme/central/investment": 7_000,
        "programme/central/recurrent": 1_000,
        "programme/local/province": 4_500,
        "programme/local/province/investment": 4_000,
        "programme/local/province/recurrent": 500,
        "credit": 1_234_000,
    }


def test_a_table_of_tasks_gives_bodies_day_and_result():
    plan = read_plan_text(lines_of(word_plan(), "a.docx"))
    row = next(one for one in plan.clauses if one.reference == "II-h2")
    assert row.leads == ("so-nong-nghiep-va-phat-trien-nong-thon",)
    assert row.supports == ("ubnd-huyen-thanh-pho",)
    assert (row.due_on, row.output) == (date(2024, 6, 30), "Biên bản rà soát")


@pytest.mark.parametrize("text", [LETTERS, PARTS, DISTRICT, WITHOUT_DISTRICTS, DOUBTFUL])
def test_word_and_text_say_the_same(text):
    in_word = read_plan_text(lines_of(as_docx(text), "a.docx"))
    assert [one.code for one in in_word.amounts] == [one.code for one in read(text).amounts]
    assert [one.reference for one in in_word.clauses] == [one.reference for one in read(text).clauses]


# The words are data


def test_a_province_adds_words_of_its_own(tmp_path):
    (tmp_path / "a-general.yaml").write_text(
        "sections:\n- {kind: organisation, words: [tổ chức thực hiện]}\n", encoding="utf-8"
    )
    (tmp_path / "b-here.yaml").write_text(
        "bodies:\n- {code: hoi-lam-vuon, name: {vi: Hội Làm vườn, en: Gardeners}, words: [hội làm vườn tỉnh]}\n",
        encoding="utf-8",
    )
    plan = read_plan_text(lines_of(DOUBTFUL.encode(), "a.txt"), words_of_files(tmp_path))
    assert duties(plan) == {"IV.1-a": (("hoi-lam-vuon",), ())}


def test_a_file_of_words_with_a_misspelt_key_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("bodys: []\n", encoding="utf-8")
    with pytest.raises(WordsUnreadable, match="bodys"):
        words_of_files(tmp_path)


def test_without_any_words_nothing_is_invented():
    plan = read_plan_text(lines_of(LETTERS.encode(), "a.txt"), Words(whole=("x",)))
    assert (plan.targets, plan.amounts) == ((), ())


@pytest.mark.parametrize(
    "name", ["Ngân sách huyện, xã", "Ngân sách tỉnh và ngân sách huyện", "Ngân sách cấp huyện, cấp xã"]
)
def test_one_amount_of_several_levels_is_asked_about_not_given_to_the_first(name):
    plan = read(TWO_LEVELS.format(name=name))
    assert {one.code for one in plan.amounts} == {"programme", "programme/central"}
    assert [(one.name, one.amount_dong) for one in plan.unplaced] == [(name, 1_400_000 * MILLION)]


@pytest.mark.parametrize("name", ["Ngân sách huyện, thị xã, thành phố", "Ngân sách xã, phường, thị trấn"])
def test_units_of_one_level_are_one_budget(name):
    plan = read(TWO_LEVELS.format(name=name))
    assert plan.unplaced == ()
    assert len(plan.amounts) == 3


TWO_LEVELS = """KẾ HOẠCH
Thực hiện Chương trình nông thôn mới năm 2025 tỉnh Hòa An

A. NGUỒN VỐN THỰC HIỆN
Tổng kinh phí: 1.600.000 triệu đồng, trong đó:
1. Ngân sách trung ương: 200.000 triệu đồng
2. {name}: 1.400.000 triệu đồng
"""
