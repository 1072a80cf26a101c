"""Datelines: the place, and often the agency, that a text opens with.

``لندن: «الشرق الأوسط»`` and ``إسطنبول - متابعات`` stand on a line of their own;
``أربيل (كوردستان24) -`` and ``القاهرة في 2 ديسمبر /أ ش أ/`` stand before the first words.

A place is believed that is listed, or a city or country of which the gazetteer is sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold, fold_words
from archive.arabic.word_lists import STOP_WORDS
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry
from archive.records.mentions import AliasPolicy, EntityKind

_PLACES: Final = "dateline_places.txt"
_PLACE_KINDS: Final = frozenset({"capital", "city", "town", "country"})
_LONGEST_LINE: Final = 120
"""Code points of a dateline on a line of its own."""
_REMEMBERED: Final = 1024
"""Lines: marks, kinds and roles ask of the same one."""
_MOST_PARTS: Final = 4
"""Parts of a dateline on a line of its own: outlet, place, country, who writes."""
_MOST_NAME_WORDS: Final = 5
"""Words of a person's name or of a newsroom's."""
_SENTENCE_END: Final = re.compile(r"(?<![.])[.]$|[؟!]$")
_STROKE: Final = re.compile("[/:]")
_PLACE_LIST: Final = re.compile(r"(?:(?<!\s)\s+)?[،,]\s*")
_NAME: Final = re.compile(r"^[^\W\d_]+(?:[ ’'.-]+[^\W\d_]+){0,4}$")

DASH: Final = "-–—−"
_PARTS: Final = re.compile(
    r"(?:(?<!\s)\s+)?[/:|]\s*|(?<!\s)\s+[-–—−]\s+|(?<=\w)[-–—](?=\w)|(?<=[\w»\"])[-–—]\s+"
    r"|(?<=\w)\s+[-–—](?=\w)"
)
_CREDIT_AND_PLACE: Final = re.compile(r"(?P<credit>[^()]{2,60}?)\s*\((?P<place>[^()]{3,20})\)")
_CLOSING_CREDIT: Final = compile_folded(
    r"(?:(?<!\s)\s+)?(?:\((?:وكالات|الوكالات|متابعات|خاص)\)|(?<![-–—−ـ./:])[-–—−ـ./:]+)\s*$"
)
"""What closes a dateline behind its last part: desks in brackets, dashes, dots."""
_NEWS: Final = fold("أخبار ")
SECTION_NAMES: Final = "section_names.txt"
"""The data file of the names that sections of sites have."""
_EDITIONS: Final = "edition_labels.txt"
"""The data file of labels before the edition of a site: «الطبعة: العربية» names no outlet."""
_TRIMMED: Final = " \t-–—−ـ:«»“”\"'()"
_NO_DATELINE_ALONE: Final = (["name"], ["person"], ["outlet"], ["paper"], ["newsroom"], ["section"])
"""Kinds of parts that are no dateline by themselves."""
_NEWSROOM: Final = compile_folded(
    "(?:متابعات|متابعة|خاص|وكالات|الوكالات|مراسل|المراسل|مكتب|فريق|قسم)"
)


@cache
def dateline_places() -> frozenset[str]:
    """Return the names of places that news is dated from, folded.

    A name that may be another word counts only where it is listed.
    """
    names = [
        alias.text
        for entry in Gazetteer.shipped()
        if entry.kind is EntityKind.PLACE and entry.subkind in _PLACE_KINDS
        for alias in entry.aliases
        if alias.policy is AliasPolicy.ALWAYS
    ]
    return folded_list(_PLACES).union(fold_words(names))


@lru_cache(_REMEMBERED)
def is_place(text: str) -> bool:
    """Whether ``text``, whole, is a place that news is dated from."""
    return fold(text).strip() in dateline_places()


@dataclass(frozen=True, slots=True)
class Dateline:
    """``text`` as written, its ``place``, who it credits, and where the text goes on.

    ``byline`` is a name that stands between place and credit; ``paper`` an outlet's that no list
    holds for sure, told by where it stands; ``perhaps`` a name that is an outlet's only where
    the page says it elsewhere too.
    """

    text: str
    place: str
    credit: str
    end: int
    byline: str = ""
    paper: str = ""
    perhaps: str = ""


@lru_cache(_REMEMBERED)
def own_line(line: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline that ``line``, whole, is: a place, an outlet, a name, two or three.

    A place that is not listed is believed before a stroke or colon and a known outlet.
    """
    parts = _parts(line) if len(line) <= _LONGEST_LINE else []
    if not 1 <= len(parts) <= _MOST_PARTS + 1 or not all(parts) or _SENTENCE_END.search(line):
        return None
    if fold(parts[0]) in folded_list(_EDITIONS) or _LABEL.match(parts[0]):
        return None
    told = _told(parts, outlets)
    kinds = [kind for kind, _ in told]
    if kinds == ["name", "outlet"] and _STROKE.search(line):
        told[0] = ("place", told[0][1])
    elif kinds.count("name") == 1:
        at = kinds.index("name")
        if _is_paper(line, kinds, told[at][1]):
            told[at] = ("paper", told[at][1])
    return _of_parts(line, told)


def _is_paper(line: str, kinds: Sequence[str], name: str) -> bool:
    """Whether what stands beside a name shows that it is an outlet's."""
    if "person" in kinds and kinds[0] == "name" and _ONE_NAME.match(name):
        return True
    if _is_office(name) or _SPEAKS.search(line) is not None:
        return False
    return "newsroom" in kinds or kinds == ["name", "place"]


def _of_parts(line: str, told: Sequence[tuple[str, str]]) -> Dateline | None:
    """Return the dateline whose parts are ``told``, where none stands twice and one is sure."""
    kinds = [kind for kind, _ in told]
    found = dict(reversed(told))
    once = len([kind for kind in kinds if kind != "place"]) + ("place" in kinds)
    if "" in kinds or len(found) < once or len(told) > _MOST_PARTS or kinds in _NO_DATELINE_ALONE:
        return None
    name, person = found.get("name", ""), found.get("person", "")
    sure = not found.keys().isdisjoint(("place", "outlet", "paper"))
    if not sure and not (name and person and _SPEAKS.search(line) is None):
        return None
    paper = DESK_FIRST.sub("", found.get("paper", ""), count=1)
    if not (paper or person) and _ONE_NAME.match(name) and not _LABEL.match(name):
        paper = name
    # One word beside a place is a paper's name or a desk's as often as a person's.
    alone = not person and " " in name
    byline = person or (name if alone else "") or found.get("newsroom", "")
    stranger = not alone or not name_share(name.split())
    perhaps = name if stranger and not paper and "outlet" not in found else ""
    if _is_office(perhaps):
        return None
    credit = found.get("outlet", "") or byline
    return Dateline(line, found.get("place", ""), credit, len(line), byline, paper, perhaps)


_SPEAKS: Final = re.compile(r"(?<!بقلم)(?<!كتبت)(?<!كتب)\s?:\s?\S")
"""A colon between somebody and words: whose words they are, not for whom he writes."""
_BY: Final = compile_folded(r"(?:كتبت?|بقلم|متابعة|تقرير|حوار|إعداد|اعداد|تصوير|بواسطة)$")
_BY_FIRST: Final = compile_folded(
    r"^(?:كتبت?|بقلم|متابعة|تقرير|حوار|إعداد|اعداد|تصوير|بواسطة)\s+(?=\S)"
)
_BY_LAST: Final = compile_folded(r"(?<!\s)\s+(?:متابعة|خاص|كتبت?|بقلم)$")


def _told(parts: Sequence[str], outlets: OutletRegistry) -> list[tuple[str, str]]:
    """Return the kind of each part, and the part; what «by» leads to is a person's name."""
    told: list[tuple[str, str]] = []
    led = False
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if not last and _BY.match(part):
            led = True
            continue
        bare = _BY_FIRST.sub("", part, count=1)
        led = led or bare != part
        closed = bare if last else _BY_LAST.sub("", bare, count=1)
        kind = "person" if led and is_name(closed) else _kind(closed, outlets)
        told.append((kind, closed))
        led = closed != bare
    return told


_LABEL: Final = compile_folded(
    "(?:الموقع|المكان|الكاتب|المصدر|التاريخ|القسم|المدينة|البلد|الدولة|العنوان|المحرر|الخبر)$"
)
_ONE_NAME: Final = re.compile(r"ال[^\W\d_]{3,}$")
"""A single word with the article beside a place: a paper's name («الميثاق»); a person has two."""


def _parts(line: str) -> list[str]:
    """Return the parts of a line; of «أ ف ب (إدلب)» the place, then who writes from it."""
    found = _CREDIT_AND_PLACE.fullmatch(line)
    if found is not None and is_place(found["place"]):
        return [found["place"], found["credit"].strip(_TRIMMED)]
    return [part.strip(_TRIMMED) for part in _PARTS.split(_CLOSING_CREDIT.sub("", line))]


def is_strong(dateline: Dateline, outlets: OutletRegistry) -> bool:
    """Whether it names an outlet or a newsroom, and so can be nothing else."""
    return outlets.by_name(dateline.credit) is not None or is_newsroom(dateline.byline)


def _kind(part: str, outlets: OutletRegistry) -> str:
    """Return what a part of a dateline is: place, outlet, newsroom, section, name; else empty."""
    if is_place(_PLACE_LIST.split(part)[0]):
        return "place"
    if outlets.by_name(part) is not None:
        return "outlet"
    if fold(part) in folded_list(SECTION_NAMES):
        return "section"
    desk = DESK_FIRST.match(part)
    if is_formed_like_outlet(part[desk.end() :] if desk is not None else part):
        return "paper"
    if is_newsroom(part) and part.count(" ") < _MOST_NAME_WORDS:
        return "newsroom"
    if fold(part).startswith(_NEWS):
        return "section"
    if outlets.is_called(DESK_FIRST.sub("", part, count=1)):
        return "paper"
    if part.count(" ") >= _MOST_NAME_WORDS or not is_name(part):
        return ""
    return "person" if is_person(part.split()) else "name"


DESK_FIRST: Final = compile_folded(r"(?:خاص|متابعة|متابعات|مراسل|مكتب)\s+(?:لـ?\s+)?(?=\S)")


def is_name(text: str) -> bool:
    """Whether ``text`` could be a name: words alone, none of them a particle."""
    if _NAME.match(text) is None:
        return False
    return not any(fold(word) in STOP_WORDS for word in text.split())


def is_person(words: Sequence[str]) -> bool:
    """Whether two words or more name somebody: half of them are names of persons."""
    return len(words) > 1 and name_share(words) >= _SOME_NAMES and not _is_office(" ".join(words))


def names_somebody(words: Sequence[str]) -> bool:
    """Whether words name somebody, or an office."""
    return name_share(words) >= _SOME_NAMES or _is_office(" ".join(words))


def _is_office(text: str) -> bool:
    return any(fold(word) in _offices() for word in text.split())


@cache
def _offices() -> frozenset[str]:
    lines = folded_list("gazetteer/triggers_person.txt")
    return frozenset(word for line in lines for word in line.split())


_SOME_NAMES: Final = 0.5


def is_newsroom(credit: str) -> bool:
    """Whether ``credit`` is a desk and not a name: متابعات, خاص, وكالات …"""
    return _NEWSROOM.match(credit) is not None
