"""What hides in a file is found by its structure; what an office's own programs write is let through."""

import io
import os
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ntm.accounts.models import Role
from ntm.audit.acts import words_for
from ntm.audit.models import Entry
from ntm.core.rulebook import LawFaults, load
from ntm.evidence.checks import checked
from ntm.evidence.models import Attachment
from ntm.evidence.models.file import evidence_storage
from ntm.evidence.names import clean_name
from ntm.evidence.problems import (
    AttachedAgain,
    Dangerous,
    HeicPhoto,
    OldOffice,
    UnpacksTooLarge,
    WrongContent,
)
from ntm.evidence.required import GENERAL, all_kinds
from ntm.evidence.selectors import attachment_counts, attachments_in, remarks
from ntm.evidence.services import Proof, attach, remove, restore
from ntm.evidence.storage import WholeFiles
from tests.factories import NOON, make_person, make_province, make_unit

ROOT = Path(__file__).resolve().parents[2]
ROADS = "commune-ntm-2021-2025/2.1"
NOISE = os.urandom(4000)  # cannot be packed, so that a small archive is not taken for a bomb
ODT = "application/vnd.oasis.opendocument.text"
LINK = b'<Relationship Type="http://x/attachedTemplate" Target="file://x" TargetMode="External"/>'


def picture(format_="JPEG") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, format_)
    return kept.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as one:
        for name, content in parts.items():
            one.writestr(name, content)
    return kept.getvalue()


def word(**more: bytes) -> bytes:
    """A Word file of two parts, and more: ``word__media`` is ``word/media``."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return archive(parts | {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()})


def open_document(**more: bytes) -> bytes:
    return archive({"mimetype": ODT.encode(), "content.xml": b"<x/>"} | more)


def pdf(*more: bytes, catalog: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF of one page; ``more`` are objects from number 4 on, ``catalog`` stands in the first one."""
    parts = [b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", *more]
    body, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    return (
        body
        + head
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            len(parts) + 1,
            len(body),
        )
        + tail
    )


def stream(content: bytes, words: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), words, content)


def packed_script() -> bytes:
    """A PDF whose script stands in a packed stream of objects, where no search of the bytes finds it."""
    inside = b"5 0 <</S/JavaScript/JS(app.alert(1))>>"
    packed = zlib.compress(inside)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"),
    ]
    body, rows = b"%PDF-1.5\n", [b"\0\0\0\0\0\xff"]
    for number, part in enumerate(parts, 1):
        rows.append(b"\1" + len(body).to_bytes(4, "big") + b"\0")
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows += [b"\2" + (4).to_bytes(4, "big") + b"\0", b"\1" + len(body).to_bytes(4, "big") + b"\0"]
    places = stream(b"".join(rows), b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
    return body + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF" % (places, len(body))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a picture that holds /JS by chance", pdf(stream(b"..\x01/JS \x02/Launch "), catalog=b"/Kept 4 0 R")),
        ("a font that is called Launch", pdf(b"<</Type/Font/BaseFont/Launch>>", catalog=b"/Kept 4 0 R")),
        ("a PDF with an end of line and zeros behind", pdf(tail=b"\r\n" + b"\0" * 2000)),
        ("a chart with its figures", word(**{"word/embeddings/Bang_tinh.xlsx": archive({"xl/workbook.xml": b"x"})})),
        ("a table that fills well", word(word__table=b"0" * 900_000)),
    ],
)
def test_what_offices_really_write_is_taken(name, content):
    ending = "pdf" if content.startswith(b"%PDF") else "docx"
    assert checked(content, f"a.{ending}").content_type


def test_a_telephone_may_put_more_pictures_or_its_makers_block_behind_a_photo():
    for tail in (picture(), b"\0\0\1\n" + NOISE + b"SEFT", b"\0" * 64):
        assert checked(picture() + tail, "a.jpg").content_type == "image/jpeg"


def test_open_documents_are_taken():
    assert checked(open_document(), "a.odt").content_type == ODT


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, OldOffice),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, OldOffice),
        ("a.heic", b"\0\0\0\x18ftypheic" + NOISE, HeicPhoto),
        ("a.jpg", b"\0\0\0\x18ftypmif1" + NOISE, HeicPhoto),
        ("khong-co-duoi", picture(), WrongContent),
        ("a.jpg", picture("PNG"), WrongContent),
        ("a.jpg", picture() + NOISE, WrongContent),
        ("a.jpg", picture() + word() + b"\xff\xd9", WrongContent),
        ("a.jpg", picture() + picture() + word() + b"\xff\xd9", WrongContent),
        ("a.jpg", picture() + b"<html>", WrongContent),
        ("a.png", picture("PNG") + NOISE + b"IEND\xaeB`\x82", WrongContent),
        ("a.webp", picture("WEBP") + NOISE, WrongContent),
        ("a.webp", picture("WEBP")[:-4], WrongContent),
        ("a.pdf", packed_script(), Dangerous),
        ("a.pdf", pdf(b"<</Type/EmbeddedFile>>", catalog=b"/Kept[4 0 R]"), Dangerous),
        ("a.pdf", pdf(b"[" + b"0 " * 700_000 + b"]", catalog=b"/Kept 4 0 R"), UnpacksTooLarge),
        ("a.pdf", pdf(tail=word()), WrongContent),
        ("a.pdf", pdf()[:-5], WrongContent),
        ("a.docx", word(**{"../../x.xml": b"x"}), WrongContent),
        ("a.docx", word(**{"C:/x.xml": b"x"}), WrongContent),
        ("a.docx", b"PK\x03\x04" + NOISE + word(), WrongContent),
        ("a.docx", word(**{"word/embeddings/oleObject1.bin": b"x"}), Dangerous),
        ("a.docx", word(**{"word/embeddings/a.xlsx": archive({"xl/vbaProject.bin": b"x"})}), Dangerous),
        ("a.docx", word(**{"word/_rels/settings.xml.rels": LINK}), Dangerous),
        ("a.docx", word(**{"xl/externalLinks/externalLink1.xml": b"<x:ddeLink>"}), Dangerous),
        ("a.docx", word(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), Dangerous),
        ("a.docx", word(big=b"0" * 30_000_000), UnpacksTooLarge),
        ("a.docx", word(**{f"{number}.xml": b"" for number in range(2_000)}), UnpacksTooLarge),
        ("a.odt", open_document(**{"Basic/Standard/Module1.xml": b"x"}), Dangerous),
        ("a.odt", open_document(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), Dangerous),
        ("a.ods", open_document(), WrongContent),
    ],
)
def test_what_hides_in_a_file_is_found_whatever_its_name_says(name, content, problem):
    with pytest.raises(problem) as refused:
        checked(content, name)
    assert refused.value.do.vi.startswith("Hãy")
    assert refused.value.code.startswith("evidence/")


@pytest.mark.parametrize("side", [8_000, 12_000, 20_000])
def test_a_photo_of_too_many_points_is_refused_before_it_is_drawn(side):
    """Pillow itself only warns about the second and complains about the third."""
    kept = io.BytesIO()
    Image.new("1", (side, side)).save(kept, "PNG")
    with pytest.raises(UnpacksTooLarge, match="bung ra"):
        checked(kept.getvalue(), "a.png")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("..", "minh-chung"),
        ("Nghi\u0323 quye\u0302\u0301t.pdf", "Nghị quyết.pdf"),
        ("a\u00ad\u2028\ud800b.pdf", "ab.pdf"),
        ("a." + "x" * 300, "a." + "x" * 118),
    ],
)
def test_a_name_keeps_vietnamese_letters_and_nothing_that_deceives(given, shown):
    assert clean_name(given) == shown


def signed_pdf() -> bytes:
    """A PDF signed with a certificate that nobody vouches for: whether to trust it is not asked here."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn An")])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2099, 1, 1))  # noqa: DTZ001
    signing = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = made.add_extension(signing, critical=True)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    signer = SimpleSigner(
        signing_cert=Certificate.load(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf()))
    return sign_pdf(writer, PdfSignatureMetadata(field_name="Ky"), signer=signer).getvalue()


def test_a_signature_tells_who_signed_when_and_whether_it_holds():
    content = signed_pdf()
    signature = checked(content, "a.pdf").signature
    assert "Nguyễn Văn An" in signature.signer
    assert signature.at
    assert signature.intact

    changed = content.replace(b"[0 0 9 9]", b"[0 0 8 8]")
    assert changed != content
    assert not checked(changed, "a.pdf").signature.intact


# Keeping, and the way back


@pytest.fixture
def commune(db):
    return make_unit("Yên Ninh", parent=make_province(), latitude=21.8, longitude=105.7)


def attached(commune, content=b"", name="anh.jpg", measure=ROADS, period="2024-Q3", kind="") -> Attachment:
    return attach(content or picture(), Proof(commune, measure, period, kind), name=name, by="can-bo-xa", at=NOON)


def test_taking_away_can_be_undone(commune):
    found = attached(commune)
    restored = restore(remove(found, by="can-bo-xa", at=NOON), by="can-bo-xa", at=NOON)
    assert list(Attachment.objects.current()) == [restored]
    assert Entry.objects.filter(act="evidence.restored").count() == 1


def test_what_was_attached_anew_is_not_brought_back_beside_itself(commune):
    removed = remove(attached(commune), by="can-bo-xa", at=NOON)
    attached(commune)
    with pytest.raises(AttachedAgain):
        restore(removed, by="can-bo-xa", at=NOON)


def test_a_file_comes_under_its_name_only_when_it_is_whole(tmp_path):
    class CutOff(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise ConnectionError

    store = WholeFiles(location=tmp_path, file_permissions_mode=0o600)
    with pytest.raises(ConnectionError):
        store.save("aa/bb/x", CutOff(b"half and half"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    assert store.save("aa/bb/x", ContentFile(b"whole")) == store.save("aa/bb/x", ContentFile(b"whole")) == "aa/bb/x"
    assert (tmp_path / "aa/bb/x").read_bytes() == b"whole"
    assert (tmp_path / "aa/bb/x").stat().st_mode & 0o777 == 0o600


KILLED = """
import os, sys
import django
django.setup()
from django.core.management import call_command
from ntm.evidence.services import Proof, attach
from tests.factories import NOON, make_unit
call_command("migrate", verbosity=0)
services = sys.modules["ntm.evidence.services.attach"]
services.record = lambda *_, **__: os._exit(9)
unit = make_unit()
attach(open(sys.argv[1], "rb").read(), Proof(unit, "x/1", "2024-Q3"), name="a.jpg", by="x", at=NOON)
"""
LOOK = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from ntm.evidence.models import Attachment, File
from ntm.evidence.services import sweep
print(Attachment.objects.count(), File.objects.count(), len(sweep(before=timezone.now(), delete=True)))
"""


def test_a_server_that_dies_between_file_and_row_leaves_nothing_to_see(tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(picture())
    alone = {
        "NTM_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "ntm.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PATH": os.environ["PATH"],
    }
    killed = subprocess.run([sys.executable, "-c", KILLED, photo], env=alone, capture_output=True, check=False)
    assert killed.returncode == 9, killed.stderr.decode()
    left = subprocess.run([sys.executable, "-c", LOOK], env=alone, capture_output=True, text=True, check=True)
    assert left.stdout.split() == ["0", "0", "1"]


def test_bytes_that_no_row_knows_are_written_anew_and_so_are_safe_from_the_sweep(commune):
    first = attached(commune).file
    name = first.stored.name
    Attachment.objects.all().delete()
    first.delete()
    before = evidence_storage().get_modified_time(name)
    attached(commune)
    assert evidence_storage().get_modified_time(name) > before


def test_a_dry_sweep_only_lists(commune, capsys):
    with evidence_storage().open("zz/orphan", "wb") as orphan:
        orphan.write(b"x")
    call_command("evidence", "sweep", "--dry-run")
    assert evidence_storage().exists("zz/orphan")
    assert "zz/orphan" not in capsys.readouterr().out  # it is younger than a day


# What is told, and to whom


def test_a_photo_from_before_the_period_is_remarked(commune):
    found = attached(commune)
    found.file.photo_taken_at = datetime(2024, 6, 14, 1, tzinfo=UTC)
    assert [one.vi for one in remarks(found, on=date(2024, 9, 30))] == ["chụp ngày 14/06/2024, trước kỳ"]
    found.file.photo_taken_at += timedelta(days=1)
    assert remarks(found, on=date(2024, 9, 30)) == ()


def test_a_signature_that_came_late_or_does_not_hold_is_remarked(commune):
    found = attached(commune)
    found.file.signed_at, found.file.signature_intact = datetime(2024, 9, 16, 1, tzinfo=UTC), False
    said = [one.vi for one in remarks(found, on=date(2024, 9, 30), due_on=date(2024, 9, 15))]
    assert said == ["ký số ngày 16/09/2024, sau hạn", "nội dung đã đổi sau khi ký"]


def test_lists_ask_one_question_however_many_files_there_are(commune):
    units = [commune, make_unit("Yên Đổ")]
    for unit in units:
        attached(unit)
        attached(unit, picture("PNG"), "b.png")
    with CaptureQueriesContext(connection) as asked:
        names = [(row.unit.name, row.file.size) for rows in attachments_in(units, "2024-Q3").values() for row in rows]
        counted = attachment_counts(units, "2024-Q3")
    assert len(names) == 4
    assert counted == {(unit.pk, ROADS): 2 for unit in units}
    assert len(asked) == 2


@pytest.fixture
def officer(client, commune):
    client.force_login(make_person("can-bo-xa", Role.COMMUNE_OFFICER, commune))
    return client


@pytest.mark.parametrize("page", ["", "download/", "preview/"])
def test_evidence_of_another_commune_looks_like_none(officer, page):
    foreign = attached(make_unit("Yên Đổ"))
    assert officer.get(f"/evidence/{foreign.pk}/{page}").status_code == 404
    assert officer.get(f"/evidence/999999/{page}").status_code == 404


@pytest.mark.parametrize(
    ("begins", "ends", "period", "day"),
    [
        (date(2021, 1, 1), date(2025, 6, 30), "2024-Q3", "2025-12-31"),  # gone by the day of the page
        (date(2025, 7, 1), None, "2025-Q2", "2025-12-31"),  # not yet there at the end of the period
    ],
)
def test_evidence_is_read_on_the_day_of_the_page_or_on_the_last_of_its_period(client, db, begins, ends, period, day):
    province = make_province()
    found = attached(make_unit("Yên Đổ", parent=province, valid_from=begins, valid_until=ends), period=period)
    client.force_login(make_person("lanh-dao", Role.LEADER, province))
    assert client.get(f"/evidence/{found.pk}/?day={day}").status_code == 200


def test_what_was_taken_away_is_still_shown_as_such(officer, commune):
    removed = remove(attached(commune), by="can-bo-xa", at=NOON)
    assert "can-bo-xa đã gỡ ngày 20/09/2024" in officer.get(f"/evidence/{removed.pk}/").text


@pytest.mark.parametrize(
    ("kind", "shown"), [("planning-approval", "văn bản phê duyệt quy hoạch chung"), ("mot-ma-cu", "mot-ma-cu")]
)
def test_the_page_names_the_kind_of_document(officer, commune, kind, shown):
    found = attached(commune, measure="commune-ntm-2021-2025/1.1", kind=kind)
    assert shown in officer.get(f"/evidence/{found.pk}/").text


def test_the_log_says_every_act_on_evidence_in_words():
    for act in ("evidence.attached", "evidence.removed", "evidence.restored"):
        assert words_for(act).vi != act


def test_a_paper_has_no_preview(officer, commune):
    assert officer.get(f"/evidence/{attached(commune, pdf(), 'a.pdf').pk}/preview/").status_code == 404


@pytest.mark.parametrize("page", ["download/", "preview/"])
def test_a_file_that_the_store_lost_says_whom_to_ask(officer, commune, page):
    found = attached(commune)
    evidence_storage().delete(found.file.stored.name)
    answer = officer.get(f"/evidence/{found.pk}/{page}")
    assert answer.status_code == 422
    assert "ntm evidence verify" in answer.text


# Which documents an indicator asks for


def test_every_document_asked_for_belongs_to_an_indicator_of_its_set():
    book = load(ROOT / "law")
    known = {
        (criteria_set.id, indicator.code)
        for criteria_set in book.sets.values()
        for criterion in criteria_set.criteria
        for indicator in criterion.indicators
    }
    assert all_kinds(ROOT / "law").keys() - {GENERAL} <= known


def test_every_fault_of_the_files_is_listed_with_its_place(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "a-set.yaml").write_text('"1":\n  - {kind: plan, source: x}\n1.10: []\n"2": text\n', encoding="utf-8")
    (folder / "b-set.yaml").write_text("{", encoding="utf-8")
    with pytest.raises(LawFaults) as refused:
        all_kinds(tmp_path)
    places = {fault.place for fault in refused.value.faults}
    assert {
        "evidence/a-set.yaml › 1 › 1 › name",
        "evidence/a-set.yaml › 1 › 1 › confidence",
        "evidence/a-set.yaml › 1.10",
        "evidence/a-set.yaml › 2",
        "evidence/b-set.yaml",
    } <= places
