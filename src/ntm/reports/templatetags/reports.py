"""Small questions that the templates of reports ask."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from ntm.core.documents import Block
from ntm.reports.contents.cells import Column

register = template.Library()


@register.filter
def column_align(columns: Sequence[Column], place: int) -> str:
    """Return how a cell lies: ``left``, ``right`` or ``center``."""
    return columns[place].align if place < len(columns) else "left"


@register.filter
def block_kind(block: Block) -> str:
    """Return the kind of a part of a text: ``heading``, ``bullet``, ``article``, ``paragraph``."""
    return type(block).__name__.lower()
