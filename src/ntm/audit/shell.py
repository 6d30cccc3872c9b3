"""The log's entry in the top bar, for those who may read it."""

from ntm.audit.access import may_read
from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(Entry(Text("Nhật ký", "Log"), "audit:log", order=90, shown=may_read))
