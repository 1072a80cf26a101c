"""The headline of a page, where it stands in no heading above the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any, Final

from archive.arabic.normalize import fold
from archive.ingest.decoding.page_blocks import Block
from archive.records.documents import PageMetadata

_NOT_LETTERS: Final = re.compile(r"\W+")
_FEWEST_WORDS: Final = 3
"""Words of a headline; what is shorter names a section or the site."""
_LEAST_TEXT: Final = 80
"""Letters from which there is a text to stand a headline above."""
_ABOVE: Final = 12
"""Lines at the beginning of an article among which its headline stands."""


def with_headline(article: Sequence[Block], page: PageMetadata) -> list[Block]:
    """Return an article's lines, under the headline of its page's metadata where they have none.

    A heading above the first running text is one, whatever the metadata says. Where there is no
    running text, a headline would only hide that.
    """
    if sum(len(block.text) for block in article) < _LEAST_TEXT:
        return list(article)
    above = list(takewhile(lambda block: block.is_heading or not block.is_prose, article))
    key = _letters(page.title)
    has_headline = any(block.is_heading for block in above) or any(
        bool(letters := _letters(block.text)) and key.startswith(letters)
        for block in article[:_ABOVE]
        if block.text.count(" ") >= _FEWEST_WORDS - 1
    )
    if has_headline or page.title.count(" ") < _FEWEST_WORDS - 1 or key == _letters(page.site_name):
        return list(article)
    return [Block(page.title, "h1", 0.0, None), *article]


def _letters(text: str) -> str:
    """Return the letters of a headline: its marks are written one way here and another there."""
    return _NOT_LETTERS.sub("", fold(text))


def heading_in_title(root: Any, title: str) -> str:
    """Return the heading that the page's title begins with, if it is a headline; else "".

    «عنوان الخبر: مدونة الشمال»: what stands behind the heading names the site.
    """
    whole = _letters(title)
    for heading in root.iter("h1", "h2", "h3"):
        text = " ".join(heading.text_content().split())
        key = _letters(text)
        if text.count(" ") >= _FEWEST_WORDS - 1 and whole.startswith(key) and whole != key:
            return text
    return ""
