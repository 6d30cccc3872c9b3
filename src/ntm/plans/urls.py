from django.urls import include, path

from ntm.plans.views import amendments, clauses, coverage, documents, own_plans, registrations
from ntm.plans.views.plan import plan, shown

_ITEM = "documents/<int:draft_id>/items/<int:item_id>/"

app_name = "plans"
urlpatterns = [
    path("", plan, name="plan"),
    path("planner/", include("ntm.plans.planner_urls")),
    path("new/", own_plans.new, name="new_plan"),
    path("<int:plan_id>/", shown, name="shown"),
    path("<int:plan_id>/head/", own_plans.head, name="head"),
    path("<int:plan_id>/issue/", own_plans.issue, name="issue"),
    path("<int:plan_id>/discard/", own_plans.discard, name="discard"),
    path("<int:plan_id>/clauses/new/", own_plans.new_clause, name="new_clause"),
    path("<int:plan_id>/coverage/", coverage.coverage, name="coverage"),
    path("<int:plan_id>/amendments/", amendments.amendments, name="amendments"),
    path("<int:plan_id>/amendments/new/", amendments.new, name="new_amendment"),
    path("clauses/<int:clause_id>/", clauses.clause, name="clause"),
    path("clauses/<int:clause_id>/record/", clauses.record, name="record"),
    path("clauses/<int:clause_id>/change/", clauses.change, name="change_clause"),
    path("clauses/<int:clause_id>/drop/", clauses.drop, name="drop_clause"),
    path("clauses/<int:clause_id>/link/", clauses.link, name="link_clause"),
    path("amendments/<int:amendment_id>/", amendments.amendment, name="amendment"),
    path("amendments/<int:amendment_id>/targets/", amendments.targets, name="amend_targets"),
    path("amendments/<int:amendment_id>/capital/", amendments.capital, name="amend_capital"),
    path("amendments/<int:amendment_id>/targets/new/", amendments.new_target, name="add_target"),
    path("amendments/<int:amendment_id>/capital/new/", amendments.new_line, name="add_capital"),
    path("amendments/<int:amendment_id>/issue/", amendments.issue, name="issue_amendment"),
    path("amendments/<int:amendment_id>/discard/", amendments.discard, name="discard_amendment"),
    path("amendments/<int:amendment_id>/<int:change_id>/withdraw/", amendments.withdraw, name="withdraw_change"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/new/", registrations.new, name="new_registration"),
    path("registrations/<int:registration_id>/", registrations.registration, name="registration"),
    path("registrations/<int:registration_id>/confirm/", registrations.confirm_it, name="confirm_registration"),
    path("registrations/<int:registration_id>/return/", registrations.return_it, name="return_registration"),
    path("registrations/<int:registration_id>/take-out/", registrations.take_it_out, name="take_out_registration"),
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.new, name="new_document"),
    path("documents/<int:draft_id>/", documents.document, name="document"),
    path("documents/<int:draft_id>/file/", documents.file, name="document_file"),
    path("documents/<int:draft_id>/add/", documents.add, name="add_item"),
    path("documents/<int:draft_id>/accept/", documents.accept, name="accept_document"),
    path("documents/<int:draft_id>/drop/", documents.drop, name="drop_document"),
    path(_ITEM, documents.item, name="document_item"),
    path(f"{_ITEM}answer/", documents.answer, name="answer"),
    path(f"{_ITEM}leave-out/", documents.leave_out, name="leave_out"),
    path(f"{_ITEM}bring-back/", documents.bring_back, name="bring_back"),
]
