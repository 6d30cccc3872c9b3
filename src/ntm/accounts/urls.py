from django.urls import path

from ntm.accounts.views import assignments, me, people, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("demo-sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("me/", me.me, name="me"),
    path("me/assignments/<int:assignment_id>/hand-on/", me.delegate, name="delegate"),
    path("me/delegations/<int:delegation_id>/end/", me.stop, name="stop"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="add_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/close/", people.close, name="close_person"),
    path("people/<int:person_id>/open/", people.reopen, name="open_person"),
    path("people/<int:person_id>/unlock/", people.unlock, name="unlock_person"),
    path("people/<int:person_id>/password-link/", people.password_link, name="password_link"),
    path("people/<int:person_id>/forget-second-step/", people.forget_second_step, name="forget_second_step"),
    path("people/<int:person_id>/assign/", assignments.assign, name="assign"),
    path("assignments/<int:assignment_id>/end/", assignments.end, name="end_assignment"),
    path("assignments/<int:assignment_id>/hand-on/", assignments.hand_on, name="hand_on"),
    path("delegations/<int:delegation_id>/end/", assignments.stop, name="end_delegation"),
    path("offices/", people.offices, name="offices"),
]
