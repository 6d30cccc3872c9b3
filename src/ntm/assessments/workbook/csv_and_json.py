"""The same rows as CSV and JSON, for offices whose own systems hold the figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from typing import Any

from ntm.assessments.models import Said
from ntm.assessments.selectors.sheet import Sheet
from ntm.assessments.workbook.excel import figure_in_words
from ntm.assessments.workbook.rows import FIELDS, FileRefused, Row, as_typed
from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.ui.cells import as_written, harmless

KEYS = ("unit", "measure", *FIELDS)
MOST_LINES = 50_000  # a province has some 17,000 values in a round
_BOM = "\ufeff"


def rows_of_csv(content: bytes, name: str) -> list[Row]:
    """Read a CSV with the columns unit, measure, value, and any of part, whole, because, note."""
    try:
        text = content.decode("utf-8-sig")
        dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        reader = csv.DictReader(io.StringIO(text), delimiter=dialect, strict=True)
        found = [(reader.line_num, line) for line in islice(reader, MOST_LINES + 1)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileRefused(name, Text("không phải CSV mã UTF-8", "it is no CSV in UTF-8")) from error
    if not {"unit", "measure"} <= set(reader.fieldnames or ()):
        raise FileRefused(name, Text("thiếu cột unit, measure", "the columns unit and measure are missing"))
    _refuse_endless(found, name)
    return [row for number, line in found for row in _row(line, f"{name}:{number}")]


def rows_of_json(content: bytes, name: str) -> list[Row]:
    """Read a JSON list of objects with the keys unit, measure, value, part, whole, because, note."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileRefused(name, Text("không phải JSON", "it is no JSON")) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise FileRefused(name, Text("cần một danh sách đối tượng", "a list of objects is needed"))
    _refuse_endless(found, name)
    return [row for number, one in enumerate(found, 1) for row in _row(one, f"{name}[{number}]")]


def _refuse_endless(found: Sized, name: str) -> None:
    if len(found) > MOST_LINES:
        raise FileRefused(name, Text(f"nhiều hơn {MOST_LINES} dòng", f"it has more than {MOST_LINES} lines"))


def csv_of(sheets: Iterable[Sheet]) -> str:
    """Return what the sheets say as CSV; no cell of it is taken for a formula."""
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow((*KEYS, "stage"))
    writer.writerows([harmless(one[key]) for key in (*KEYS, "stage")] for one in _lines(sheets))
    return _BOM + kept.getvalue()


def json_of(sheets: Iterable[Sheet]) -> str:
    """Return what the sheets say as a JSON list."""
    return json.dumps(list(_lines(sheets)), ensure_ascii=False, indent=1)


def _lines(sheets: Iterable[Sheet]) -> Iterator[dict[str, str]]:
    for sheet in sheets:
        for row in sheet.rows:
            said = row.said
            yield {
                "unit": sheet.unit.code,
                "measure": row.measure,
                "value": figure_in_words(said),
                "part": _plain(said, "numerator"),
                "whole": _plain(said, "denominator"),
                "because": said.not_applicable_because,
                "note": said.note,
                "stage": row.reached.value,
            }


def _plain(said: Said, name: str) -> str:
    figure = getattr(said, name)
    return "" if figure is None else written(figure, "vi").replace(".", "")


def _row(line: dict[str, Any], place: str) -> Iterator[Row]:
    typed = {name: as_written(as_typed(line.get(name))) for name in FIELDS}
    if any(typed.values()):
        yield Row(as_typed(line.get("unit")), as_typed(line.get("measure")), typed, place)
