"""Papers: the register, writing one, sending, signing, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Tier
from ntm.reports.access import may_sign, may_write, paper_for, papers_for, require, units_to_write
from ntm.reports.documents import document_of
from ntm.reports.drafts import changing, draft_for
from ntm.reports.filling import gaps_in
from ntm.reports.forms import IssueForm, NewPaperForm, PaperForm
from ntm.reports.models import Paper, PaperKind, PaperState, Report
from ntm.reports.problems import WrittenMeanwhile
from ntm.reports.services import change_paper, draft_paper, issue, send, send_back, state_of
from ntm.ui.clock import now, today

_A_PAGE = 50


@require_safe
def register(request: SignedIn) -> HttpResponse:
    """The number register: issued papers by number, and drafts on their way."""
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    found = papers_for(request.user).select_related("unit")
    if kind in PaperKind.values:
        found = found.filter(kind=kind)
    if year.isdigit():
        found = found.filter(year=int(year))
    context = {
        "page": Paginator(found, _A_PAGE).get_page(request.GET.get("page")),
        "kinds": list(PaperKind),
        "kind": kind,
        "year": year,
        "years": sorted(set(papers_for(request.user).values_list("year", flat=True)), reverse=True),
        "may_write": units_to_write(request.user).exists(),
    }
    return render(request, "reports/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Begin a plan, submission, decision or minutes, drafted from what is known."""
    units = units_to_write(request.user).in_vietnamese_order()
    require(units.exists())
    about = visible_units(request.user, request.day).filter(tier__in=[Tier.COMMUNE, Tier.DISTRICT])
    initial = {name: request.GET.get(name) for name in ("kind", "about", "unit", "changes")}
    form = NewPaperForm(request.POST or None, units=units, about=about.in_vietnamese_order(), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kind = PaperKind(said["kind"])
        draft = draft_for(kind, said["unit"], said["about"], request.day)
        if said["changes"]:
            draft = changing(draft, said["changes"], said["effect"])
        paper = draft_paper(said["unit"], kind, draft, by=request.user.username, at=now())
        messages.success(request, gettext("The paper is drafted. Write what is marked, then send it to be signed."))
        return redirect("reports:paper", paper.pk)
    return render(request, "reports/new_paper.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def paper(request: SignedIn, paper_id: int) -> HttpResponse:
    """One paper as it will be printed, with what comes next."""
    found = paper_for(request.user, paper_id)
    report = Report.objects.filter(paper=found).first()
    if report is not None:
        return redirect("reports:report", report.pk)
    context = {
        "paper": found,
        "document": document_of(found),
        "to_write": _gaps(found),
        "may_draft": may_write(request.user, found),
        "may_write": may_write(request.user, found) and found.state == PaperState.DRAFT,
        "may_sign": may_sign(request.user, found) and found.state == PaperState.WAITING,
        "issue_form": IssueForm(signer=found.signer or str(request.user), day=today()),
        "issued": found.state == PaperState.ISSUED,
    }
    return render(request, "reports/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, paper_id: int) -> HttpResponse:
    """Change the words of a draft."""
    found = _written(request, paper_id)
    form = PaperForm(request.POST or None, paper=found)
    stands = Paper.objects.get(pk=found.pk)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen")
        try:
            change_paper(stands, form.cleaned_data, by=request.user.username, at=now(), seen=seen)
        except WrittenMeanwhile as problem:
            form.add_error(None, problem.said_in(get_language() or "vi"))
            form.show_beside(stands)
        else:
            messages.success(request, gettext("The paper was kept."))
            return redirect("reports:paper", found.pk)
    context = {"form": form, "paper": found, "seen": state_of(stands)}
    return render(request, "reports/edit_paper.html", context, status=422 if form.errors else 200)


@require_POST
def send_on(request: SignedIn, paper_id: int) -> HttpResponse:
    """Send a draft to be signed."""
    found = send(_written(request, paper_id), by=request.user.username, at=now())
    messages.success(request, gettext("The paper is with the leader now, to be signed or returned."))
    return redirect("reports:paper", found.pk)


@require_POST
def give_back(request: SignedIn, paper_id: int) -> HttpResponse:
    """Return a waiting paper with a note."""
    found = send_back(_signed(request, paper_id), note=request.POST.get("note", ""), by=request.user.username, at=now())
    messages.success(request, gettext("The paper went back to whoever drafts it, with your note."))
    return redirect("reports:paper", found.pk)


@require_POST
def sign(request: SignedIn, paper_id: int) -> HttpResponse:
    """Sign and issue a waiting paper."""
    found = _signed(request, paper_id)
    form = IssueForm(request.POST, signer="", day=today())
    if not form.is_valid():
        messages.error(request, gettext("Write the signer's name and choose the day of issue."))
        return redirect("reports:paper", found.pk)
    said = form.cleaned_data
    found = issue(found, signer=said["signer"], issued_on=said["issued_on"], by=request.user.username, at=now())
    messages.success(request, f"{gettext('The paper is issued and kept as it is, under number')} {found.reference}.")
    return redirect("reports:paper", found.pk)


def _written(request: SignedIn, paper_id: int) -> Paper:
    found = paper_for(request.user, paper_id)
    require(may_write(request.user, found))
    return found


def _signed(request: SignedIn, paper_id: int) -> Paper:
    found = paper_for(request.user, paper_id)
    require(may_sign(request.user, found))
    return found


def _gaps(found: Paper) -> list[str]:
    return gaps_in("\n".join([found.body, *found.addressees, *found.bases, *found.recipients, found.subject]))
