"""Reports: which there are, one of them with its figures, writing and remarks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.reports.access import may_sign, may_write, papers_for, report_for, require, units_to_write
from ntm.reports.contents.cells import Contents
from ntm.reports.documents import report_contents, section_texts
from ntm.reports.filling import UnknownFigure, gaps_in, pieces
from ntm.reports.forms import IssueForm, ReportForm
from ntm.reports.models import Comment, PaperState, Report, ReportKind
from ntm.reports.problems import ReportExists, WrittenMeanwhile
from ntm.reports.sections import BY_CODE, SECTIONS
from ntm.reports.selectors import compared_with_parts
from ntm.reports.services import comment, newest_section, open_report, settle, write_section
from ntm.ui.clock import now, today


@require_safe
def reports(request: SignedIn) -> HttpResponse:
    """Every report that the person reads, the newest days first."""
    found = Report.objects.filter(paper__in=papers_for(request.user).values("pk")).select_related("paper__unit")
    context = {
        "reports": found.order_by("-ends_on", "paper__unit__tier", "paper__unit__sort_name"),
        "may_write": units_to_write(request.user).exists(),
        "today": today(),
        "issued": PaperState.ISSUED,
    }
    return render(request, "reports/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Begin a report of a unit in whose name the person writes."""
    units = units_to_write(request.user)
    require(units.exists())
    form = ReportForm(request.POST or None, units=units, day=request.day)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report = open_report(
                said["unit"],
                ReportKind(said["kind"]),
                form.window(),
                due_on=said["due_on"],
                by=request.user.username,
                at=now(),
            )
        except ReportExists as problem:
            form.add_error(None, problem.said_in(get_language() or "vi"))
        else:
            done = gettext("The report is drafted from the data. Write what is marked, then send it.")
            messages.success(request, done)
            return redirect("reports:report", report.pk)
    return render(request, "reports/new_report.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def report(request: SignedIn, report_id: int) -> HttpResponse:
    """One report: its text with every figure leading to its page, tables, remarks, and what comes next."""
    found = report_for(request.user, report_id)
    contents = report_contents(found)
    texts = section_texts(found)
    paper = found.paper
    context = {
        "report": found,
        "paper": paper,
        "sections": [
            {
                "form": form,
                "headings": form.heading.splitlines(),
                "lines": [pieces(line, contents.figures, form.text) for line in texts[form.code].splitlines()],
                "comments": [one for one in found.comments.all() if one.section == form.code],
            }
            for form in SECTIONS
        ],
        "contents": contents,
        "to_write": [gap for text in texts.values() for gap in gaps_in(text)],
        "open_comments": sum(one.settled_at is None for one in found.comments.all()),
        "may_draft": may_write(request.user, paper),
        "may_write": may_write(request.user, paper) and paper.state == PaperState.DRAFT,
        "may_comment": paper.state != PaperState.ISSUED,
        "may_sign": may_sign(request.user, paper) and paper.state == PaperState.WAITING,
        "issue_form": IssueForm(signer=paper.signer or str(request.user), day=today()),
        "issued": paper.state == PaperState.ISSUED,
        "today": today(),
    }
    return render(request, "reports/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedIn, report_id: int, section: str) -> HttpResponse:
    """Write one section anew, with the names of all figures beside it."""
    found = _drafted(request, report_id)
    form = BY_CODE.get(section)
    if form is None:
        raise Http404
    text = section_texts(found)[section]
    problem: UnknownFigure | WrittenMeanwhile | None = None
    if request.method == "POST":
        typed = request.POST.get("text", "")
        wanted = form.text if request.POST.get("act") == "redraft" else typed
        try:
            write_section(found, section, wanted, by=request.user.username, at=now(), seen=_seen(request))
        except (UnknownFigure, WrittenMeanwhile) as refused:
            text, problem = typed, refused
        else:
            messages.success(request, gettext("The section was kept; its figures stay tied to the data."))
            return redirect("reports:report", found.pk)
    contents: Contents = report_contents(found)
    newest = newest_section(found, section)
    context = {
        "report": found,
        "form": form,
        "heading": form.heading.splitlines()[-1],
        "text": text,
        "problem": problem,
        "stands": section_texts(found)[section] if isinstance(problem, WrittenMeanwhile) else "",
        "seen": newest.pk if newest else 0,
        "figures": contents.figures.values(),
    }
    return render(request, "reports/section.html", context, status=422 if problem else 200)


def _seen(request: SignedIn) -> int | None:
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


@require_POST
def say(request: SignedIn, report_id: int, section: str) -> HttpResponse:
    """Remark on a section."""
    found = report_for(request.user, report_id)
    require(section in BY_CODE)
    comment(found, section, request.POST.get("text", ""), by=request.user.username, at=now())
    messages.success(request, gettext("Your comment stands beside the section; whoever drafts the report sees it."))
    return redirect("reports:report", found.pk)


@require_POST
def settled(request: SignedIn, comment_id: int) -> HttpResponse:
    """Mark a remark as dealt with."""
    remark = get_object_or_404(Comment, pk=comment_id)
    found = _drafted(request, remark.report_id)
    settle(remark, by=request.user.username, at=now())
    return redirect("reports:report", found.pk)


@require_safe
def compare(request: SignedIn, report_id: int) -> HttpResponse:
    """A report beside those of the units below: every figure that adds up, and where it does not."""
    found = report_for(request.user, report_id)
    context = {"report": found, "paper": found.paper, "compared": compared_with_parts(found)}
    return render(request, "reports/compare.html", context)


def _drafted(request: SignedIn, report_id: int) -> Report:
    found = report_for(request.user, report_id)
    require(may_write(request.user, found.paper))
    return found
