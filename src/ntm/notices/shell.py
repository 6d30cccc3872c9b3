"""The inbox's entry in the top bar, with how much one was told and has not opened."""

from ntm.core.problems import Text
from ntm.notices.selectors import unread_count
from ntm.ui.navigation import Entry, register
from ntm.ui.requests import Request


def _new(request: Request) -> int:
    return unread_count(request.user) if request.user.is_authenticated else 0


register(
    Entry(
        Text("Việc của tôi", "My work"),
        "notices:inbox",
        order=5,
        shown=lambda request: request.user.is_authenticated,
        count=_new,
    )
)
