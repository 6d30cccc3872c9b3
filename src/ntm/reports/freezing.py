"""An official document as plain data and back, so that what was issued can be printed again to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from ntm.core import documents
from ntm.core.documents import DocumentKind, OfficialDocument

_PARTS = {
    kind.__name__: kind
    for kind in (
        documents.Heading,
        documents.Paragraph,
        documents.Bullet,
        documents.Article,
        documents.Table,
        documents.Column,
        documents.Signature,
        documents.Annex,
        OfficialDocument,
    )
}


def as_data(part: Any) -> Any:
    """Return plain data; a part of a document carries the name of its kind under ``is``."""
    if isinstance(part, DocumentKind):
        return {"is": "DocumentKind", "value": part.value}
    if isinstance(part, date):
        return {"is": "date", "value": part.isoformat()}
    if isinstance(part, frozenset):
        return {"is": "frozenset", "value": sorted(part)}
    if isinstance(part, tuple | list):
        return [as_data(one) for one in part]
    if type(part).__name__ in _PARTS:
        return {"is": type(part).__name__, **{one.name: as_data(getattr(part, one.name)) for one in fields(part)}}
    return part


def document_from(data: Any) -> OfficialDocument:
    """Read back a whole document."""
    found = _read(data)
    if not isinstance(found, OfficialDocument):
        raise TypeError("The data do not hold an official document.")
    return found


def _read(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_read(one) for one in data)
    if not isinstance(data, Mapping):
        return data
    kind = data["is"]
    if kind == "DocumentKind":
        return DocumentKind(data["value"])
    if kind == "date":
        return date.fromisoformat(data["value"])
    if kind == "frozenset":
        return frozenset(data["value"])
    return _PARTS[kind](**{name: _read(value) for name, value in data.items() if name != "is"})
