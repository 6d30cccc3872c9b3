from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from ntm.accounts.models import User
from ntm.areas.selectors import unit_with_code
from ntm.core.problems import Fault, Text
from ntm.core.quantities import written, written_day
from ntm.plans.drafting.faults import faults_of
from ntm.plans.drafting.items import items_of
from ntm.plans.drafting.names import plan_day
from ntm.plans.models import DraftItem, PlannedCapital
from ntm.plans.reading import ReadPlan, differences, known_words, lines_of, read_plan_text
from ntm.plans.services import accept_draft, begin_draft, read_document
from ntm.ui.clock import now
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Read an official plan (.docx, .md, .txt): say what was understood, or leave it as a draft to be accepted."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="say what was understood, line by line; changes nothing")
        read.add_argument("file", type=Path)
        read.add_argument("--year", type=int, help="hold the amounts against the loaded plan of this year")
        take = actions.add_parser("import", help="keep a document as a draft and print its address and its questions")
        take.add_argument("file", type=Path)
        take.add_argument("--unit", required=True, help="code of the unit whose plan it is")
        take.add_argument("--year", type=int, required=True)
        take.add_argument("--by", required=True, help="user name of the person who answers for it")
        how = take.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="only list questions and faults; keeps nothing")
        how.add_argument("--accept", action="store_true", help="make the plan at once, when nothing is in doubt")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["action"] == "read":
            self.read(options["file"], options["year"])
        else:
            self.take_in(options)

    def read(self, file: Path, year: int | None) -> None:
        found = read_plan_text(lines_of(file.read_bytes(), file.name), year=year)
        self.tell(found)
        faults = list(found.faults)
        if year:
            known = PlannedCapital.objects.filter(plan__year=year, added_by=None).values_list("code", "amount_dong")
            faults += differences(found.amounts, dict(known))
        self.complain(faults)

    def take_in(self, options: dict[str, Any]) -> None:
        """Keep a document as a draft; with --accept as a plan, if nothing about it is in doubt."""
        if not User.objects.filter(username=options["by"], is_active=True).exists():
            raise CommandError(f"Không có người dùng “{options['by']}”. / There is no user “{options['by']}”.")
        unit = unit_with_code(options["unit"], plan_day(options["year"]))
        content, name = options["file"].read_bytes(), options["file"].name
        if options["dry_run"]:
            read, _ = read_document(content, name, unit, options["year"])
            self.tell(read)
            self.ask(items_of(read, unit, options["year"]))
            self.complain(list(read.faults))
            return
        draft = begin_draft(content, name, unit, options["year"], by=options["by"], at=now())
        items = list(draft.items.all())
        self.stdout.write(f"{settings.SITE_ADDRESS}{reverse('plans:document', args=[draft.pk])}")
        self.ask(items)
        faults = [one.as_fault for one in faults_of(items, known_words().names.keys() | draft.new_bodies)]
        if options["accept"] and not faults and not any(item.open_questions for item in items):
            plan = accept_draft(draft, by=options["by"], at=now())
            self.stdout.write(f"{plan.unit.name} {plan.year}: {plan.number or '–'}, {plan.clauses.count()} ✓")
        elif options["accept"]:
            told = Text("Còn điều chưa chắc: chưa nhận.", "Something is in doubt: not accepted.")
            self.stderr.write(told.said_in(terminal_language()))
            self.complain(faults, anyway=True)
        else:
            self.complain(faults)

    def ask(self, items: list[DraftItem]) -> None:
        """Print every open question behind its line, with its choices."""
        language = terminal_language()
        for item in items:
            for _, one in item.open_questions:
                choices = " | ".join(option[language] for option in one["options"][:6])
                self.stdout.write(f"{item.line or '–':>5}  ? {one[language]}{f' [{choices}]' if choices else ''}")

    def complain(self, faults: list[Fault], *, anyway: bool = False) -> None:
        for fault in faults:
            self.stderr.write(fault.said_in(terminal_language()))
        if faults or anyway:
            sys.exit(1)

    def tell(self, found: ReadPlan) -> None:
        """Print every item behind the number of its line."""
        head = found.head
        day = written_day(head.issued_on) if head.issued_on else "–"
        doubt = " (theo ghi chú lưu tệp)" if "issued_on" in head.inferred else ""
        self.stdout.write(f"Kế hoạch số {head.number or '–'}, ngày {day}{doubt}: {head.title or '–'}")
        self.stdout.write(f"{head.issuer or '–'}; người ký: {head.signer or '–'}; {len(head.recipients)} nơi nhận")
        for act in head.acts:
            issued = written_day(act.issued_on) if act.issued_on else "?"
            self.stdout.write(f"{act.line:>5}  căn cứ {act.number or act.subject}, {issued}: {act.issuer or '–'}")
        for target in found.targets:
            asked = "giữ vững" if target.at_least is None else f"{target.at_least}"
            self.stdout.write(f"{target.line:>5}  mục tiêu {target.clause}: {target.tier} {target.level} {asked}")
        for clause in found.clauses:
            bodies = f" [{', '.join(clause.leads)}]" if clause.leads else ""
            more = f" (+ {', '.join(clause.supports)})" if clause.supports else ""
            self.stdout.write(f"{clause.line:>5}  {clause.reference}{bodies}{more}: {clause.text[:90]}")
        for one in found.amounts:
            dong = "?" if one.amount_dong is None else written(one.amount_dong)
            self.stdout.write(f"{one.line:>5}  {one.code}: {dong} đồng")
        for kind in found.missing:
            self.stdout.write(f"       không thấy phần: {kind}")
        for line in found.not_understood:
            self.stdout.write(f"{line.number:>5}  chưa hiểu: {line.text}")
