from django.urls import path

from ntm.plans.views import documents
from ntm.plans.views.plan import plan
from ntm.plans.views.planner import planner

app_name = "plans"
urlpatterns = [path("", plan, name="plan"), path("planner/", planner, name="planner"), path("documents/<int:draft_id>/", documents.document, name="document")]
