"""Reads the whole law folder into one rulebook, or refuses it whole."""

from __future__ import annotations

from pathlib import Path

from ntm.core.problems import Text
from ntm.core.rulebook.faults import FaultList
from ntm.core.rulebook.reading.entries import Entry
from ntm.core.rulebook.reading.fingerprints import fingerprint
from ntm.core.rulebook.reading.measures import measures
from ntm.core.rulebook.reading.overrides import check_known, overrides
from ntm.core.rulebook.reading.register import register
from ntm.core.rulebook.reading.sets import SetPages, SetReader, indicators_by_name, set_pages
from ntm.core.rulebook.sets import CriteriaSet, Rulebook


def load(folder: Path) -> Rulebook:
    """Read the law under ``folder``.

    Raises LawFaults listing every fault with its file, key and remedy; nothing is loaded by halves.
    """
    faults = FaultList()
    cited, cited_pages = register(folder, faults)
    decided, decided_pages = overrides(folder, faults)
    shelves = set_pages(folder, faults)
    if not shelves:
        faults.add(
            "criteria",
            Text("Không có bộ tiêu chí nào.", "There is no criteria set."),
            Text("Hãy kiểm tra đường dẫn thư mục law.", "Check the path of the law folder."),
        )
    entries = {name: entry for pages in shelves for name, entry in pages.indicator_entries().items()}
    check_known(decided, list(entries))
    reader = SetReader(cited, measures(entries), decided)
    sets: list[CriteriaSet] = []
    for pages in shelves:
        print_of_set = fingerprint(_law_of(pages, shelves, decided_pages))
        sets.append(reader.read(pages, indicators_by_name(sets), print_of_set))
    faults.raise_if_any()
    everything = [
        *cited_pages,
        *decided_pages,
        *(entry for pages in shelves for entry in (pages.head, *pages.criteria)),
    ]
    return Rulebook(
        sets={one.id: one for one in sorted(sets, key=lambda one: one.id)},
        sources=cited.sources,
        offices=cited.offices,
        place_names=cited.place_names,
        fingerprint=fingerprint(everything),
    )


def _law_of(pages: SetPages, shelves: list[SetPages], decided: list[Entry]) -> list[Entry]:
    """Return every page that can change a verdict under one set: its own, its overrides, and the set it builds on."""
    bases = {
        entry.entry("asked_from").content.get("set")
        for entry in pages.indicator_entries().values()
        if entry.has("asked_from")
    }
    names = {pages.id, *bases}
    own = [entry for one in shelves if one.id in names for entry in (one.head, *one.criteria)]
    return [*own, *(page for page in decided if page.content.get("set") in names)]
