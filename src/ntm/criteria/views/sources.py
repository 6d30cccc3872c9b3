from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.citations import citations


def sources(request: HttpRequest) -> HttpResponse:
    """The register of legal acts, searched with or without Vietnamese marks."""
    asked = request.GET.get("q", "").strip()
    book = rulebook()
    context = {"asked": asked, "citations": citations(book, asked), "total": len(book.sources)}
    return render(request, "criteria/sources.html", context)
