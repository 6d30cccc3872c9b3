"""The log's entry in the top bar, for those who may read it."""

from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(
    Entry(Text("Nhật ký", "Log"), "audit:log", order=90, shown=lambda request: request.user.has_perm("audit.read"))
)
