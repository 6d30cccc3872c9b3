from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ntm.accounts.selectors import held_by
from ntm.api.access import person
from ntm.api.words import answers
from ntm.ui.clock import today

router = Router(tags=["me"])


class Role(Schema):
    role: str
    unit_id: int
    unit: str
    office: str
    instead_of: str


class Me(Schema):
    username: str
    name: str
    roles: list[Role]


@router.get("me", response=answers(Me), url_name="me")
def me(request: HttpRequest) -> Any:
    """Say who the request acts for, and what they hold today."""
    user = person(request)
    roles = [
        {
            "role": one.role,
            "unit_id": one.unit.pk,
            "unit": one.unit.name,
            "office": one.office,
            "instead_of": one.instead_of,
        }
        for one in held_by(user, today())
    ]
    return {"username": user.username, "name": str(user), "roles": roles}
