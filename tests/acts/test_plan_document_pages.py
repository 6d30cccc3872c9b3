"""The page of a plan document: text and understanding side by side, each item corrected in its place."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import Kind
from ntm.plans.models import Plan, PlanDraft
from ntm.plans.selectors import targets_with_progress
from ntm.plans.services import UnitToRegister, accept_draft, begin_draft, register_units
from tests.acts.test_plan_drafts import SURE, answer_all, capital, items
from tests.factories import NOON, make_person, make_province, make_unit
from tests.plan_documents import DISTRICT, DOUBTFUL, LETTERS
from tests.small_plan import own_plan

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def keeper(client, province):
    client.force_login(make_person("dieu-phoi", Role.COORDINATION_OFFICE, province))
    return client


def begin(text, unit, year=2024):
    return begin_draft(text.encode(), "ke-hoach.txt", unit, year, by="dieu-phoi", at=NOON)


def address(draft, view="document", item=None, **more):
    return reverse(f"plans:{view}", args=[draft.pk, *([item.pk] if item else [])])


def send(client, text, name="ke-hoach.txt", **more):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse("plans:new_document"), {"file": file, "unit": "19", "year": "2024", **more})


def test_an_upload_leads_to_the_text_beside_what_was_understood(keeper):
    answer = send(keeper, DISTRICT)
    draft = PlanDraft.objects.get()
    assert answer.headers["Location"] == address(draft)
    page = keeper.get(address(draft)).text
    assert 'id="l11" class="line-understood"' in page
    assert 'id="l10" class="line-structure"' in page
    assert "Hội Nông dân huyện" in page


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [(b"\xff\xfe", "a.txt", "UTF-8"), (b"PK\x03\x04", "a.docx", "hỏng"), (b"%PDF", "a.pdf", "quét")],
)
def test_a_file_that_cannot_be_read_says_why_beside_the_field(keeper, content, name, says):
    answer = send(keeper, content, name)
    assert answer.status_code == 422
    assert says in answer.text
    assert not PlanDraft.objects.exists()


def test_a_unit_that_is_not_ones_own_cannot_be_chosen(keeper):
    make_unit("Bắc Kạn", Kind.PROVINCE, code="06")
    assert send(keeper, DISTRICT, unit="06").status_code == 422


def test_a_line_that_nothing_was_understood_of_is_marked_in_words(keeper, province):
    draft = begin(SURE.replace("I. MỤC TIÊU", "Một câu trước mục đầu tiên.\nI. MỤC TIÊU", 1), province)
    page = keeper.get(address(draft)).text
    assert 'class="line-unread"' in page
    assert "chưa hiểu" in page


def test_an_item_is_corrected_in_its_place_and_shows_what_the_machine_read(keeper, province):
    draft = begin(LETTERS, province)
    item = capital(draft, "programme")
    form = keeper.get(address(draft, "document_item", item), **HTMX).text
    assert 'value="812400"' in form
    assert "<html" not in form
    typed = {"name": "Tổng nguồn lực", "code": "programme", "amount": "812300", "clause": "A", "footnote": ""}
    answer = keeper.post(address(draft, "document_item", item), typed, **HTMX).text
    assert 'id="state"' in answer
    assert f'id="i-{item.pk}"' in answer
    assert "máy đọc “812.400.000.000”" in answer
    assert "lệch" not in answer


def test_what_was_typed_stays_when_it_is_not_right(keeper, province):
    draft = begin(LETTERS, province)
    item = capital(draft, "programme")
    typed = {"name": "Tổng", "code": "programme", "amount": "812.300", "clause": "A", "footnote": ""}
    answer = keeper.post(address(draft, "document_item", item), typed, **HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, f"#i-{item.pk}")
    assert 'value="812.300"' in answer.text
    assert "có thể là 812300" in answer.text
    without_script = keeper.post(address(draft, "document_item", item), typed)
    assert without_script.status_code == 422
    assert 'value="812.300"' in without_script.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["a page", "in place"])
def test_a_form_opened_before_somebody_else_saved_comes_back_with_both(keeper, province, headers):
    draft = begin(LETTERS, province)
    item = capital(draft, "programme")
    typed = {"name": "Tổng nguồn lực", "code": "programme", "amount": "812300", "clause": "A", "footnote": ""}
    opened = keeper.get(address(draft, "document_item", item)).context["seen"]
    keeper.post(address(draft, "document_item", item), {**typed, "seen": opened})

    mine = {**typed, "amount": "812000", "seen": opened}
    answer = keeper.post(address(draft, "document_item", item), mine, **headers)

    assert answer.status_code == (200 if headers else 422)  # htmx shows no other
    assert "dieu-phoi vừa thay đổi mục này" in answer.text
    assert "“812.300.000.000”" in answer.text
    assert 'value="812000"' in answer.text
    keeper.post(address(draft, "document_item", item), {**mine, "seen": answer.context["seen"]})
    item.refresh_from_db()
    assert item.now["amount_dong"] == 812_000_000_000


def test_without_script_an_act_leads_back_to_the_item(keeper, province):
    draft = begin(LETTERS, province)
    item = items(draft, "target")[0]
    answer = keeper.post(address(draft, "leave_out", item))
    assert answer.headers["Location"] == f"{address(draft)}#i-{item.pk}"
    assert "is-out" in keeper.get(address(draft)).text
    keeper.post(address(draft, "bring_back", item))
    assert "is-out" not in keeper.get(address(draft)).text


def test_a_question_is_answered_by_its_choice(keeper, province):
    draft = begin(DISTRICT, province)
    [mark] = [one for one in items(draft, "ask") if one.now["about"] == "mark"]
    answer = keeper.post(address(draft, "answer", mark), {"place": "0", "choice": "0"}, **HTMX)
    assert answer.headers["HX-Redirect"] == address(draft)
    assert capital(draft, "programme").now["amount_dong"] == 40_000_000_000
    again = keeper.post(address(draft, "answer", mark), {"place": "0", "choice": "0"})
    assert again.status_code == 422


def test_an_item_is_added_from_a_line(keeper, province):
    draft = begin(DOUBTFUL, province)
    page = f"{address(draft, 'add_item')}?part=target&line=10"
    assert "Có hai xã" in keeper.get(page).text
    typed = {"clause": "I.2", "tier": "commune", "level": "advanced", "at_least": "2"}
    answer = keeper.post(page, typed)
    added = items(draft, "target")[-1]
    assert (added.line, added.now["at_least"], added.read) == (10, 2, {})
    assert answer.headers["Location"].endswith(f"#i-{added.pk}")


def test_a_body_that_stands_in_no_list_is_typed_by_name(keeper, province):
    draft = begin(DISTRICT, province)
    item = next(one for one in items(draft, "clause") if one.now["reference"] == "IV.2-a")
    typed = {
        "reference": "IV.2-a", "kind": "organisation", "text": "Vận động hội viên.", "leads": [],
        "supports": ["ubnd-xa"], "other": "Hội Nông dân huyện La Hiên", "other_part": "leads",
        "rhythm": "", "due_on": "2024-11-30", "output": "",
    }  # fmt: skip
    keeper.post(address(draft, "document_item", item), typed)
    item.refresh_from_db()
    assert item.now["leads"] == ["hoi-nong-dan-huyen-la-hien"]
    assert (item.now["due_on"], item.open_questions) == ("2024-11-30", [])
    assert "Hội Nông dân huyện La Hiên" in keeper.get(address(draft)).text


def test_accepting_leads_to_the_plan_with_its_lines(keeper, province):
    draft = begin(SURE, province)
    assert "Nhận thành kế hoạch" in keeper.get(address(draft)).text
    answer = keeper.post(address(draft, "accept_document"), follow=True)
    assert Plan.objects.get().number == "19/KH-UBND"
    assert "dòng 8" in answer.text
    assert address(draft) in answer.text


def test_a_plan_in_use_shows_its_differences_and_no_button(keeper, province):
    first = begin(SURE, province)
    accept_draft(first, by="x", at=NOON)
    other = begin(SURE.replace("03 xã", "04 xã"), province)
    page = keeper.get(address(other)).text
    assert "Nhận thành kế hoạch" not in page
    assert 'id="differences"' in page
    assert keeper.post(address(other, "accept_document")).status_code == 422


def test_other_figures_come_first_and_mere_wording_is_folded_with_its_count(keeper, province):
    accept_draft(begin(SURE, province), by="x", at=NOON)
    told_otherwise = SURE.replace("Rà soát tiêu chí.", "Rà soát, đánh giá các tiêu chí năm 2024.")
    other = begin(told_otherwise.replace("03 xã", "04 xã"), province)
    page = keeper.get(address(other)).text
    told = page[page.index('id="differences"') :]
    figures, folded = told.index("Số liệu khác"), told.index("<details")
    assert figures < told.index(": 3 → 4") < folded < told.index("Rà soát, đánh giá")
    assert "1 điểm chỉ khác lời văn, số liệu như nhau" in told


def test_where_only_words_differ_the_page_says_that_no_figure_is_another(keeper, province):
    accept_draft(begin(SURE, province), by="x", at=NOON)
    page = keeper.get(address(begin(SURE.replace("Có 03 xã", "Thêm 3 xã"), province))).text
    assert "Không có số liệu nào khác" in page
    assert "0 về số liệu" in page


def test_the_document_is_saved_as_it_came_and_never_shown(keeper, province):
    draft = begin(SURE, province)
    answer = keeper.get(address(draft, "document_file"))
    assert b"".join(answer.streaming_content) == SURE.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_reader_sees_a_document_once_it_is_the_plan(client, province):
    draft = begin(SURE, province)
    client.force_login(make_person("lanh-dao", Role.LEADER, province))
    assert client.get(address(draft)).status_code == 404
    accept_draft(draft, by="x", at=NOON)
    assert client.get(address(draft)).status_code == 200
    assert client.get(address(draft, "document_file")).status_code == 200
    assert "Sửa" not in client.get(address(draft)).text


def test_the_district_keeps_its_own_plan(client, province):
    district = make_unit("La Hiên", Kind.RURAL_DISTRICT, province, code="172")
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, district))
    answer = send(client, DISTRICT, unit="172")
    draft = PlanDraft.objects.get()
    assert answer.headers["Location"] == address(draft)
    answer_all(draft)
    page = client.post(address(draft, "accept_document"), follow=True)
    plan = Plan.objects.get()
    assert plan.unit == district
    assert page.redirect_chain == [(f"/plans/{plan.pk}/?day=2024-12-31", 302)]
    assert all(f'id="{part}"' in page.text for part in ("targets", "tasks", "capital"))
    assert f"/plans/{plan.pk}/?day=2024-12-31" in client.get(address(draft)).text


def test_a_districts_plan_counts_the_registrations_of_its_own_communes(province):
    district, other = (make_unit(name, Kind.RURAL_DISTRICT, province) for name in ("La Hiên", "Thượng Nung"))
    above = own_plan(province, None)
    for unit in (make_unit("Tràng Xá", parent=district), make_unit("Sảng Mộc", parent=other)):
        register_units(above, [UnitToRegister(unit, "ntm")], is_sample=False, by="x", at=NOON)
    draft = begin(DISTRICT, district)
    answer_all(draft)
    plan = accept_draft(draft, by="x", at=NOON)
    rows = targets_with_progress(plan, date(2024, 12, 31))
    target = next(one for one in rows if one.target.level == "ntm" and not one.keeps)
    assert [one.unit.short_name for one in target.candidates] == ["Tràng Xá"]


def test_who_may_not_read_the_document_of_a_plan_gets_no_link_to_it(client, province):
    draft = begin(SURE, province)
    accept_draft(draft, by="x", at=NOON)
    client.force_login(make_person("xa", Role.COMMUNE_OFFICER, make_unit("Tràng Xá", parent=province)))
    assert client.get(address(draft)).status_code == 404
    page = client.get("/plans/?day=2024-12-31")
    assert page.status_code == 200
    assert address(draft) not in page.text
