"""The addresses of works, arrears and maintenance; part of ``urls.py``."""

from django.urls import path

from ntm.finance.views import arrears, maintenance, work_acts, work_files, works, works_import

urlpatterns = [
    path("works/", works.works, name="works"),
    path("works/map/", works.on_map, name="works_map"),
    path("works/export/", works_import.export, name="works_export"),
    path("works/new/", works.new, name="new_work"),
    path("works/import/", works_import.take, name="take_works"),
    path("works/import/template/", works_import.template, name="works_template"),
    path("works/import/accept/", works_import.accept, name="accept_works"),
    path("works/<int:work_id>/", works.work, name="work"),
    path("works/<int:work_id>/progress/", work_acts.progress, name="progress"),
    path("works/<int:work_id>/correct/", work_acts.correct, name="correct_work"),
    path("works/<int:work_id>/approval/", work_acts.approval, name="approval"),
    path("works/<int:work_id>/approvals/<int:approval_id>/sources/", work_acts.sources, name="approval_sources"),
    path("works/<int:work_id>/approvals/<int:approval_id>/aside/", work_acts.approval_aside, name="approval_aside"),
    path("works/<int:work_id>/contract/", work_acts.contract, name="contract"),
    path("works/<int:work_id>/contracts/<int:contract_id>/aside/", work_acts.contract_aside, name="contract_aside"),
    path("works/<int:work_id>/state/", work_acts.state, name="work_state"),
    path("works/<int:work_id>/acceptance/", work_acts.acceptance, name="acceptance"),
    path("works/<int:work_id>/clearing/", work_acts.clearing, name="clearing"),
    path("works/<int:work_id>/files/", work_acts.files, name="work_files"),
    path("works/<int:work_id>/files/<int:file_id>/", work_files.download, name="work_file"),
    path("works/<int:work_id>/files/<int:file_id>/remove/", work_files.remove, name="remove_work_file"),
    path("works/<int:work_id>/files/<int:file_id>/<str:size>.jpg", work_files.picture, name="work_picture"),
    path("works/<int:work_id>/maintenance/", work_acts.maintenance, name="plan_maintenance"),
    path("works/<int:work_id>/maintained/", work_acts.maintained, name="maintained"),
    path("works/<int:work_id>/maintenance/<int:job_id>/end/", work_acts.maintenance_end, name="end_maintenance"),
    path("arrears/", arrears.arrears, name="arrears"),
    path("arrears/export/", arrears.export, name="arrears_export"),
    path("maintenance/", maintenance.maintenance, name="maintenance"),
]
