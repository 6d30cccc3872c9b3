"""Complaining in words before anything is worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ntm.core.optimiser.covering import Covering
from ntm.core.optimiser.parts import Instance, Work, under
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
        where = f"ceiling {ceiling.source} {ceiling.area} {ceiling.year}"
        if ceiling.dong < 0:
            yield _fault(
                where, "Trần vốn âm.", "A ceiling is below zero.", "Ghi 0 nếu không có vốn.", "Write 0 for no money."
            )
        if ceiling.begins > ceiling.year:
            yield _fault(
                where,
                "Trần vốn kết thúc trước khi bắt đầu.",
                "A ceiling ends before it begins.",
                "Sửa năm đầu hoặc năm cuối.",
                "Correct its first or last year.",
            )
    yield from _about_crossing(instance)


def _about_crossing(instance: Instance) -> Iterator[Fault]:
    """Ceilings over one source must lie within each other, or apart: only then can money be split to the đồng."""
    covering = Covering(instance.ceilings)
    above: dict[int, int] = {}
    doors = {(work.area, work.province, source): work for work in instance.works for source in work.eligible}
    for (_, _, source), work in doors.items():
        for year in instance.years:
            places = covering.of(work, source, year)
            for place, wider in zip(places, [*places[1:], -1], strict=False):
                if above.setdefault(place, wider) != wider:
                    ceiling = instance.ceilings[place]
                    yield _fault(
                        f"ceiling {ceiling.source} {ceiling.area} {ceiling.year}",
                        "Trần vốn này chồng chéo với một trần khác cùng nguồn.",
                        "It overlaps another ceiling of the source, and neither lies within the other.",
                        "Đặt trần theo địa bàn, hoặc theo nhiều năm gộp lại, không cả hai cho cùng một nguồn.",
                        "Set ceilings by area, or over several years, not both for one source.",
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
    keys = sorted({*work.at_least, *work.at_most})
    if sum(work.at_least.values()) > 100 or any(
        share and not any(under(source, key) for source in work.eligible) for key, share in work.at_least.items()
    ):
        yield _fault(
            where,
            "Tỷ lệ vốn tối thiểu vượt 100% hoặc nêu nguồn không được dùng.",
            "Least shares exceed 100 % or name a source that may not pay.",
            "Sửa tỷ lệ đối ứng.",
            "Correct the matching shares.",
        )
    if any(under(one, other) for one in keys for other in keys if one != other) or any(
        not 0 <= least <= work.at_most.get(key, 100) for key, least in work.at_least.items()
    ):
        yield _fault(
            where,
            "Tỷ lệ của một nguồn nằm trong nguồn khác, hoặc tối thiểu lớn hơn tối đa.",
            "A source with a share lies within another, or a least share exceeds the greatest.",
            "Nêu mỗi nguồn một lần, tối thiểu không quá tối đa.",
            "Name each source once, with the least not above the greatest.",
        )
    if work.eligible and not work.can_be_paid:
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
