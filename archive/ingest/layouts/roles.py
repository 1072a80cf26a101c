"""What a line of a page can be."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part that a line plays on its page."""

    BLANK = "blank"
    MASTHEAD = "masthead"
    CAPTURE_HEADER = "capture_header"
    SECTION = "section"
    TITLE = "title"
    TITLE_REPEAT = "title_repeat"
    STANDFIRST = "standfirst"
    STANDFIRST_REPEAT = "standfirst_repeat"
    CAPTION = "caption"
    CAPTION_REPEAT = "caption_repeat"
    DATE = "date"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    SUBHEAD = "subhead"
    POST = "post"
    ADDRESS = "address"
    SOURCE_LINE = "source_line"
    KEYWORDS = "keywords"
    DISCLAIMER = "disclaimer"
    RELATED_MARKER = "related_marker"
    RELATED = "related"
    CHROME = "chrome"

    @property
    def is_prose(self) -> bool:
        """Whether a line of this role becomes paragraphs of an article."""
        return self in (Role.BODY, Role.SUBHEAD, Role.POST)

    @property
    def is_chrome(self) -> bool:
        """Whether a line of this role belongs to the page and to no article."""
        return self in (
            Role.CHROME,
            Role.RELATED,
            Role.RELATED_MARKER,
            Role.MASTHEAD,
            Role.CAPTURE_HEADER,
            Role.DISCLAIMER,
        )
