"""A GeoJSON file of boundaries, read with every fault in it.

What we ask: one FeatureCollection in WGS 84 longitude and latitude (RFC 7946); each feature a Polygon or
MultiPolygon with the unit's code as the property ``code`` or as the feature's ``id``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from ntm.core.problems import Fault, Faults, Text

LARGEST_FILE = 64 * 1024 * 1024  # bytes; the whole country's communes before simplification are about 50 MB
WEST, SOUTH, EAST, NORTH = 102.0, 6.0, 118.0, 24.0  # Viet Nam with Hoàng Sa and Trường Sa, in degrees

_WHAT_WE_ASK = Text(
    "Hãy nạp tệp GeoJSON kiểu FeatureCollection, mỗi đối tượng là một Polygon hoặc MultiPolygon có thuộc tính code.",
    "Give a GeoJSON FeatureCollection in which every feature is a Polygon or MultiPolygon with a property code.",
)
_WGS_84 = Text(
    "Hãy chuyển tệp sang hệ tọa độ WGS 84 (EPSG:4326), kinh độ đứng trước vĩ độ.",
    "Convert the file to WGS 84 (EPSG:4326), longitude before latitude.",
)
_FROM_VN_2000 = Text(
    f"Tệp có lẽ ở hệ VN-2000 (mét). {_WGS_84.vi}",
    f"The file is probably in VN-2000 (metres). {_WGS_84.en}",
)
_REDRAW = Text(
    "Hãy sửa hình trong phần mềm bản đồ (QGIS: “Fix geometries”) rồi xuất lại tệp.",
    "Repair the shape in your map software (QGIS: “Fix geometries”) and export the file again.",
)
_REASONS = {
    "Self-intersection": Text("đường ranh giới tự cắt nhau", "the border crosses itself"),
    "Ring Self-intersection": Text("một vòng ranh giới tự chạm vào nó", "a ring of the border touches itself"),
    "Hole lies outside shell": Text("có lỗ nằm ngoài hình", "a hole lies outside the shape"),
    "Holes are nested": Text("có lỗ nằm trong lỗ khác", "a hole lies inside another hole"),
    "Interior is disconnected": Text("phần trong của hình bị cắt rời", "the inside of the shape falls apart"),
    "Nested shells": Text("một phần nằm trong phần khác", "one part lies inside another"),
    "Duplicate Rings": Text("có hai vòng ranh giới trùng nhau", "two rings are the same"),
    "Too few points in geometry component": Text("có vòng ranh giới thiếu điểm", "a ring has too few points"),
}
_AREAS = ("Polygon", "MultiPolygon")  # a tuple: a broken file may hold a list as its type
_UNKNOWN_REASON = Text("hình không hợp lệ", "the shape is not valid")


class BoundaryFaults(Faults):
    """A boundary file was refused whole."""

    code = "areas/boundary-faults"

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__(
            Text(
                f"Tệp ranh giới {name} có {len(faults)} lỗi.",
                f"The boundary file {name} has {len(faults)} fault{'s' * (len(faults) > 1)}.",
            ),
            faults,
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """One readable feature: where it stands in the file, whose it is, and its valid polygons in degrees."""

    place: str
    code: str
    geometry: BaseGeometry


def read_outlines(path: Path) -> tuple[list[Outline], list[Fault]]:
    """Return the outlines of a file and every fault in it, in the order of the file.

    Raises BoundaryFaults at once when the file as a whole cannot be read.
    """
    features = _features(path)
    outlines: list[Outline] = []
    faults: list[Fault] = []
    for number, feature in enumerate(features, 1):
        code = _code(feature)
        place = f"{path.name} #{number}" + (f" ({code})" if code else "")
        found = list(_faults_of(feature, code, place))
        faults += found
        if not found:
            outlines.append(Outline(place, code, shapely.force_2d(shape(feature["geometry"]))))
    return outlines, faults + _twice(path.name, [_code(feature) for feature in features])


def _features(path: Path) -> list[Any]:
    """Return the features of the file; raise BoundaryFaults when there is no such list."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _refused(path, Text("Tệp lớn hơn 64 MB.", "The file is larger than 64 MB."), _SMALLER)
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = Text(f"Không đọc được tệp ({error.strerror}).", f"The file cannot be read ({error.strerror}).")
        raise _refused(path, what, Text("Hãy kiểm tra đường dẫn.", "Check the path.")) from error
    except (ValueError, RecursionError) as error:
        what = Text(f"Nội dung không phải JSON ({error}).", f"The content is not JSON ({error}).")
        raise _refused(path, what, _WHAT_WE_ASK) from error
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        what = Text("Tệp không phải FeatureCollection.", "The file is not a FeatureCollection.")
        raise _refused(path, what, _WHAT_WE_ASK)
    if not _is_wgs_84(content):
        what = Text("Tệp khai báo một hệ tọa độ khác WGS 84.", "The file names a coordinate system other than WGS 84.")
        raise _refused(path, what, _WGS_84)
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise _refused(path, Text("Tệp không có đối tượng nào.", "The file has no features."), _WHAT_WE_ASK)
    return features


_SMALLER = Text(
    "Hãy giản lược đường ranh giới (khoảng 20 m là đủ) rồi xuất lại.",
    "Simplify the borders (about 20 m will do) and export the file again.",
)


def _refused(path: Path, what: Text, do: Text) -> BoundaryFaults:
    return BoundaryFaults(path.name, [Fault(path.name, what, do)])


def _is_wgs_84(content: dict[str, Any]) -> bool:
    """Old GeoJSON may name its coordinate system; silence means WGS 84."""
    named = content.get("crs")
    return named is None or any(name in json.dumps(named) for name in ("CRS84", "4326"))


def _code(feature: Any) -> str:
    """Return the unit's code as text, empty when the feature does not tell."""
    if not isinstance(feature, dict):
        return ""
    told = (feature.get("properties") or {}).get("code") if isinstance(feature.get("properties"), dict | None) else None
    told = feature.get("id") if told is None else told
    return str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""


def _faults_of(feature: Any, code: str, place: str) -> Iterator[Fault]:
    if not code:
        what = Text("Đối tượng không có mã đơn vị.", "The feature has no code of a unit.")
        yield Fault(place, what, Text("Hãy ghi mã vào thuộc tính code.", "Write the code in the property code."))
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in _AREAS:
        what = Text(f"Hình không phải vùng (kiểu: {kind}).", f"The shape is not an area (its type: {kind}).")
        yield Fault(place, what, _WHAT_WE_ASK)
    elif fault := _fault_of_shape(geometry, place):
        yield fault


def _fault_of_shape(geometry: dict[str, Any], place: str) -> Fault | None:
    """Return the first thing wrong with a polygon: unreadable, empty, elsewhere, or broken."""
    try:
        outline = shape(geometry)
        west, south, east, north = outline.bounds
    except (ValueError, TypeError, KeyError, IndexError, GEOSException) as error:
        what = Text(f"Không đọc được tọa độ ({error}).", f"The coordinates cannot be read ({error}).")
        return Fault(place, what, _REDRAW)
    if outline.is_empty:
        return Fault(place, Text("Hình không có điểm nào.", "The shape is empty."), _REDRAW)
    if west < WEST or south < SOUTH or east > EAST or north > NORTH or isnan(west + south + east + north):
        what = Text(
            f"Tọa độ ({west:.8g}, {south:.8g}) đến ({east:.8g}, {north:.8g}) không nằm trong lãnh thổ Việt Nam.",
            f"The coordinates ({west:.8g}, {south:.8g}) to ({east:.8g}, {north:.8g}) do not lie in Viet Nam.",
        )
        return Fault(place, what, _FROM_VN_2000 if max(east, north) > 360 else _WGS_84)
    if not outline.is_valid:
        return Fault(place, _broken(shapely.is_valid_reason(outline)), _REDRAW)
    return None


def _broken(reason: str) -> Text:
    """Say in words what the geometry library found, with the point where it found it."""
    kind, _, point = reason.partition("[")
    words = _REASONS.get(kind.strip(), _UNKNOWN_REASON)
    where = ", ".join(f"{float(number):.5f}" for number in point.rstrip("]").split()) if point else "?"
    return Text(f"Hình bị lỗi tại ({where}): {words.vi}.", f"The shape is broken at ({where}): {words.en}.")


def _twice(name: str, codes: list[str]) -> list[Fault]:
    return [
        Fault(
            f"{name} ({code})",
            Text(f"Mã {code} có {times} lần.", f"The code {code} stands {times} times."),
            Text(
                "Hãy gộp các vùng của một đơn vị thành một MultiPolygon.",
                "Join the areas of one unit into one MultiPolygon.",
            ),
        )
        for code, times in Counter(codes).items()
        if code and times > 1
    ]
