from django.http import HttpResponse


def document(request, draft_id):
    return HttpResponse("")
