"""Elements that load something, and controls of forms: what of them a replayed page keeps."""

from __future__ import annotations

import re
from typing import Any, Final

from search.replay.allowed_markup import INPUT_TYPES, LAZY_SETS, LAZY_SOURCES
from search.replay.kept_addresses import KeptAddresses, PartUse

_BETWEEN: Final = re.compile(r",\s+|(?<=[0-9][wxh]),")
"""What parts the pictures of a set; addresses may hold commas (WHATWG HTML, “Parsing a srcset
attribute”)."""
_MOST_CANDIDATES: Final = 40
_VIEWPORT: Final = re.compile(r"[\w\s=,.;-]{1,200}")


def picture(element: Any, attributes: dict[str, str], kept: KeptAddresses) -> dict[str, str]:
    """Return the attributes of an ``img``, with the addresses of what was captured of it."""
    if candidates := _candidates(element, kept):
        attributes["srcset"] = candidates
        if element.get("sizes"):
            attributes["sizes"] = element.get("sizes")
    if address := picture_address(element, kept):
        attributes["src"] = address
    return attributes


def picture_address(element: Any, kept: KeptAddresses) -> str:
    """Return the address of an ``img`` that was captured, "" where none was.

    Scripts would put the picture where a small one holds its place: the captured one is taken.
    """
    written = element.get("src") or ""
    placeholder = kept.address(written, PartUse.PICTURE)
    if placeholder and not placeholder.startswith("data:"):
        return placeholder
    for name in LAZY_SOURCES:
        if found := kept.address(element.get(name) or "", PartUse.PICTURE):
            return found
    return placeholder


def is_captured(element: Any, kept: KeptAddresses) -> bool:
    """Return whether an ``img`` names no picture, or one of those that it names is kept."""
    named = [element.get(name) for name in ("src", *LAZY_SOURCES, *LAZY_SETS)]
    if not any(named):
        return True
    return bool(picture_address(element, kept) or _candidates(element, kept))


def picture_source(element: Any, attributes: dict[str, str], kept: KeptAddresses) -> dict[str, str]:
    """Return the attributes of a ``source`` of a picture; none where nothing of it was captured."""
    candidates = _candidates(element, kept)
    if not candidates:
        return {}
    attributes["srcset"] = candidates
    if element.get("sizes"):
        attributes["sizes"] = element.get("sizes")
    return attributes


def _candidates(element: Any, kept: KeptAddresses) -> str:
    """Return the captured ones among the pictures of which a browser chooses."""
    written = next(filter(None, (element.get(name) for name in LAZY_SETS)), "")
    found = []
    for candidate in _BETWEEN.split(written, _MOST_CANDIDATES)[:_MOST_CANDIDATES]:
        address, *descriptor = candidate.strip(" \t\r\n\f,").split(None, 1)[:2] or [""]
        if kept_address := kept.address(address, PartUse.PICTURE):
            found.append(" ".join([kept_address, *descriptor]))
    return ", ".join(found)


def is_style_link(element: Any) -> bool:
    """Return whether a ``link`` names a style sheet that counts."""
    relations = (element.get("rel") or "").lower().split()
    return "stylesheet" in relations and "alternate" not in relations


def style_link(element: Any, kept: KeptAddresses) -> dict[str, str]:
    """Return the attributes of a link to a captured style sheet, none for every other link."""
    if not is_style_link(element):
        return {}
    address = kept.address(element.get("href") or "", PartUse.STYLE)
    if not address:
        return {}
    attributes = {"rel": "stylesheet", "href": address}
    if media := element.get("media"):
        # A sheet that a script would switch on is switched on.
        attributes["media"] = "all" if element.get("onload") else media
    return attributes


def viewport(element: Any) -> dict[str, str]:
    """Return the attributes of a ``meta`` that says how wide a page is, none of any other."""
    content = element.get("content") or ""
    is_viewport = (element.get("name") or "").lower() == "viewport"
    if is_viewport and _VIEWPORT.fullmatch(content):
        return {"name": "viewport", "content": content}
    return {}


def form_control(element: Any, name: str, attributes: dict[str, str]) -> None:
    """Let a control be seen and not used."""
    if name == "input":
        kind = (element.get("type") or "text").lower()
        attributes["type"] = kind if kind in INPUT_TYPES else "button"
        if kind == "hidden":
            attributes["hidden"] = ""
    attributes["disabled"] = ""
