from django.urls import path

from ntm.assessments.views import files, proofs, review, rounds, sheet, solutions

app_name = "assessments"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.new, name="new_round"),
    path("solutions/<int:unit_id>/", solutions.solutions, name="solutions"),
    path("solutions/<int:unit_id>/plan/<str:set_id>/<str:code>/", solutions.plan, name="plan_solution"),
    path("solutions/<int:unit_id>/<int:solution_id>/", solutions.change, name="change_solution"),
    path("solutions/<int:unit_id>/<int:solution_id>/drop/", solutions.drop, name="drop_solution"),
    path("<int:round_id>/", rounds.progress, name="round"),
    path("<int:round_id>/days/", rounds.move, name="move_round"),
    path("<int:round_id>/close/", rounds.close, name="close_round"),
    path("<int:round_id>/review/", review.review, name="review"),
    path("<int:round_id>/review/take-back/", review.undo, name="review_undo"),
    path("<int:round_id>/values.xlsx", files.export, {"kind": "xlsx"}, name="export_excel"),
    path("<int:round_id>/values.csv", files.export, {"kind": "csv"}, name="export_csv"),
    path("<int:round_id>/values.json", files.export, {"kind": "json"}, name="export_json"),
    path("<int:round_id>/upload/", files.upload, name="upload"),
    path("<int:round_id>/upload/accept/", files.accept, name="accept_upload"),
    path("<int:round_id>/units/<int:unit_id>/", sheet.sheet, name="sheet"),
    path("<int:round_id>/units/<int:unit_id>/save/", sheet.save, name="save"),
    path("<int:round_id>/units/<int:unit_id>/send/", sheet.send, name="send"),
    path("<int:round_id>/units/<int:unit_id>/take-back/", sheet.unsend, name="unsend"),
    path("<int:round_id>/units/<int:unit_id>/evidence/", proofs.add, name="attach"),
    path("<int:round_id>/units/<int:unit_id>/evidence/<int:attachment_id>/remove/", proofs.drop, name="detach"),
]
