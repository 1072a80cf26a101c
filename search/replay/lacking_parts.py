"""What a replayed page lacks, since it was not captured with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from search.replay.captured_tree import CapturedTree
from search.replay.kept_addresses import KeptAddresses, PartUse
from search.replay.loading_elements import is_captured, is_style_link
from search.replay.sheet_parts import LackingOfSheets


@dataclass(frozen=True, slots=True)
class LackingParts:
    """How many pictures, style sheets and framed pages of a page were not captured.

    ``in_sheets`` are the pictures and fonts that its style sheets name.
    """

    pictures: int = 0
    styles: int = 0
    frames: int = 0
    in_sheets: int = 0

    def __bool__(self) -> bool:
        return bool(self.pictures or self.styles or self.frames or self.in_sheets)


def lacking_parts(tree: CapturedTree, kept: KeptAddresses) -> LackingParts:
    """Return what of a page's tree is not among the parts that were ``kept``."""
    sheets = LackingOfSheets().of_page(tree, kept)
    return LackingParts(
        pictures=sum(not is_captured(each, kept) for each in tree.iter("img")),
        styles=sum(_lacks_style(each, kept) for each in tree.iter("link")) + len(sheets.imported),
        frames=sum(_lacks_frame(each, kept) for each in tree.iter("iframe", "frame")),
        in_sheets=len(sheets.pictures) + sheets.fonts,
    )


def _lacks_style(element: Any, kept: KeptAddresses) -> bool:
    return is_style_link(element) and not kept.address(element.get("href") or "", PartUse.STYLE)


def _lacks_frame(element: Any, kept: KeptAddresses) -> bool:
    """Return whether a framed page of the web is missing."""
    if element.get("srcdoc") is not None:
        return False
    written = element.get("src") or ""
    return bool(kept.web_address(written)) and not kept.address(written, PartUse.FRAME)
