from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser

from ntm.config.doctor import Finding, Grade, examine
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Look the installation over: what is wrong, how bad, what to do. Exit code 0, 1 (warning) or 2 (serious)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="leave out the checks that read all the data")
        parser.add_argument("--json", action="store_true", help="for a program that watches")

    def handle(self, *_: Any, quick: bool, json: bool, **__: Any) -> None:
        worst = Grade.FINE
        found = []
        for finding in examine(quick=quick):
            worst = max(worst, finding.grade)
            found.append(finding)
            if not json:
                self.say(finding)
        if json:
            self.stdout.write(as_json(found))
        else:
            self.sum_up(found)
        sys.exit(max(0, worst - Grade.NOTE))

    def say(self, finding: Finding) -> None:
        language = terminal_language()
        self.stdout.write(f"{finding.grade.sign} {finding.what.said_in(language)} [{finding.code}]")
        if finding.do.vi:
            self.stdout.write(f"    → {finding.do.said_in(language)}")
        self.stdout.flush()

    def sum_up(self, found: list[Finding]) -> None:
        counts = {grade: sum(one.grade is grade for one in found) for grade in Grade}
        language = terminal_language()
        told = ", ".join(f"{number} {grade.words.said_in(language)}" for grade, number in counts.items() if number)
        self.stdout.write(f"{Text('Tổng cộng', 'In all').said_in(language)}: {told}.")


def as_json(found: list[Finding]) -> str:
    """Return the findings as JSON, the worst first."""
    ordered = sorted(found, key=lambda one: -one.grade)
    return json.dumps([one.as_data() for one in ordered], ensure_ascii=False, indent=1)
