"""What each role may do. A right always holds inside a part of the area tree, and only while it is held."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ntm.accounts.models import Role


class Right(StrEnum):
    """One thing that a person may do in the units of an assignment."""

    READ = "read"  # every figure of the units and below
    REPORT = "report"  # enter and send the figures of the unit itself
    VERIFY = "verify"  # check what the units below sent
    APPRAISE = "appraise"  # confirm the criteria that the person's office owns
    MANAGE_ROUNDS = "manage-rounds"  # open, extend and close review rounds
    PLAN = "plan"  # keep plans, registrations and scenarios of the units
    CARRY_OUT = "carry-out"  # tell how far the tasks of one's office or unit have come; keep one's office's plan
    CAPITAL = "capital"  # post to the ledger, keep works and arrears
    SIGN = "sign"  # approve and sign: reports, documents, scenarios
    READ_LOG = "read-log"  # the audit log
    ADMINISTER = "administer"  # people, offices, assignments


GIVES: Mapping[str, frozenset[Right]] = {
    Role.COMMUNE_OFFICER: frozenset({Right.READ, Right.REPORT, Right.PLAN, Right.CARRY_OUT}),
    Role.DISTRICT_OFFICER: frozenset(
        {Right.READ, Right.REPORT, Right.VERIFY, Right.PLAN, Right.CARRY_OUT, Right.CAPITAL}
    ),
    Role.DEPARTMENT_OFFICER: frozenset({Right.READ, Right.APPRAISE, Right.CARRY_OUT}),
    Role.COORDINATION_OFFICE: frozenset(
        {Right.READ, Right.REPORT, Right.APPRAISE, Right.MANAGE_ROUNDS, Right.PLAN, Right.CARRY_OUT, Right.CAPITAL}
    ),
    Role.LEADER: frozenset({Right.READ, Right.SIGN}),
    Role.FRONT: frozenset({Right.READ, Right.CARRY_OUT}),
    Role.AUDITOR: frozenset({Right.READ, Right.READ_LOG}),
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.READ_LOG, Right.ADMINISTER}),
}
