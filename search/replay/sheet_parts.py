"""What the style sheets of a replayed page name, and which of it was not captured with the page."""

from __future__ import annotations

import logging
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from archive.captures.kept_parts import KeptPart, read_part
from archive.captures.store import DamagedCaptureError
from search.replay.captured_tree import CapturedTree, UnreplayablePageError, page_letters
from search.replay.css_rewriting import safe_css
from search.replay.kept_addresses import KeptAddresses, PartUse
from search.replay.loading_elements import is_style_link

MOST_BYTES: Final = 1_000_000
"""Of all that styles one page, the first of it: a tenth of a second's work."""
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_FONT_FACE: Final = re.compile(r"@font-face\b[^{}@]{0,200}\{[^}]*\}?", re.IGNORECASE)
_STYLES: Final = etree.XPath("//@style[contains(., '(')]")

_log = logging.getLogger("khizana.pages")


@dataclass(slots=True)
class LackingOfSheets:
    """Counts what sheets name and was not captured: pictures by their addresses, and fonts.

    A font has several files, of which a browser asks for one: it lacks where none was captured.
    ``imported`` are the addresses of sheets that other sheets name.
    """

    pictures: set[str] = field(default_factory=set)
    fonts: int = 0
    imported: set[str] = field(default_factory=set)
    _read: int = 0
    _noted: int = 0
    _waiting: deque[KeptPart] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)

    def of_page(self, tree: CapturedTree, kept: KeptAddresses) -> LackingOfSheets:
        """Go through what styles a page: its elements, its sheets, and what those import."""
        for element in tree.iter("style", "link"):
            if element.tag == "style":
                self._note(element.text or "", kept)
            elif is_style_link(element):
                self._follow(kept.part(element.get("href") or ""))
        for style in _STYLES(tree.root):
            self._note(str(style), kept)
        while self._waiting:
            part = self._waiting.popleft()
            self._note(_letters(part), kept.from_part(part))
        return self

    def _follow(self, part: KeptPart | None) -> None:
        """Have a sheet read, once, and as long as there is room."""
        if part is not None and part.address not in self._seen:
            self._seen.add(part.address)
            if self._read + part.size <= MOST_BYTES:
                self._read += part.size
                self._waiting.append(part)

    def _note(self, css: str, kept: KeptAddresses) -> None:
        if "(" not in css and "@" not in css:
            return
        self._noted += len(css)
        if self._noted > MOST_BYTES:
            return
        css = _COMMENT.sub(" ", css)
        for face in _FONT_FACE.findall(css):
            font = _Named(kept)
            safe_css(face, font)
            self.fonts += bool(font.lacking and not font.captured)
        named = _Named(kept)
        safe_css(_FONT_FACE.sub(" ", css), named)
        self.pictures |= named.lacking
        self.imported |= named.lacking_sheets
        for part in named.sheets:
            self._follow(part)


@dataclass(slots=True)
class _Named:
    """Stands for the addresses of parts where a sheet is read, and notes which of them it names."""

    kept: KeptAddresses
    captured: int = 0
    lacking: set[str] = field(default_factory=set)
    sheets: list[KeptPart] = field(default_factory=list)
    lacking_sheets: set[str] = field(default_factory=set)

    def address(self, written: str, use: PartUse) -> str:
        """Return what the parts themselves return."""
        found = self.kept.address(written, use)
        lacking = "" if found else self.kept.web_address(written)
        if use is PartUse.STYLE:
            part: Any = self.kept.part(written)
            self.sheets += [part] if part else []
            self.lacking_sheets |= {lacking} if lacking else set()
        else:
            self.captured += bool(found)
            self.lacking |= {lacking} if lacking else set()
        return found


def _letters(part: KeptPart) -> str:
    try:
        return page_letters(read_part(part), part.charset)
    except (DamagedCaptureError, UnreplayablePageError) as error:
        _log.error("a style sheet cannot be read: %s", error)
        return ""
