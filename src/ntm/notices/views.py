from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.notices.models import Notice
from ntm.notices.services import mark_read
from ntm.notices.waiting import waiting_for
from ntm.ui.clock import now, today

ON_A_PAGE = 50


@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """What waits for the person, overdue first, and what they were told."""
    day = today()
    waiting = [(one, one.when(day), one.days_left(day)) for one in waiting_for(request.user, day)]
    notices = Notice.objects.filter(to=request.user).order_by("-made_at", "-pk")
    page = Paginator(notices, ON_A_PAGE).get_page(request.GET.get("page"))
    unread = notices.filter(read_at=None).count()
    return render(request, "notices/inbox.html", {"waiting": waiting, "page": page, "unread": unread, "today": day})


@require_POST
def open_notice(request: SignedIn, notice_id: int) -> HttpResponse:
    """Mark one's own notice as read and go where it leads."""
    notice = get_object_or_404(Notice, pk=notice_id, to=request.user)
    mark_read(Notice.objects.filter(pk=notice.pk), at=now())
    return redirect(notice.address)


@require_POST
def read_all(request: SignedIn) -> HttpResponse:
    """Mark everything one was told as read."""
    mark_read(Notice.objects.filter(to=request.user), at=now())
    return redirect("notices:inbox")
