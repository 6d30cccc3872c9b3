"""Telling people what happened to their figures, in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from ntm.accounts.models import User
from ntm.accounts.selectors.people import people_in
from ntm.assessments.models import Item
from ntm.core.problems import Text
from ntm.notices.services import tell


def tell_of_return(items: Sequence[Item], because: str, *, at: datetime) -> None:
    """Tell the authors and their colleagues which figures came back, and why; one notice for each unit."""
    day = timezone.localtime(at).date()
    for unit in {item.unit for item in items}:
        of_unit = [item for item in items if item.unit == unit]
        codes = ", ".join(item.code for item in of_unit)
        authors = User.objects.filter(username__in={item.reported_by for item in of_unit})
        tell(
            {*authors, *people_in([unit], day)},
            about="assessments.returned",
            words=Text(
                f"{unit.name}: trả lại {len(of_unit)} chỉ tiêu ({codes}). Lý do: {because}",
                f"{unit.name}: {len(of_unit)} indicators came back ({codes}). Reason: {because}",
            ),
            address=reverse("assessments:sheet", args=[of_unit[0].round_id, unit.pk]),
            at=at,
        )
