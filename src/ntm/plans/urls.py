from django.urls import path

from ntm.plans.views import documents
from ntm.plans.views.plan import plan
from ntm.plans.views.planner import planner

_ITEM = "documents/<int:draft_id>/items/<int:item_id>/"

app_name = "plans"
urlpatterns = [
    path("", plan, name="plan"),
    path("planner/", planner, name="planner"),
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
