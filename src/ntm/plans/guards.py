"""What the database itself keeps true of scenarios, whoever writes to it: what was asked never changes.

A name, a state and results come and go; the question, the figures it was asked of and their fingerprint stay.
"""

from __future__ import annotations

NAME = "what_a_scenario_asked_stays"
# The fingerprint is of the whole question, so a question cannot change behind it and be computed again unseen.
_CHANGED = "NEW.fingerprint <> OLD.fingerprint OR NEW.day <> OLD.day OR NEW.plan_id <> OLD.plan_id"


def statements(vendor: str) -> list[str]:
    """Return the statements that set the guard up, for ``sqlite`` or ``postgresql``."""
    if vendor == "sqlite":
        changed = f"{_CHANGED} OR NEW.asked <> OLD.asked OR NEW.question <> OLD.question"
        return [
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON plans_scenario WHEN {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
        ]
    changed = f"{_CHANGED} OR NEW.asked::text <> OLD.asked::text OR NEW.question::text <> OLD.question::text"
    refused = f"RAISE EXCEPTION '{NAME}' USING ERRCODE = 'integrity_constraint_violation';"
    return [
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {changed} THEN {refused} END IF; RETURN NEW; END $$; "
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON plans_scenario FOR EACH ROW EXECUTE FUNCTION {NAME}()"
    ]
