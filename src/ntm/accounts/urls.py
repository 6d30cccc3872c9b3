from django.urls import path

from ntm.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("demo-sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
