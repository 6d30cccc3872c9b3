from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit
from ntm.areas.selectors import tree
from ntm.assessments.models import Standing
from ntm.assessments.selectors import standings_by_set
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import Outcome
from ntm.criteria.selectors import rulebook
from ntm.plans.models import Plan, Registration, Target
from ntm.plans.selectors.amended import targets_on
from ntm.plans.selectors.registrations import registrations_on
from ntm.recognition.models import Level, Recognition


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a target hopes for, and what it still lacks by the standing of the period."""

    unit: Unit
    standing: Standing | None  # None: nothing was judged yet
    recognised: bool  # within the plan's year, by a decision that is known
    is_sample: bool  # the registration or the standing rests on sample values
    registration: int | None = None  # its id, where the unit registered: the way to its roadmap

    @property
    def lacks(self) -> tuple[str, ...]:
        """Codes of the criteria judged not met."""
        return self._with(Outcome.NOT_MET)

    @property
    def without_data(self) -> tuple[str, ...]:
        """Codes of the criteria that cannot be judged because a value is missing."""
        return self._with(Outcome.NO_DATA)

    @property
    def without_level(self) -> tuple[str, ...]:
        """Codes of the criteria that cannot be judged because the law as loaded has no level."""
        return self._with(Outcome.NO_LEVEL)

    @property
    def ready(self) -> bool:
        """Whether every criterion that has a level is met; false while nothing was judged."""
        return self.standing is not None and not self.lacks and not self.without_data

    def _with(self, outcome: Outcome) -> tuple[str, ...]:
        outcomes = self.standing.outcomes if self.standing else {}
        return tuple(code for code, found in outcomes.items() if found == outcome)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target of the plan on a day: who was recognised in the year, who registered, who is ready.

    For the target to keep what was reached (``at_least`` is None) the candidates are the units
    known to be recognised, and ``behind`` names those that no longer meet a criterion.
    """

    target: Target
    name: Text
    period: Quarter
    recognised: tuple[Unit, ...]
    candidates: tuple[Candidate, ...]

    @property
    def keeps(self) -> bool:
        return self.target.at_least is None

    @property
    def ready(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates if one.ready and not one.recognised)

    @property
    def behind(self) -> tuple[Candidate, ...]:
        """Candidates that still lack something, those with the fewest gaps first."""
        late = [one for one in self.candidates if not one.ready and not one.recognised]
        return tuple(sorted(late, key=lambda one: (one.standing is None, len(one.lacks) + len(one.without_data))))

    @property
    def gap(self) -> int:
        """How many units are still to be recognised; 0 when the target is reached or names no number."""
        return max(0, (self.target.at_least or 0) - len(self.recognised))

    @property
    def slipped(self) -> tuple[Candidate, ...]:
        """Candidates that fail a criterion outright, those with the fewest failures first."""
        return tuple(one for one in self.behind if one.lacks)

    @property
    def short(self) -> int:
        """How many units are missing even when every ready one is recognised in time."""
        return max(0, self.gap - len(self.ready))

    @property
    def within_reach(self) -> bool:
        """Whether those recognised and those ready are together enough."""
        return len(self.recognised) + len(self.ready) >= (self.target.at_least or 0)

    @property
    def rests_on_sample(self) -> bool:
        return any(one.is_sample for one in self.candidates)


def targets_with_progress(plan: Plan, day: date, below: Mapping[int, Unit] | None = None) -> tuple[TargetProgress, ...]:
    """Return every target of the plan, as amended by then, with what is known of it on ``day``.

    Standings are those of the newest quarter whose data window had closed by then. ``below`` is the
    tree of the plan's unit on the day, for a caller that has it already. All of it is of the plan's own units.
    """
    period = Quarter.last_closed_on(day)
    targets = targets_on(plan, day)
    below = tree(plan.unit, day) if below is None else below
    known = _recognitions(targets, below, day)
    registered = [one.registration for one in registrations_on(plan, day, below) if one.state.stands]
    sets = [_set_of(target, period) for target in targets]
    units = {one.unit for one in known} | {one.unit for one in registered}
    standings = standings_by_set(period, set(sets), units)
    return tuple(
        _progress(target, plan, period, registered, known, standings=standings.get(name, {}))
        for target, name in zip(targets, sets, strict=True)
    )


def _set_of(target: Target, period: Quarter) -> str:
    """Return the set by which a target's units are judged in a period; empty where none was in force."""
    found = rulebook().in_force(target.tier, Level(target.level).value, period.ends_on)
    return found.id if found else ""


def _recognitions(targets: Sequence[Target], below: Mapping[int, Unit], day: date) -> list[Recognition]:
    """Return the known recognitions among some units, of the tiers and levels that targets name."""
    tiers = {target.tier for target in targets}
    units = [unit.pk for unit in below.values() if unit.tier in tiers]
    found = Recognition.objects.on(day).filter(unit__in=units, level__in={target.level for target in targets})
    return list(found.select_related("unit").order_by("unit__sort_name", "holds_from"))


def _progress(
    target: Target,
    plan: Plan,
    period: Quarter,
    registered: Sequence[Registration],
    known: Sequence[Recognition],
    *,
    standings: Mapping[int, Standing],
) -> TargetProgress:
    of_level = [one for one in known if (one.unit.tier, one.level) == (target.tier, target.level)]
    in_year = [one for one in of_level if one.holds_from.year == plan.year]
    if target.at_least is None:
        candidates = _judged({one.unit: None for one in of_level}, standings, recognised=())
    else:
        wishes = {row.unit: row for row in registered if (row.unit.tier, row.level) == (target.tier, target.level)}
        candidates = _judged(wishes, standings, recognised=[one.unit for one in in_year])
    return TargetProgress(
        target=target,
        name=Text(target.name, target.name_en),
        period=period,
        recognised=tuple(one.unit for one in in_year),
        candidates=candidates,
    )


def _judged(
    wishes: Mapping[Unit, Registration | None], standings: Mapping[int, Standing], *, recognised: Sequence[Unit]
) -> tuple[Candidate, ...]:
    """Join units, and the registration of those that have one, with their standings against the target's set."""
    return tuple(
        Candidate(
            unit=unit,
            standing=standings.get(unit.pk),
            recognised=unit in recognised,
            is_sample=bool(row and row.is_sample) or (unit.pk in standings and standings[unit.pk].rests_on_sample),
            registration=row.pk if row else None,
        )
        for unit, row in wishes.items()
    )
