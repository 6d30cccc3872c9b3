"""Names that a draft shows and a plan keeps: bodies by code, sources by code, targets in the words of the law."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ntm.accounts.models import Office
from ntm.areas.models import Tier, Unit
from ntm.areas.names import search_key
from ntm.areas.selectors import tree
from ntm.core.problems import Text
from ntm.finance.sources import NoSourcesThatYear, sources_in
from ntm.plans.models import PlanDraft
from ntm.plans.reading import Body, Words, known_words
from ntm.recognition.models import Level

_TIERS = {
    Tier.PROVINCE.value: Text("Tỉnh", "Province"),
    Tier.DISTRICT.value: Text("Huyện, thị xã, thành phố", "Districts, towns, cities"),
    Tier.COMMUNE.value: Text("Xã", "Communes"),
    Tier.VILLAGE.value: Text("Thôn, xóm", "Villages"),
}
_STEPS = {
    "investment": Text("Đầu tư phát triển", "Development investment"),
    "recurrent": Text("Sự nghiệp", "Recurrent"),
}
_COMMITTEE = re.compile(r"^(?:Huyện|Thị xã|Thành phố|Xã|Phường|Thị trấn|Quận|Đặc khu) ")


def words_for(unit: Unit, day: date) -> Words:
    """Return what the reader knows for a plan of ``unit``: the files, the law, offices that are kept, units below."""
    offices = (Body(one.code, Text(one.name, one.name_en)) for one in Office.objects.all())
    return known_words().with_bodies(offices).with_bodies(_committee(one) for one in tree(unit, day).values())


def _committee(unit: Unit) -> Body:
    name = _COMMITTEE.sub(lambda hit: hit[0].lower(), unit.name)
    return Body(
        f"ubnd-{unit.code}", Text(f"UBND {name}", f"People's Committee of {unit.name}"), (f"ủy ban nhân dân {name}",)
    )


def body_names(draft: PlanDraft, used: set[str]) -> dict[str, Text]:
    """Return the names of all bodies that a duty of a draft may name, by code; committees of units only where used."""
    names = dict(known_words().names)
    names |= {one.code: Text(one.name, one.name_en) for one in Office.objects.all()}
    committees = {code[5:] for code in used - names.keys() if code.startswith("ubnd-")}
    if committees:
        day = plan_day(draft.year)
        names |= {body.code: body.name for body in map(_committee, Unit.objects.on(day).filter(code__in=committees))}
    return names | {code: Text(name, name) for code, name in draft.new_bodies.items()}


def plan_day(year: int) -> date:
    """Return the day on whose map a plan of a year is made."""
    return date(year, 1, 1)


def code_of(name: str) -> str:
    """Return a code for a body by its name: ``Hội Nông dân tỉnh`` → ``hoi-nong-dan-tinh``."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")[:60] or "co-quan"


def tier_words(tier: str) -> Text:
    return _TIERS[tier]


def target_name(tier: str, level: str, at_least: int | None) -> Text:
    """Return what a target is called: the unit and the level, in the words of the law."""
    unit, words = _TIERS[tier], Level(level).words
    if at_least is None:
        return Text(f"{unit.vi} đã {_lower(words.vi)} giữ vững các tiêu chí", f"{unit.en} keep the {words.en}")
    return Text(f"{unit.vi} {_lower(words.vi)}", f"{unit.en}: {words.en}")


@lru_cache(maxsize=32)
def source_names(year: int) -> dict[str, Text]:
    """Return the places of the capital tree of a year, by code, with those that only the reader knows."""
    try:
        names = {one.code: one.name for one in sources_in(year)}
    except NoSourcesThatYear:
        names = {}
    for one in known_words().sources_of(year):
        if "/" in one.code or one.code == "credit":
            said = one.words[0][:1].upper() + one.words[0][1:]
            names.setdefault(one.code, Text(said, said))
    return dict(sorted(names.items(), key=lambda pair: (pair[0] == "credit", pair[0])))


def source_choices(year: int) -> list[tuple[str, Text]]:
    """Return (code, words) of every place in the tree, and of investment and recurrent capital below each branch."""
    names = source_names(year)
    found = {code: _path(code, names) for code in names}
    for code in list(names):
        if code.rpartition("/")[2] not in _STEPS and code != "credit":
            for step, words in _STEPS.items():
                path = _path(code, names)
                found.setdefault(f"{code}/{step}", Text(f"{path.vi} › {words.vi}", f"{path.en} › {words.en}"))
    return sorted(found.items(), key=lambda pair: (pair[0] == "credit", pair[0]))


def _path(code: str, names: dict[str, Text]) -> Text:
    steps = code.split("/")
    parts = [names.get("/".join(steps[: place + 1])) or _STEPS.get(steps[place]) for place in range(len(steps))]
    shown = [part for part in (parts[1:] if len(parts) > 1 else parts) if part is not None]
    return Text(" › ".join(part.vi for part in shown), " › ".join(part.en for part in shown))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
