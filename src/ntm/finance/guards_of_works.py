"""What the database itself keeps true of approved totals, whoever writes: the same rules in both dialects.

1. A sealed approval equals the sum of its lines, to the đồng.
2. Neither the total nor the day of an approval changes; a sealed one keeps its lines.
3. Only approvals of sample data can be deleted.

``guards.py`` puts them up with those of the ledger.
"""

from __future__ import annotations

_LINES = "(SELECT coalesce(sum(amount_dong), 0) FROM finance_approvalline WHERE approval_id = NEW.id)"
_SEALED = "(SELECT sealed FROM finance_approval WHERE id = {}.approval_id)"
_REAL_AND_SEALED = "EXISTS (SELECT 1 FROM finance_approval WHERE id = OLD.approval_id AND sealed AND NOT is_sample)"
RULES = (
    (
        "an_approval_is_the_sum_of_its_lines",
        "finance_approval",
        "BEFORE UPDATE",
        f"NEW.sealed AND NOT OLD.sealed AND NEW.total_dong <> {_LINES}",
    ),
    ("an_approval_is_sealed_after_its_lines", "finance_approval", "BEFORE INSERT", "NEW.sealed"),
    (
        "an_approval_stays",
        "finance_approval",
        "BEFORE UPDATE",
        'NEW.total_dong <> OLD.total_dong OR NEW."on" <> OLD."on" OR NEW.work_id <> OLD.work_id'
        " OR (OLD.sealed AND NOT NEW.sealed)",
    ),
    ("an_approval_is_kept", "finance_approval", "BEFORE DELETE", "NOT OLD.is_sample"),
    ("no_line_joins_a_sealed_approval", "finance_approvalline", "BEFORE INSERT", _SEALED.format("NEW")),
    ("a_line_of_a_sealed_approval_stays", "finance_approvalline", "BEFORE UPDATE", _SEALED.format("OLD")),
    ("a_line_of_a_sealed_approval_is_kept", "finance_approvalline", "BEFORE DELETE", _REAL_AND_SEALED),
)
