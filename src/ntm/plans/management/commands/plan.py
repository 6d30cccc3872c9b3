from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser

from ntm.core.quantities import written, written_day
from ntm.plans.models import PlannedCapital
from ntm.plans.reading import ReadPlan, differences, lines_of, read_plan_text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Read an official plan (.docx, .md, .txt) and say what was understood, line by line; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["read"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="hold the amounts against the loaded plan of this year")

    def handle(self, *_: Any, file: Path, year: int | None, **__: Any) -> None:
        found = read_plan_text(lines_of(file.read_bytes(), file.name))
        self.tell(found)
        faults = list(found.faults)
        if year:
            known = PlannedCapital.objects.filter(plan__year=year).values_list("code", "amount_dong")
            faults += differences(found.amounts, dict(known))
        for fault in faults:
            self.stderr.write(fault.said_in(terminal_language()))
        if faults:
            sys.exit(1)

    def tell(self, found: ReadPlan) -> None:
        """Print every item behind the number of its line."""
        head = found.head
        day = written_day(head.issued_on) if head.issued_on else "–"
        doubt = " (theo ghi chú lưu tệp)" if "issued_on" in head.inferred else ""
        self.stdout.write(f"Kế hoạch số {head.number or '–'}, ngày {day}{doubt}: {head.title or '–'}")
        self.stdout.write(f"Người ký: {head.signer or '–'}; {len(head.recipients)} nơi nhận")
        for act in head.acts:
            self.stdout.write(f"{act.line:>5}  căn cứ {act.number or act.quoted}, {written_day(act.issued_on)}")
        for target in found.targets:
            asked = "giữ vững" if target.at_least is None else f"{target.at_least}"
            self.stdout.write(f"{target.line:>5}  mục tiêu {target.clause}: {target.tier} {target.level} {asked}")
        for clause in found.clauses:
            bodies = f" [{', '.join(clause.leads)}]" if clause.leads else ""
            more = f" (+ {', '.join(clause.supports)})" if clause.supports else ""
            self.stdout.write(f"{clause.line:>5}  {clause.reference}{bodies}{more}: {clause.text[:90]}")
        for one in found.amounts:
            self.stdout.write(f"{one.line:>5}  {one.code}: {written(one.amount_dong)} đồng")
        for kind in found.missing:
            self.stdout.write(f"       không thấy phần: {kind}")
        for line in found.not_understood:
            self.stdout.write(f"{line.number:>5}  chưa hiểu: {line.text}")
