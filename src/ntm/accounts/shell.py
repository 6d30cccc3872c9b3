"""The province's name beside the product's name."""

from ntm.areas.selectors import home_province
from ntm.ui import place
from ntm.ui.requests import Request


def province_name(request: Request) -> str:
    """Name the province of the shown day to those who signed in."""
    return home_province(request.day).name if request.user.is_authenticated else ""


place.register(province_name)
