from __future__ import annotations

from datetime import date

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.core.periods import Quarter
from ntm.evidence.models import Attachment


def attachment_for(user: User, attachment_id: int, day: date) -> Attachment:
    """Return an attachment, also one taken away, if ``user`` reads its unit; otherwise answer 404.

    The unit must be theirs on the day of the page or on the last day of the attachment's period: a
    commune that has since become part of another still shows what it proved.
    """
    found = Attachment.objects.select_related("file", "unit").filter(pk=attachment_id).first()
    if found is None:
        raise Http404
    for read_on in (Quarter.parse(found.period).ends_on, day):
        if visible_units(user, read_on).filter(pk=found.unit_id).exists():
            return found
    raise Http404
