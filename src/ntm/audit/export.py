"""The log as a file that a spreadsheet opens."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from django.utils import timezone

from ntm.audit.models import Entry
from ntm.ui.cells import harmless

BYTE_ORDER_MARK = "\ufeff"  # so that Excel reads Vietnamese
COLUMNS = ("number", "at", "by", "act", "subject", "detail", "seal_before", "seal")


class _Line:
    """A file that hands back what is written to it, so that a long log is sent line by line."""

    def write(self, line: str) -> str:
        return line


def lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file, the header first; moments are those of the installation's time zone."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
        told = (entry.by, entry.act, entry.subject, detail)
        moment = timezone.localtime(entry.at).isoformat(timespec="microseconds")
        row = (entry.number, moment, *map(harmless, told), entry.seal_before, entry.seal)
        yield writer.writerow(row)
