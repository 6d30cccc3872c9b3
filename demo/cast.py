"""Which role each unit plays in the sample: who holds its standard, who is late, who slips.

The counts follow what is known of Thái Nguyên in 2024 (87 communes recognised by name, 108 by the
province's count, 17 advanced, 4 model); which unit plays which unnamed part is drawn from the seed
and says nothing about the real commune.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from ntm.core.periods import Quarter
from ntm.core.rulebook import Place

COMMUNE_NTM = "commune-ntm-2021-2025"
COMMUNE_ADVANCED = "commune-advanced-2021-2025"
COMMUNE_MODEL = "commune-model-2021-2025"
DISTRICT_NTM = "district-ntm-2021-2025"

YEAR = tuple(Quarter(2024, number) for number in (1, 2, 3, 4))

# Late communes by district: 18 of the 39 whose status nobody named, most in Võ Nhai.
LATE_IN_DISTRICT = {"170": 11, "169": 5, "168": 2}
SLIPPING = 2  # recognised communes that no longer meet one criterion from the third quarter on
ADVANCED, MODEL = 17, 4  # the province's own counts in the first half of 2024
REGISTERED_FOR_NTM, REGISTERED_FOR_ADVANCED, REGISTERED_FOR_MODEL = 3, 13, 3
DISTRICTS_REGISTERED = ("171", "167")  # Đại Từ and Định Hóa
DISTRICT_GAPS = {"168": 2, "169": 3, "170": 5}  # criteria of 9 missed at the start of 2024
LATE_OUTSIDE = 0.6  # share of the communes of 2025 without a predecessor here (old Bắc Kạn) that are late

# Criteria that communes of the region miss more often than others, and how much more often.
HARD = {"2": 2, "5": 3, "6": 3, "9": 3, "10": 4, "11": 4, "12": 2, "15": 2, "17": 4, "18": 2}


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit that gets sample values; ``key`` is how the caller finds it again.

    ``periods`` are the quarters in whose last day the unit existed; ``recognised`` the levels known
    by name; ``came_from`` the codes of the units that it was made of.
    """

    key: int
    code: str
    tier: str
    district: str
    place: Place
    periods: tuple[Quarter, ...]
    recognised: frozenset[str] = frozenset()
    came_from: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells this unit from every other, in any database: its code and its first quarter."""
        return f"{self.code}/{self.periods[0].code}"


@dataclass(frozen=True, slots=True)
class Gaps:
    """Criteria that a unit misses: in each quarter the first ``counts[quarter]`` of ``order``."""

    order: tuple[str, ...]
    counts: tuple[int, ...]  # one for each of the unit's quarters

    def missed(self, quarter: int) -> frozenset[str]:
        return frozenset(self.order[: self.counts[quarter]])


@dataclass(frozen=True, slots=True)
class Role:
    """What a unit plays: its gaps by criteria set, and whether some of its values never came in."""

    gaps: Mapping[str, Gaps]
    leaves_blanks: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """The role of each unit by its name, and who registered for which level in 2024 (unit's key, level)."""

    roles: Mapping[str, Role]
    registrations: tuple[tuple[int, str], ...]


def cast_of(units: Sequence[SampleUnit], criteria: Mapping[str, Sequence[str]], seed: int) -> Cast:
    """Draw every role from the seed; ``criteria`` are the codes that can be missed, by set."""
    rng = Random(f"{seed}/cast")  # noqa: S311 - sample values, not secrets
    communes = [unit for unit in units if unit.tier == "commune"]
    of_plan = [unit for unit in communes if set(YEAR) <= set(unit.periods)]
    parts = _Parts.drawn(of_plan, rng)
    roles = {unit.name: _commune_role(unit, parts, criteria, Random(f"{seed}/{unit.name}")) for unit in communes}  # noqa: S311
    districts = [unit for unit in units if unit.tier == "district"]
    for unit in districts:
        roles[unit.name] = _district_role(unit, criteria, Random(f"{seed}/{unit.name}"))  # noqa: S311
    registrations = [
        *((unit.key, "ntm") for unit in parts.wish_ntm),
        *((unit.key, "advanced") for unit in parts.wish_advanced),
        *((unit.key, "model") for unit in parts.wish_model),
        *((unit.key, "ntm") for unit in districts if unit.code in DISTRICTS_REGISTERED),
    ]
    return Cast(roles, tuple(registrations))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The communes of the plan's year, by the part they play."""

    late: tuple[SampleUnit, ...]
    slipping: tuple[SampleUnit, ...]
    advanced: tuple[SampleUnit, ...]
    model: tuple[SampleUnit, ...]
    wish_ntm: tuple[SampleUnit, ...]
    wish_advanced: tuple[SampleUnit, ...]
    wish_model: tuple[SampleUnit, ...]

    @classmethod
    def drawn(cls, communes: Sequence[SampleUnit], rng: Random) -> _Parts:
        late: list[SampleUnit] = []
        for district, count in LATE_IN_DISTRICT.items():
            late += _some([unit for unit in communes if unit.district == district and not unit.recognised], count, rng)
        wish_ntm = _some(late, REGISTERED_FOR_NTM, rng)
        known = [unit for unit in communes if unit.recognised]
        named_advanced = [unit for unit in known if "advanced" in unit.recognised]
        others = [unit for unit in known if unit not in named_advanced]
        advanced = [*named_advanced, *_some(others, ADVANCED - len(named_advanced), rng)]
        plain = [unit for unit in others if unit not in advanced]
        wish_advanced = _some(plain, REGISTERED_FOR_ADVANCED, rng)
        model = _some(advanced, MODEL, rng)
        return cls(
            late=tuple(late),
            slipping=tuple(_some([unit for unit in plain if unit not in wish_advanced], SLIPPING, rng)),
            advanced=tuple(advanced),
            model=tuple(model),
            wish_ntm=tuple(wish_ntm),
            wish_advanced=tuple(wish_advanced),
            wish_model=tuple(_some([unit for unit in advanced if unit not in model], REGISTERED_FOR_MODEL, rng)),
        )


def _commune_role(unit: SampleUnit, parts: _Parts, criteria: Mapping[str, Sequence[str]], rng: Random) -> Role:
    late = unit in parts.late or _comes_late(unit, parts, rng)
    ntm, advanced, model = _counts(unit, parts, late, rng)
    paths = {COMMUNE_NTM: ntm, COMMUNE_ADVANCED: advanced, COMMUNE_MODEL: model}
    return Role(
        gaps={name: Gaps(ordered_gaps(criteria[name], rng), _lived(path, unit)) for name, path in paths.items()},
        leaves_blanks=late and unit not in parts.wish_ntm,
    )


Path = tuple[int, int, int, int]  # criteria missed at the end of each of the four quarters of 2024
_NONE: Path = (0, 0, 0, 0)
_ALL_OF_MODEL: Path = (4, 4, 4, 4)


def _counts(unit: SampleUnit, parts: _Parts, late: bool, rng: Random) -> tuple[Path, Path, Path]:
    """Return how many criteria the unit misses of the NTM, the advanced and the model set."""
    if late:
        return _counts_of_late(unit, parts, rng)
    far = (rng.randint(2, 4),) * 4  # criteria of the model set, of 4
    if unit in parts.slipping:
        return (0, 0, 1, 1), _down(rng.randint(5, 9), 1), far
    if unit in parts.wish_advanced:
        return _NONE, _down(rng.randint(1, 4), rng.randint(2, 4)), far
    if unit in parts.wish_model:
        return _NONE, _NONE, ((2, 1, 1, 0), (2, 2, 1, 1), (1, 1, 0, 0))[parts.wish_model.index(unit)]
    if unit in parts.advanced:
        return _NONE, _NONE, _NONE if unit in parts.model else (rng.randint(1, 2),) * 4
    return _NONE, _down(rng.randint(3, 9), rng.randint(0, 2), least=1), far


def _counts_of_late(unit: SampleUnit, parts: _Parts, rng: Random) -> tuple[Path, Path, Path]:
    if unit in parts.wish_ntm:
        place = parts.wish_ntm.index(unit)
        return ((2, 1, 0, 0), (3, 2, 1, 0), (3, 3, 2, 1))[place], _down(rng.randint(9, 12), 1), _ALL_OF_MODEL
    most = rng.randint(4, 8) if unit.district == "170" else rng.randint(3, 6)
    return _down(most, rng.randint(1, 3), least=1), _down(rng.randint(10, 15), 2), _ALL_OF_MODEL


def _comes_late(unit: SampleUnit, parts: _Parts, rng: Random) -> bool:
    """Say whether a unit that began after the plan is late: when one of its predecessors was."""
    if unit.periods[0].code == "2024-Q1":
        return False
    here = {one.code for one in parts.late}
    return bool(here & set(unit.came_from)) if unit.came_from else rng.random() < LATE_OUTSIDE


def _district_role(unit: SampleUnit, criteria: Mapping[str, Sequence[str]], rng: Random) -> Role:
    at_first = DISTRICT_GAPS.get(unit.code, 0)
    path = _down(at_first, 1, least=1) if at_first else _NONE
    return Role({DISTRICT_NTM: Gaps(ordered_gaps(criteria[DISTRICT_NTM], rng), _lived(path, unit))})


def _lived(path: Path, unit: SampleUnit) -> tuple[int, ...]:
    """Return the part of the year's path that the unit lived through; after 2024 it stays at the end."""
    counts = dict(zip(YEAR, path, strict=True))
    return tuple(counts.get(period, path[-1]) for period in unit.periods)


def _down(at_first: int, fewer: int, *, least: int = 0) -> Path:
    """Return a path that falls evenly over the year by ``fewer``, never below ``least``."""
    one, two, three, four = (max(least, at_first - round(fewer * quarter / 3)) for quarter in range(4))
    return one, two, three, four


def ordered_gaps(codes: Sequence[str], rng: Random) -> tuple[str, ...]:
    """Shuffle criteria so that the hard ones tend to stand first, where they are missed longest."""
    return tuple(sorted(codes, key=lambda code: rng.random() ** HARD.get(code, 1)))


def _some(units: Sequence[SampleUnit], count: int, rng: Random) -> list[SampleUnit]:
    """Draw up to ``count`` units; the draw depends on the units' order only through their names."""
    ordered = sorted(units, key=lambda unit: unit.name)
    return rng.sample(ordered, min(count, len(ordered)))
