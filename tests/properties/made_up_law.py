"""Laws, places and values that could exist: any criteria set that the rulebook's own classes can hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ntm.core.problems import Text
from ntm.core.rulebook import (
    Confidence,
    CriteriaSet,
    Criterion,
    Dated,
    Grouping,
    Indicator,
    Interval,
    Kind,
    Level,
    NotApplicable,
    PassesWhen,
    Place,
    Precondition,
    RegionRule,
    Silence,
)
from ntm.core.rulebook.indicators import Multiple
from ntm.core.rulebook.levels import EVERYWHERE, OTHERS, Demand, Levels

BEGINS, ENDS = date(2021, 1, 1), date(2025, 12, 31)
REGIONS, GROUPS, PROVINCES = ("TDMNPB", "DBSH", "TN"), ("group-1", "group-2"), ("19", "24")
TRAITS = ("safe-zone", "hardship-zone-III", "poor-district")
WORDS = Text("Chỉ tiêu", "Indicator")
NOBODY = Dated("offices", ((date.min, ()),))

days = st.dates(BEGINS, ENDS)
amounts = st.decimals(-5, 120, places=4)
figures = st.one_of(st.sampled_from([Decimal(0), Decimal(50), Decimal("33.3333")]), amounts)
# Levels lie on what is measured, a hair beside it, or beyond everything; a hair is finer than an amount can be.
hairs = st.sampled_from([Decimal(0), Decimal(0), Decimal("0.00004"), Decimal("-0.00004")])
levels_of_figures = st.one_of(st.builds(Decimal.__add__, figures, hairs), st.just(Decimal(10) ** 17))
places = st.builds(
    Place,
    st.sampled_from([None, *REGIONS, "NOWHERE"]),
    st.sampled_from([None, *GROUPS, "group-9"]),
    st.frozensets(st.sampled_from([*TRAITS, "island"])),
    st.sampled_from([None, *PROVINCES, "99"]),
)
rules = st.builds(
    RegionRule,
    st.sampled_from(REGIONS),
    st.frozensets(st.sampled_from(TRAITS), max_size=1),
    st.frozensets(st.sampled_from(TRAITS), min_size=1),
    st.just(WORDS),
    st.just(Confidence.HIGH),
    st.just("1/QĐ-TTg"),
)
excuses = st.just(NotApplicable("không có"))


def values_of(kind: Kind) -> st.SearchStrategy:
    """Draw what may have been measured for a kind; None when nobody has reported."""
    return st.one_of(st.none(), st.booleans() if kind is Kind.YES_NO else figures, excuses)


anything = st.one_of(st.none(), st.booleans(), figures, excuses)


@st.composite
def _levels(draw, kind: Kind, *, silent: bool) -> Level:
    if silent or draw(st.integers(0, 4)) == 0:
        return Level(None, draw(st.sampled_from(Silence)), Confidence.LOW, "1/QĐ-TTg")
    value = True if kind is Kind.YES_NO else draw(levels_of_figures)
    return Level(value, None, Confidence.HIGH, "1/QĐ-TTg", confirmed=draw(st.integers(0, 4)) > 0)


@st.composite
def _dated(draw, kind: Kind, *, begins: date = BEGINS, silent: bool = False) -> Dated[Level]:
    later = draw(st.sets(st.dates(begins + timedelta(days=1), ENDS), max_size=2))
    steps = tuple((day, draw(_levels(kind, silent=silent))) for day in (begins, *sorted(later)))
    return Dated("made up", steps)


@st.composite
def _by_key(draw, kind: Kind, grouping: Grouping) -> dict[str, Dated[Level]]:
    keys = GROUPS if grouping is Grouping.COMMUNE_GROUP else REGIONS
    if grouping is Grouping.NONE or draw(st.integers(0, 3)) == 0:
        return {EVERYWHERE: draw(_dated(kind))}
    named = draw(st.lists(st.sampled_from(keys), unique=True, min_size=draw(st.sampled_from([0, len(keys)]))))
    others = {OTHERS: draw(_dated(kind, silent=True))} if not named or draw(st.booleans()) else {}
    return {key: draw(_dated(kind)) for key in named} | others


@st.composite
def indicators(draw, code: str, rule: RegionRule | None, *, deep: int = 2, criterion: str = "1") -> Indicator:
    """Draw an indicator with levels of its own, as a multiple of another one, or with parts."""
    shape = draw(st.sampled_from(["levels", "levels", "levels", "multiple", "parts"][: 3 if not deep else 5]))
    kind = draw(st.sampled_from([Kind.YES_NO, Kind.PERCENT, Kind.NUMBER])) if shape == "levels" else Kind.NUMBER
    figures_pass = st.sampled_from([PassesWhen.AT_LEAST, PassesWhen.AT_MOST, PassesWhen.EXACTLY])
    passes_when = PassesWhen.YES if kind is Kind.YES_NO else draw(figures_pass)
    levels = multiple = None
    parts: tuple[Indicator, ...] = ()
    provincial = {}
    demand = Demand(passes_when, WORDS, {})
    if shape == "levels":
        grouping = draw(st.sampled_from([Grouping.REGION, *Grouping]))
        levels = Levels(draw(_by_key(kind, grouping)), grouping, rule, demand)
        keys = [key for key in levels.by_key if key != OTHERS]
        if keys and draw(st.booleans()):
            own = {draw(st.sampled_from(keys)): draw(_dated(kind, begins=draw(days.filter(lambda day: day < ENDS))))}
            provincial = {draw(st.sampled_from(PROVINCES)): own}
    elif shape == "multiple":
        base = draw(indicators(f"{code}x", rule, deep=0))
        times = draw(st.sampled_from([Decimal("1.1"), Decimal(2)]))
        multiple = Multiple(base, times, Confidence.HIGH, "2/QĐ-TTg", draw(st.booleans()))
    else:
        passes_when = draw(st.sampled_from([PassesWhen.ALL_OF, PassesWhen.ANY_OF]))
        count = draw(st.integers(1, 3))
        parts = tuple(draw(indicators(f"{code}{'abc'[number]}", rule, deep=deep - 1)) for number in range(count))
    return Indicator(
        code=code,
        set_id="made-up",
        criterion=criterion,
        in_force=Interval(BEGINS, ENDS),
        names=Dated(code, ((BEGINS, WORDS),)),
        confidence_of_wording=Confidence.HIGH,
        kind=kind,
        passes_when=passes_when,
        unit=WORDS,
        measure=f"made-up/{code}",
        demand=demand,
        levels=levels,
        multiple=multiple,
        parts=parts,
        offices=NOBODY,
        amendments=(),
        applies_when=draw(st.sampled_from([None, WORDS])),
        note=None,
        known_from=None,
        provincial=provincial,
    )


@st.composite
def sets(draw) -> CriteriaSet:
    """Draw a criteria set; its rules of regions are one for all, or another for each indicator."""
    shared = draw(st.sampled_from([None, draw(rules)]))
    apart = draw(st.booleans())

    def rule() -> RegionRule | None:
        return draw(st.one_of(st.none(), rules)) if apart else shared

    criteria = tuple(
        Criterion(
            code=str(number),
            set_id="made-up",
            name=WORDS,
            group=None,
            indicators=tuple(
                draw(indicators(f"{number}.{one}", rule(), criterion=str(number)))
                for one in range(1, draw(st.integers(1, 4)) if number > 1 else 3)
            ),
            offices=NOBODY,
            known_in_full=draw(st.integers(0, 3)) > 0,
            note=None,
            compared_with_gazette=None,
            file="",
        )
        for number in range(1, draw(st.integers(2, 4)))
    )
    preconditions = tuple(
        Precondition(name, WORDS, draw(indicators(name, rule(), criterion="")))
        for name in ("arrears-free", "lower.level")[: draw(st.integers(0, 2))]
    )
    return CriteriaSet(
        id="made-up",
        title=WORDS,
        tier="commune",
        level="ntm",
        in_force=Interval(BEGINS, ENDS),
        grouping=Grouping.REGION,
        completeness="partial",
        confirmed=True,
        warning=None,
        note=None,
        counted_by_law=None,
        counted_from=WORDS,
        legal_bases=(),
        region_rule=shared,
        criteria=criteria,
        preconditions=preconditions,
        fingerprint="made up",
    )
