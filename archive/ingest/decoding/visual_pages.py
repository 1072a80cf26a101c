"""Web pages whose Arabic stands in visual order: their text put in the order of reading.

Pages of the nineties were written so (``ISO-8859-6`` without a letter of direction, with
``<br>`` at the end of each drawn line) for browsers that drew from left to right alone.
"""

from __future__ import annotations

from typing import Any, Final

from archive.ingest.decoding.page_blocks import is_block
from archive.ingest.decoding.visual_order import ARABIC, in_reading_order, turned_line, turned_text

_SILENT: Final = frozenset({"script", "style", "noscript", "template"})
_SAMPLE: Final = 20_000
"""Code points of a page's text by which its order is known."""
_SPOKEN: Final = frozenset({"title", "og:title", "twitter:title", "description", "og:description"})
"""Names of ``<meta>`` whose content is text."""


def put_in_order(root: Any) -> bool:
    """Put the text of a page in the order of reading; return whether it was surely in another."""
    if not in_reading_order(_sample(root))[1]:
        return False
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        if element.tag == "meta" and _name_of(element) in _SPOKEN:
            element.set("content", turned_text(element.get("content", "")))
        elif _is_run(element):
            _flatten(element)
        else:
            element.text = _turned(element.text)
            for child in element:
                child.tail = _turned(child.tail)
    return True


def _sample(root: Any) -> str:
    found: list[str] = []
    length = 0
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            continue
        for text in (element.text, element.tail):
            if text and text.strip():
                found.append(text.strip())
                length += len(text)
        if length > _SAMPLE:
            break
    return "\n".join(found)


def _name_of(meta: Any) -> str:
    name: str = meta.get("name") or meta.get("property") or ""
    return name.lower()


def _is_run(element: Any) -> bool:
    """Whether text and elements inside a line are mixed: they stand in visual order, too."""
    if not len(element) or any(is_block(each) for each in element.iterdescendants()):
        return False
    return bool((element.text or "").strip()) or any((each.tail or "").strip() for each in element)


def _flatten(element: Any) -> None:
    """Make one turned text of a line; what was marked within it is not known any more."""
    whole = " ".join("".join(element.itertext()).split())
    for child in list(element):
        element.remove(child)
    element.text = turned_line(whole)


def _turned(text: str | None) -> str | None:
    if text is None or not ARABIC.search(text):
        return text
    return "\n".join(turned_line(line) for line in text.split("\n"))
