"""What the reader is not sure of: a question for a person, never a guess."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.core.problems import Text


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the value that the field gets, and how it is said."""

    value: object
    words: Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about one field. ``as_read`` says that what was read may stand once a person agrees."""

    field: str
    what: Text
    options: tuple[Option, ...] = ()
    as_read: bool = True
