"""Levels in a word or two."""

from __future__ import annotations

from django import template

from ntm.core.problems import Text
from ntm.criteria.selectors import rulebook
from ntm.ui.templatetags.ntm import said

register = template.Library()

_LEVELS = {
    "ntm": Text("Nông thôn mới", "NTM"),
    "advanced": Text("Nâng cao", "Advanced"),
    "model": Text("Kiểu mẫu", "Model"),
    "completed": Text("Hoàn thành nhiệm vụ", "Completed"),
}


@register.filter
def level_words(level: str) -> str:
    """Say a level, for a tab: ``advanced`` → ``Nâng cao``."""
    return said(_LEVELS[level])


@register.filter
def level_of(set_id: str) -> str:
    """Say the level of a set by its id."""
    return level_words(rulebook().set(set_id).level)
