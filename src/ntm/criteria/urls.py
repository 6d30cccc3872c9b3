from django.urls import path

from ntm.criteria.views import compare, criteria_set, indicator, sets, sources

app_name = "criteria"
urlpatterns = [
    path("", sets.sets, name="sets"),
    path("compare/", compare.compare, name="compare"),
    path("sources/", sources.sources, name="sources"),
    path("<str:set_id>/", criteria_set.criteria_set, name="set"),
    path("<str:set_id>/<str:code>/", indicator.indicator, name="indicator"),
]
