"""No file that a spreadsheet opens runs what somebody typed; every way out is counted and known by name.

The exports are found by asking for every address and looking whether a file comes: one that is added later is here.
"""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from ntm.accounts.models import Assignment, Role, User
from ntm.assessments.models import Said
from ntm.assessments.services import Change, write
from ntm.audit.services import record
from ntm.config.settings import RATE_LIMITS
from ntm.finance.models import Work
from ntm.reports.models import Paper, Report, Section
from ntm.ui.cells import FORMULA, as_written, harmless
from tests.factories import NOON, make_person
from tests.guards.test_access import POSTS, ROUTES, RULES, address_of, world
from tests.small_round import INCOME

pytestmark = pytest.mark.django_db
__all__ = ["world"]
HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", '=HYPERLINK("//x")', "＝1+1")
# Ways out by which bytes leave as they came in, checked when they came: nothing in them is written by this site.
AS_THEY_CAME = {"evidence:download", "reports:signed", "evidence:preview"}


@pytest.fixture
def reader(client, world, settings):
    """Somebody who may take everything out of a province in which everybody types formulas."""
    settings.RATE_LIMITS = {}
    here, _, values = world
    person = make_person("moi-vai-tro", Role.LEADER, next(iter(here.values())))
    begins = person.assignments.get().valid_from
    for role in Role.values:
        for unit in here.values():
            Assignment.objects.get_or_create(user=person, unit=unit, role=role, valid_from=begins)
    client.force_login(person)
    return client, here, values


def plant(here, words: str) -> None:
    """Put the words wherever a person may type words."""
    from ntm.assessments.models import Item, Round

    [round_] = Round.objects.all()
    commune = list(here.values())[-1]
    item = Item.objects.filter(round=round_, unit=commune, measure=INCOME).first()
    said = Said(typed=words, note=words, not_applicable_because="")
    write(round_, [Change(commune, INCOME, said, item.version if item else 0)], by="can-bo-xa", at=NOON)
    Work.objects.update(name=words)
    User.objects.filter(username="moi-vai-tro").update(full_name=words)
    Section.objects.create(report=Report.objects.get(), code="kien-nghi", text=words, written_by="x", written_at=NOON)
    Paper.objects.filter(frozen=None).update(subject=words, addressees=[words], bases=[words], signer=words)
    record("accounts.person_added", subject=words, by="moi-vai-tro", at=NOON, detail={"name": words})


def ways_out(client, values) -> dict[str, str]:
    """Ask for every address, and for every form of a paper; return those that answer with a file, by view and form."""
    found = {}
    for view in sorted(RULES.keys() - POSTS):
        forms = ("pdf", "docx", "xlsx") if "form" in ROUTES[view] else ("",)
        for form in forms:
            address = address_of(view, {**values, "form": form})
            if "attachment" in client.get(address).headers.get("Content-Disposition", ""):
                found[f"{view} {form}".strip()] = address
    return found


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_no_way_out_hands_a_spreadsheet_a_formula(reader):
    client, here, values = reader
    found = {name: address for name, address in ways_out(client, values).items() if name not in AS_THEY_CAME}
    looked_at = set()
    for words in HOSTILE:
        plant(here, words)
        for name, address in found.items():
            if name.endswith((" pdf", " docx")):
                continue
            answer = client.get(address)
            content, kind = content_of(answer), answer.headers["Content-Type"].partition(";")[0]
            if kind == "text/csv":
                looked_at.add(name)
                lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
                assert not [cell for line in lines for cell in line if cell.startswith(FORMULA)], name
            elif kind.endswith("spreadsheetml.sheet"):
                looked_at.add(name)
                assert_only_words_and_figures(content, name)
    assert {"assessments:export_csv", "assessments:export_excel", "audit:export", "finance:export"} <= looked_at


def assert_only_words_and_figures(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [part for part in archive.namelist() if "externalLink" in part or "connections" in part], name
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                begins = isinstance(cell.value, str) and cell.value.startswith(FORMULA)
                assert cell.data_type != "f", f"{name} {cell.coordinate}"
                assert cell.quotePrefix or not begins, f"{name} {cell.coordinate}"
                assert cell.hyperlink is None, f"{name} {cell.coordinate}"


def test_every_way_out_has_a_rate(reader):
    client, here, values = reader
    plant(here, "chữ")
    _, _, limited = RATE_LIMITS["export"]
    found = {name.split()[0] for name in ways_out(client, values)}
    assert found <= limited, f"Add to RATE_LIMITS: {found - limited}"


def test_what_was_made_harmless_reads_back_as_it_was_typed():
    for words in (*HOSTILE, "chữ", "'=1", "12,5"):
        assert not harmless(words).startswith(FORMULA)
    for words in HOSTILE:
        assert as_written(harmless(words)) == words
