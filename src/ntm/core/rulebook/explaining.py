"""Why a verdict is what it is, in whole sentences of both languages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.outcomes import Outcome
from ntm.core.rulebook.silences import Silence

if TYPE_CHECKING:
    from ntm.core.rulebook.verdicts import CriterionVerdict, SetVerdict, Verdict


def verdict(one: Verdict) -> Text:
    """Tell one verdict: outcome, measured, asked where and since when, article, doubts, parts."""
    return _joined(
        _opening(one),
        *_measured(one),
        _asked(one),
        _article(one),
        *_doubts(one),
        *(verdict(part) for part in one.parts),
    )


def criterion(one: CriterionVerdict) -> Text:
    """Tell a criterion: its outcome, and the indicators that keep it from being met."""
    opening = Text(f"Tiêu chí {one.code}: {one.outcome.words.vi}.", f"Criterion {one.code}: {one.outcome.words.en}.")
    partial = Text(
        "Tệp pháp luật chưa có đủ chỉ tiêu của tiêu chí này.", "The law file lacks indicators of this criterion."
    )
    return _joined(opening, *_by_outcome(one.verdicts), *([] if one.criterion.known_in_full else [partial]))


def whole_set(one: SetVerdict) -> Text:
    """Tell a set: its outcome, criteria met, and what is open among criteria and preconditions."""
    title = one.criteria_set.title
    opening = Text(
        f"{title.vi}: {one.outcome.words.vi}. Đạt {one.met}/{one.total} tiêu chí.",
        f"{title.en}: {one.outcome.words.en}. {one.met} of {one.total} criteria met.",
    )
    open_conditions = [each for each in one.preconditions if not each.outcome.counts_as_met]
    conditions = (
        Text(
            f"Điều kiện “{each.indicator.name_on(one.on).vi}”: {each.outcome.words.vi}.",
            f"Condition “{each.indicator.name_on(one.on).en}”: {each.outcome.words.en}.",
        )
        for each in open_conditions
    )
    warning = [one.criteria_set.warning] if one.criteria_set.warning else []
    return _joined(opening, *_by_outcome(one.criteria), *conditions, *warning)


def _by_outcome(verdicts: Iterable[Verdict | CriterionVerdict]) -> Iterable[Text]:
    """List the codes that are not met, without data and without level, one sentence each."""
    found = list(verdicts)
    for outcome in (Outcome.NOT_MET, Outcome.NO_DATA, Outcome.NO_LEVEL):
        codes = ", ".join(one.code for one in found if one.outcome is outcome)
        if codes:
            yield Text(f"{outcome.words.vi}: {codes}.", f"{outcome.words.en}: {codes}.")


def _opening(one: Verdict) -> Text:
    """Name an indicator by its code, a precondition by its words, and say the outcome."""
    indicator, outcome = one.indicator, one.outcome.words
    name = indicator.name_on(one.on)
    if indicator.criterion:
        name = Text(f"Chỉ tiêu {indicator.code}", f"Indicator {indicator.code}")
    return Text(f"{name.vi}: {outcome.vi}.", f"{name.en}: {outcome.en}.")


def _measured(one: Verdict) -> Iterable[Text]:
    measured = one.measured
    if measured is None:
        if not one.parts:
            yield Text("Chưa có giá trị nào được báo cáo.", "No value has been reported.")
    elif isinstance(measured, bool):
        yield Text("Báo cáo: đạt.", "Reported: met.") if measured else Text("Báo cáo: chưa đạt.", "Reported: not met.")
    elif isinstance(measured, Decimal):
        said = one.indicator.demand.figure(measured)
        yield Text(f"Đo được {said.vi}.", f"Measured: {said.en}.")
        if one.gap is not None:
            gap = one.indicator.demand.figure(one.gap)
            yield Text(f"Còn lệch {gap.vi}.", f"Off by {gap.en}.")
    else:
        yield Text(f"Báo cáo không áp dụng: {measured.because}.", f"Reported as not applicable: {measured.because}.")
        if one.outcome is Outcome.NO_DATA:
            yield Text(
                "Quy định không cho phép bỏ qua chỉ tiêu này; vẫn cần có số liệu.",
                "The law does not let this indicator be left out; a value is still needed.",
            )


def _asked(one: Verdict) -> Text:
    asked = one.asked
    if asked.silence is Silence.REPEALED:
        return Text(
            f"Chỉ tiêu đã bãi bỏ từ {written_day(asked.since or one.on)}.",
            f"The indicator was repealed on {written_day(asked.since or one.on)}.",
        )
    where = asked.where
    if asked.since:
        day = written_day(asked.since)
        where = Text(f"{where.vi}, từ {day}", f"{where.en}, since {day}")
    said = asked.words
    by_province = asked.decided_by == "province"
    return Text(
        f"{'Tỉnh' if by_province else 'Mức'} yêu cầu ngày {written_day(one.on)}: {said.vi} ({where.vi}).",
        f"{'The province asks' if by_province else 'Asked'} on {written_day(one.on)}: {said.en} ({where.en}).",
    )


def _article(one: Verdict) -> Text:
    asked = one.asked
    sure = asked.confidence.words
    return Text(
        f"Căn cứ: {asked.source}. Độ tin cậy: {sure.vi}.", f"Legal basis: {asked.source}. Confidence: {sure.en}."
    )


def _doubts(one: Verdict) -> Iterable[Text]:
    """Everything a reader should know before relying on the verdict."""
    asked, indicator = one.asked, one.indicator
    if asked.by_rule:
        rule = asked.by_rule
        yield Text(f"{rule.name.vi} ({rule.source}).", f"{rule.name.en} ({rule.source}).")
    if asked.confidence is Confidence.LOW and asked.value is not None:
        yield Text(
            "Mức này cần được đối chiếu với văn bản chính thức.", "This level needs checking against the official text."
        )
    for amendment in indicator.amendments:
        if amendment.since <= one.on:
            day = written_day(amendment.since)
            yield Text(
                f"Lưu ý: {amendment.source} (từ {day}) – {amendment.change.vi}.",
                f"Note: {amendment.source} (from {day}) – {amendment.change.en}.",
            )
    if indicator.note:
        yield Text(f"Ghi chú: {indicator.note.vi}", f"Remark: {indicator.note.en}")


def _joined(*sentences: Text) -> Text:
    return Text(" ".join(one.vi for one in sentences), " ".join(one.en for one in sentences))
