"""Plans, submissions, decisions and minutes: drafted from what is known, asked for where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ntm.accounts.models import Role
from ntm.core.documents import Article, Bullet, Heading, Paragraph, write_docx
from ntm.reports.body import blocks_of
from ntm.reports.documents import document_of
from ntm.reports.drafts import changing, draft_for
from ntm.reports.freezing import as_data, document_from
from ntm.reports.models import Effect, Paper, PaperKind
from ntm.reports.problems import NotIssuedHere
from ntm.reports.services import Draft, change_paper, draft_paper, issue, send
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


@pytest.fixture
def decision(place, settings):
    settings.DEMO = True
    return issued(place, Draft("Về việc công nhận xã", "Điều 1. Công nhận."), date(2024, 9, 20))


def issued(place, draft, day):
    paper = draft_paper(place.province, PaperKind.DECISION, draft, by="van-phong", at=NOON)
    send(paper, by="van-phong", at=NOON)
    paper.refresh_from_db()
    return issue(paper, signer="Nguyễn Văn Lãnh", issued_on=day, by="lanh-dao", at=NOON + timedelta(days=5))


def test_a_paper_that_replaces_another_points_at_it_and_is_pointed_at(client, place, decision):
    draft = changing(Draft("Về việc thay thế", "Điều 1. Thay thế."), decision, Effect.REPLACES)
    assert "01/QĐ-UBND ngày 20/09/2024" in draft.bases[-1]
    later = draft_paper(place.province, PaperKind.DECISION, draft, by="van-phong", at=NOON)
    assert decision.later == []  # a draft changes nothing yet

    send(later, by="van-phong", at=NOON)
    later.refresh_from_db()
    later = issue(
        later, signer="Nguyễn Văn Lãnh", issued_on=date(2024, 9, 25), by="lanh-dao", at=NOON + timedelta(days=5)
    )

    [(words, found)] = decision.later
    assert (words.vi, found) == ("Được thay thế bởi", later)
    assert later.reference in client.get(f"/reports/verify/{decision.code}/").content.decode()
    assert decision.reference in client.get(f"/reports/verify/{later.code}/").content.decode()


def test_what_was_frozen_stays_when_a_later_paper_changes_it(place, decision):
    before = write_docx(document_of(decision))
    issued(place, changing(Draft("Sửa đổi", "Điều 1. Sửa."), decision, Effect.AMENDS), date(2024, 9, 25))

    assert write_docx(document_of(Paper.objects.get(pk=decision.pk))) == before


def test_only_an_issued_paper_of_the_same_unit_can_be_changed(place, decision):
    own = Draft("Nháp", "Điều 1.", changes=decision, effect=Effect.REPEALS)
    with pytest.raises(NotIssuedHere, match="Võ Nhai"):
        draft_paper(place.vo_nhai, PaperKind.DECISION, own, by="huyen", at=NOON)

    open_draft = draft_paper(place.province, PaperKind.DECISION, Draft("Nháp"), by="v", at=NOON)
    with pytest.raises(NotIssuedHere):
        draft_paper(place.province, PaperKind.DECISION, replace(own, changes=open_draft), by="v", at=NOON)


def test_the_form_asks_how_a_paper_changes_the_other(client, place, decision):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    said = {"unit": place.province.pk, "kind": "QĐ", "changes": decision.pk}

    assert client.post("/reports/papers/new/", said).status_code == 422
    assert client.post("/reports/papers/new/", {**said, "effect": "repeals"}).status_code == 302
    assert Paper.objects.get(changes=decision).effect == Effect.REPEALS


def test_the_second_of_two_who_change_a_draft_sees_what_the_first_kept(client, place):
    paper = draft_paper(place.province, PaperKind.DECISION, Draft("Về việc", "Điều 1. X."), by="v", at=NOON)
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    address = f"/reports/papers/{paper.pk}/edit/"
    typed = {"subject": "Của tôi", "place": "Thái Nguyên", "body": "Điều 1. X.", "capacity": "CHỦ TỊCH"}
    seen = client.get(address).context["seen"]
    change_paper(paper, {"subject": "Của người kia"}, by="khac", at=NOON)

    answer = client.post(address, typed | {"seen": seen})
    assert answer.status_code == 422
    assert all(words in answer.text for words in ("Của tôi", "Của người kia"))
    assert client.post(address, typed | {"seen": answer.context["seen"]}).status_code == 302
    assert Paper.objects.get(pk=paper.pk).subject == "Của tôi"
