"""What the database itself refuses: a line of the log is neither changed nor taken out, whoever asks for it.

Somebody who may drop a trigger can still do it; the seals, and the last seal kept elsewhere, are for them.
"""

from __future__ import annotations

TABLE = "audit_entry"
RULES = (("a_line_of_the_log_stays", "UPDATE"), ("a_line_of_the_log_is_kept", "DELETE"))


def statements(vendor: str) -> list[str]:
    """Return the statements that set the guards up, for ``sqlite`` or ``postgresql``."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            for name, act in RULES
        ]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END $$; "
        f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()"
        for name, act in RULES
    ]


def undoing(vendor: str) -> list[str]:
    """Return the statements that take the guards away."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name, _ in RULES]
    return [f"DROP FUNCTION {name}() CASCADE" for name, _ in RULES]
