"""Complaining in words before anything is worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ntm.core.optimiser.parts import Instance, Work
from ntm.core.problems import Fault, Text


def check(instance: Instance) -> list[Fault]:
    """Return every fault of a question, each with what to do; an empty list when it can be worked on."""
    return [*_about_instance(instance), *(fault for work in instance.works for fault in _about_work(work, instance))]


def _about_instance(instance: Instance) -> Iterator[Fault]:
    if not instance.years:
        yield _fault(
            "years", "Chưa chọn năm nào.", "No year is chosen.", "Chọn một hoặc hai năm.", "Choose one or two."
        )
    for code, times in Counter(work.code for work in instance.works).items():
        if times > 1:
            yield _fault(
                f"work {code}",
                f"Có {times} công trình mang mã {code}.",
                f"{times} works have the code {code}.",
                "Đặt cho mỗi công trình một mã riêng.",
                "Give each work a code of its own.",
            )
    for ceiling in instance.ceilings:
        if ceiling.dong < 0:
            yield _fault(
                f"ceiling {ceiling.source} {ceiling.area} {ceiling.year}",
                "Trần vốn âm.",
                "A ceiling is below zero.",
                "Ghi 0 nếu không có vốn.",
                "Write 0 where there is no money.",
            )


def _about_work(work: Work, instance: Instance) -> Iterator[Fault]:
    where = f"work {work.code}"
    if work.cost <= 0:
        yield _fault(
            where, "Chưa có giá.", "It has no cost.", "Ghi giá, hoặc bỏ công trình ra.", "Write one, or leave it out."
        )
    if not work.eligible:
        yield _fault(
            where, "Chưa nêu nguồn vốn.", "No source may pay.", "Chọn ít nhất một nguồn.", "Choose at least one source."
        )
    if sum(work.at_least.values()) > 100 or not work.at_least.keys() <= work.eligible:
        yield _fault(
            where,
            "Tỷ lệ vốn tối thiểu vượt 100% hoặc nêu nguồn không được dùng.",
            "Least shares exceed 100 % or name a source that may not pay.",
            "Sửa tỷ lệ đối ứng.",
            "Correct the matching shares.",
        )
    if sum(work.at_most.get(source, 100) for source in work.eligible) < 100:
        yield _fault(
            where,
            "Các nguồn cộng lại không được phép chi đủ 100%.",
            "All sources together may not bear 100 %.",
            "Nâng tỷ lệ tối đa hoặc thêm nguồn.",
            "Raise a greatest share or add a source.",
        )
    if work.pinned == "must" and not instance.years_of(work):
        yield _fault(
            where,
            "Bắt buộc làm nhưng không năm nào làm được.",
            "It must be done but in no year of the plan.",
            "Sửa năm sớm nhất, muộn nhất.",
            "Correct its earliest and latest year.",
        )


def _fault(where: str, vi: str, en: str, do_vi: str, do_en: str) -> Fault:
    return Fault(where, Text(vi, en), Text(do_vi, do_en))
