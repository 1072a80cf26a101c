"""Sets of frames, which HTML no longer has, as rows and columns of a grid."""

from __future__ import annotations

import re
from typing import Any, Final

FRAME_STYLE: Final = "width:100%;height:100%;border:0"
"""How a frame fills its place."""
_PART: Final = re.compile(r"([0-9]{1,5})?([%*])?")
_UNITS: Final = {"%": "%", "*": "fr", None: "px"}
_MOST_PARTS: Final = 20


def frame_set_style(element: Any) -> str:
    """Return the style of an element that stands for a ``frameset``; the outermost is the window.

    ``rows`` and ``cols`` are lists of pixels, percentages and shares (HTML 4.01, §16.2.1).
    """
    is_inner = any(each.tag == "frameset" for each in element.iterancestors())
    place = "height:100%" if is_inner else "position:fixed;inset:0"
    rows, columns = _tracks(element.get("rows") or ""), _tracks(element.get("cols") or "")
    return f"display:grid;{place};grid-template:{rows} / {columns}"


def _tracks(written: str) -> str:
    """Return the tracks of a grid for a list of lengths."""
    parts = [_PART.fullmatch(part.strip()) for part in written.split(",")[:_MOST_PARTS]]
    return " ".join(_track(part) for part in parts)


def _track(part: re.Match[str] | None) -> str:
    if part is None or part[1] is None:
        return "1fr"
    return f"{part[1]}{_UNITS[part[2]]}"
