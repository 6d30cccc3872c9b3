"""The capital table as a tree in whole đồng, and what must be true of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ntm.core.problems import Fault, Text
from ntm.core.quantities import written


@dataclass(frozen=True, slots=True)
class CapitalLine:
    """One source of capital; ``code`` is the path from the root: ``programme/local/province``."""

    code: str
    clause: str
    name: Text
    amount_dong: int
    footnote: str
    parts: tuple[CapitalLine, ...]
    line: int | None = None  # of the document it was read from

    def walk(self) -> Iterator[CapitalLine]:
        """Yield this line and everything below it, in the order of the table."""
        yield self
        for part in self.parts:
            yield from part.walk()


Footnotes = Mapping[str, Mapping[str, int]]  # mark → last step of the part's code → đồng


def faults_in_sums(roots: tuple[CapitalLine, ...]) -> list[Fault]:
    """Name every line whose parts do not sum to it, to the đồng."""
    faults = []
    for line in (line for root in roots for line in root.walk() if line.parts):
        total = sum(part.amount_dong for part in line.parts)
        if total != line.amount_dong:
            faults.append(
                Fault(
                    f"capital {line.code}",
                    Text(
                        f"“{line.name.vi}” ghi {written(line.amount_dong)} đồng nhưng các phần cộng lại là "
                        f"{written(total)} đồng, lệch {written(abs(total - line.amount_dong))} đồng.",
                        f"“{line.name.en}” says {written(line.amount_dong, 'en')} đồng but its parts sum to "
                        f"{written(total, 'en')}, a difference of {written(abs(total - line.amount_dong), 'en')}.",
                    ),
                    Text(
                        "Đối chiếu dòng này và từng phần của nó với văn bản.",
                        "Compare this line and each of its parts with the document.",
                    ),
                )
            )
    return faults


def faults_in_footnotes(roots: tuple[CapitalLine, ...], footnotes: Footnotes) -> list[Fault]:
    """Say where a footnote and the line that it stands on tell different figures, or miss each other."""
    marked = {line.footnote: line for root in roots for line in root.walk() if line.footnote}
    faults = []
    for mark in sorted(marked.keys() | footnotes.keys()):
        line = marked.get(mark)
        if line is None or mark not in footnotes:
            faults.append(_lonely(mark, line))
        elif {part.code.rsplit("/", 1)[-1]: part.amount_dong for part in line.parts} != dict(footnotes[mark]):
            faults.append(
                Fault(
                    f"footnotes.{mark}",
                    Text(
                        f"Chú thích {mark} không khớp với các phần của dòng {line.code}.",
                        f"Footnote {mark} does not agree with the parts of line {line.code}.",
                    ),
                    Text("Sửa bên sai theo văn bản.", "Correct whichever differs from the document."),
                )
            )
    return faults


def _lonely(mark: str, line: CapitalLine | None) -> Fault:
    if line is None:
        return Fault(
            f"footnotes.{mark}",
            Text(f"Không dòng vốn nào mang chú thích {mark}.", f"No line of capital carries footnote {mark}."),
            Text(f'Thêm footnote: "{mark}" vào dòng của nó.', f'Add footnote: "{mark}" to its line.'),
        )
    return Fault(
        f"capital {line.code}",
        Text(f"Không có chú thích {mark} trong footnotes.", f"There is no footnote {mark} under footnotes."),
        Text("Chép chú thích từ văn bản, hoặc bỏ dấu.", "Add the footnote from the document, or take the mark away."),
    )
