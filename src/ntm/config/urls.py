"""Every address of the product; each app owns its own list."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("ntm.dashboards.urls")),
    path("accounts/", include("ntm.accounts.urls")),
    path("accounts/", include("ntm.accounts.security_urls")),
    path("audit/", include("ntm.audit.urls")),
    path("evidence/", include("ntm.evidence.urls")),
    path("inbox/", include("ntm.notices.urls")),
    path("rounds/", include("ntm.assessments.urls")),
    path("areas/", include("ntm.areas.urls")),
    path("criteria/", include("ntm.criteria.urls")),
    path("capital/", include("ntm.finance.urls")),
    path("plans/", include("ntm.plans.urls")),
    path("reports/", include("ntm.reports.urls")),
    path("api/", include("ntm.api.urls")),
    path("", include("ntm.ui.urls")),
]

handler500 = "ntm.ui.views.failed"

if settings.OIDC_APPS:
    urlpatterns.append(path("accounts/", include("ntm.accounts.oidc_urls")))
