from django.urls import include, path

from ntm.finance.views import accounts, budgets, capital, contributions, disbursement, files

app_name = "finance"
urlpatterns = [
    path("", capital.capital, name="capital"),
    path("export/", capital.export, name="export"),
    path("journal/", capital.journal, name="journal"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:account_id>/", capital.move, name="move"),
    path("journal/export/", capital.export_journal, name="export_journal"),
    path("accounts/export/", accounts.export, name="export_accounts"),
    path("disbursement/", disbursement.disbursement, name="disbursement"),
    path("disbursement/export/", disbursement.export, name="export_disbursement"),
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/new/", budgets.new, name="new_budget"),
    path("budgets/<int:budget_id>/", budgets.budget, name="budget"),
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/new/", contributions.new, name="new_contribution"),
    path("contributions/<int:contribution_id>/", contributions.contribution, name="contribution"),
    path("contributions/<int:contribution_id>/value/", contributions.value, name="value_contribution"),
    path("contributions/<int:contribution_id>/withdraw/", contributions.withdraw, name="withdraw_contribution"),
    path("rates/", contributions.rates, name="rates"),
    path("import/", files.upload, name="upload"),
    path("import/template/", files.template, name="template"),
    path("import/accept/", files.accept, name="take_in"),
    path("", include("ntm.finance.work_urls")),
]
