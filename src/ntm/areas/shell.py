"""What the shell learns from this app: an entry of the top bar, and a word when the map is another one."""

from __future__ import annotations

from ntm.areas.selectors.changes import communes_at_home
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.ui import notes
from ntm.ui.clock import today
from ntm.ui.navigation import Entry, register
from ntm.ui.requests import Request

COVERS = ("areas:history", "areas:compare")

register(Entry(Text("Địa giới", "Units"), "areas:changes", order=60, covers=COVERS))
acts.name("areas.reference_loaded", Text("Nạp danh mục đơn vị hành chính", "Loaded the administrative units"))
acts.name("areas.boundaries_imported", Text("Nhập ranh giới", "Imported boundaries"))


@notes.register
def map_of_another_day(request: Request) -> Text | None:
    """Say how many communes the shown map has when the usual day's map has another number."""
    usual = today()
    if request.day == usual:
        return None
    shown, before = communes_at_home(request.day), communes_at_home(usual)
    if not shown or not before or shown == before:
        return None
    day, usual_day = written_day(request.day), written_day(usual)
    return Text(
        f"Bản đồ ngày {day} có {shown} xã; bản đồ ngày {usual_day} có {before} xã.",
        f"The map of {day} has {shown} communes; the map of {usual_day} has {before}.",
    )
