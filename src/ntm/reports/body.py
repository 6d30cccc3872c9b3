"""Reading the text of a paper, line by line, into the parts that Decree 30/2020/NĐ-CP knows."""

from __future__ import annotations

import re

from ntm.core.documents import Article, Block, Bullet, Heading, Paragraph

_ROMAN = re.compile(r"[IVXL]+\. \S")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\. \S")
_LETTERED = re.compile(r"[a-zđ]\) \S")
_ARTICLE = re.compile(r"Điều (\d+)\. (.+)")
_ENDS_A_SENTENCE = (".", ";", ":", ",")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read ``I. …``, ``1. …``, ``a) …`` as headings, ``- …`` as a list, ``Điều 1. …`` as an article.

    A numbered or lettered line that ends like a sentence is a paragraph that begins with a number. Empty
    lines are left out.
    """
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> Block:
    article = _ARTICLE.fullmatch(line)
    if article:
        return Article(int(article[1]), article[2])
    if line.startswith(("- ", "+ ")):
        return Bullet(line[2:].strip())
    level = next((level for level, form in enumerate((_ROMAN, _NUMBERED, _LETTERED), 1) if form.match(line)), 0)
    if level == 1 or (level and not line.endswith(_ENDS_A_SENTENCE)):
        return Heading(line, level)
    return Paragraph(line)
