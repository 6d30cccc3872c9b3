"""Whatever is put in: every parser answers, or refuses with a Problem; none breaks, none goes on for ever.

``PARSERS`` is the list of all of them, beside those of evidence (``test_evidence.py``) and of query strings
(``tests/guards/test_query_strings.py``).
"""

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path

import docx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm.areas.boundary_file import read_outlines
from ntm.areas.names import search_key
from ntm.assessments.workbook import rows_of
from ntm.core.periods import Quarter
from ntm.core.problems import Problem
from ntm.core.procedure import load as load_procedure
from ntm.core.quantities import read_figure
from ntm.core.rulebook import load as load_law
from ntm.evidence.required import all_kinds
from ntm.plans.plan_file import read_plan
from ntm.plans.reading import lines_of, read_plan_text

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "law"
MANY = settings(max_examples=60)
words = st.text(max_size=60)
plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4))
SHEET_KEYS = ("unit", "measure", "value", "part", "whole", "because", "note")


def answers(act, *given_) -> None:
    """Run a parser: an answer is well, a Problem is well when it says what to do."""
    told = None
    try:
        act(*given_)
    except Problem as problem:
        told = problem
    assert told is None or (told.code and told.do.vi and told.said_in("en"))


def with_file(act, content: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        path.write_bytes(content)
        answers(act, path)


# Figures, periods and names, as people type them


@given(st.one_of(words, st.from_regex(r"-?[\d.,  ]{0,40}", fullmatch=True)))
def test_any_words_are_a_figure_or_are_refused(typed):
    answers(read_figure, typed)


@given(st.one_of(words, st.from_regex(r"\d{0,5}-Q\d", fullmatch=True)))
def test_any_words_are_a_quarter_or_are_refused(typed):
    answers(Quarter.parse, typed)


@given(words)
def test_any_words_can_be_looked_for(typed):
    assert "\n" not in search_key(typed)


# Sheets of figures


@MANY
@given(st.binary(max_size=400), st.sampled_from(["xlsx", "csv", "json", "ods", ""]))
def test_any_bytes_are_a_sheet_or_are_refused(content, ending):
    answers(rows_of, content, f"a.{ending}")


@MANY
@given(st.one_of(values, st.lists(st.dictionaries(st.sampled_from(SHEET_KEYS), values), max_size=5)))
def test_any_json_is_a_sheet_or_is_refused(said):
    answers(rows_of, json.dumps(said).encode("utf-8", "surrogatepass"), "a.json")


@MANY
@given(
    st.lists(st.lists(words.filter(lambda word: word < "\ud800" or word > "\udfff"), max_size=8), max_size=6),
    st.sampled_from(",;"),
)
def test_any_csv_is_a_sheet_or_is_refused(lines, mark):
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=mark)
    writer.writerow(SHEET_KEYS)
    writer.writerows(lines)
    answers(rows_of, kept.getvalue().encode("utf-8", "replace"), "a.csv")


@MANY
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    answers(rows_of, damaged(data, WORKBOOK), "a.xlsx")


# Plans


@MANY
@given(
    st.lists(
        st.one_of(
            words,
            st.sampled_from(
                [
                    "I. MỤC TIÊU",
                    "1. Tổng vốn: 1.000 triệu đồng[^1]",
                    "- 3 xã đạt chuẩn NTM",
                    "[^1] 1 triệu đồng",
                    "Căn cứ Quyết định số 1/QĐ ngày 31/02/2024",
                    "a) x",
                    "Nơi nhận:",
                ]
            ),
        ),
        max_size=12,
    )
)
def test_any_lines_are_a_plan_or_are_refused(lines):
    content = "\n".join(lines).encode("utf-8", "replace")
    answers(lambda: read_plan_text(lines_of(content, "a.md")))


@MANY
@given(st.binary(max_size=300), st.sampled_from(["docx", "md", "txt", "pdf", ""]))
def test_any_bytes_are_a_plan_or_are_refused(content, ending):
    answers(lines_of, content, f"a.{ending}")


@MANY
@given(st.data())
def test_a_damaged_plan_is_read_or_refused(data):
    answers(lambda: read_plan_text(lines_of(damaged(data, PLAN), "a.docx")))


@pytest.mark.parametrize(
    "letters",
    ["Luật ", "phối hợp với ", "1.", "số: a/a-", "giao nhiệm vụ cho ", "[^1] ", "*", "a ", "- ", "A", "<sup>(1"],
)
def test_no_line_of_a_plan_keeps_the_reader_busy(letters):
    """The longest line that is read, of what each pattern begins with: one that tries again and again would hang."""
    line = (letters * 20_000)[:19_999]
    answers(lambda: read_plan_text(lines_of(line.encode(), "a.txt")))
    answers(lambda: read_plan_text(lines_of(f"CHỦ TỊCH\n{line}!\n".encode(), "a.txt")))


@MANY
@given(values)
def test_any_yaml_is_a_plan_file_or_is_refused(said):
    with_file(lambda path: read_plan(path, offices=["a"]), as_yaml(said), "yaml")


# Maps


@MANY
@given(
    st.one_of(
        values,
        st.fixed_dictionaries(
            {
                "type": st.just("FeatureCollection"),
                "features": st.lists(
                    st.fixed_dictionaries(
                        {
                            "properties": st.one_of(values, st.fixed_dictionaries({"code": plain})),
                            "geometry": st.fixed_dictionaries(
                                {
                                    "type": st.sampled_from(["Polygon", "MultiPolygon", "Point"]),
                                    "coordinates": st.one_of(
                                        values,
                                        st.lists(
                                            st.lists(st.lists(st.floats(100, 110), max_size=3), max_size=5), max_size=2
                                        ),
                                    ),
                                }
                            ),
                        }
                    ),
                    max_size=3,
                ),
            }
        ),
    )
)
def test_any_json_is_a_map_or_is_refused(said):
    with_file(read_outlines, json.dumps(said).encode("utf-8", "surrogatepass"), "geojson")


@MANY
@given(st.binary(max_size=200))
def test_any_bytes_are_a_map_or_are_refused(content):
    with_file(read_outlines, content, "geojson")


# The law, as officials write it


@settings(max_examples=20)
@given(
    said=values,
    where=st.sampled_from(
        ["procedure/review.yaml", "offices.yaml", "sources.yaml", "places.yaml", "evidence/general.yaml"]
    ),
)
def test_any_yaml_in_a_law_folder_is_law_or_is_refused(said, where):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / where
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(as_yaml(said))
        for load in (load_procedure, load_law, all_kinds.__wrapped__):
            answers(load, Path(folder))


@settings(max_examples=20)
@given(st.binary(max_size=100))
def test_any_bytes_in_a_law_folder_are_law_or_are_refused(content):
    with tempfile.TemporaryDirectory() as folder:
        for where in ("procedure/review.yaml", "offices.yaml"):
            path = Path(folder) / where
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        for load in (load_procedure, load_law):
            answers(load, Path(folder))


def as_yaml(said) -> bytes:
    return yaml.safe_dump(json.loads(json.dumps(said)), allow_unicode=True).encode("utf-8", "replace")


def damaged(data, whole: bytes) -> bytes:
    """Change a few bytes of one part of an archive, or of the archive itself."""
    if data.draw(st.booleans()):
        content = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        return bytes(content)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[chosen])))
    parts[chosen] = parts[chosen][:place] + data.draw(st.binary(max_size=40)) + parts[chosen][place:]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def a_workbook() -> bytes:
    import openpyxl

    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["", "Mã", "Chỉ tiêu"])
    book.active["G2"] = "04999"
    book.active["A8"], book.active["G8"] = "commune-ntm-2021-2025/10", 45.5
    book.save(kept)
    return kept.getvalue()


def a_plan() -> bytes:
    book, kept = docx.Document(), io.BytesIO()
    book.add_paragraph("I. MỤC TIÊU")
    book.add_table(2, 2).cell(0, 0).text = "Vốn"
    book.save(kept)
    return kept.getvalue()


WORKBOOK, PLAN = a_workbook(), a_plan()
