"""What the dashboards add to the shell: their entries in the top bar."""

from ntm.accounts.access import reads_several_provinces
from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register
from ntm.ui.requests import Request


def _several(request: Request) -> bool:
    return request.user.is_authenticated and reads_several_provinces(request.user)


register(Entry(Text("Cả nước", "Country"), "dashboards:country", order=5, shown=_several))
register(
    Entry(Text("Tổng quan", "Overview"), "dashboards:overview", order=10, covers=("dashboards:unit", "dashboards:why"))
)
register(Entry(Text("Xã và tiêu chí", "Communes"), "dashboards:matrix", order=20))
