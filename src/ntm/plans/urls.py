from django.urls import path

from ntm.plans.views.plan import plan

app_name = "plans"
urlpatterns = [path("", plan, name="plan")]
