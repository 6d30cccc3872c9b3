"""The law's entry in the top bar."""

from ntm.core.problems import Text
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Bộ tiêu chí", "Criteria"),
        "criteria:sets",
        order=60,
        covers=("criteria:set", "criteria:indicator", "criteria:compare", "criteria:sources"),
    )
)
