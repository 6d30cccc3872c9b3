"""How sure we are of a figure or of a wording of the law."""

from __future__ import annotations

from enum import StrEnum

from ntm.core.problems import Text


class Confidence(StrEnum):
    """HIGH was found in public material; MEDIUM is well remembered; LOW needs the official text."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def words(self) -> Text:
        return _WORDS[self]

    @classmethod
    def lowest(cls, *several: Confidence) -> Confidence:
        """Return the weakest of several: a chain is as sure as its weakest link."""
        return max(several, key=list(cls).index)


_WORDS = {
    Confidence.HIGH: Text("cao", "high"),
    Confidence.MEDIUM: Text("trung bình", "medium"),
    Confidence.LOW: Text("thấp", "low"),
}
