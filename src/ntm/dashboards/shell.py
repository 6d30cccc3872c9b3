"""What the dashboards add to the shell: their entries in the top bar."""

from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(
    Entry(Text("Tổng quan", "Overview"), "dashboards:overview", order=10, covers=("dashboards:unit", "dashboards:why"))
)
register(Entry(Text("Xã và tiêu chí", "Communes"), "dashboards:matrix", order=20))
