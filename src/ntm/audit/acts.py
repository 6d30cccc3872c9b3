"""What each act is called. The app that records an act names it in its module ``shell.py``.

``name("plans.plan_loaded", Text("Nạp kế hoạch", "Loaded a plan"))``
"""

from __future__ import annotations

from ntm.core.problems import Text

_names: dict[str, Text] = {}


def name(act: str, words: Text) -> None:
    """Say in words what the code of an act means."""
    _names[act] = words


def words_for(act: str) -> Text:
    """Return the words of an act; an old code that nobody names any more is shown as it is."""
    return _names.get(act, Text(act, act))
