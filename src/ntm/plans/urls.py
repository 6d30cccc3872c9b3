from django.urls import include, path

from ntm.plans.views.plan import plan

app_name = "plans"
urlpatterns = [path("", plan, name="plan"), path("planner/", include("ntm.plans.planner_urls"))]
