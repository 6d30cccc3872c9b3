"""Files that prove figures: what is taken, what is refused, what is told of them, who may see them."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from PIL import ExifTags, Image

from ntm.accounts.models import Role
from ntm.areas.models import Unit
from ntm.audit.models import Entry
from ntm.evidence.models import Attachment, File
from ntm.evidence.models.file import evidence_storage
from ntm.evidence.names import clean_name
from ntm.evidence.problems import Dangerous, Empty, FileRefused, TooLarge, WrongContent
from ntm.evidence.required import required_for
from ntm.evidence.selectors import attachments_of, missing_kinds, remarks, used_elsewhere
from ntm.evidence.services import Proof, attach, remove, sweep, verify_files
from tests.factories import NOON, make_person, make_province, make_unit

pytestmark = pytest.mark.django_db
NTM = "commune-ntm-2021-2025"
ROADS = f"{NTM}/2.1"


@pytest.fixture
def commune():
    return make_unit("Yên Ninh", parent=make_province(), latitude=21.8, longitude=105.7)


def photo(format_="JPEG", size=(40, 30), exif=None) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "green").save(kept, format_, **({"exif": exif} if exif else {}))
    return kept.getvalue()


def pdf(extra: bytes = b"") -> bytes:
    """Write a PDF of one empty page by hand, with a right table of places."""
    parts = [b"<</Type/Catalog/Pages 2 0 R" + extra + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + trailer


def office(part="word/document.xml", **more: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.pop("types", b"<Types/>"))
        archive.writestr(part, b"<document/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def attached(commune: Unit, content=None, name="anh.jpg", **more) -> Attachment:
    proof = Proof(commune, more.pop("measure", ROADS), more.pop("period", "2024-Q3"), **more)
    return attach(photo() if content is None else content, proof, name=name, by="can-bo-xa", at=NOON)


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("a.jpg", photo(), "image/jpeg"),
        ("a.PNG", photo("PNG"), "image/png"),
        ("a.webp", photo("WEBP"), "image/webp"),
        ("a.pdf", pdf(), "application/pdf"),
        ("a.docx", office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_photos_papers_and_tables_are_taken(commune, name, content, kept_as):
    assert attached(commune, content, name).file.content_type == kept_as


def locked_zip() -> bytes:
    """Mark the first part as encrypted, in its own header and in the table."""
    content = bytearray(office())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.jpg", b"", Empty),
        ("a.exe", b"MZ", WrongContent),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", FileRefused),
        ("a.doc", b"\xd0\xcf\x11\xe0", WrongContent),
        ("a.png", photo(), WrongContent),
        ("a.jpg", photo()[:200], WrongContent),
        ("a.jpg", photo() + b"<script>alert(1)</script>" * 9, WrongContent),
        ("a.png", photo("PNG") + office(), WrongContent),
        ("a.pdf", b"GIF89a" + pdf(), WrongContent),
        ("a.pdf", b"%PDF-1.4\nbroken", WrongContent),
        ("a.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), Dangerous),
        ("a.pdf", pdf(b"/OpenAction<</S/J#61vaScript>>"), Dangerous),
        ("a.pdf", pdf(b"/AA<</O<</S/Launch>>>>"), Dangerous),
        ("a.docx", office("xl/workbook.xml"), WrongContent),
        ("a.docx", office(**{"word/vbaProject.bin": b"x"}), Dangerous),
        ("a.xlsx", office("xl/workbook.xml", xl__embeddings__a=b"x"), Dangerous),
        ("a.docx", office(types=b"<Types>macroEnabled</Types>"), Dangerous),
        ("a.docx", locked_zip(), Dangerous),
        ("a.docx", office(word__big=b"0" * 30_000_000), FileRefused),
        ("a.docx", b"PK\x03\x04broken", WrongContent),
    ],
)
def test_what_no_office_should_open_is_refused_with_a_remedy(commune, name, content, problem):
    with pytest.raises(problem) as refused:
        attached(commune, content, name)
    assert refused.value.do.vi.startswith("Hãy")
    assert not File.objects.exists()


def test_a_file_beyond_the_limit_is_refused(commune, settings):
    settings.EVIDENCE_MAX_MB = 0
    with pytest.raises(TooLarge):
        attached(commune)


def test_a_photo_of_too_many_points_is_refused(commune):
    with pytest.raises(FileRefused):
        attached(commune, photo("PNG", (9000, 9000)), "a.png")


def test_the_same_bytes_are_kept_once(commune):
    first, second = attached(commune), attached(commune, name="khac.jpg", measure=f"{NTM}/2.2")
    assert first.file == second.file
    assert File.objects.count() == 1


def test_attaching_again_changes_nothing(commune):
    assert attached(commune) == attached(commune, name="lan-hai.jpg")
    assert Entry.objects.filter(act="evidence.attached").count() == 1


def test_what_is_taken_away_stays_in_the_history(commune):
    removed = remove(attached(commune), by="can-bo-xa", at=NOON)
    assert attachments_of(commune, "2024-Q3") == {}
    assert Attachment.objects.get() == removed
    assert attached(commune) != removed  # it may be attached again


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/Ảnh đường.jpg", "Ảnh đường.jpg"),
        ("C:\\anh\\a.jpg", "a.jpg"),
        ("a\x00b\u202egpj.jpg", "abgpj.jpg"),
        ("", "minh-chung"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, shown):
    assert clean_name(given) == shown


def placed_photo(latitude: float, longitude: float, taken: str) -> bytes:
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (latitude, 0.0, 0.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (longitude, 0.0, 0.0)
    exif[ExifTags.Base.DateTime] = taken
    return photo(exif=exif)


def test_a_photo_tells_where_and_when_it_was_taken(commune):
    file = attached(commune, placed_photo(21.0, 105.0, "2024:09:01 08:00:00")).file
    assert (file.photo_latitude, file.photo_longitude) == (21.0, 105.0)
    assert file.photo_taken_at == datetime(2024, 9, 1, 1, tzinfo=UTC)


def test_a_photo_from_far_away_or_after_the_period_is_remarked(commune):
    said = [
        one.vi for one in remarks(attached(commune, placed_photo(10.0, 106.0, "2024:10:01 08:00:00")), on=NOON.date())
    ]
    assert any("km" in words for words in said)
    assert any("sau kỳ" in words for words in said)


def test_a_paper_that_ran_out_is_remarked(commune):
    paper = attached(commune, pdf(), "a.pdf", valid_until=date(2024, 8, 31))
    assert [one.vi for one in remarks(paper, on=date(2024, 9, 30))] == ["hết hiệu lực ngày 31/08/2024"]
    assert remarks(paper, on=date(2024, 8, 31)) == ()


def test_the_same_file_elsewhere_is_shown_as_far_as_the_reader_sees(commune):
    other = make_unit("Yên Đổ")
    here = attached(commune)
    there = attached(other, measure=f"{NTM}/2.2")
    assert used_elsewhere([here], Unit.objects.all())[here.pk] == [there]
    assert used_elsewhere([here], Unit.objects.filter(pk=commune.pk))[here.pk] == []


def test_a_named_document_is_owed_until_it_is_there(commune):
    plan = f"{NTM}/1.1"
    [kind] = required_for(plan)
    photo_only = attached(commune, measure=plan)
    assert missing_kinds(plan, [photo_only]) == (kind,)
    assert missing_kinds(plan, [attached(commune, pdf(), "qd.pdf", measure=plan, kind=kind.kind)]) == ()


def test_any_file_will_do_where_the_law_names_none(commune):
    assert [one.kind for one in missing_kinds(ROADS, [])] == [""]
    assert missing_kinds(ROADS, [attached(commune)]) == ()


def test_a_download_never_runs_in_the_sites_name(client, commune):
    found = attached(commune, pdf(), "Quyết định.pdf")
    client.force_login(make_person("can-bo-xa", Role.COMMUNE_OFFICER, commune))
    answer = client.get(f"/evidence/{found.pk}/download/")
    assert b"".join(answer.streaming_content) == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Quy")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_preview_is_drawn_anew_without_what_the_camera_wrote(client, commune):
    found = attached(commune, placed_photo(21.0, 105.0, "2024:09:01 08:00:00"))
    client.force_login(make_person("can-bo-xa", Role.COMMUNE_OFFICER, commune))
    answer = client.get(f"/evidence/{found.pk}/preview/")
    assert not Image.open(io.BytesIO(answer.content)).getexif()
    assert client.get(f"/evidence/{found.pk}/").status_code == 200


def test_a_changed_or_missing_file_is_found(commune, capsys):
    first, second = attached(commune).file, attached(commune, pdf(), "a.pdf").file
    call_command("evidence", "verify")
    storage = evidence_storage()
    storage.delete(first.stored.name)
    storage.delete(second.stored.name)
    with storage.open(second.stored.name, "wb") as stream:
        stream.write(b"something else")
    assert {(one.file, one.is_missing) for one in verify_files()} == {(first, True), (second, False)}
    with pytest.raises(CommandError, match="2 tệp"):
        call_command("evidence", "verify")


def test_only_files_that_nothing_points_at_are_swept(commune):
    kept = attached(commune).file
    storage = evidence_storage()
    with storage.open("zz/zz/orphan", "wb") as stream:
        stream.write(b"left behind")
    later = datetime.now(UTC) + timedelta(days=1)
    assert "zz/zz/orphan" in sweep(before=later, delete=True)
    assert not storage.exists("zz/zz/orphan")
    assert storage.exists(kept.stored.name)
    assert sweep(before=datetime(2020, 1, 1, tzinfo=UTC), delete=True) == []
