from django.urls import path

from ntm.areas.views import changes, compare, history

app_name = "areas"
urlpatterns = [
    path("", changes.changes, name="changes"),
    path("units/<int:unit_id>/", history.history, name="history"),
    path("compare/", compare.compare, name="compare"),
]
