"""Whatever bytes arrive under whatever name: they are taken, or refused in words, and nothing else happens."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ntm.evidence.checks import Checked, checked
from ntm.evidence.names import clean_name
from ntm.evidence.problems import FileRefused

BEGINNINGS = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\0\0\0WEBP", b"%PDF-1.7\n", b"PK\x03\x04", b""]
ENDINGS = ["jpg", "png", "webp", "pdf", "docx", "xlsx", "odt", "ods", "exe", ""]
PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n168\n%%EOF"
)


def picture(format_: str) -> bytes:
    kept = io.BytesIO()
    exif = Image.Exif()
    exif[0x0132] = "2024:09:01 08:00:00"
    Image.effect_noise((16, 16), 50).convert("RGB").save(kept, format_, exif=exif)
    return kept.getvalue()


def word() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>" * 50)
    return kept.getvalue()


WHOLE = {"jpg": picture("JPEG"), "png": picture("PNG"), "webp": picture("WEBP"), "pdf": PDF, "docx": word()}


def taken_or_refused(content: bytes, name: str) -> None:
    answer: Checked | FileRefused
    try:
        answer = checked(content, clean_name(name))
    except FileRefused as refused:
        answer = refused
    assert isinstance(answer, Checked) or (answer.do.vi and answer.code.startswith("evidence/"))


@given(ending=st.sampled_from(sorted(WHOLE)), name=st.text(max_size=100))
def test_a_sound_file_is_taken_under_any_name_that_ends_as_it_should(ending, name):
    assert checked(WHOLE[ending], clean_name(f"{name}x.{ending}")).content_type


@given(begin=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=300), ending=st.sampled_from(ENDINGS))
def test_any_bytes_are_taken_or_refused_in_words(begin, rest, ending):
    taken_or_refused(begin + rest, f"a.{ending}")


@settings(max_examples=300)
@given(data=st.data(), ending=st.sampled_from(sorted(WHOLE)))
def test_a_damaged_file_is_taken_or_refused_in_words(data, ending):
    content = bytearray(WHOLE[ending])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    taken_or_refused(bytes(content), f"a.{ending}")
    taken_or_refused(bytes(content[:cut]), f"a.{ending}")


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_kept(name):
    shown = clean_name(name)
    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\\0\r\n<>:"')
    assert clean_name(shown) == shown
    shown.encode()
