"""What the words beside a date call it: the day of publication, of the issue, of a change …

>>> [label.value for _, _, label in find_labels("نشر في 12 مارس 2019، اخر تحديث 14:00")]
['publication', 'update']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
NO_LETTER_AFTER: Final = r"(?![^\W\d_])"


class DateLabel(StrEnum):
    """What a line calls a date. ``OTHER`` is no day of the article: a member's joining, a
    paper's founding; ``NONE`` is a date without a label."""

    PUBLICATION = "publication"
    ISSUE = "issue"
    UPDATE = "update"
    OTHER = "other"
    NONE = ""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = defaultdict(list)
    for line in data_lines("date_line_words.txt"):
        kind, _, spellings = line.partition(":")
        for name in spellings.split("|"):
            words[kind] += {fold(name.strip()), name.strip().lower()}
    return {kind: tuple(sorted(set(names), key=len, reverse=True)) for kind, names in words.items()}


def words_of(kind: str) -> tuple[str, ...]:
    """Return the folded spellings of a kind in ``date_line_words.txt``, the longest first.

    Raises ``KeyError`` for a kind that the file does not have.
    """
    return _words()[kind]


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression without groups for any of the folded ``words``, whole."""
    choices = (re.escape(word).replace(r"\ ", r"\s{1,3}") for word in words)
    return f"{NO_LETTER_BEFORE}(?:{'|'.join(choices)}){NO_LETTER_AFTER}"


@cache
def issue_pattern() -> re.Pattern[str]:
    """Return a pattern for an issue with its number: «العدد 10813», «عدد(18)», "Issue no. 5"."""
    words = "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in words_of("issue"))
    return re.compile(
        rf"{NO_LETTER_BEFORE}(?:{words})\s{{0,3}}[.:]?\s{{0,3}}[(\[«]?\s{{0,3}}\d{{1,6}}(?!\d|[/.-]\d)"
        r"\s{0,3}[)\]»]?(?:\s{0,3}[-–،,]?\s{0,3}(?:السنه|year|المجلد)\s{0,3}[:(]?\s{0,3}"
        r"(?:\d{1,3}(?!\d)|[^\W\d_]{3,12}(?:\s{1,3}(?:و[^\W\d_]{3,12}|عشره?))?)\)?)?"
    )


@cache
def _label_pattern() -> re.Pattern[str]:
    kinds = (DateLabel.PUBLICATION, DateLabel.UPDATE, DateLabel.OTHER)
    words = sorted({word for kind in kinds for word in words_of(kind)}, key=len, reverse=True)
    return re.compile(f"{NO_LETTER_BEFORE}و?({any_of(words)[len(NO_LETTER_BEFORE) :]})")


@cache
def _label_of() -> dict[str, DateLabel]:
    labels = (DateLabel.OTHER, DateLabel.PUBLICATION, DateLabel.UPDATE)
    return {word: label for label in labels for word in words_of(label)}


def find_labels(plain: str) -> list[tuple[int, int, DateLabel]]:
    """Return start, end and meaning of each label in folded text, in order."""
    found = []
    for match in _label_pattern().finditer(plain):
        label = _label_of()[re.sub(r"\s+", " ", match[1])]
        found.append((match.start(), match.end(), label))
    return found


_REACH: Final = 40
"""Code points before a date in which its label stands."""
_AFTER: Final = re.compile(r"[\s|،,.:/()–—-]{0,6}")


def label_of_date(
    plain: str,
    labels: list[tuple[int, int, DateLabel]],
    start: int,
    end: int,
    floor: int,
    ceiling: int,
) -> DateLabel:
    """Return the label of the date at ``start`` to ``end`` of a line.

    ``floor`` is where the date before it ends, ``ceiling`` where the next one begins. The
    nearest label before it counts; without one, a label right behind it that no other
    date follows («5 آب 2016، آخر تحديث 9:30»); without that, the line's issue.
    """
    before = [label for _, last, label in labels if max(floor, start - _REACH) <= last <= start]
    if before:
        return before[-1]
    if ceiling >= len(plain):
        gap = _AFTER.match(plain, end)
        reached = gap.end() if gap else end
        behind = next((label for first, _, label in labels if first == reached), None)
        if behind is not None:
            return behind
    return DateLabel.ISSUE if issue_pattern().search(plain) else DateLabel.NONE
