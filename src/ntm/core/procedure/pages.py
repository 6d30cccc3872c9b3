"""From the text of a YAML file to plain content, with a fault for each thing that YAML lets pass.

YAML keeps the last of two equal keys and stops at the first bad date; here both are faults with their
place, and reading goes on.
"""

from __future__ import annotations

from pathlib import Path as File
from typing import Any

import yaml

from ntm.core.problems import Text
from ntm.core.procedure.faults import Spot


def content(file: File, top: Spot) -> Any:
    """Return mappings, lists and plain values; None, with a fault at ``top``, when there is no YAML to read."""
    try:
        loader = yaml.CSafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = Text(f" (dòng {line + 1})", f" (line {line + 1})") if line is not None else Text("", "")
        top.fault(
            Text(f"Không đọc được tệp YAML{where.vi}.", f"The file cannot be read as YAML{where.en}."),
            Text(
                "Hãy xem lại tên tệp, dấu hai chấm, ngoặc kép và thụt dòng; lưu tệp dạng UTF-8.",
                "Look at the file's name, the colons, quotes and indents; save the file as UTF-8.",
            ),
        )
        return None
    if node is None:
        top.fault(
            Text("Tệp trống.", "The file is empty."),
            Text(
                "Hãy viết trình tự của từng cấp: commune, district, province.",
                "Write the path of each tier: commune, district, province.",
            ),
        )
        return None
    return _value(node, loader, top, ())


def _value(node: yaml.Node, loader: yaml.CSafeLoader, spot: Spot, above: tuple[yaml.Node, ...]) -> Any:
    if node in above:  # an alias to something that holds it has no end
        spot.fault(
            Text("Nội dung này chứa chính nó (dấu * của YAML).", "This holds itself, through a star of YAML."),
            Text("Hãy viết lại đầy đủ nội dung.", "Write the content out in full."),
        )
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loader, spot, (*above, node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, loader, spot.under(n), (*above, node)) for n, one in enumerate(node.value, start=1)]
    return _plain(node, loader)


def _mapping(
    node: yaml.MappingNode, loader: yaml.CSafeLoader, spot: Spot, above: tuple[yaml.Node, ...]
) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _plain(key_node, loader)
        if key in found:
            spot.under(key_node.value).fault(
                Text(f"Khóa “{key}” có hai lần.", f"The key “{key}” stands twice."),
                Text("Hãy bỏ một trong hai.", "Take one of the two away."),
            )
        found[key] = _value(value_node, loader, spot.under(key_node.value), above)
    return found


def _plain(node: yaml.Node, loader: yaml.CSafeLoader) -> Any:
    """Return a word, number, day or truth; what YAML cannot turn into one stays as it was written."""
    if not isinstance(node, yaml.ScalarNode):
        return str(node.value)
    try:
        return loader.construct_object(node)
    except (ValueError, ArithmeticError, yaml.YAMLError):  # such as 2025-02-30, which looks like a day to YAML
        return str(node.value)
