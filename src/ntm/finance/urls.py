from django.urls import include, path

from ntm.finance.views import capital

app_name = "finance"
urlpatterns = [
    path("", capital.capital, name="capital"),
    path("export/", capital.export, name="export"),
    path("journal/", capital.journal, name="journal"),
    path("accounts/", capital.accounts, name="accounts"),
    path("accounts/<int:account_id>/", capital.move, name="move"),
    path("", include("ntm.finance.work_urls")),
]
