"""Words of a draft: questions and fields in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from ntm.core.problems import Text
from ntm.plans.selectors.drafts import HEAD_WORDS, DraftRow

register = template.Library()


@register.filter
def asked(question: Mapping[str, str]) -> str:
    """Say a question or one of its choices."""
    return question["en" if (get_language() or "vi").startswith("en") else "vi"]


@register.filter
def head_words(row: DraftRow) -> Text:
    """Return what a field of the head is called."""
    return HEAD_WORDS[row.item.now["field"]]
