from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from ntm.assessments.bulk import Engine, Sheet, engine_at, judge_sets, keep_verdicts, read_from_database
from ntm.assessments.models import Reading
from ntm.assessments.services.judge_in_bulk import judge_in_bulk
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet
from ntm.core.rulebook.bulk import kinds_of
from ntm.criteria.selectors import rulebook
from ntm.ui.clock import now
from ntm.ui.terminal import terminal_language

STANDINGS, DATABASE = "standings", "db"
_BAR = 30  # characters


class Command(BaseCommand):
    help = "Judge every unit of many periods at once, into the standings or into a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", action="append", default=[], help="a criteria set; may be said again")
        parser.add_argument("--period", action="append", default=[], help="2024-Q3, or 2021-Q1..2025-Q4; again")
        parser.add_argument("--all", action="store_true", help="every set, and every period, unless they are named")
        parser.add_argument("--from", dest="source", default=DATABASE, help="db, or FILE.parquet as --keep made it")
        parser.add_argument("--to", help="standings (where nothing is said), or FILE.parquet: a row for each verdict")
        parser.add_argument("--keep", type=Path, help="judge nothing, but keep the readings in FILE.parquet")
        parser.add_argument(
            "--engine", default=settings.JUDGE_ENGINE, help="polars, sail://host:port, spark://host:port"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        sets = [rulebook().set(name) for name in options["set"]]
        periods = [period for words in options["period"] for period in _periods(words)]
        to = options["to"] or STANDINGS
        self.refuse(options, bool(sets and periods), to)
        sets = sets or list(rulebook().sets.values())
        if options["keep"]:
            told = self.keep(sets, periods or _periods_read(), options["keep"])
        else:
            with engine_at(options["engine"]) as engine:
                told = self.judge(sets, periods, engine, options["source"], to)
        self.say_progress(Text("xong", "done"), 1, 1)
        self.stdout.write(told.said_in(terminal_language()))

    def refuse(self, options: dict[str, Any], named: bool, to: str) -> None:
        """Refuse words that do not go together, before anything is read."""
        if not options["all"] and not named:
            raise CommandError("Hãy nêu --set và --period, hoặc --all. / Name --set and --period, or say --all.")
        if options["source"] != DATABASE and (to == STANDINGS or options["keep"]):
            raise CommandError(
                "Kết quả lưu trong cơ sở dữ liệu chỉ xét từ cơ sở dữ liệu; với --from TỆP hãy dùng --to TỆP.parquet. / "
                "Standings rest on the database alone; with --from FILE say --to FILE.parquet."
            )
        for file in (options["keep"], None if to == STANDINGS else Path(to)):
            if file and not file.absolute().parent.is_dir():
                raise CommandError(f"Không có thư mục {file.parent}. / There is no folder {file.parent}.")

    def keep(self, sets: Sequence[CriteriaSet], periods: Sequence[Quarter], file: Path) -> Text:
        """Keep the readings that the sets ask for, as a sheet."""
        sheet = read_from_database(periods, kinds_of(sets), self.say_progress)
        sheet.write_parquet(file)
        return Text(f"Đã ghi {len(sheet)} dòng vào {file}.", f"Kept {len(sheet)} rows in {file}.")

    def judge(
        self, sets: Sequence[CriteriaSet], periods: Sequence[Quarter], engine: Engine, source: str, to: str
    ) -> Text:
        """Judge from the database or a file, into the standings or a file."""
        if to == STANDINGS:
            read = periods or _periods_read()
            rebuilt = judge_in_bulk(sets, read, engine=engine, by="ntm judge", at=now(), told=self.say_progress)
            return Text(
                f"Đã xét: {rebuilt.standings} kết quả, {rebuilt.changed} kết quả khác trước.",
                f"Judged: {rebuilt.standings} standings, {rebuilt.changed} not as before.",
            )
        if source == DATABASE:
            found = read_from_database(periods or _periods_read(), kinds_of(sets), self.say_progress)
            sheet = Sheet.of(found, engine)
        else:
            sheet = Sheet.kept_in(Path(source), engine, periods)
        count = keep_verdicts(list(judge_sets(sheet, sets, engine, self.say_progress)), Path(to))
        return Text(f"Đã ghi {count} kết luận vào {to}.", f"Wrote {count} verdicts to {to}.")

    def say_progress(self, what: Text, done: int, there: int) -> None:
        """Draw one line over and over, where somebody is looking."""
        if self.stderr.isatty():
            bar = "█" * (_BAR * done // max(there, 1))
            words = f"\r\033[K{bar:░<{_BAR}} {what.said_in(terminal_language())}"
            self.stderr.write(words, ending="\n" if done == there else "")


def _periods(words: str) -> list[Quarter]:
    """Read one period, or a first and a last one with two full stops between them."""
    first, _, last = words.partition("..")
    found = [Quarter.parse(last or first)]
    while found[0] > Quarter.parse(first):
        found.insert(0, found[0].before)
    return found


def _periods_read() -> list[Quarter]:
    codes = Reading.objects.current().order_by("period").values_list("period", flat=True).distinct()
    return [Quarter.parse(code) for code in codes]
