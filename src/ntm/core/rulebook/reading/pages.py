"""From the text of a YAML file to plain content, with faults instead of surprises.

YAML quietly keeps the last of two equal keys, reads an unquoted code 10.10 as the number 10.1 and
stops at the first bad date. Here each of these is a fault with its place, and reading goes on.
Decimals stay exact.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ntm.core.problems import Text
from ntm.core.rulebook.faults import FaultList, place_in
from ntm.core.rulebook.reading.entries import Entry


class _Loader(yaml.CSafeLoader):
    """PyYAML's C parser with exact decimals."""


_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


def page(folder: Path, file: Path, faults: FaultList) -> Entry:
    """Read one file as a mapping; list faults under its name relative to the law folder."""
    name = file.relative_to(folder).as_posix()
    content = _content(file, name, faults)
    return Entry(name, (), content, faults)


def _content(file: Path, name: str, faults: FaultList) -> dict[Any, Any]:
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = Text(f" (dòng {line + 1})", f" (line {line + 1})") if line is not None else Text("", "")
        faults.add(
            place_in(name),
            Text(f"Không đọc được tệp YAML{where.vi}.", f"The file cannot be read as YAML{where.en}."),
            Text(
                "Hãy xem lại dấu hai chấm, ngoặc kép và thụt dòng; lưu tệp dạng UTF-8.",
                "Look at the colons, quotes and indents there; save the file as UTF-8.",
            ),
        )
        return {}
    found = _Reader(name, loader, faults).value(node, ()) if node else None
    if isinstance(found, dict):
        return found
    faults.add(
        place_in(name),
        Text("Tệp không chứa các khóa.", "The file holds no keys."),
        Text("Hãy theo mẫu của một tệp bên cạnh.", "Follow the shape of a file beside it."),
    )
    return {}


class _Reader:
    """Turns parsed nodes into plain content, knowing the keys that lead to each."""

    def __init__(self, file: str, loader: _Loader, faults: FaultList) -> None:
        self.file, self.loader, self.faults = file, loader, faults
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, keys: tuple[str, ...]) -> Any:
        if id(node) in self.seen:
            self.faults.add(
                place_in(self.file, keys),
                Text("Không dùng bí danh YAML (dấu *).", "YAML aliases (a star) are not used here."),
                Text("Hãy viết lại đầy đủ nội dung.", "Write the content out in full."),
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(one, (*keys, str(number))) for number, one in enumerate(node.value, start=1)]
        return self.scalar(node, keys)

    def mapping(self, node: yaml.MappingNode, keys: tuple[str, ...]) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node, keys)
            if key in found:
                self.faults.add(
                    place_in(self.file, (*keys, str(key))),
                    Text(f"Khóa “{key}” có hai lần.", f"The key “{key}” stands twice."),
                    Text("Hãy bỏ một trong hai.", "Take one of the two away."),
                )
            found[key] = self.value(value_node, (*keys, str(key)))
        return found

    def key(self, node: yaml.Node, keys: tuple[str, ...]) -> str | date:
        """Return a key as written; only words and days may stand unquoted."""
        written = str(node.value)
        key = self.scalar(node, (*keys, written))
        if isinstance(key, str | date):
            return key
        self.faults.add(
            place_in(self.file, (*keys, written)),
            Text(
                f"Mã {written} không có ngoặc kép nên bị hiểu thành “{key}”.",
                f"The code {written} has no quotes, so it was read as “{key}”.",
            ),
            Text(f'Hãy viết "{written}" trong ngoặc kép.', f'Write "{written}" between double quotes.'),
        )
        return written

    def scalar(self, node: yaml.Node, keys: tuple[str, ...]) -> Any:
        try:
            return self.loader.construct_object(node)
        except (ValueError, ArithmeticError):  # 2022-02-30 looks like a date to YAML, and .inf like a figure
            return str(node.value)
        except yaml.YAMLError:
            self.faults.add(
                place_in(self.file, keys),
                Text(f"Không hiểu thẻ YAML {node.tag}.", f"The YAML tag {node.tag} is not known."),
                Text("Hãy viết chữ, số hoặc ngày.", "Write words, numbers or days."),
            )
            return str(node.value)
