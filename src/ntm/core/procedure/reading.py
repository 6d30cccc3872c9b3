"""Reads ``law/procedure/review.yaml`` strictly; every fault is listed with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path as File
from typing import Any

import yaml

from ntm.core.problems import Fault, Faults, Text
from ntm.core.procedure.paths import Handling, Path, Procedure, Step

FILE = "procedure/review.yaml"
KEYS = ("step", "by", "office", "within_working_days", "confidence", "source")
ROLES = ("commune-officer", "district-officer", "department-officer", "coordination-office")
CONFIDENCE = ("high", "medium", "low")


class ProcedureFaults(Faults):
    """The file of the procedure was refused whole."""

    code = "procedure/faults"

    def __init__(self, faults: list[Fault]) -> None:
        what = Text("Không nạp được tệp trình tự.", "The procedure file was refused.")
        super().__init__(what, faults)


def load(folder: File) -> Procedure:
    """Read the procedure from the law folder; raise ProcedureFaults."""
    try:
        content = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = FILE if line is None else f"{FILE}:{line + 1}"
        raise ProcedureFaults([_fault(where, "Không đọc được tệp YAML.", "The file cannot be read.")]) from error
    faults = list(_faults(content))
    if faults:
        raise ProcedureFaults(faults)
    return Procedure({tier: _path(tier, forms) for tier, forms in content.items()})


def _path(tier: str, forms: Mapping[date, Any]) -> Path:
    return Path(
        tier,
        tuple(
            (begins, None if steps == "repealed" else tuple(map(_handling, steps)))
            for begins, steps in sorted(forms.items())
        ),
    )


def _handling(step: Mapping[str, Any]) -> Handling:
    within = step["within_working_days"]
    return Handling(
        step=Step(step["step"]),
        by=step["by"],
        office=Text(step["office"]["vi"], step["office"]["en"]),
        within=None if within == "unknown" else within,
        confidence=step["confidence"],
        source=step["source"],
    )


def _faults(content: Any) -> Iterator[Fault]:
    if not isinstance(content, dict) or not content:
        yield _fault(FILE, "Tệp không chứa cấp nào.", "The file holds no tier.")
        return
    for tier, forms in content.items():
        if not isinstance(forms, dict):
            yield _fault(f"{FILE} › {tier}", "Cần các mốc ngày.", "Dated steps are expected here.")
            continue
        for begins, steps in forms.items():
            yield from _form_faults(f"{FILE} › {tier} › {begins}", begins, steps)


def _form_faults(place: str, begins: Any, steps: Any) -> Iterator[Fault]:
    if not isinstance(begins, date):
        yield _fault(place, "Mốc không phải là ngày.", "The key is not a day.")
    if steps == "repealed":
        return
    if not isinstance(steps, list) or not steps:
        yield _fault(place, "Cần danh sách các bước.", "A list of steps is expected here.")
        return
    for number, step in enumerate(steps, 1):
        yield from _step_faults(f"{place} › {number}", step)
    names = [step.get("step") for step in steps if isinstance(step, dict)]
    known = [Step(name).order for name in names if name in list(Step)]
    if known != sorted(set(known)):
        yield _fault(place, "Các bước trùng hoặc sai thứ tự.", "Steps stand twice or out of order.")
    if names and names[0] != Step.REPORT:
        yield _fault(place, "Bước đầu phải là report.", "The first step must be report.")


def _step_faults(place: str, step: Any) -> Iterator[Fault]:
    if not isinstance(step, dict):
        yield _fault(place, "Bước phải có các khóa.", "A step needs its keys.")
        return
    for key in (*(key for key in KEYS if key not in step), *(key for key in step if key not in KEYS)):
        yield _fault(f"{place} › {key}", "Khóa thiếu hoặc thừa.", "The key is missing or unknown.")
    for key, allowed in (("step", tuple(Step)), ("by", ROLES), ("confidence", CONFIDENCE)):
        if key in step and step[key] not in allowed:
            yield _fault(
                f"{place} › {key}",
                f"“{step[key]}” không dùng được; hãy chọn {', '.join(allowed)}.",
                f"“{step[key]}” cannot be used; choose {', '.join(allowed)}.",
            )
    within = step.get("within_working_days", "unknown")
    if within != "unknown" and (not isinstance(within, int) or isinstance(within, bool) or within < 1):
        yield _fault(f"{place} › within_working_days", "Cần số ngày hoặc unknown.", "Give days, or unknown.")
    office = step.get("office", {"vi": "-", "en": "-"})
    if not isinstance(office, dict) or not all(
        isinstance(office.get(one), str) and office[one] for one in ("vi", "en")
    ):
        yield _fault(f"{place} › office", "Cần tên bằng hai tiếng {vi, en}.", "The name is needed as {vi, en}.")
    if not isinstance(step.get("source", "-"), str) or not step.get("source", "-"):
        yield _fault(f"{place} › source", "Cần căn cứ.", "The source is needed.")


def _fault(place: str, vi: str, en: str) -> Fault:
    return Fault(place, Text(vi, en), Text("Hãy sửa theo mẫu bên cạnh.", "Follow the shape of the steps beside it."))
