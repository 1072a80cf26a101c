"""Who wrote an article by its byline: people's names, without places, outlets and desks.

Bylines hold a dateline as often as a name: «بغداد - واع», «عدن: سامي القاسم». A part counts as an
author where it is formed like a person's name; what is not sure is left out, since a citation
with a town for its author is worse than one without an author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.byline_names import byline_name
from archive.ingest.parsing.datelines import is_newsroom, is_person, is_place
from archive.ingest.parsing.outlet_forms import names_its_kind
from archive.knowledge.knowledge import OutletRegistry

_DIVIDERS: Final = re.compile(
    r"[-–—ـ](?=\s|$)|(?<=\s)[-–—ـ]|(?<=[ء-ي])[-–—](?=[ء-ي])|[:،,;/&|()\[\]«»\"+*]|\n|\sمن\s"
)
_AND: Final = re.compile(r"\sو\s?(?=\w)|\sand\s")
_OTHERS_WORK: Final = frozenset(map(fold, ("تصوير", "ترجمة", "رسم", "مراجعة")))
"""The name behind such a word is not the author's."""
_LATIN_NAME: Final = re.compile(r"[A-Z][\w.'’-]*(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w.'’-]*){1,3}")
_DEGREE: Final = re.compile(r"^(?:(?:أ\. ?د|أ|د|م)\. ?)+")
_TOWNS_BEGIN: Final = frozenset(
    map(fold, ("سان", "سانت", "نيو", "لوس", "ريو", "بورت", "كيب", "مزار", "تل"))
)
"""First words of towns that look like people's names beside an agency."""
_LONGEST_NAME: Final = 5
_MOST_WORDS: Final = 16
"""Words of a byline; a longer one is a sentence that was taken for one."""
_MOST: Final = 10
_REMEMBERED: Final = 4_096
"""Bylines: an outlet has the same ones again and again."""
_LONGEST_BYLINE: Final = 500


@lru_cache(_REMEMBERED)
def authors_in(byline: str) -> tuple[str, ...]:
    """Return the people who wrote by a byline, in its order; none where it names none for sure."""
    if len(byline) > _LONGEST_BYLINE or len(byline.split()) > _MOST_WORDS:
        return ()
    return tuple(dict.fromkeys(_authors(byline)))[:_MOST]


def _authors(byline: str) -> Iterator[str]:
    others_work = False
    for part in map(str.strip, _DIVIDERS.split(byline)):
        if fold(part) in _OTHERS_WORK:
            others_work = True
        elif part and not others_work:
            yield from _people(part)
        elif part:
            others_work = False


def _people(part: str) -> Iterator[str]:
    """Yield the names of a part, which may be joined by «و» where each half is a name."""
    halves = [each.strip() for each in _AND.split(part)]
    if len(halves) > 1 and all(map(_is_author, halves)):
        yield from halves
        return
    name = _DEGREE.sub("", byline_name(part))
    if _is_author(name):
        yield name


def _is_author(name: str) -> bool:
    words = name.split()
    if not 1 < len(words) <= _LONGEST_NAME or any(letter.isdigit() for letter in name):
        return False
    if is_place(words[0]) or fold(words[0]) in _TOWNS_BEGIN:
        return False
    if is_place(name) or is_newsroom(name) or names_its_kind(name):
        return False
    if OutletRegistry.shipped().by_name(name) is not None:
        return False
    return is_person(words) or _LATIN_NAME.fullmatch(name) is not None
