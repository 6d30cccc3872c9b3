"""The plan's entry in the top bar."""

from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(Entry(Text("Kế hoạch", "Plan"), "plans:plan", order=50))
