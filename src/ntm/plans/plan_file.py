"""A plan's data file: read whole, checked whole, refused whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from ntm.areas.models import Tier
from ntm.core.problems import Fault, Faults, Text
from ntm.plans.capital import CapitalLine, Footnotes, faults_in_footnotes, faults_in_sums
from ntm.plans.models.plan import ClauseKind, Rhythm
from ntm.plans.section import Section
from ntm.recognition.models import Level


class PlanFaults(Faults):
    """The plan's file was refused; every fault is listed with its key and remedy."""

    code = "plans/faults"

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__(
            Text(
                f"Tệp kế hoạch {path.name} có {len(faults)} lỗi.",
                f"The plan file {path.name} has {len(faults)} fault(s).",
            ),
            faults,
        )


@dataclass(frozen=True, slots=True)
class BasisEntry:
    number: str
    issued_on: date | None
    issuer: Text
    subject: Text
    line: int | None = None  # of the document it was read from, here and below


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    reference: str
    kind: str
    summary: Text
    rhythm: str
    due_on: date | None
    output: Text
    lead: tuple[str, ...]  # codes of offices
    support: tuple[str, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class TargetEntry:
    clause: str
    tier: str
    level: str
    at_least: int | None
    is_minimum: bool
    name: Text
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PlanFile:
    """All that the file says; ``fingerprint`` changes with any byte of it."""

    province: str
    year: int
    number: str
    issued_on: date | None
    issuer: Text
    signed_by: str
    title: Text
    source: str
    legal_bases: tuple[BasisEntry, ...]
    clauses: tuple[ClauseEntry, ...]
    targets: tuple[TargetEntry, ...]
    capital: tuple[CapitalLine, ...]
    recipients: tuple[Text, ...]
    fingerprint: str

    @property
    def offices(self) -> set[str]:
        """The codes of all bodies that have a duty."""
        return {office for clause in self.clauses for office in (*clause.lead, *clause.support)}


def read_plan(path: Path, *, offices: Collection[str]) -> PlanFile:
    """Read and check a plan's file; ``offices`` are the codes that a duty may name.

    Raises PlanFaults, listing every fault with its key and remedy.
    """
    faults: list[Fault] = []
    written = path.read_bytes()
    root = Section("", _parsed(path, written), faults)
    head = root.section("plan")
    capital = tuple(_capital_line(line) for line in root.sections("capital"))
    notes = root.section("footnotes", optional=True)
    footnotes = {str(mark): {str(k): _amount(v) for k, v in _pairs(parts)} for mark, parts in notes.content.items()}
    plan = PlanFile(
        province=head.text("province"),
        year=head.whole("year"),
        number=head.text("number", optional=True),
        issued_on=head.optional_day("issued_on"),
        issuer=head.words("issuer"),
        signed_by=head.text("signed_by"),
        title=head.words("title"),
        source=head.text("source"),
        legal_bases=tuple(_basis(each) for each in root.sections("legal_bases")),
        clauses=tuple(_clause(each) for each in root.sections("clauses")),
        targets=tuple(_target(each) for each in root.sections("targets")),
        capital=capital,
        recipients=root.list_of_words("recipients"),
        fingerprint=hashlib.sha256(written).hexdigest()[:16],
    )
    head.close()
    root.close()
    faults += [*_faults_in_references(plan), *_faults_in_duties(plan, offices), *_faults_in_capital(plan, footnotes)]
    if faults:
        raise PlanFaults(path, faults)
    return plan


def _parsed(path: Path, written: bytes) -> dict[str, object]:
    try:
        content = yaml.safe_load(written)
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        what = Text("Tệp không đọc được.", "The file cannot be read.")
        do = Text("Kiểm tra thụt dòng và dấu ngoặc.", "Check its indents and quotes.")
        raise PlanFaults(path, [Fault(" ".join(str(fault).split()), what, do)]) from fault
    return content if isinstance(content, dict) else {}


def _basis(section: Section) -> BasisEntry:
    basis = BasisEntry(
        number=section.text("number", optional=True),
        issued_on=section.day("issued_on"),
        issuer=section.words("issuer"),
        subject=section.words("subject"),
    )
    section.close()
    return basis


def _clause(section: Section) -> ClauseEntry:
    duties = section.section("duties", optional=True)
    clause = ClauseEntry(
        reference=section.text("reference"),
        kind=section.one_of("kind", ClauseKind.values),
        summary=section.words("summary"),
        rhythm=section.one_of("rhythm", Rhythm.values) if "rhythm" in section.content else "",
        due_on=section.optional_day("due_on"),
        output=section.words("output", optional=True),
        lead=duties.texts("lead"),
        support=duties.texts("support"),
    )
    section.asked.add("rhythm")
    section.close()
    duties.close()
    return clause


def _target(section: Section) -> TargetEntry:
    target = TargetEntry(
        clause=section.text("clause"),
        tier=section.one_of("tier", Tier.values),
        level=section.one_of("level", Level.values),
        at_least=section.optional_whole("at_least"),
        is_minimum=section.yes_or_no("is_minimum"),
        name=section.words("name"),
    )
    section.close()
    return target


def _capital_line(section: Section, *, above: str = "", clause: str = "") -> CapitalLine:
    code = section.text("code")
    path = f"{above}/{code}" if above else code
    own_clause = clause or section.text("clause")
    line = CapitalLine(
        code=path,
        clause=own_clause,
        name=section.words("name"),
        amount_dong=section.whole("amount_dong"),
        footnote=section.text("footnote", optional=True),
        parts=tuple(_capital_line(part, above=path, clause=own_clause) for part in section.sections("parts")),
    )
    section.close()
    return line


def _pairs(parts: object) -> Iterable[tuple[object, object]]:
    return parts.items() if isinstance(parts, dict) else ()


def _amount(value: object) -> int:
    return value if isinstance(value, int) else -1  # agrees with no line, so the footnote is named as a fault


def _faults_in_references(plan: PlanFile) -> list[Fault]:
    """Each clause has its own reference, and whatever names a clause names one that exists."""
    counted = Counter(clause.reference for clause in plan.clauses)
    faults = [
        Fault(
            f"clauses {reference}",
            Text(f"Điểm {reference} xuất hiện {times} lần.", f"Clause {reference} stands {times} times."),
            Text("Mỗi điểm chỉ có một khối; gộp hoặc đánh số lại.", "Join them or number them anew."),
        )
        for reference, times in counted.items()
        if times > 1
    ]
    naming = [(f"targets[{number}].clause", target.clause) for number, target in enumerate(plan.targets, 1)]
    naming += [(f"capital {line.code}", line.clause) for line in plan.capital]
    faults += [
        Fault(
            place,
            Text(f"Không có điểm “{reference}” trong clauses.", f"There is no clause “{reference}” under clauses."),
            Text(f"Các điểm: {', '.join(counted)}.", f"The clauses are: {', '.join(counted)}."),
        )
        for place, reference in naming
        if reference not in counted
    ]
    return faults


def _faults_in_duties(plan: PlanFile, offices: Collection[str]) -> list[Fault]:
    """A duty names an office that exists, once per clause."""
    faults = []
    for clause in plan.clauses:
        named = Counter((*clause.lead, *clause.support))
        for office, times in named.items():
            place = f"clauses {clause.reference}.duties"
            if office not in offices:
                what = Text(f"Không có cơ quan mã “{office}”.", f"There is no office with the code “{office}”.")
                do = Text("Thêm vào offices.yaml hoặc sửa mã.", "Add it to offices.yaml or correct the code.")
                faults.append(Fault(place, what, do))
            if times > 1:
                what = Text(f"Cơ quan “{office}” được nêu {times} lần.", f"Office “{office}” is named {times} times.")
                do = Text("Mỗi cơ quan hoặc chủ trì hoặc phối hợp.", "An office either leads or supports.")
                faults.append(Fault(place, what, do))
    return faults


def _faults_in_capital(plan: PlanFile, footnotes: Footnotes) -> list[Fault]:
    codes = Counter(line.code for root in plan.capital for line in root.walk())
    twice = [
        Fault(
            f"capital {code}",
            Text(f"Mã {code} xuất hiện {times} lần.", f"Code {code} stands {times} times."),
            Text("Đặt cho mỗi dòng một mã riêng.", "Give each line its own code."),
        )
        for code, times in codes.items()
        if times > 1
    ]
    return [*twice, *faults_in_sums(plan.capital), *faults_in_footnotes(plan.capital, footnotes)]
