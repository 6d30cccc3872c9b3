from django.urls import path

from ntm.reports.views import files, papers, reports

app_name = "reports"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("new/", reports.new, name="new"),
    path("<int:report_id>/", reports.report, name="report"),
    path("<int:report_id>/compare/", reports.compare, name="compare"),
    path("<int:report_id>/sections/<slug:section>/", reports.write, name="section"),
    path("<int:report_id>/sections/<slug:section>/comment/", reports.say, name="comment"),
    path("comments/<int:comment_id>/settle/", reports.settled, name="settle"),
    path("papers/", papers.register, name="register"),
    path("papers/new/", papers.new, name="new_paper"),
    path("papers/<int:paper_id>/", papers.paper, name="paper"),
    path("papers/<int:paper_id>/edit/", papers.edit, name="edit_paper"),
    path("papers/<int:paper_id>/send/", papers.send_on, name="send"),
    path("papers/<int:paper_id>/return/", papers.give_back, name="send_back"),
    path("papers/<int:paper_id>/issue/", papers.sign, name="issue"),
    path("papers/<int:paper_id>/signed/", files.signed, name="signed"),
    path("papers/<int:paper_id>/files/<slug:form>/", files.download, name="download"),
    path("verify/", files.look_up, name="look_up"),
    path("verify/<slug:code>/", files.verify, name="verify"),
]
