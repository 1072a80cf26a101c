"""Elements that are no part of what a page has to say, by their tag, role, names and state.

Only a guess: pages put their one form around everything, hide the article behind a dialog or
name it ``no-share``. ``page_openings`` opens again what holds the page's words.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Final

_NEVER_TEXT: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "map",
        "head",
    ]
)
_BESIDE: Final = frozenset({"nav", "aside", "footer", "menu", "dialog"})
_NOT_SHOWN: Final = frozenset({"form", "noscript"})
_SILENT_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog", "alert"}
)
_CHROME_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|breadcrumbs?|cookies?|gdpr|consent|newsletter|subscribe"
    r"|popup|modal|advert\w*|ads?|banner|sidebar|menu|navbar|comments?|disqus|addtoany|sharedaddy"
    r"|(?:jp-)?related\w*|recommend(?:ed|ations?)|yarpp\w*|author-bio\w*|inject|most-?read|trending|ticker|skip-link|wm-ipp[\w-]*|pagination|pager|page-links|nav-links|post-navigation|slogan|tagline|site-description|screen-reader-text|sr-only|visually-hidden)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BIOGRAPHY: Final = re.compile(
    r"(?:^|[\s_-])(?:author|writer)[_-]?(?:box|bio\w*|info|card|desc\w*|about|profile|details)(?:[\s_-]|$)"
    r"|(?:^|[\s_-])about[_-](?:the[_-])?(?:author|writer)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_LONGEST_CREDIT: Final = 60
"""Letters of a box that only names its author; what is longer tells of the author's life."""

_STATE_NAME: Final = re.compile(
    r"(?:^|(?<=\s))(?:(?:no|has|have|with|without|is|not|hide|show|allow|enable|disable)[_-]\S+"
    r"|\S+[_-](?:open|opened|closed?|enabled?|disabled?|allowed|active|on|off|none|hidden|count))"
    r"(?=\s|$)",
    re.IGNORECASE,
)
"""``comments-open``, ``no-share``: what holds of an element, and not what it is."""

_COMMENTS: Final = re.compile("comment|disqus", re.IGNORECASE)
_ARTICLE_LETTERS: Final = 600
"""Letters in paragraphs from which an element is no share bar, whatever its name says."""

_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SITES_OWN: Final = frozenset({"publisher", "logo"})
"""Properties of schema.org whose element tells of the site and not of the article."""


_CAPTION_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption(?:[\s_-]|$)|(?:^|\s)(?:img|image|photo|pic|picture)[_-]?cap\w*(?:\s|$)",
    re.IGNORECASE,
)


_AUTHOR_NAME: Final = re.compile("author|writer|byline|avatar|logo|user|profile|source", re.I)
_MOST_BOXED: Final = 6
"""Elements right inside the box of a picture; what holds more is a part of the page."""


class Silence(Enum):
    """Why an element is silent, and so what it takes to open it again."""

    NEVER_TEXT = "holds no text"
    BESIDE = "stands beside the article"
    COMMENTS = "readers' comments"
    NOT_SHOWN = "is hidden, or a form"


def silence_of(element: Any) -> Silence | None:
    """Return why an element and all in it are left out; None where they are not."""
    tag = element.tag
    if tag in _NEVER_TEXT:
        return Silence.NEVER_TEXT
    if tag in _BESIDE or (tag == "header" and not _holds_title(element)):
        return Silence.BESIDE
    if element.get("role") in _SILENT_ROLES or element.get("itemprop") in _SITES_OWN:
        return Silence.BESIDE
    if tag in _NOT_SHOWN or element.get("aria-hidden") == "true":
        return Silence.NOT_SHOWN
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return Silence.NOT_SHOWN
    return _by_name(element)


def _by_name(element: Any) -> Silence | None:
    if element.tag in ("html", "body", "main", "article"):
        return None
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_life = _BIOGRAPHY.search(names) and len(element.text_content().strip()) > _LONGEST_CREDIT
    is_named = _CHROME_NAME.search(names) and _CHROME_NAME.search(_STATE_NAME.sub("", names))
    if not is_life and not is_named:
        return None
    if element.find(".//h1") is not None:
        return None
    if _COMMENTS.search(names):
        return Silence.COMMENTS
    paragraphs = (len(each.text_content()) for each in element.iterfind(".//p"))
    return None if sum(paragraphs) >= _ARTICLE_LETTERS else Silence.BESIDE


def _holds_title(element: Any) -> bool:
    return element.find(".//h1") is not None or any(
        ancestor.tag == "article" for ancestor in element.iterancestors()
    )


def is_caption(element: Any) -> bool:
    """Tell whether an element is a picture's caption by its tag or class."""
    return element.tag == "figcaption" or bool(_CAPTION_NAME.search(element.get("class") or ""))


def is_picture_box(element: Any, letters: int) -> bool:
    """Tell whether an element holds a picture, and no more text than ``letters``."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        len(element) <= _MOST_BOXED
        and not _AUTHOR_NAME.search(names)
        and element.find(".//img") is not None
        and len(" ".join(element.text_content().split())) <= letters
    )
