"""Words of a draft: questions in the reader's language, what a person did to an item."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from ntm.core.problems import Text
from ntm.plans.models import Correction
from ntm.plans.selectors.drafts import HEAD_WORDS, DraftRow

register = template.Library()
_ACTS = {
    "corrected": Text("Đã sửa", "Corrected"),
    "answered": Text("Đã trả lời", "Answered"),
    "added": Text("Người dùng thêm", "Added by a person"),
    "taken-out": Text("Đã bỏ", "Taken out"),
    "put-back": Text("Đã đưa lại", "Put back"),
}


@register.filter
def asked(question: Mapping[str, str]) -> str:
    """Say a question or one of its choices."""
    return question["en" if (get_language() or "vi").startswith("en") else "vi"]


@register.filter
def act_words(correction: Correction) -> Text:
    return _ACTS[correction.act]


@register.filter
def head_words(row: DraftRow) -> Text:
    """Return what a field of the head is called."""
    return HEAD_WORDS[row.item.now["field"]]
