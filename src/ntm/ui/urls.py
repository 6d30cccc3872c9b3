from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from ntm.ui import views

app_name = "ui"
urlpatterns = [
    path("components/", views.gallery, name="gallery"),
    path("i18n/", login_not_required(set_language), name="set_language"),
    path("health/", login_not_required(views.health), name="health"),
    path("health/ready/", login_not_required(views.ready), name="ready"),
]
