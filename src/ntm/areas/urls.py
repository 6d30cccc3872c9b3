from django.urls import path

from ntm.areas.views import changes, compare

app_name = "areas"
urlpatterns = [
    path("", changes.changes, name="changes"),
    path("compare/", compare.compare, name="compare"),
]
