from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.notices.models import Notice
from ntm.notices.selectors import notices_of, unread_count
from ntm.notices.services import mark_all_read, mark_read
from ntm.notices.waiting import waiting_for
from ntm.ui.clock import now, today

ON_A_PAGE = 50


@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """What waits for the person, overdue first, and what they were told."""
    day = today()
    waiting = [
        {"work": one, "when": one.when(day), "is_overdue": one.is_overdue(day), "is_soon": one.is_soon(day)}
        for one in waiting_for(request.user, day)
    ]
    page = Paginator(notices_of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    unread = unread_count(request.user)
    return render(request, "notices/inbox.html", {"waiting": waiting, "page": page, "unread": unread})


@require_POST
def open_notice(request: SignedIn, notice_id: int) -> HttpResponse:
    """Mark one's own notice as read and go where it leads."""
    notice = get_object_or_404(Notice, pk=notice_id, to=request.user)
    mark_read(notice, at=now())
    return redirect(notice.address)


@require_POST
def read_all(request: SignedIn) -> HttpResponse:
    """Mark everything one was told as read."""
    number = mark_all_read(request.user, at=now())
    done = ngettext("%(number)s notice is marked as read.", "%(number)s notices are marked as read.", number)
    messages.success(request, done % {"number": number})
    return redirect("notices:inbox")
