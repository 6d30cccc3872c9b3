"""The tour of the product: one number, from what the law asks to the reason on the screen, page by page.

Yearly income per person of one commune: first in 2024, when a district verifies, then in January 2026, when
there is none. docs/journey.md tells the same story in words.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ntm.accounts.models import Role
from ntm.areas.models import Kind, Parent
from ntm.assessments.models import Round, Standing
from ntm.audit.services import verify
from ntm.core.rulebook import Outcome
from ntm.criteria.selectors import rulebook
from tests.factories import make_person, make_province, make_reading, make_unit
from tests.small_round import make_officer

pytestmark = pytest.mark.django_db

NTM = "commune-ntm-2021-2025"
INCOME = f"{NTM}/10"
LAST_DISTRICT_DAY, TWO_TIERS = date(2025, 6, 30), date(2025, 7, 1)


@dataclass(frozen=True)
class Walk:
    """One walk: the day on which everybody acts, the quarter, what the law asks, and who appraises income then."""

    today: date
    period: str
    window_ends: date
    asked: int
    office: str

    @property
    def has_district(self) -> bool:
        return self.today <= LAST_DISTRICT_DAY


WALKS = [
    pytest.param(
        Walk(date(2024, 9, 30), "2024-Q3", date(2024, 9, 14), 45, "cuc-thong-ke-tinh"), id="2024, with a district"
    ),
    pytest.param(
        Walk(date(2026, 1, 10), "2025-Q4", date(2025, 12, 14), 48, "thong-ke-tinh"), id="2026, without districts"
    ),
]


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def district(province):
    return make_unit("Phú Lương", Kind.RURAL_DISTRICT, province, valid_until=LAST_DISTRICT_DAY)


@pytest.fixture
def commune(province, district):
    """A commune under a district until 30/06/2025, and right under the province from then on."""
    commune = make_unit("Tân Phú", parent=district)
    Parent.objects.filter(unit=commune).update(valid_until=LAST_DISTRICT_DAY)
    Parent.objects.create(unit=commune, parent=province, valid_from=TWO_TIERS)
    return commune


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("walk", WALKS)
def test_one_number_walks_from_the_law_to_the_screen(settings, province, district, commune, walk):
    settings.DEFAULT_DAY = walk.today
    officer = signed_in(make_person("can-bo-xa", Role.COMMUNE_OFFICER, commune))
    coordinator = signed_in(make_person("dieu-phoi", Role.COORDINATION_OFFICE, province))
    appraiser = signed_in(make_officer("can-bo-thong-ke", walk.office, province))
    verifier = signed_in(make_person("can-bo-huyen", Role.DISTRICT_OFFICER, district)) if walk.has_district else None
    make_reading(commune, INCOME, walk.asked - 2, period=previous(walk.period), entered_by="ky-truoc")

    # The law asks a level, with its article and how sure we are of it.
    level = rulebook().set(NTM).indicator("10").asked(rulebook().place(region="TDMNPB"), walk.window_ends)
    assert level.value == walk.asked
    assert "318/QĐ-TTg" in level.source

    # The coordination office opens a round; the commune finds it in its work.
    round_ = opened_round(coordinator, walk)
    assert f"/rounds/{round_.pk}/units/{commune.pk}/" in officer.get("/inbox/").text

    # The sheet shows what the law asks and what was said last time. What is typed is kept and judged at once.
    sheet = f"/rounds/{round_.pk}/units/{commune.pk}/"
    page = officer.get(sheet).text
    assert f"từ {walk.asked} triệu đồng" in page
    assert f"{walk.asked - 2} triệu đồng" in page
    kept = typed(officer, sheet, value=f"{walk.asked - 1},5", version=0)
    assert "Chưa đạt" in kept["rows"][INCOME]["state"]

    # A photo proves it; the same page shows it to whoever checks.
    attached = officer.post(f"{sheet}evidence/", {"measure": INCOME, "file": photo()}, headers={"accept": "text/html"})
    assert attached.status_code == 302
    assert "bang-tinh.jpg" in officer.get(sheet).text

    # It is sent, counts as reported at once, and is locked.
    assert "Đã gửi 1 chỉ tiêu" in officer.post(f"{sheet}send/", follow=True).text
    assert outcome(walk) == Outcome.NOT_MET
    assert typed(officer, sheet, value="99", version=1)["code"] == "assessments/locked"

    # The first to check returns it: only that figure opens, and the author is told why.
    first = verifier or appraiser
    assert waiting(first, round_) == 1
    decide(first, round_, "return", note="Tính lại theo niên giám")
    assert "Tính lại theo niên giám" in officer.get("/inbox/").text
    assert "Tính lại theo niên giám" in officer.get(sheet).text

    # Corrected and sent anew, it is verified where there is a district, then appraised by the office that owns it.
    typed(officer, sheet, value=str(walk.asked), version=1)
    officer.post(f"{sheet}send/")
    if verifier:
        assert waiting(appraiser, round_) == 0
        decide(verifier, round_, "agree")
    decide(appraiser, round_, "agree")
    assert outcome(walk) == Outcome.MET
    assert waiting(appraiser, round_) == 0

    # It counts on the first screen of the leader.
    leader = signed_in(make_person("leader", Role.LEADER, province))
    overview = leader.get("/").text
    assert "Tân Phú" in overview
    assert ("Phú Lương" in overview) is walk.has_district

    # And *why?* tells its whole story: every figure and body, the level, the article, the photo, the day.
    story = leader.get(f"/units/{commune.pk}/why/{NTM}/10/").text
    told = {str(walk.asked), f"{walk.asked - 1},5", "can-bo-xa", "can-bo-thong-ke", "318/QĐ-TTg", "Đã thẩm định"}
    told |= {"bang-tinh.jpg", "Tính lại theo niên giám"} | ({"can-bo-huyen", "Đã thẩm tra"} if verifier else set())
    for words in told:
        assert words in story, words
    assert verify().lines > 0  # the whole log is as it was written


def previous(period: str) -> str:
    year, quarter = int(period[:4]), int(period[-1])
    return f"{year}-Q{quarter - 1}"


def opened_round(coordinator: Client, walk: Walk) -> Round:
    answer = coordinator.post(
        "/rounds/new/",
        {
            "kind": "quarter",
            "ends_on": walk.window_ends,
            "sets": [NTM],
            "kinds": ["xa"],
            "opens_on": walk.window_ends,
            "due_on": walk.today,
            "verify_due_on": walk.today,
            "appraise_due_on": walk.today,
        },
    )
    assert answer.status_code == 302, answer.text
    return Round.objects.get(period=walk.period)


def typed(officer: Client, sheet: str, *, value: str, version: int) -> dict:
    change = {"measure": INCOME, "version": version, "value": value}
    answer = officer.post(
        f"{sheet}save/",
        json.dumps({"changes": [change]}),
        content_type="application/json",
        headers={"accept": "application/json"},
    )
    return answer.json()


def photo() -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(kept, "JPEG")
    return SimpleUploadedFile("bang-tinh.jpg", kept.getvalue())


def waiting(person: Client, round_: Round) -> int:
    return person.get(f"/rounds/{round_.pk}/review/").context["total"]


def decide(person: Client, round_: Round, decision: str, note: str = "") -> None:
    page = person.get(f"/rounds/{round_.pk}/review/")
    [row] = page.context["rows"]
    said = {f"decision-{row.item.pk}": decision, f"note-{row.item.pk}": note}
    assert person.post(f"/rounds/{round_.pk}/review/", said).status_code == 302


def outcome(walk: Walk) -> str:
    return Standing.objects.get(criteria_set=NTM, period=walk.period).outcomes["10"]
