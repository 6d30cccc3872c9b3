"""What a rulebook and its indicators say, line by line, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.sets import CriteriaSet, Rulebook


def lines_about(indicator: Indicator, place: Place, day: date) -> Iterator[Text]:
    """Tell an indicator on a day: its name, its offices, and what is asked of ``place``.

    A place without region and group means every region or group that the law tells apart.
    Raises NotInForce when the set is not in force on that day.
    """
    name = indicator.name_on(day)
    yield Text(f"{indicator.code}  {name.vi}", f"{indicator.code}  {name.en}")
    offices = indicator.offices_on(day)
    if offices:
        vi, en = "; ".join(one.name.vi for one in offices), "; ".join(one.name.en for one in offices)
        yield Text(f"Phụ trách: {vi}", f"Appraised by: {en}")
    for one in indicator.parts or (indicator,):
        if one is not indicator:
            part = one.name_on(day)
            yield Text(f"{one.code}  {part.vi}", f"{one.code}  {part.en}")
        for where in _places(one, place):
            yield _asked(one, where, day)
    yield from _remarks(indicator, day)


def lines_about_book(book: Rulebook) -> Iterator[Text]:
    """Tell what was loaded, and how far it can be relied on."""
    for one in book.sets.values():
        yield _summary(one)
    files = [criterion for one in book.sets.values() for criterion in one.criteria]
    never = sum(criterion.compared_with_gazette is None for criterion in files)
    yield Text(
        f"{len(book.sources)} văn bản, {len(book.offices)} cơ quan; {never}/{len(files)} tệp chưa đối chiếu Công báo. "
        f"Dấu vân {book.fingerprint}.",
        f"{len(book.sources)} decisions, {len(book.offices)} offices; {never} of {len(files)} files never compared "
        f"with the gazette. Fingerprint {book.fingerprint}.",
    )


def _summary(one: CriteriaSet) -> Text:
    indicators = one.indicators
    levels = [
        level
        for indicator in indicators
        for each in (indicator, *indicator.parts)
        if each.levels
        for dated in each.levels.by_key.values()
        for _, level in dated.steps
    ]
    silent = sum(level.silence is not None for level in levels)
    low = sum(level.silence is None and level.confidence is Confidence.LOW for level in levels)
    return Text(
        f"{one.id}: {len(one.criteria)} tiêu chí, {len(indicators)} chỉ tiêu, {len(levels)} mức "
        f"({low} tin cậy thấp, {silent} chưa có con số), {one.in_force.words.vi}",
        f"{one.id}: {len(one.criteria)} criteria, {len(indicators)} indicators, {len(levels)} levels "
        f"({low} of low confidence, {silent} without a figure), {one.in_force.words.en}",
    )


def _places(indicator: Indicator, place: Place) -> Iterator[Place]:
    source = indicator.multiple.of if indicator.multiple else indicator
    if place.region or place.group or source.levels is None:
        yield place
    else:
        for key in source.levels.by_key:
            yield Place(region=key, group=key, traits=place.traits, province=place.province)


def _asked(indicator: Indicator, place: Place, day: date) -> Text:
    asked = indicator.asked(place, day)
    since = written_day(asked.since) if asked.since else "?"
    own = asked.decided_by == "province"
    return Text(
        f"  {asked.where.vi}: {asked.words.vi}, từ {since}{' (tỉnh quy định)' if own else ''} – {asked.source} – "
        f"tin cậy {asked.confidence.words.vi}",
        f"  {asked.where.en}: {asked.words.en}, since {since}{' (set by the province)' if own else ''} – "
        f"{asked.source} – confidence {asked.confidence.words.en}",
    )


def _remarks(indicator: Indicator, day: date) -> Iterator[Text]:
    if indicator.applies_when:
        yield Text(f"Chỉ áp dụng khi {indicator.applies_when.vi}", f"Applies only when {indicator.applies_when.en}")
    for amendment in indicator.amendments:
        if amendment.since <= day:
            yield Text(
                f"Sửa đổi {amendment.source}: {amendment.change.vi}",
                f"Amended by {amendment.source}: {amendment.change.en}",
            )
    if indicator.note:
        yield Text(f"Ghi chú: {indicator.note.vi}", f"Remark: {indicator.note.en}")
    if indicator.known_from:
        yield Text(f"Biết từ: {indicator.known_from.vi}", f"Known from: {indicator.known_from.en}")
