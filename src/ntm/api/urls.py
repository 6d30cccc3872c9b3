from django.urls import include, path

from ntm.api.site import addresses
from ntm.api.views import tokens

own = [
    path("", tokens.tokens, name="tokens"),
    path("<int:token_id>/end/", tokens.end, name="end_token"),
]
urlpatterns = [
    path("v1/", addresses()),
    path("tokens/", include((own, "tokens"))),
]
