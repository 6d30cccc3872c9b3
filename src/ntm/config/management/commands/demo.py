from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from demo.capital import capital_is_loaded, store_sample_capital, wipe_sample_capital
from demo.cascade import cascade_is_loaded, store_sample_cascade, wipe_sample_cascade
from demo.country import CENTRAL, country_is_loaded, store_country
from demo.reports import REPORTED_ON, open_sample_report, wipe_sample_report
from demo.solutions import store_sample_solutions, wipe_sample_solutions
from demo.store import is_loaded, judge_sample, standings_are_of, store_sample, wipe_sample
from demo.summary import summary
from ntm.accounts.services import DEMO_PASSWORD, create_demo_people, keep_offices
from ntm.areas.models import Unit
from ntm.areas.selectors import home_province
from ntm.areas.services import count_anew, load_reference
from ntm.assessments.models import Reading
from ntm.core.problems import Problem, Text
from ntm.criteria.selectors import rulebook
from ntm.plans.models import Plan, Registration
from ntm.plans.services import load_plan
from ntm.recognition.services import load_counts, load_statuses
from ntm.ui.clock import today
from ntm.ui.terminal import terminal_language

FOLDER = settings.ROOT / "demo" / "thai-nguyen-2024"
BY = "ntm demo load"


class DemoAlreadyLoaded(Problem):
    """Loading again would delete rows; that is done only when asked for by name."""

    code = "demo/already-loaded"

    def __init__(self, readings: int, registrations: int) -> None:
        super().__init__(
            Text(
                "Dữ liệu mẫu đã có sẵn; không có gì bị thay đổi.", "The sample is loaded already; nothing was changed."
            ),
            Text(
                f"Để tạo lại, chạy: ntm demo load --again --wipe-sample. Lệnh này xóa {readings} số liệu mẫu và "
                f"{registrations} đăng ký mẫu, không xóa dữ liệu thật.",
                f"To make it anew, run: ntm demo load --again --wipe-sample. It deletes {readings} sample readings and "
                f"{registrations} sample registrations, and no real data.",
            ),
        )


class Command(BaseCommand):
    help = "Load the demo province (load), or print where it stands (summary)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", nargs="?", default="load", choices=["load", "summary"])
        parser.add_argument("--country", action="store_true", help="sample values for all provinces as well")
        parser.add_argument("--quarters", type=int, choices=range(1, 5), default=1, help="of 2024, for the country")
        parser.add_argument("--again", action="store_true", help="make the sample values anew")
        parser.add_argument("--wipe-sample", action="store_true", help="agree that the old sample rows are deleted")

    def handle(
        self, *_: Any, act: str, again: bool, wipe_sample: bool, country: bool, quarters: int, **__: Any
    ) -> None:
        if act == "summary":
            self.stdout.write(summary(today(), terminal_language()))
            return
        self.load(again=again, wipe=wipe_sample)
        if country and not country_is_loaded():
            with self.step(Text("Tạo số liệu mẫu cho cả nước", "Making sample values for the country")):
                store_country(rulebook(), quarters=quarters, by=BY, at=timezone.now(), say=self.progress)
                count_anew()
            self.stdout.write(f"    {CENTRAL} / {DEMO_PASSWORD}")

    def load(self, *, again: bool, wipe: bool) -> None:
        """Load what is missing, in the order in which one thing needs another.

        Each step is there whole or not at all, so that one that was cut off is made by the next run.
        """
        at = timezone.now()
        if again and is_loaded():
            self.put_sample_away(wipe, at)
        if not Unit.objects.exists():
            with self.step(Text("Nạp đơn vị hành chính cả nước", "Loading the country's administrative units")):
                load_reference(by=BY, at=at, tell=self.progress)
        if not is_loaded():
            plan = self.facts(at)
            with self.step(Text("Tạo số liệu mẫu", "Making sample values")):
                store_sample(rulebook(), plan, by=BY, at=at, say=self.progress)
                count_anew()
        if not standings_are_of(rulebook()):
            judging = Text("Xét từng xã, huyện theo bộ tiêu chí", "Judging every commune and district")
            with self.step(judging), transaction.atomic():
                for quarter, standings in judge_sample():
                    self.progress(f"{quarter.name.said_in(terminal_language())}: {standings}")
        if not capital_is_loaded():
            booking = Text("Ghi vốn của kế hoạch và công trình mẫu", "Booking the plan's capital and sample works")
            with self.step(booking), transaction.atomic():
                plan = Plan.objects.of_units().get(unit=home_province(REPORTED_ON), year=REPORTED_ON.year)
                store_sample_capital(plan, by=BY, at=at, say=self.progress)
                open_sample_report(by=BY, at=at)
                store_sample_solutions(by=BY, at=at)
        if not cascade_is_loaded():
            with self.step(Text("Tạo kế hoạch mẫu của sở, huyện, xã", "Making sample plans of departments and units")):
                plan = Plan.objects.of_units().get(unit=home_province(REPORTED_ON), year=REPORTED_ON.year)
                self.progress(str(store_sample_cascade(plan, by=BY, at=at)))

    def facts(self, at: datetime) -> Plan:
        """Load people, the plan and what is known of recognitions."""
        with self.step(Text("Nạp kế hoạch năm 2024 và kết quả công nhận", "Loading the plan of 2024 and recognitions")):
            offices = _offices(FOLDER / "offices.yaml")
            keep_offices(offices)
            create_demo_people()
            plan = load_plan(FOLDER / "plan.yaml", offices=offices, by=BY, at=at)
            load_statuses(FOLDER / "statuses.csv", by=BY, at=at)
            load_counts(FOLDER / "counts.csv", by=BY, at=at)
        return plan

    def put_sample_away(self, agreed: bool, at: datetime) -> None:
        if not agreed:
            readings = Reading.objects.filter(is_sample=True).count()
            raise DemoAlreadyLoaded(readings, Registration.objects.filter(is_sample=True).count())
        with self.step(Text("Xóa dữ liệu mẫu cũ", "Deleting the old sample")), transaction.atomic():
            wipe_sample_report()
            wipe_sample_capital()
            wipe_sample_solutions()
            wipe_sample_cascade()
            wipe_sample(by=BY, at=at)

    @contextmanager
    def step(self, what: Text) -> Iterator[None]:
        """Say what begins, and how long it took."""
        self.stdout.write(f"▸ {what.said_in(terminal_language())} …")
        self.stdout.flush()
        begun = time.monotonic()
        yield
        self.progress(f"{time.monotonic() - begun:.1f} s")

    def progress(self, line: str) -> None:
        self.stdout.write(f"    {line}")
        self.stdout.flush()


def _offices(path: Path) -> dict[str, Text]:
    """Return every body that a duty may name: those of the law, and those that only the plan names."""
    extra = yaml.safe_load(path.read_text(encoding="utf-8"))
    named = {code: Text(entry["name"]["vi"], entry["name"]["en"]) for code, entry in extra.items()}
    return {code: office.name for code, office in rulebook().offices.items()} | named
