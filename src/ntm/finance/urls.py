from django.urls import path

from ntm.finance.views import capital, works

app_name = "finance"
urlpatterns = [
    path("", capital.capital, name="capital"),
    path("export/", capital.export, name="export"),
    path("journal/", capital.journal, name="journal"),
    path("accounts/", capital.accounts, name="accounts"),
    path("accounts/<int:account_id>/", capital.move, name="move"),
    path("works/", works.works, name="works"),
    path("works/new/", works.new, name="new_work"),
    path("works/<int:work_id>/", works.work, name="work"),
    path("works/<int:work_id>/progress/", works.progress, name="progress"),
    path("works/<int:work_id>/clearing/", works.clearing, name="clearing"),
    path("arrears/", works.arrears, name="arrears"),
]
