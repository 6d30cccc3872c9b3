"""What the roles are called in both languages."""

from __future__ import annotations

from ntm.accounts.models import Role
from ntm.core.problems import Text

_ENGLISH = {
    Role.COMMUNE_OFFICER: "Commune officer",
    Role.DISTRICT_OFFICER: "District officer",
    Role.DEPARTMENT_OFFICER: "Department officer",
    Role.COORDINATION_OFFICE: "Coordination office",
    Role.LEADER: "Leader",
    Role.FRONT: "The Front",
    Role.AUDITOR: "Inspector, auditor",
    Role.ADMINISTRATOR: "Administrator",
}
ROLES = {role: Text(str(role.label), _ENGLISH[role]) for role in Role}
