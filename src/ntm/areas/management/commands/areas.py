from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db.models import Q
from django.utils import timezone

from ntm.areas.models import Succession, WeightBasis
from ntm.areas.selectors import ancestors, unit_with_code
from ntm.areas.selectors.succession import share_of
from ntm.areas.services import import_boundaries, load_reference
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.ui.terminal import terminal_language

BY = "ntm areas"


class Command(BaseCommand):
    help = "Load the country's units, import boundaries, or show one unit on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("load", help="load units, changes, regions and figures")
        boundaries = acts.add_parser("import-boundaries", help="read boundaries from a GeoJSON file")
        boundaries.add_argument("file", type=Path)
        boundaries.add_argument("--on", type=date.fromisoformat, required=True, help="a day of that map: 2025-07-01")
        boundaries.add_argument("--source", default="", help="who made the file, under which terms")
        show = acts.add_parser("show", help="say what a code was on a day")
        show.add_argument("code")
        show.add_argument("--on", type=date.fromisoformat, required=True)

    def handle(self, *_: Any, act: str, **given: Any) -> None:
        if act == "load":
            self.load()
        elif act == "import-boundaries":
            self.import_file(given["file"], given["on"], given["source"])
        else:
            self.show(given["code"], given["on"])

    def load(self) -> None:
        loaded = load_reference(at=timezone.now(), by=BY, tell=self.stdout.write)
        if loaded:
            self.say(f"Đã nạp {loaded} đơn vị.", f"{loaded} units are loaded.")
        else:
            self.say("Đơn vị đã có sẵn; không có gì thay đổi.", "The units are there already; nothing was changed.")

    def import_file(self, file: Path, on: date, source: str) -> None:
        done = import_boundaries(file, on=on, source=source, by=BY, at=timezone.now())
        self.say(
            f"Đã nạp ranh giới của {len(done.units)} đơn vị (thay ranh giới cũ: {done.replaced}).",
            f"Boundaries imported: {len(done.units)} (older ones replaced: {done.replaced}).",
        )
        if done.missing:
            names = ", ".join(f"{unit.name} ({unit.code})" for unit in done.missing)
            self.say(f"Tệp không có: {names}.", f"Not in the file: {names}.")

    def show(self, code: str, on: date) -> None:
        unit = unit_with_code(code, on)
        above = ", ".join(one.name for one in reversed(ancestors(unit, on)))
        span = f"{written_day(unit.valid_from)} – {written_day(unit.valid_until) if unit.valid_until else ''}"
        self.stdout.write(f"{unit.code} {unit.name}{above and ', '}{above}; {span}".rstrip())
        steps = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit))
        for step in steps.select_related("predecessor", "successor", "order").order_by("effective_on", "pk"):
            after = f"{step.successor.code} {step.successor.name}" if step.successor else "–"
            share = "" if step.basis == WeightBasis.WHOLE else f" ({share_of(step)}, {step.basis})"
            before = f"{step.predecessor.code} {step.predecessor.name}"
            order = f"; {step.order}" if step.order else ""
            self.stdout.write(f"  {written_day(step.effective_on)}: {before} → {after}{share}{order}")

    def say(self, vi: str, en: str) -> None:
        self.stdout.write(Text(vi, en).said_in(terminal_language()))
