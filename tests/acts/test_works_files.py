"""Photos and documents of a work: taken at the site, told when far, served safely, never lost."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ntm.accounts.models import Role
from ntm.finance.models import Progress, WorkFile
from ntm.finance.selectors.work_page import page_of
from ntm.finance.services import add_files, remove_file, upload
from tests.factories import make_person
from tests.small_works import BY, DAY, make_work, photo, small_works

pytestmark = pytest.mark.django_db
TODAY = date(2024, 9, 30)  # of the tests


@pytest.fixture
def small():
    return small_works()


@pytest.fixture
def officer(client, small):
    person = make_person("xa", Role.COMMUNE_OFFICER, small.place.poor)
    client.force_login(person)
    return person


def file(content, name="anh.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_an_officer_records_progress_with_a_photo_and_nothing_else(client, small, officer):
    typed = {
        "percent": "35",
        "on": "2024-09-20",
        "photos": file(photo()),
        "here_latitude": "21.7",
        "here_longitude": "106",
    }
    assert client.post(reverse("finance:progress", args=[small.work.pk]), typed).status_code == 302
    shot = WorkFile.objects.get()
    assert (shot.progress, shot.is_photo, shot.latitude) == (Progress.objects.get(), True, 21.7)
    assert page_of(small.work, TODAY).shots[0].away_km is None
    page = client.get(reverse("finance:work", args=[small.work.pk])).text
    assert reverse("finance:work_picture", args=[small.work.pk, shot.pk, "small"]) in page


def test_a_photo_taken_elsewhere_says_how_far_and_its_own_place_wins(client, small):
    there = upload(photo(at=(21, 106), taken="2024:05:01 08:00:00"), "xa.jpg", (21.7, 106.0))
    [kept] = add_files(small.work, [there], **BY)
    assert (kept.latitude, kept.taken_at.year, kept.taken_at.month) == (21.0, 2024, 5)
    [shot] = page_of(small.work, DAY).shots
    assert round(shot.away_km) == 78


def test_photos_stand_in_order_of_time_with_the_first_and_the_newest_in_front(small):
    moments = {"red": "2024:08:01 08:00:00", "blue": "2024:04:01 08:00:00", "green": "2024:06:01 08:00:00"}
    for colour, taken in moments.items():
        add_files(small.work, [upload(photo(colour, taken=taken), f"{colour}.jpg")], **BY)
    page = page_of(small.work, DAY)
    assert [one.file.name for one in page.shots] == ["blue.jpg", "green.jpg", "red.jpg"]
    assert [one.file.name for one in page.before_and_now] == ["blue.jpg", "red.jpg"]


def test_a_picture_is_drawn_anew_and_small_without_its_exif(client, small, officer):
    [kept] = add_files(small.work, [upload(photo(at=(21, 106)), "a.jpg")], **BY)
    answer = client.get(reverse("finance:work_picture", args=[small.work.pk, kept.pk, "small"]))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not Image.open(io.BytesIO(answer.content)).getexif()
    assert client.get(reverse("finance:work_picture", args=[small.work.pk, kept.pk, "huge"])).status_code == 404


def test_a_file_of_another_work_is_not_found_through_this_one(client, small, officer):
    [kept] = add_files(small.work, [upload(photo(), "a.jpg")], **BY)
    assert client.get(reverse("finance:work_file", args=[small.work.pk + 1, kept.pk])).status_code == 404


def test_the_same_photo_is_kept_once_and_what_is_taken_away_stays_in_the_history(small):
    [kept] = add_files(small.work, [upload(photo(), "a.jpg")], **BY)
    assert add_files(small.work, [upload(photo(), "b.jpg")], **BY) == []
    remove_file(kept, **BY)
    assert page_of(small.work, DAY).shots == ()
    assert WorkFile.objects.get().removed_by == "huyen"
    [again] = add_files(small.work, [upload(photo(), "a.jpg")], **BY)
    assert again.pk != kept.pk


def test_a_file_that_is_no_photo_is_refused_beside_its_field_and_nothing_is_recorded(client, small, officer):
    typed = {"percent": "35", "on": "2024-09-20", "note": "đổ bê tông", "photos": file(b"MZ\x90 not a photo")}
    answer = client.post(reverse("finance:progress", args=[small.work.pk]), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["photos"]
    assert "đổ bê tông" in answer.text
    assert not Progress.objects.exists()
    assert not WorkFile.objects.exists()


def test_documents_are_listed_apart_and_served_as_downloads(client, small, officer):
    from tests.acts.test_evidence import pdf

    address = reverse("finance:work_files", args=[small.work.pk])
    answer = client.post(address, {"papers": SimpleUploadedFile("bien-ban.pdf", pdf()), "note": "Bản quét"})
    assert answer.status_code == 302
    [paper] = page_of(small.work, TODAY).papers
    served = client.get(reverse("finance:work_file", args=[small.work.pk, paper.pk]))
    assert served["Content-Disposition"].startswith("attachment")


def test_one_photo_for_two_works_is_told_on_both_pages(client, small, officer):
    other = make_work(small.place, "CT2")
    for work in (small.work, other):
        add_files(
            work,
            [
                upload(photo("red"), "a.jpg"),
                upload(photo(taken=f"2024:05:0{work.pk % 9 + 1} 08:00:00"), "b.jpg"),
            ],
            **BY,
        )
    shots = page_of(other, TODAY).shots
    assert sorted(one.elsewhere for one in shots) == [False, True]
    page = client.get(reverse("finance:work", args=[small.work.pk]), {"day": "2024-09-30"}).text
    assert "ảnh này cũng dùng cho công trình khác" in page
