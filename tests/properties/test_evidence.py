"""Whatever bytes somebody sends: they are taken, or refused with a remedy, and nothing else happens."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from ntm.evidence.checks import checked
from ntm.evidence.names import clean_name
from ntm.evidence.problems import FileRefused
from tests.acts.test_evidence import office, pdf, photo

BEGINNINGS = {
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x00\x00\x00\x00WEBP",
    "pdf": b"%PDF-1.4\n",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
}
WHOLE = {"jpg": photo(), "png": photo("PNG"), "pdf": pdf(), "docx": office(), "xlsx": office("xl/workbook.xml")}


@given(ending=st.sampled_from(sorted(BEGINNINGS)), rest=st.binary(max_size=600))
def test_any_bytes_are_taken_or_refused(ending, rest):
    with contextlib.suppress(FileRefused):
        checked(BEGINNINGS[ending] + rest, f"a.{ending}")


@settings(max_examples=150)
@given(ending=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_a_file_with_one_wrong_byte_is_taken_or_refused(ending, data):
    content = bytearray(WHOLE[ending])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefused):
        checked(bytes(content), f"a.{ending}")


@given(st.text(max_size=400))
def test_a_clean_name_stays_as_it_is(given_name):
    name = clean_name(given_name)
    assert name
    assert len(name) <= 120
    assert not set(name) & set('/\\\x00<>:"|?*')
    assert clean_name(name) == name
