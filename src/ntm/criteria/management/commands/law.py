from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser

from ntm.core import procedure
from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.core.quantities import written_day
from ntm.core.rulebook import (
    CriteriaSet,
    LawFaults,
    Rulebook,
    differences,
    lines_about,
    lines_about_book,
    load,
)
from ntm.ui.terminal import terminal_language


class NoSetThatDay(Problem):
    """No commune set was in force on the day, and none was named."""

    code = "law/no-set-that-day"

    def __init__(self, day: date, known: Iterable[str]) -> None:
        listed = ", ".join(known)
        super().__init__(
            Text(
                f"Ngày {written_day(day)} không có bộ tiêu chí xã nào hiệu lực.",
                f"No commune set was in force on {written_day(day)}.",
            ),
            Text(f"Hãy thêm --set với một trong: {listed}.", f"Add --set with one of: {listed}."),
        )


class Command(BaseCommand):
    help = "Check the law files, show what the law asks on a day, or tell what changed between two days."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("check", help="read every law file and list all faults")
        show = actions.add_parser("show", help="what is asked for one indicator on one day")
        show.add_argument("code", help='an indicator, such as 10 or "17.1"')
        show.add_argument("--on", type=_day, required=True, help="2024-06-30")
        show.add_argument("--region", help="TDMNPB, DBSH …; every region when left out")
        show.add_argument("--group", help="group-1, group-2 or group-3 (from 2026)")
        show.add_argument("--province", help="code of the province whose own decisions count, such as 19")
        show.add_argument("--set", dest="set_id", help="the commune NTM set of the day when left out")
        diff = actions.add_parser("diff", help="what changed in one set between two days")
        diff.add_argument("set_id")
        diff.add_argument("days", type=_day, nargs=2)

    def handle(self, *_: Any, **options: Any) -> None:
        folder = Path(settings.LAW_FOLDER)
        answer: dict[str, Callable[[], Iterable[Text]]] = {
            "check": lambda: _checked(folder),
            "show": lambda: _shown(load(folder), options),
            "diff": lambda: _changes(load(folder).set(options["set_id"]), *options["days"]),
        }
        language = terminal_language()
        for line in answer[options["action"]]():
            self.stdout.write(line.said_in(language))


def _checked(folder: Path) -> Iterable[Text]:
    """Read every law file and tell what it holds; raise LawFaults with the faults of all of them together."""
    lines: list[Text] = []
    faults: list[Fault] = []
    for read in (_criteria, _procedure):
        try:
            lines += read(folder)
        except Faults as refused:
            faults += refused.faults
    if faults:
        raise LawFaults(faults)
    return lines


def _criteria(folder: Path) -> Iterable[Text]:
    return lines_about_book(load(folder))


def _procedure(folder: Path) -> Iterable[Text]:
    return procedure.lines_about_procedure(procedure.load(folder))


def _shown(book: Rulebook, options: dict[str, Any]) -> Iterable[Text]:
    day = options["on"]
    found = book.set(options["set_id"]) if options["set_id"] else book.in_force("commune", "ntm", day)
    if found is None:
        raise NoSetThatDay(day, book.sets)
    place = book.place(options["region"], options["group"], options["province"])
    return [found.title, *lines_about(found.indicator(options["code"]), place, day)]


def _changes(criteria_set: CriteriaSet, earlier: date, later: date) -> Iterable[Text]:
    found = differences(criteria_set, earlier, later)
    return [one.words for one in found] or [Text("Không có thay đổi.", "Nothing changed.")]


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"“{written}” – hãy viết ngày dạng 2024-06-30 · write a day as 2024-06-30") from error
