"""The province's name beside the product's name."""

from django.http import HttpRequest

from ntm.areas.selectors import home_province
from ntm.ui import place


def province_name(request: HttpRequest) -> str:
    """Name the province of the shown day to those who signed in."""
    return home_province(request.day).name if request.user.is_authenticated else ""


place.register(province_name)
