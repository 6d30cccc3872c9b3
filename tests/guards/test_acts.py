"""Every act that the product records has a name in both languages, so that the log reads as sentences."""

import re
from pathlib import Path

import pytest

from ntm.audit.acts import words_for

ROOT = Path(__file__).resolve().parents[2]
# A code stands as the first word of record(…), or in a name in capitals that is handed to it.
_CODE = re.compile(
    r'"((?:areas|plans|recognition|assessments|accounts|criteria|evidence|finance|reports|config|demo)\.[a-z_]+)"'
)
RECORDED = sorted(
    {
        code
        for folder in ("src/ntm", "demo")
        for path in (ROOT / folder).rglob("*.py")
        if "record(" in (source := path.read_text(encoding="utf-8"))
        for code in _CODE.findall(source)
    }
)


def test_the_acts_of_the_product_were_found():
    assert {"plans.plan_loaded", "demo.sample_loaded", "assessments.standings_rebuilt"} <= set(RECORDED)


@pytest.mark.parametrize("code", RECORDED)
def test_every_act_has_a_name_in_both_languages(code):
    words = words_for(code)
    assert words.vi != code
    assert words.en not in {code, words.vi}
