"""What is wrong in the procedure file, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ntm.core.problems import Fault, Faults, Text

FILE = "procedure/review.yaml"


class ProcedureFaults(Faults):
    """The file of the procedure was refused whole."""

    code = "procedure/faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        super().__init__(
            Text(f"Không nạp được tệp trình tự: có {count} lỗi.", f"The procedure file was refused: {count} fault(s)."),
            faults,
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the file, by the keys that lead there; every spot of one reading shares ``faults``."""

    keys: tuple[str, ...]
    faults: list[Fault]

    def under(self, key: object) -> Spot:
        return Spot((*self.keys, str(key)), self.faults)

    def fault(self, what: Text, do: Text) -> None:
        """List a fault here, as ``procedure/review.yaml › commune › 2025-07-01 › 2 › by``."""
        fault = Fault(" › ".join((FILE, *self.keys)), what, do)
        if fault not in self.faults:
            self.faults.append(fault)

    def wants_one_of(self, found: object, known: Iterable[str]) -> None:
        words = ", ".join(known)
        self.fault(
            Text(f"Không hiểu từ “{found}”.", f"The word “{found}” is not known here."),
            Text(f"Hãy dùng một trong: {words}.", f"Use one of: {words}."),
        )
