"""What the database itself keeps true of the ledger, whoever writes to it: the same rules in both dialects.

1. A sealed budget equals the sum of its lines, to the đồng, and no longer changes.
2. Money comes from outside only as a line of a sealed budget, once.
3. Transfers are never changed; only those of sample data can be deleted.
4. The balance of an account is what its transfers say, and nobody can write another.
"""

from __future__ import annotations

from collections.abc import Sequence

# Each rule: name, table, moment, the condition under which the write is refused.
_LINES = (
    "(SELECT coalesce(sum(amount_dong), 0) FROM finance_budgetline WHERE budget_id = NEW.id AND source {} 'credit')"
)
_SUMS_DIFFER = f"(NEW.total_dong <> {_LINES.format('<>')} OR NEW.credit_dong <> {_LINES.format('=')})"
_BUDGET_SEALED = "(SELECT sealed FROM finance_budget WHERE id = {}.budget_id)"
_REAL_BUDGET_SEALED = "EXISTS (SELECT 1 FROM finance_budget WHERE id = OLD.budget_id AND sealed AND NOT is_sample)"
_STATED = (
    "(SELECT line.amount_dong FROM finance_budgetline line JOIN finance_budget budget ON budget.id = line.budget_id "
    "JOIN finance_account account ON account.id = NEW.after_id WHERE budget.sealed "
    "AND budget.unit_id = account.unit_id AND budget.year = account.year "
    "AND account.budget_year = account.year AND account.work_id IS NULL "
    "AND line.source = account.source AND account.stage = '1-expected')"
)
_SUM_OF_TRANSFERS = (
    "((SELECT coalesce(sum(amount_dong), 0) FROM finance_transfer WHERE after_id = NEW.id)"
    " - (SELECT coalesce(sum(amount_dong), 0) FROM finance_transfer WHERE before_id = NEW.id))"
)
RULES = (
    (
        "a_budget_is_the_sum_of_its_lines",
        "finance_budget",
        "BEFORE UPDATE",
        f"NEW.sealed AND NOT OLD.sealed AND {_SUMS_DIFFER}",
    ),
    ("a_budget_is_sealed_after_its_lines", "finance_budget", "BEFORE INSERT", "NEW.sealed"),
    (
        "a_sealed_budget_stays",
        "finance_budget",
        "BEFORE UPDATE",
        "OLD.sealed AND (NOT NEW.sealed OR NEW.total_dong <> OLD.total_dong OR NEW.credit_dong <> OLD.credit_dong"
        " OR NEW.unit_id <> OLD.unit_id OR NEW.year <> OLD.year)",
    ),
    ("a_sealed_budget_is_kept", "finance_budget", "BEFORE DELETE", "OLD.sealed AND NOT OLD.is_sample"),
    ("no_line_joins_a_sealed_budget", "finance_budgetline", "BEFORE INSERT", _BUDGET_SEALED.format("NEW")),
    ("a_line_of_a_sealed_budget_stays", "finance_budgetline", "BEFORE UPDATE", _BUDGET_SEALED.format("OLD")),
    ("a_line_of_a_sealed_budget_is_kept", "finance_budgetline", "BEFORE DELETE", _REAL_BUDGET_SEALED),
    ("an_account_begins_empty", "finance_account", "BEFORE INSERT", "NEW.balance_dong <> 0"),
    (
        "a_balance_is_what_its_transfers_say",
        "finance_account",
        "AFTER UPDATE",
        f"NEW.balance_dong <> {_SUM_OF_TRANSFERS}",
    ),
    (
        "an_opening_is_a_line_of_a_sealed_budget",
        "finance_transfer",
        "BEFORE INSERT",
        f"NEW.before_id IS NULL AND NEW.amount_dong <> coalesce({_STATED}, -1)",
    ),
    ("a_transfer_stays", "finance_transfer", "BEFORE UPDATE", "OLD.id = OLD.id"),
    ("a_transfer_is_kept", "finance_transfer", "BEFORE DELETE", "NOT OLD.is_sample"),
)
# What keeps the balances: name, moment, and the updates.
_TAKE = "UPDATE finance_account SET balance_dong = balance_dong - {row}.amount_dong WHERE id = {row}.{end}_id;"
_GIVE = "UPDATE finance_account SET balance_dong = balance_dong + {row}.amount_dong WHERE id = {row}.{end}_id;"
KEEPING = (
    (
        "a_transfer_moves_the_balances",
        "AFTER INSERT",
        (_TAKE.format(row="NEW", end="before"), _GIVE.format(row="NEW", end="after")),
    ),
    (
        "a_deleted_sample_moves_them_back",
        "AFTER DELETE",
        (_TAKE.format(row="OLD", end="after"), _GIVE.format(row="OLD", end="before")),
    ),
)


def statements(vendor: str) -> list[str]:
    """Return the statements that set the guards up, for ``sqlite`` or ``postgresql``."""
    if vendor == "sqlite":
        keeping = [
            f"CREATE TRIGGER {name} {moment} ON finance_transfer BEGIN {' '.join(updates)} END"
            for name, moment, updates in KEEPING
        ]
        return refusals(vendor, RULES) + keeping
    return [*refusals(vendor, RULES), *map(_keeping, KEEPING)]


def refusals(vendor: str, rules: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Return one statement for each rule (name, table, moment, condition) that makes the database refuse."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} {moment} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for name, table, moment, when in rules
        ]
    return [*map(_refusing, rules)]


def _refusing(rule: tuple[str, str, str, str]) -> str:
    name, table, moment, when = rule
    raised = f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation';"
    row = "OLD" if "DELETE" in moment else "NEW"
    return _function(name, table, moment, f"IF {when} THEN {raised} END IF; RETURN {row};")


def _keeping(rule: tuple[str, str, tuple[str, ...]]) -> str:
    name, moment, updates = rule
    return _function(name, "finance_transfer", moment, f"{' '.join(updates)} RETURN NULL;")


def _function(name: str, table: str, moment: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$; "
        f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
