"""What is taken instead where a page's own lines lose the article: another reading of the page.

First the main text that was extracted, then the text that the page's JSON-LD gives, then that
in the data of its scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.decoding.page_blocks import Block
from archive.ingest.decoding.page_openings import share_of

LEAST_KEPT: Final = 0.5
"""Share of another reading's letters that the page's own lines must hold."""

_LEAST_MAIN_TEXT: Final = 200
_LEAST_BODY: Final = 80
"""Letters from which the main text, and a text in JSON-LD, are an article's.

What is shorter in a page without an article is a menu, or asks for scripts and cookies.
"""

MAIN_TEXT_TAKEN: Final = (
    "less than half of the page's main text was found in its lines; the main text was taken"
)
JSON_LD_TAKEN: Final = "the page shows no text of its article; the text in its JSON-LD was taken"
SCRIPT_DATA_TAKEN: Final = (
    "the page shows no text of its article; the text in the data of its scripts was taken"
)


@dataclass(frozen=True, slots=True)
class KeptRegions:
    """The lines of each article of a page, and the warning where they are another reading's."""

    regions: Sequence[Sequence[Block]]
    warning: str = ""


def kept_regions(
    regions: Sequence[list[Block]], main_text: str, body: str, body_taken: str = JSON_LD_TAKEN
) -> KeptRegions:
    """Return ``regions`` where they keep the page's article, else another reading of it.

    ``main_text`` is the extracted main text, ``body`` the text that JSON-LD or a script's data
    give, ``body_taken`` the warning where it is taken.
    """
    own = [region for region in regions if region]
    lines = [block.text for region in own for block in region]
    letters = sum(len(block.text) for region in own for block in region if block.is_prose)
    if len(main_text) >= max(_LEAST_MAIN_TEXT, letters + 1) and _loses(lines, main_text):
        if body and not _loses(body.splitlines(), main_text):
            return KeptRegions([_titled(own, body)], body_taken)
        return KeptRegions([_titled(own, main_text)], MAIN_TEXT_TAKEN)
    if len(body) >= max(_LEAST_BODY, letters + 1) and _loses(lines, body):
        return KeptRegions([_titled(own, body)], body_taken)
    return KeptRegions(own)


def _loses(lines: Sequence[str], text: str) -> bool:
    kept = share_of(text, lines)
    return kept is not None and kept < LEAST_KEPT


def _titled(regions: Sequence[Sequence[Block]], text: str) -> list[Block]:
    """Return the lines of ``text`` under the page's main heading, where it has one."""
    blocks = (block for region in regions for block in region)
    heading = next((block for block in blocks if block.tag == "h1"), None)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    own = [Block(line, "p", 0.0, None) for line in lines if line]
    return own if heading is None else [heading, *own]
