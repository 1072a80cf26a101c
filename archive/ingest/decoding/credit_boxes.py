"""Boxes of a page that credit and date its article, by the names of their elements.

Themes write author, day, counters and reading time in one line, each in an element of its own:
``<div class="post-meta"><a>هدى</a><span>6 مايو 2020</span><span>321</span></div>``. Each is read
as a line. What a line says its words tell; the names of elements only tell where to look.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold

_BOX_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:post|entry|article|news|story|single|item)[_-]?)?"
    r"(?:meta(?:data)?|byline|dateline|info|details|date|time|author|writer|publish\w*|posted)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
_REMEMBERED_NAMES: Final = 1024
"""A page names most of its elements alike, and the pages of a site do."""

_LONGEST_BOX: Final = 250
"""Letters of a box that credits; what is longer holds text of the article."""

_AUTHOR_NAME: Final = re.compile(
    r"(?:^|\s)(?:(?:post|entry|article|news|story|meta|amp-wp)[_-]{1,2})?(?:author|writer|byline)"
    r"(?:[_-]{1,2}(?:name|link))?(?:\s|$)",
    re.IGNORECASE,
)
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "em", "i", "label", "small", "span", "strong", "time"}
)
_SEPARATOR: Final = re.compile(
    r"(?:(?<!\s)\s+)?[|•·¦]\s*|(?<!\s)\s+[-–—/]\s+$|^[-–—/,،]\s+|(?:(?<!\s)\s+)?[,،]\s*$"
)
_YEAR: Final = re.compile(r"(?<!\d)(?:1[34]\d\d|19\d\d|20\d\d|[١][٣٤٩][٠-٩]{2}|٢٠[٠-٩]{2})(?!\d)")
_LAST_DAY: Final = 31
_LONGEST_STAMP: Final = 100
_LEAST_DIGITS: Final = 0.35
_CLOCK: Final = re.compile(r"[\d٠-٩]{1,2}:[\d٠-٩]{2}")
_COUNTER: Final = re.compile(
    r"(?:[\d٠-٩]++(?:[,.،][\d٠-٩]{3,}+)*+|\s++"
    r"|دقيق[ةه]|واحد[ةه]|دقائق|دقيقتان|دقيقتين|أقل من|للقراءة|قراءة|مشاهد[ةه]|مشاهدات|تعليقات?"
    r"|min(?:utes?)?|reads?|views?|comments?)++",
    re.IGNORECASE,
)
"""Readers, comments and minutes of reading, counted; no year stands so alone."""

_LABELS: Final = frozenset(
    fold(label)
    for label in (
        *("كتب", "كتبت", "كتبه", "بقلم", "بواسطة", "تحرير", "إعداد", "الكاتب", "المحرر", "من"),
        *("نشر", "نشر في", "في", "تاريخ النشر", "آخر تحديث", "تحديث", "منذ", "المصدر", "الساعة"),
        *("عدد القراءات", "القراءات", "المشاهدات", "عدد المشاهدات", "مرسلة بواسطة", "أضيف في"),
        *("by", "posted on", "posted by", "on", "in", "updated", "source"),
    )
)
"""Words that belong to what stands behind them."""

_TOOLS: Final = "page_tools.txt"
_TOOL_WORDS: Final = "page_tool_words.txt"
_LONGEST_TOOLS: Final = 80
_WORD: Final = re.compile(r"\w+")
_OF_CHANGE: Final = re.compile(r"تحديث|تعديل|updated|modified", re.IGNORECASE)


def is_credit_box(element: Any) -> bool:
    """Tell whether an element is named for what credits and dates, and is short."""
    names, own = element.get("class"), element.get("id")
    if not (names and _is_box_name(names)) and not (own and _is_box_name(own)):
        return False
    letters = 0
    for text in element.itertext():
        letters += len(text)
        if letters > _LONGEST_BOX:
            return False
    return True


def is_author_box(element: Any) -> bool:
    """Tell whether markup calls what an element holds the author."""
    names = element.get("class")
    return (
        element.get("rel") == "author"
        or element.get("itemprop") == "author"
        or (names is not None and _is_author_name(names))
    )


@lru_cache(_REMEMBERED_NAMES)
def _is_box_name(names: str) -> bool:
    return _BOX_NAME.search(names) is not None


@lru_cache(_REMEMBERED_NAMES)
def _is_author_name(names: str) -> bool:
    return _AUTHOR_NAME.search(names) is not None


def begins_part(element: Any, above: str) -> bool:
    """Tell whether an element of such a box begins a line, below ``above`` in the same box.

    A label stays with what it labels, and the pieces of a day stay together.
    """
    if element.tag not in _INLINE:
        return False
    plain = " ".join(above.split())
    if not plain or plain[-1] in ":：" or fold(plain) in _LABELS:
        return False
    if _YEAR.search(plain):
        return True
    return not (_is_of_a_day(plain) or _is_of_a_day("".join(element.itertext()).strip()))


def _is_of_a_day(text: str) -> bool:
    """Tell whether a text is a number that may be a day or a year."""
    number = text.strip(" ,،/.-")
    return bool(_YEAR.fullmatch(number)) or (
        number.isdecimal() and len(number) <= 2 and 0 < int(number) <= _LAST_DAY
    )


def parts_of(text: str) -> list[str]:
    """Return the parts of a line of such a box, without what separates them and bare counters.

    A clock stays with the day before it.
    """
    parts: list[str] = []
    for part in map(str.strip, _SEPARATOR.split(text)):
        if parts and _CLOCK.match(part):
            parts[-1] += f" {part}"
        elif part and not _COUNTER.fullmatch(part):
            parts.append(part)
    return parts


def moment_of(element: Any) -> str:
    """Return the moment that an element states for machines, or "" (one of change is none)."""
    value = element.get("datetime") if element.tag == "time" else None
    names = element.get("class") or ""
    if element.tag == "abbr" and "published" in names.split():
        value = element.get("title")
    is_change = "updated" in names and "published" not in names
    return "" if is_change else (value or "").strip()


def speaks_of_change(text: str) -> bool:
    """Tell whether a line calls its date that of a change."""
    return _OF_CHANGE.search(text) is not None


def is_stamp(text: str) -> bool:
    """Tell whether a line is hardly more than a year, a day and a clock."""
    if len(text) > _LONGEST_STAMP:
        return False
    text = fold(text)
    letters = "".join(text.split())
    digits = sum(map(str.isdecimal, letters))
    return (
        bool(digits)
        and digits >= _LEAST_DIGITS * len(letters)
        and _CLOCK.search(text) is not None
        and _YEAR.search(text) is not None
    )


def is_tools(text: str) -> bool:
    """Tell whether a line is nothing but words of buttons: «شارك», «طباعة», «حجم الخط A+»."""
    if len(text) > _LONGEST_TOOLS:
        return False
    words = _WORD.findall(fold(text))
    tools = folded_list(_TOOLS)
    return any(word in tools for word in words) and all(
        word in tools or word in folded_list(_TOOL_WORDS) for word in words
    )
