"""The province's name beside the product's name, and who may read the audit log."""

from django.http import HttpRequest

from ntm.accounts.models import Assignment, Role
from ntm.areas.selectors import home_province
from ntm.audit import access
from ntm.ui import place
from ntm.ui.clock import today
from ntm.ui.requests import Request

LOG_READERS = (Role.AUDITOR, Role.ADMINISTRATOR)


def province_name(request: Request) -> str:
    """Name the province of the shown day to those who signed in."""
    return home_province(request.day).name if request.user.is_authenticated else ""


def reads_the_log(request: HttpRequest) -> bool:
    """Say whether the person is an inspector, an auditor or an administrator today."""
    if not request.user.is_authenticated:
        return False
    held = Assignment.objects.on(today()).filter(user=request.user, role__in=LOG_READERS)
    return bool(request.user.is_superuser) or held.exists()


place.register(province_name)
access.register(reads_the_log)
