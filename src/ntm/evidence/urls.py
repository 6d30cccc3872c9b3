from django.urls import path

from ntm.evidence import views

app_name = "evidence"
urlpatterns = [
    path("<int:attachment_id>/", views.attachment, name="attachment"),
    path("<int:attachment_id>/download/", views.download, name="download"),
    path("<int:attachment_id>/preview/", views.preview, name="preview"),
]
