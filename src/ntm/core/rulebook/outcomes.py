"""What a judgement can come to."""

from __future__ import annotations

from enum import StrEnum

from ntm.core.problems import Text


class Outcome(StrEnum):
    """Five answers, so that a missing value or a missing level is never taken for a failure."""

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NO_LEVEL = "no_level"
    NOT_APPLICABLE = "not_applicable"

    @property
    def counts_as_met(self) -> bool:
        """Whether nothing is missing: what does not apply is not owed."""
        return self in {Outcome.MET, Outcome.NOT_APPLICABLE}

    @property
    def words(self) -> Text:
        return _WORDS[self]


_WORDS = {
    Outcome.MET: Text("Đạt", "Met"),
    Outcome.NOT_MET: Text("Chưa đạt", "Not met"),
    Outcome.NO_DATA: Text("Chưa có số liệu", "No data yet"),
    Outcome.NO_LEVEL: Text("Chưa có mức quy định", "No level set"),
    Outcome.NOT_APPLICABLE: Text("Không áp dụng", "Not applicable"),
}
