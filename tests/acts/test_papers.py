"""Plans, submissions, decisions and minutes: drafted from what is known, asked for where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from ntm.accounts.models import Role
from ntm.core.documents import Article, Bullet, Heading, Paragraph
from ntm.reports.body import blocks_of
from ntm.reports.documents import document_of
from ntm.reports.drafts import draft_for
from ntm.reports.freezing import as_data, document_from
from ntm.reports.models import Paper, PaperKind
from ntm.reports.services import draft_paper
from tests.factories import NOON, make_person
from tests.small_province import small_province

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)


@pytest.fixture
def place():
    return small_province()


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.REPORT])
def test_every_kind_of_paper_is_drafted_and_freezes_without_loss(place, kind):
    draft = draft_for(kind, place.province, place.poor, DAY)
    paper = draft_paper(place.province, kind, draft, by="van-phong", at=NOON)
    document = document_of(paper)
    assert document.blocks
    assert document_from(as_data(document)) == document


def test_a_decision_is_the_chairs_own(place):
    draft = draft_for(PaperKind.DECISION, place.province, place.poor, DAY)
    document = document_of(draft_paper(place.province, PaperKind.DECISION, draft, by="v", at=NOON))
    assert document.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
    assert document.signature.capacity == "CHỦ TỊCH"
    assert [block.number for block in document.blocks if isinstance(block, Article)] == [1, 2, 3]


def test_a_level_that_nobody_registered_for_is_asked_for_not_guessed(place):
    assert "⟦mức đề nghị công nhận⟧" in draft_for(PaperKind.DECISION, place.province, place.poor, DAY).body


def test_lines_are_read_as_the_decree_names_them():
    blocks = blocks_of(
        "I. MỤC TIÊU\n1. Mục tiêu chung\n1. Đây là một câu.\na) Chi tiết\n- Một ý\nĐiều 2. Thi hành.\n\nCâu."
    )
    assert blocks == (
        Heading("I. MỤC TIÊU", 1),
        Heading("1. Mục tiêu chung", 2),
        Paragraph("1. Đây là một câu."),
        Heading("a) Chi tiết", 3),
        Bullet("Một ý"),
        Article(2, "Thi hành."),
        Paragraph("Câu."),
    )


def test_a_draft_is_changed_on_its_page_and_what_was_typed_is_kept_when_it_is_wrong(client, place):
    draft = draft_for(PaperKind.MINUTES, place.province, place.poor, DAY)
    paper = draft_paper(place.province, PaperKind.MINUTES, draft, by="v", at=NOON)
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    typed = {
        "subject": "",
        "place": "Thái Nguyên",
        "body": "I. HỌP\n- Ý một",
        "capacity": "TM. ỦY BAN NHÂN DÂN",
        "recipients": "Như trên\n\nLưu: VT",
    }
    wrong = client.post(f"/reports/papers/{paper.pk}/edit/", typed)
    assert wrong.status_code == 422
    assert "- Ý một" in wrong.text
    assert client.post(f"/reports/papers/{paper.pk}/edit/", typed | {"subject": "Họp"}).status_code == 302
    kept = Paper.objects.get(pk=paper.pk)
    assert (kept.subject, kept.recipients) == ("Họp", ["Như trên", "Lưu: VT"])


def test_a_new_paper_is_begun_on_its_page(client, place):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    said = {"unit": place.province.pk, "kind": "TTr", "about": place.poor.pk}
    answer = client.post("/reports/papers/new/", said)
    assert answer.status_code == 302
    assert "Dân Tiến" in Paper.objects.get().subject
    assert client.get(answer.url).status_code == 200
