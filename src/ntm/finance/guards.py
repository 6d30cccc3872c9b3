"""What the database itself keeps true of the ledger, whoever writes to it: the same rules in both dialects.

1. A sealed budget equals the sum of its lines, to the đồng, and no longer changes.
2. Money comes from outside, and leaves to it, only by a line of a sealed budget or by a valued contribution, once.
3. Transfers are never changed; only those of sample data can be deleted.
4. The balance of an account is what its transfers say, and nobody can write another.
5. A contribution counts for its quantity times the rate that it names; once valued it stays.
6. A work has at most the total of its newest decision, unless a transfer names the decision that lets it have more.

SQLite drops the guards of a table that a migration makes anew, so they are lifted before the migrations of this app
and put up again after them (``apps.py``); ``ntm capital verify`` says when one is missing.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from ntm.finance.guards_of_works import RULES as OF_WORKS

# Each rule: name, table, moment, the condition under which the write is refused.
_LINES = (
    "(SELECT coalesce(sum(amount_dong), 0) FROM finance_budgetline WHERE budget_id = NEW.id AND source {} 'credit')"
)
_SUMS_DIFFER = f"(NEW.total_dong <> {_LINES.format('<>')} OR NEW.credit_dong <> {_LINES.format('=')})"
_BUDGET_SEALED = "(SELECT sealed FROM finance_budget WHERE id = {}.budget_id)"
_REAL_BUDGET_SEALED = "EXISTS (SELECT 1 FROM finance_budget WHERE id = OLD.budget_id AND sealed AND NOT is_sample)"
_STATED_BY_A_LINE = (
    "EXISTS (SELECT 1 FROM finance_budgetline line JOIN finance_budget budget ON budget.id = line.budget_id "
    "JOIN finance_account account ON account.id = coalesce(NEW.after_id, NEW.before_id) "
    "WHERE line.id = NEW.line_id AND line.amount_dong = NEW.amount_dong AND budget.sealed "
    "AND (budget.kind = 'reduction') = (NEW.act = 'reduce') "
    "AND budget.unit_id = account.unit_id AND budget.year = account.year AND account.budget_year = account.year "
    "AND account.work_id IS NULL AND line.source = account.source AND account.stage = '1-expected')"
)
_STATED_BY_A_CONTRIBUTION = (
    "EXISTS (SELECT 1 FROM finance_contribution gift "
    "JOIN finance_account account ON account.id = coalesce(NEW.after_id, NEW.before_id) "
    "WHERE gift.id = NEW.contribution_id AND gift.value_dong = NEW.amount_dong "
    "AND (gift.withdrawn_on IS NOT NULL) = (NEW.act = 'withdraw') "
    "AND gift.unit_id = account.unit_id AND gift.year = account.year AND account.budget_year = account.year "
    "AND coalesce(gift.work_id, 0) = coalesce(account.work_id, 0) AND gift.source = account.source "
    "AND account.stage = CASE gift.form WHEN 'cash' THEN '3-assigned' ELSE '4-disbursed' END)"
)
_SUM_OF_TRANSFERS = (
    "((SELECT coalesce(sum(amount_dong), 0) FROM finance_transfer WHERE after_id = NEW.id)"
    " - (SELECT coalesce(sum(amount_dong), 0) FROM finance_transfer WHERE before_id = NEW.id))"
)
# Half a đồng of rounding and no more; SQLite multiplies decimals inexactly, so a hundredth is let be.
_NOT_ITS_RATE = (
    "NEW.rate_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM finance_rate rate WHERE rate.id = NEW.rate_id "
    'AND rate.form = NEW.form AND rate.valid_from <= NEW."on" '
    "AND abs(2 * (NEW.value_dong - NEW.quantity * rate.dong_each)) < 1.01)"
)
_FACTS = ("unit_id", "year", "form", "quantity", "measure", "source", "giver", "giver_kind")
_FACTS_DIFFER = " OR ".join(
    [
        *(f"NEW.{name} <> OLD.{name}" for name in _FACTS),
        'NEW."on" <> OLD."on"',
        "coalesce(NEW.work_id, 0) <> coalesce(OLD.work_id, 0)",
        "OLD.withdrawn_on IS NOT NULL",
        "(OLD.value_dong IS NOT NULL AND coalesce(NEW.value_dong, 0) <> OLD.value_dong)",
        "(OLD.value_dong IS NOT NULL AND (coalesce(NEW.rate_id, 0) <> coalesce(OLD.rate_id, 0)"
        " OR NEW.basis <> OLD.basis))",
    ]
)
_APPROVED = (
    "(SELECT coalesce(max(approval.total_dong), 0) FROM finance_approval approval"
    " WHERE approval.work_id = account.work_id AND approval.set_aside_at IS NULL"
    ' AND approval."on" = (SELECT max(newest."on") FROM finance_approval newest'
    " WHERE newest.work_id = account.work_id AND newest.set_aside_at IS NULL))"
)
_MORE_THAN_APPROVED = (  # made of the words of this file alone
    "NEW.act IN ('assign', 'contribute') AND NEW.exceeds_by = '' AND EXISTS ("  # noqa: S608
    "SELECT 1 FROM finance_account account WHERE account.id = NEW.after_id AND account.work_id IS NOT NULL "
    "AND " + _APPROVED + " < NEW.amount_dong + ("
    "SELECT coalesce(sum(balance_dong), 0) FROM finance_account held "
    "WHERE held.work_id = account.work_id AND held.stage >= '3-assigned'))"
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
        " OR NEW.unit_id <> OLD.unit_id OR NEW.year <> OLD.year OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind)",
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
        f"NEW.act IN ('open', 'reduce') AND NOT {_STATED_BY_A_LINE}",
    ),
    (
        "a_gift_is_a_valued_contribution",
        "finance_transfer",
        "BEFORE INSERT",
        f"NEW.act IN ('contribute', 'withdraw') AND NOT {_STATED_BY_A_CONTRIBUTION}",
    ),
    ("a_work_has_at_most_its_approved_total", "finance_transfer", "BEFORE INSERT", _MORE_THAN_APPROVED),
    ("a_transfer_stays", "finance_transfer", "BEFORE UPDATE", "OLD.id = OLD.id"),
    ("a_transfer_is_kept", "finance_transfer", "BEFORE DELETE", "NOT OLD.is_sample"),
    ("a_value_is_quantity_times_rate", "finance_contribution", "BEFORE INSERT", _NOT_ITS_RATE),
    ("a_new_value_is_quantity_times_rate", "finance_contribution", "BEFORE UPDATE", _NOT_ITS_RATE),
    ("a_contribution_stays", "finance_contribution", "BEFORE UPDATE", _FACTS_DIFFER),
    ("a_contribution_is_kept", "finance_contribution", "BEFORE DELETE", "NOT OLD.is_sample"),
    ("a_rate_stays", "finance_rate", "BEFORE UPDATE", "OLD.id = OLD.id"),
    ("a_file_stays", "finance_ledgerfile", "BEFORE UPDATE", "OLD.id = OLD.id"),
    *OF_WORKS,
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
        refusing = [
            f"CREATE TRIGGER {name} {moment} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for name, table, moment, when in RULES
        ]
        keeping = [
            f"CREATE TRIGGER {name} {moment} ON finance_transfer BEGIN {' '.join(updates)} END"
            for name, moment, updates in KEEPING
        ]
        return refusing + keeping
    return [*map(_refusing, RULES), *map(_keeping, KEEPING)]


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


# The triggers that stand on tables of this app, with the function of each in PostgreSQL.
_STANDING = {
    "sqlite": "SELECT name, name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'finance%'",
    "postgresql": "SELECT t.tgname, p.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " JOIN pg_proc p ON p.oid = t.tgfoid WHERE c.relname LIKE 'finance%' AND NOT t.tgisinternal",
}


def standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the guards that the database has now: the name of each trigger, and of its function."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that should stand and do not."""
    return sorted({name for name, *_ in (*RULES, *KEEPING)} - standing(connection).keys())


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take every guard down, those of older rules as well."""
    found = standing(connection)
    with connection.cursor() as cursor:
        for name, function in found.items():
            sql = f"DROP TRIGGER {name}" if connection.vendor == "sqlite" else f"DROP FUNCTION {function}() CASCADE"
            cursor.execute(sql)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put up the guards as this file states them."""
    # A statement of SQLite's may hold semicolons, so each is handed over whole.
    for statement in statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)
