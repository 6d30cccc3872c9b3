"""The three names that absence has in a law file; a bare null is never one of them."""

from __future__ import annotations

from enum import StrEnum

from ntm.core.problems import Text


class Silence(StrEnum):
    """What stands in place of a level: nobody may read it as a number."""

    REPEALED = "repealed"
    UNKNOWN = "unknown"
    LEFT_TO_PROVINCE = "left_to_province"

    @property
    def words(self) -> Text:
        return _WORDS[self]


_WORDS = {
    Silence.REPEALED: Text("đã bãi bỏ", "repealed"),
    Silence.UNKNOWN: Text("chưa rõ mức quy định", "level not known"),
    Silence.LEFT_TO_PROVINCE: Text(
        "do UBND cấp tỉnh quy định, chưa nạp quyết định", "left to the province, not yet loaded"
    ),
}
