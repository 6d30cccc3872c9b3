"""The addresses of the province's own sign-in service; included only when one is named in the settings."""

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount import views
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from django.urls import path

urlpatterns = [
    *openid_connect,
    path("elsewhere/stopped/", login_not_required(views.login_cancelled), name="socialaccount_login_cancelled"),
    path("elsewhere/failed/", login_not_required(views.login_error), name="socialaccount_login_error"),
]
