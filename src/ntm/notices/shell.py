"""The inbox's entry in the top bar."""

from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(Entry(Text("Việc của tôi", "My work"), "notices:inbox", order=5))
