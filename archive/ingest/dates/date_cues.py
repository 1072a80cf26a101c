"""What parsing hands over of an article that bears on when it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.records.documents import PublishedCandidate


@dataclass(frozen=True, slots=True)
class DateCues:
    """Everything of one article, and of its own page, that bears on its date.

    ``stated`` holds the lines taken for the article's own publication date, ``dateline``
    the place and day before the first sentence. ``header`` is a date line that tells
    only the day of the capture; ``captured`` is the day known from it or from the
    container. ``quoted`` holds embedded posts and bare addresses of posts, ``captions``
    the captions of photographs. ``outlet_country`` is an ISO 3166-1 alpha-2 code, the
    zone of clock times that name none.
    """

    stated: tuple[str, ...] = ()
    dateline: str = ""
    metadata: tuple[PublishedCandidate, ...] = ()
    url: str = ""
    header: str = ""
    captured: date | None = None
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    outlet_country: str = ""
