"""Datelines before the first words of a paragraph.

«أربيل (كوردستان24) -» and «القاهرة في 2 ديسمبر /أ ش أ/» open with a place, «شبكة وتر - رام الله -»
with an outlet, «رغد الشامي - سيريا مونيتور» with who wrote.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.datelines import (
    DASH,
    DESK_FIRST,
    Dateline,
    dateline_places,
    is_name,
    is_newsroom,
    is_person,
    is_place,
    names_somebody,
    own_line,
)
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.line_cues import begins_with_verb
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet, names_its_kind
from archive.ingest.parsing.person_names import leading_names
from archive.knowledge.knowledge import OutletRegistry

_LONGEST_OPENING: Final = 160
"""Code points of a dateline before the first words: place, day in two calendars, credit."""

_SHORTEST_REST: Final = 10
"""Code points of a text that go on behind its dateline."""

_MOST_PLACE_WORDS: Final = 3
"""Words of a place that a text opens with."""

_WORD: Final = re.compile(r"[^\s\-–—−:/()،,«\"|]+")

_DAY: Final = (
    r"(?:\s*+(?:،\s*+)?(?:في\s++)?(?:يوم\s++)?(?:[^\s\d/()\-–—:]{3,9}\s++)?\d{1,2}\s+[^\s\d/()\-–—:]{2,14}"
    r"(?:\s*[/(]\s*[^\s\d/()]{2,12}\)?)?(?:\s+\d{4}\s?م?)?)?"
)

_CREDIT: Final = r"\((?P<round>[^()\n]{2,40})\)|/\s*+(?P<slash>[^/\n]{2,30}?)\s*+/|«(?P<quote>[^»\n]{2,40})»|\"(?P<straight>[^\"\n]{2,40})\""

_SECOND_PLACE: Final = (
    r"(?:\s*+[،,/]\s*+[^\s\d:()،/«\-–—]{3,12}(?:\s[^\s\d:()،/«\-–—]{3,12}){0,2})?"
)

_AFTER_PLACE: Final = compile_folded(
    f"{_SECOND_PLACE}{_DAY}\\s*+(?:[:،,]\\s*+)?(?:[{DASH}]\\s*+)?(?:{_CREDIT})"
    f"(?:\\s*+[{DASH}:]++)?\\s++"
    f"|\\s*+[{DASH}]\\s*+(?P<paper>ال[^{DASH}\\s.،:]{{2,11}})\\s*[{DASH}:]\\s+"
    f"|{_SECOND_PLACE}{_DAY}\\s*+[{DASH}]++\\s++"
    f"|\\s*+[{DASH}]\\s*+(?P<bare>[^{DASH}\\s.،:]{{3,12}})\\s*[{DASH}:]\\s+"
)

_GLUED_AFTER: Final = compile_folded(f"\\s*\\((?P<round>[^()\\n]{{2,40}})\\)\\s*[{DASH}:]+\\s*")

_OUTLET_FIRST: Final = re.compile(
    r"(?P<outlet>[^\s/\-–—:|.،]{2,14}(?: [^\s/\-–—:|.،]{2,14}){0,2})\s?[/:\-–—]\s+"
)


def dateline_before(paragraph: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline before the first words; ``end`` is where those begin."""
    found = _by_first(paragraph) or _parted(paragraph, outlets)
    if found is not None:
        return found
    head = paragraph[:_LONGEST_OPENING]
    place = _place_at(head)
    if place is None:
        return _outlet_first(paragraph, outlets)
    match = _GLUED_AFTER.match(head, place) or _AFTER_PLACE.match(head, place)
    if match is None or match.end() >= len(paragraph) - _SHORTEST_REST:
        return None
    named = match.groupdict()
    credit = next((named[name] for name in named if named[name]), "")
    credit = _BESIDE_CREDIT.sub("", credit).strip()
    stranger = is_name(credit) and not (is_newsroom(credit) or names_somebody(credit.split()))
    perhaps = credit if stranger and outlets.by_name(credit) is None else ""
    text = match.string[: match.end()].strip()
    return Dateline(text, head[:place], credit, match.end(), perhaps=perhaps)


_BESIDE_CREDIT: Final = compile_folded(
    r"(?<!\s)\s+\d{1,2}\s+\S+\s+\d{4}.{0,3}$|(?:(?<!\s)\s+)?[-–—/،]\s*(?:خاص|متابعات|وكالات)\s*$"
)
"""What stands behind a name in brackets: a day, a desk."""
_BY: Final = compile_folded(
    r"\W{0,3}(?:كتبت?|كتبها|بقلم|تحقيق|حوار|تقرير|إعداد|اعداد|متابعة)\s*[:/–-]+\s*"
)
_MOST_CREDIT_WORDS: Final = 12
"""Words of a place, an outlet and a name that a text opens with."""
_BREAK: Final = re.compile(
    r"(?:(?<!\s)\s+)?[/|:]+\s*+(?:[-–—]++\s*+)?|(?:(?<!\s)\s+)?(?<![-–—−ـ])[-–—−ـ]+\s+"
    r"|(?<!\s)\s+[-–—−ـ]+\s*|(?<=[»”\"])\s*[-–—/:]+\s*"
)
_MOST_BREAKS: Final = 5
_IN_SENTENCE: Final = re.compile(r"[.،؛؟!,]")
_TAIL_WORDS: Final = (3, 2, 1)
"""Words behind the last break that may be a name, where a verb of report follows them."""


def _by_first(paragraph: str) -> Dateline | None:
    """Return the opening «كتبت: سلمى الشناوي» with no sign behind the name."""
    found = _BY.match(paragraph)
    if found is None:
        return None
    words = paragraph[found.end() : found.end() + _LONGEST_OPENING].split()
    count = leading_names(words)
    name = " ".join(words[:count])
    if count < 2 or not paragraph.startswith(name, found.end()):
        return None
    end = found.end() + len(name)
    return Dateline(paragraph[:end].strip(), "", "", end, byline=name)


def _parted(paragraph: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the opening of two parts or more that a dateline's own line could be."""
    head = paragraph[:_LONGEST_OPENING]
    breaks = list(_BREAK.finditer(head))[:_MOST_BREAKS]
    for at in reversed(breaks):
        if at.start() == 0 or _IN_SENTENCE.search(head, 0, at.start()):
            continue
        for end in (*_tail_ends(paragraph, at.end()), at.start()):
            whole = end == at.start()
            begin = at.end() if whole else end
            found = own_line(head[:end], outlets)
            if found is None or len(paragraph) - begin < _SHORTEST_REST:
                continue
            if not whole and found.byline and head[:end].endswith(found.byline):
                continue  # Somebody who does what follows.
            named = found.paper or outlets.by_name(found.credit) is not None
            confirmable = bool(found.place and found.perhaps)
            if (
                named
                or confirmable
                or (whole and (found.perhaps or is_person(found.byline.split())))
            ):
                return replace(found, text=head[:begin].strip(), end=begin)
    return None


def _tail_ends(paragraph: str, begin: int) -> list[int]:
    """Return where one to three words behind a break end, if a verb of report follows."""
    words = [
        match.end() for match, _ in zip(_TAIL.finditer(paragraph, begin), _TAIL_WORDS, strict=False)
    ]
    ends = [end for end in reversed(words) if end < _LONGEST_OPENING]
    return [end for end in ends if begins_with_verb(paragraph[end:].lstrip())]


_TAIL: Final = re.compile(r"(?:(?<!\s)\s+)?[^\s.،:؛/-]+")


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
    if found is None:
        return None
    if not begins_with_verb(paragraph[found.end() :]) and not names_its_kind(found["paper"]):
        return None
    paper = DESK_FIRST.sub("", found["paper"], count=1).strip()
    words = paper.split()
    tells = _NO_PAPERS.match(paper) or begins_with_verb(f"{paper} ")
    if len(words) > _MOST_PAPER_WORDS or tells or is_newsroom(paper):
        return None
    known = is_formed_like_outlet(paper) or outlets.is_press_name(paper)
    if not known and (len(words) < 2 or not is_name(paper) or names_somebody(words)):
        return None
    return Dateline(found.group().strip(), "", "", found.end(), paper=paper)


def opening_name(paragraph: str) -> str:
    """Return a name of one to three words before a dash or colon and a verb of report."""
    found = _PAPER_FIRST.match(paragraph[:_LONGEST_OPENING])
    if found is None or not begins_with_verb(paragraph[found.end() :]):
        return ""
    words = found["paper"].split()
    named = len(words) <= _MOST_PLACE_WORDS and is_name(found["paper"])
    stranger = named and not (names_somebody(words) or is_place(found["paper"]))
    tells = _NO_PAPERS.match(found["paper"]) or begins_with_verb(f"{found['paper']} ")
    return found["paper"].strip() if stranger and not tells else ""


def _place_at(text: str) -> int | None:
    """Return the end of the known place of one to three words that ``text`` opens with."""
    places = dateline_places()
    ends = [
        match.end()
        for match, _ in zip(_WORD.finditer(text), range(_MOST_PLACE_WORDS), strict=False)
    ]
    return next((end for end in reversed(ends) if fold(text[:end]) in places), None)
