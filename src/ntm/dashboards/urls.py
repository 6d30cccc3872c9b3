from django.urls import path

from ntm.dashboards.views import country, matrix, overview, unit, why

app_name = "dashboards"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("country/", country.country, name="country"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/export/", matrix.export, name="export_matrix"),
    path("units/<int:unit_id>/", unit.unit, name="unit"),
    path("units/<int:unit_id>/why/<str:set_id>/<str:code>/", why.why, name="why"),
]
