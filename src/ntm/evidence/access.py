from __future__ import annotations

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.core.periods import Quarter
from ntm.evidence.models import Attachment


def attachment_for(user: User, attachment_id: int) -> Attachment:
    """Return an attachment, also one taken away, if ``user`` reads its unit; otherwise answer 404."""
    found = Attachment.objects.select_related("file", "unit").filter(pk=attachment_id).first()
    if found is None:
        raise Http404
    day = Quarter.parse(found.period).ends_on
    if not visible_units(user, day).filter(pk=found.unit_id).exists():
        raise Http404
    return found
