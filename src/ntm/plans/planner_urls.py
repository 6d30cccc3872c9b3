"""The addresses of the planner, below ``/plans/planner/``."""

from django.urls import path

from ntm.plans.views import planner, scenario_acts

urlpatterns = [
    path("", planner.planner, name="planner"),
    path("new/", planner.new, name="new_scenario"),
    path("compare/", planner.compare, name="compare_scenarios"),
    path("<int:scenario_id>/", planner.scenario, name="scenario"),
    path("<int:scenario_id>/progress/", planner.progress, name="search_progress"),
    path("<int:scenario_id>/excel/", planner.export, name="scenario_excel"),
    path("<int:scenario_id>/search/", scenario_acts.search, name="search"),
    path("<int:scenario_id>/stop/", scenario_acts.stop, name="stop_search"),
    path("<int:scenario_id>/propose/", scenario_acts.propose, name="propose_scenario"),
    path("<int:scenario_id>/take-back/", scenario_acts.take_back, name="take_back_scenario"),
    path("<int:scenario_id>/approve/", scenario_acts.approve, name="approve_scenario"),
    path("<int:scenario_id>/end-approval/", scenario_acts.end_approval, name="end_approval"),
    path("<int:scenario_id>/drop/", scenario_acts.drop, name="drop_scenario"),
]
