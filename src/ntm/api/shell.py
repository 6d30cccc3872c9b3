"""What the shell learns from this app: words for the log, tokens that end with the password, refusals as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from ntm.accounts import ways_in
from ntm.api.services import end_tokens
from ntm.api.telling import refusal
from ntm.audit import acts
from ntm.core.problems import Problem, Text
from ntm.ui.middleware import refuse_as

acts.name("api.token_made", Text("Tạo khóa API", "Made an API token"))
acts.name("api.token_ended", Text("Kết thúc khóa API", "Ended an API token"))

ways_in.register(end_tokens)


@refuse_as("/api/v1/")
def _refused(_: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    """Refuse a request of a program as the API's own doors do."""
    return JsonResponse(refusal(problem), status=status, content_type="application/json; charset=utf-8")
