"""Datelines: the place, and often the agency, that a text opens with.

``لندن: «الشرق الأوسط»`` and ``إسطنبول - متابعات`` stand on a line of their own;
``أربيل (كوردستان24) -`` and ``القاهرة في 2 ديسمبر /أ ش أ/`` stand before the first words.

A place is believed that is listed, or a city or country of which the gazetteer is sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.normalize import fold, fold_words
from archive.arabic.word_lists import STOP_WORDS
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_cues import cues_of
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry
from archive.records.mentions import AliasPolicy, EntityKind

_PLACES: Final = "dateline_places.txt"
_PLACE_KINDS: Final = frozenset({"capital", "city", "town", "country"})
_LONGEST_LINE: Final = 120
"""Code points of a dateline on a line of its own."""
_LONGEST_OPENING: Final = 160
"""Code points of a dateline before the first words: place, day in two calendars, credit."""
_SHORTEST_REST: Final = 10
"""Code points of a text that go on behind its dateline."""
_REMEMBERED: Final = 1024
"""Lines: marks, kinds and roles ask of the same one."""
_MOST_PARTS: Final = 4
"""Parts of a dateline on a line of its own: outlet, place, country, who writes."""
_MOST_NAME_WORDS: Final = 5
"""Words of a person's name or of a newsroom's."""
_MOST_PLACE_WORDS: Final = 3
"""Words of a place that a text opens with."""
_SENTENCE_END: Final = ".؟!"
_STROKE: Final = re.compile("[/:]")
_PLACE_LIST: Final = re.compile(r"\s*[،,]\s*")
_NAME: Final = re.compile(r"^[^\W\d_]+(?:[ ’'.-]+[^\W\d_]+){0,4}$")

_DASH: Final = "-–—−"
_WORD: Final = re.compile(r"[^\s\-–—−:/()،,«\"|]+")
_PARTS: Final = re.compile(r"\s*[/:|]\s*|\s+[-–—−]\s+|(?<=\w)[-–—](?=\w)|(?<=[\w»\"])[-–—]\s+")
_CREDIT_AND_PLACE: Final = re.compile(r"(?P<credit>[^()]{2,60}?)\s*\((?P<place>[^()]{3,20})\)")
_CLOSING_CREDIT: Final = compile_folded(
    r"\s*\((?:وكالات|الوكالات|متابعات|خاص)\)\s*$|\s*[-–—−ـ./]+\s*$"
)
"""What closes a dateline behind its last part: desks in brackets, dashes, dots."""
_NEWS: Final = fold("أخبار ")
SECTION_NAMES: Final = "section_names.txt"
"""The data file of the names that sections of sites have."""
_EDITIONS: Final = "edition_labels.txt"
"""The data file of labels before the edition of a site: «الطبعة: العربية» names no outlet."""
_TRIMMED: Final = " \t-–—−ـ:«»\"'()"
_DAY: Final = (
    r"(?:\s*،?\s*(?:في\s+)?(?:يوم\s+)?(?:[^\s\d/()\-–—:]{3,9}\s+)?\d{1,2}\s+[^\s\d/()\-–—:]{2,14}"
    r"(?:\s*[/(]\s*[^\s\d/()]{2,12}\)?)?(?:\s+\d{4}\s?م?)?)?"
)
_CREDIT: Final = r"\((?P<round>[^()\n]{2,40})\)|/\s*(?P<slash>[^/\n]{2,30}?)\s*/|«(?P<quote>[^»\n]{2,40})»|\"(?P<straight>[^\"\n]{2,40})\""
_SECOND_PLACE: Final = r"(?:\s*[،,/]\s*[^\s\d:()،/«\-–—]{3,12}(?:\s[^\s\d:()،/«\-–—]{3,12}){0,2})?"
_AFTER_PLACE: Final = compile_folded(
    f"{_SECOND_PLACE}{_DAY}\\s*(?:[:،,]\\s*)?(?:[{_DASH}]\\s*)?(?:{_CREDIT})\\s*[{_DASH}:]*\\s+"
    f"|\\s*[{_DASH}]\\s*(?P<paper>ال[^{_DASH}\\s.،:]{{2,11}})\\s*[{_DASH}:]\\s+"
    f"|{_SECOND_PLACE}{_DAY}\\s*[{_DASH}]+\\s+"
    f"|\\s*[{_DASH}]\\s*(?P<bare>[^{_DASH}\\s.،:]{{3,12}})\\s*[{_DASH}:]\\s+"
)
_GLUED_AFTER: Final = compile_folded(f"\\s*\\((?P<round>[^()\\n]{{2,40}})\\)\\s*[{_DASH}:]+\\s*")
_OUTLET_FIRST: Final = re.compile(
    r"(?P<outlet>[^\s/\-–—:|.،]{2,14}(?: [^\s/\-–—:|.،]{2,14}){0,2})\s?[/\-–—]\s+"
)
_NO_DATELINE_ALONE: Final = (["name"], ["outlet"], ["paper"], ["newsroom"], ["section"])
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


def is_place(text: str) -> bool:
    """Whether ``text``, whole, is a place that news is dated from."""
    return fold(text).strip() in dateline_places()


@dataclass(frozen=True, slots=True)
class Dateline:
    """``text`` as written, its ``place``, who it credits, and where the text goes on.

    ``byline`` is a name that stands between place and credit; ``paper`` an outlet's that no list
    holds for sure, told by where it stands.
    """

    text: str
    place: str
    credit: str
    end: int
    byline: str = ""
    paper: str = ""


@lru_cache(_REMEMBERED)
def own_line(line: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline that ``line``, whole, is: a place, an outlet, a name, two or three.

    A place that is not listed is believed before a stroke or colon and a known outlet.
    """
    parts = _parts(line) if len(line) <= _LONGEST_LINE else []
    if not 1 <= len(parts) <= _MOST_PARTS or not all(parts) or line[-1] in _SENTENCE_END:
        return None
    if fold(parts[0]) in folded_list(_EDITIONS):
        return None
    kinds = [_kind(part, outlets) for part in parts]
    if kinds == ["name", "outlet"] and _STROKE.search(line):
        kinds[0] = "place"
    found = dict(zip(reversed(kinds), reversed(parts), strict=True))
    once = len([kind for kind in kinds if kind != "place"]) + ("place" in kinds)
    if "" in kinds or len(found) < once or kinds in _NO_DATELINE_ALONE:
        return None
    if found.keys().isdisjoint(("place", "outlet", "paper")):
        return None
    name = found.get("name", "")
    paper = _DESK_FIRST.sub("", found.get("paper", ""), count=1)
    if not paper and _ONE_NAME.match(name) and not _LABEL.match(name):
        paper = name
    # One word beside a place is a paper's name or a desk's as often as a person's.
    byline = (name if " " in name else "") or found.get("newsroom", "")
    credit = found.get("outlet", "") or byline
    return Dateline(line, found.get("place", ""), credit, len(line), byline, paper)


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
    if fold(part) in folded_list(SECTION_NAMES):
        return "section"
    if outlets.by_name(part) is not None:
        return "outlet"
    desk = _DESK_FIRST.match(part)
    if desk is not None and names_its_kind(part[desk.end() :]):
        return "paper"
    if is_newsroom(part) and part.count(" ") < _MOST_NAME_WORDS:
        return "newsroom"
    if fold(part).startswith(_NEWS):
        return "section"
    own = _DESK_FIRST.sub("", part, count=1)
    if names_its_kind(own) or outlets.is_called(own):
        return "paper"
    return "name" if part.count(" ") < _MOST_NAME_WORDS and is_name(part) else ""


_NAMED_KIND: Final = compile_folded(
    r"^(?:صحيفة|جريدة|موقع|وكالة|شبكة|بوابة|مجلة|قناة|منصة|راديو|إذاعة)\s+(?!(?:في|من|على|إلى|عن|مع|بين)\s)\S+(?:\s\S+){0,2}$"
    r"|^\S+(?:\s\S+){0,2}\s(?:برس|نيوز|نت|بوست|أونلاين|أون لاين|الإخبارية|الإخباري|تي في|ميديا|TV|Press|News)$"
)


_DESK_FIRST: Final = compile_folded(r"(?:خاص|متابعة|متابعات|مراسل)\s+(?:لـ?\s+)?(?=\S)")


def names_its_kind(text: str) -> bool:
    """Whether a name says by itself that it is an outlet's: «صحيفة …», «… نيوز»."""
    return _NAMED_KIND.match(text) is not None


def is_name(text: str) -> bool:
    """Whether ``text`` could be a name: words alone, none of them a particle."""
    if _NAME.match(text) is None:
        return False
    return not any(fold(word) in STOP_WORDS for word in text.split())


def opening(paragraph: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline before the first words; ``end`` is where those begin."""
    head = paragraph[:_LONGEST_OPENING]
    place = _place_at(head)
    if place is None:
        return _outlet_first(paragraph, outlets)
    found = _GLUED_AFTER.match(head, place) or _AFTER_PLACE.match(head, place)
    if found is None or found.end() >= len(paragraph) - _SHORTEST_REST:
        return None
    named = found.groupdict()
    credit = next((named[name] for name in named if named[name]), "")
    return Dateline(found.string[: found.end()].strip(), head[:place], credit.strip(), found.end())


def _outlet_first(paragraph: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the opening that names a known outlet alone: «شفق نيوز/», «وفا-»."""
    found = _OUTLET_FIRST.match(paragraph[:_LONGEST_OPENING])
    if found is None or outlets.by_name(found["outlet"]) is None:
        return _paper_first(paragraph, outlets)
    return Dateline(found.group().strip(), "", found["outlet"].strip(), found.end())


_PAPER_FIRST: Final = re.compile(
    r"(?P<paper>[^\W\d_][^:/()\-–—|.،؛؟!\"«\n]{2,28}?)\s*(?:\([^()\n]{2,24}\)\s*)?(?P<end>[:/]|[-–—]+)\s*"
)
_MOST_PAPER_WORDS: Final = 4
_NO_PAPERS: Final = compile_folded(
    r"^(?:عاجل|تقرير|بيان|ملخص|تحليل|راي|خبر|مقال|بالصور|بالفيديو|فيديو|صور|حصري|تحديث|متابعة|ترجمة|كتب|بقلم|محدث|شاهد|تنويه|ملاحظة)\b"
)


def _paper_first(paragraph: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the opening that can only name an outlet: «جبال البلقاء: أكد …».

    A verb of report follows, and what stands before it is no person, office or desk.
    """
    found = _PAPER_FIRST.match(paragraph[:_LONGEST_OPENING])
    if found is None or "verb_first" not in cues_of(paragraph[found.end() :]):
        return None
    paper = _DESK_FIRST.sub("", found["paper"], count=1).strip()
    words = paper.split()
    if len(words) > _MOST_PAPER_WORDS or _NO_PAPERS.match(paper) or is_newsroom(paper):
        return None
    known = names_its_kind(paper) or outlets.is_press_name(paper)
    if not known and (len(words) < 2 or not is_name(paper) or _is_person(words)):
        return None
    return Dateline(found.group().strip(), "", "", found.end(), paper=paper)


def _is_person(words: list[str]) -> bool:
    """Whether words name somebody, or an office."""
    return name_share(words) >= _SOME_NAMES or any(fold(word) in _offices() for word in words)


@cache
def _offices() -> frozenset[str]:
    lines = folded_list("gazetteer/triggers_person.txt")
    return frozenset(word for line in lines for word in line.split())


_SOME_NAMES: Final = 0.5


def is_newsroom(credit: str) -> bool:
    """Whether ``credit`` is a desk and not a name: متابعات, خاص, وكالات …"""
    return _NEWSROOM.match(credit) is not None


def _place_at(text: str) -> int | None:
    """Return the end of the known place of one to three words that ``text`` opens with."""
    places = dateline_places()
    ends = [
        match.end()
        for match, _ in zip(_WORD.finditer(text), range(_MOST_PLACE_WORDS), strict=False)
    ]
    return next((end for end in reversed(ends) if fold(text[:end]) in places), None)
