"""Marks: what each line of a page is by its words and form, before its place is considered.

A layout's rules speak first (``layout_rules``). Where they are silent the form of the line
does, whatever its outlet: a date, a dateline, a post, an address, a picture's credit. A line
without a mark is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from archive.ingest.dates import PartKind, looks_like_date_line, read_date_line
from archive.ingest.parsing import datelines
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.layout_rules import LineMark, LineRules
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet
from archive.ingest.parsing.page_lines import Line, overlap
from archive.ingest.parsing.signed_days import signer
from archive.knowledge.knowledge import OutletRegistry

_LABELLED_DATES: Final = ("published", "updated")
_LONGEST_DATELINE: Final = 9
"""Words of a dateline that stands on a line of its own: place, desk and outlet."""


def mark_lines(
    lines: Sequence[Line], rules: LineRules, outlets: OutletRegistry
) -> list[LineMark | None]:
    """Return the mark of each line: its own, and what lines beside it show of it."""
    marks = [mark_line(line, rules, outlets) or _mark_date_line(line, outlets) for line in lines]
    _spread_posts(lines, marks)
    _mark_banners(lines, marks)
    return marks


def mark_line(line: Line, rules: LineRules, outlets: OutletRegistry) -> LineMark | None:
    """Return what ``line`` is by its own words and form, or ``None`` for plain text."""
    mark = rules.mark(line)
    if mark is not None and mark.kind in _LABELLED_DATES and not is_date_line(mark.value):
        mark = None
    if mark is None or (mark.kind == "chrome" and any(char.isdigit() for char in line.text)):
        return (
            _mark_closed_dateline(line, outlets)
            or _mark_by_form(line)
            or mark
            or _mark_outlet_and_day(line, outlets)
            or _mark_dateline(line, outlets)
        )
    return mark


def _mark_dateline(line: Line, outlets: OutletRegistry) -> LineMark | None:
    if line.words > _LONGEST_DATELINE:
        return None
    dateline = datelines.own_line(line.plain, outlets)
    if dateline is None or not datelines.is_strong(dateline, outlets):
        return None
    return LineMark("dateline", line.text, "a place or outlet, and who writes from it")


def _mark_closed_dateline(line: Line, outlets: OutletRegistry) -> LineMark | None:
    """Return the mark of «outlet | place (agencies)», which closes as a picture's credit does."""
    if line.words > _LONGEST_DATELINE or not line.plain.endswith(")"):
        return None
    found = datelines.own_line(line.plain, outlets)
    if found is None or not found.place or not (found.paper or outlets.by_name(found.credit)):
        return None
    return LineMark("dateline", line.text, "a place or outlet, and who writes from it")


_SHORTEST_HEADLINE: Final = 4
"""Words of a bulletin's name that may be a headline; fewer only lead to the day."""


def _mark_date_line(line: Line, outlets: OutletRegistry) -> LineMark | None:
    """Return the mark of a line that holds a date and what stands beside dates."""
    found = read_date_line(line.text)
    if found is None or not found.is_date_line:
        name = signer(found) if found is not None else ""
        return LineMark("date", line.text, "a name and a day", name) if name else None
    if len(found.words(PartKind.BULLETIN).split()) >= _SHORTEST_HEADLINE:
        return None
    byline, other = found.words(PartKind.BYLINE), found.words(PartKind.OTHER)
    byline = byline or found.words(PartKind.OUTLET)
    named = datelines.is_person(other.split()) or outlets.by_name(other) is not None
    if not byline and (named or is_formed_like_outlet(other)):
        byline = other
    return LineMark("date", line.text, "a date and what stands beside dates", byline)


_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_HASHTAGS: Final = re.compile(r"(?:#\w+[\s،,]*){1,20}$")
_POST_SIGNATURE: Final = re.compile(
    r"[—–-]\s*+[^—–\n]{1,80}\(@\w{1,20}\)(?:\s*(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\S+ \S+,? \d{4}))?\s*$"
)
_POST_SIGNATURE_REACH: Final = 200
"""Code points at a line's end that the signature of a post fits in."""
_DATE_WORDS: Final = 14
_DATE_LENGTH: Final = 140
"""Words and code points of a line that is a date, with the calendar's two names and an hour."""
_LONGEST_CREDITED: Final = 60
"""Words of a caption that ends with a picture's credit; what is longer is text."""
_LONGEST_LATIN_CREDIT: Final = 14
"""Words of a line that is a credit in Latin letters."""
_LATIN_CREDIT: Final = re.compile(
    r"(?:©\s*+)?[A-Za-zÀ-ž.,'’ -]{0,60}+\s*+/\s*(?:Sputnik|AFP|AP|AP Photo|EPA|Reuters|REUTERS|Getty Images|Xinhua"
    r"|Anadolu|AA|DPA|dpa|TASS|Globallookpress(?:\.com)?|Legion-Media|RT|Shutterstock)\b[\w .,/'’-]{0,40}$"
    r"|(?:Getty Images|Reuters|REUTERS|AFP|EPA|Gettyimages\.ru|Sputnik|globallookpress\.com|www\.globallookpress\.com)$"
)


def _mark_by_form(line: Line) -> LineMark | None:
    """Return what ``line`` is by its form, or ``None`` for plain text."""
    first = line.plain[0]
    if first in "hHwW" and _ADDRESS.match(line.plain):
        return LineMark("address", line.text, "a bare address")
    if line.words >= _FEWEST_TICKER_WORDS and _is_ticker(line.text):
        return LineMark("ticker", why="a ticker: headlines on one line, wide gaps between them")
    if first == "#" and _HASHTAGS.match(line.plain):
        return LineMark("keywords", line.text, "nothing but hashtags")
    if "(@" in (tail := line.text[-_POST_SIGNATURE_REACH:]) and _POST_SIGNATURE.search(tail):
        return LineMark("post", why="the signature of a post")
    if line.words <= _DATE_WORDS and len(line.text) <= _DATE_LENGTH and (day := _day_of(line.text)):
        return LineMark("date", day, "nothing but a date, or a place and a date")
    if line.words <= _LONGEST_CREDITED and _is_credited(line):
        return LineMark("credit", why="ends with a picture's credit")
    if (
        (first == "©" or first.isascii())
        and line.words <= _LONGEST_LATIN_CREDIT
        and _LATIN_CREDIT.match(line.plain)
    ):
        return LineMark("chrome", why="a picture's credit and nothing else")
    return None


_CREDIT: Final = compile_folded(
    r".*\((?:[^()]{0,30}[-–/،:]\s*)?(?:ا\.?\s?ف\.?\s?ب\.?|د\.?\s?ب\.?\s?ا\.?|ا\.?\s?ب\.?|إ\.?\s?ب\.?\s?ا\.?"
    r"|رويترز|الاناضول|سانا|واس|وام|وفا|واع|بترا|غيتي|جيتي|شاترستوك|متداولة?|ارشيف(?:ية|ي)?|انترنت|الانترنت"
    r"|مواقع التواصل(?: الاجتماعي)?|وسائل التواصل(?: الاجتماعي)?|وكالات|تويتر|اكس|فيسبوك|فيس بوك|يوتيوب|تلغرام"
    r"|الفرنسية|فرانس برس|اسوشيتد ?برس|الاوروبية|سبوتنيك|شينخوا|الشرق الاوسط|العربي الجديد|الجزيرة|عنب بلدي"
    r"|AFP|AP|EPA|Reuters|Getty(?: Images)?|AA|DPA|Anadolu|Shutterstock|Xinhua|Sputnik|IMAGO|X)"
    r"[^()]{0,40}\)\s*[.]?$"
)
_OPEN_CREDIT: Final = compile_folded(
    r"\s[-–—/]\s?(?:ا ف ب|ا\.ف\.ب|رويترز|الاناضول|سانا|انترنت|الانترنت|غيتي|ارشيف|ارشيفية|وكالات|متداول"
    r"|AFP|AP|EPA|Reuters|REUTERS|Getty(?: Images)?|Anadolu|AA|DPA|Sputnik|Xinhua)$"
)
_LONGEST_OPEN_CREDIT: Final = 20
"""Code points of a credit that no bracket closes; those listed have twelve at most."""
_CAPTION_BEFORE_CREDIT: Final = range(10, 261)
"""Code points of a caption before an open credit."""
_FEWEST_WORDS_OPEN_CREDIT: Final = 5
"""Words of a caption with an open credit; fewer may be a dateline."""


def _is_credited(line: Line) -> bool:
    if ")" in line.plain[-3:]:
        return _CREDIT.match(line.plain) is not None
    if line.words < _FEWEST_WORDS_OPEN_CREDIT:
        return False
    begin = max(_CAPTION_BEFORE_CREDIT.start, len(line.plain) - _LONGEST_OPEN_CREDIT)
    found = _OPEN_CREDIT.search(line.plain, begin)
    return found is not None and found.start() in _CAPTION_BEFORE_CREDIT


_DIGIT_OR_WEEKDAY: Final = compile_folded(r"\d|السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعة")
_LONGEST_PLACE: Final = 40
"""Code points in which a place before a date ends."""
_PLACE_END: Final = re.compile(r"(?:(?<!\s)\s+)?[،,:|/–—-]\s*|(?<!\s)\s+(?=[(\d]|في\s|يوم\s)")


def _day_of(text: str) -> str:
    """Return the date that ``text`` is, without a place in front; else an empty string."""
    if is_date_line(text):
        return text
    if _DIGIT_OR_WEEKDAY.search(text) is None:
        return ""
    for divider in _PLACE_END.finditer(text, 2, _LONGEST_PLACE):
        if datelines.is_place(text[: divider.start()]):
            return _day_of(text[divider.end() :].strip())
    return ""


_NAME_END: Final = re.compile(r"[^\W\d_](?![^\W\d_])|\w\b")
_MOST_NAME_ENDS: Final = 6
"""Words at a line's beginning among which an outlet's name may end before a date."""
_LONGEST_STAMP: Final = 12
"""Words of a line that holds an outlet's name and a date."""
_STAMP_EDGES: Final = " \t|/–—-:،,.•"


def _mark_outlet_and_day(line: Line, outlets: OutletRegistry) -> LineMark | None:
    """Return the date that a line bears beside an outlet's name, glued to it or not."""
    if line.words > _LONGEST_STAMP or _DIGIT_OR_WEEKDAY.search(line.text) is None:
        return None
    ends = [word.end() for word in _NAME_END.finditer(line.text)][:_MOST_NAME_ENDS]
    for end in reversed(ends):
        name, rest = line.text[:end], line.text[end:].strip(_STAMP_EDGES)
        if rest and outlets.by_name(name) is not None and is_date_line(rest):
            return LineMark("date", rest, "an outlet's name and a date", name)
    return None


def is_date_line(text: str) -> bool:
    """Whether ``text`` is a date and nothing else."""
    return bool(_DIGIT_OR_WEEKDAY.search(text)) and looks_like_date_line(text)


_POST_LINK: Final = ".co"
"""What all addresses of posts' pictures and links hold."""
_POST_PICTURE: Final = re.compile(r"pic\.twitter\.com/\w+|https?://t\.co/\w+")


def _has_post(line: Line) -> bool:
    """Whether ``line`` carries a picture or link that only posts carry."""
    return _POST_LINK in line.plain and _POST_PICTURE.search(line.plain) is not None


_FEWEST_TICKER_WORDS: Final = 25
_FEWEST_TICKER_GAPS: Final = 4
_TICKER_GAP: Final = "    "
"""What stands between two headlines of a ticker."""
_LONGEST_TICKER: Final = 12_000
"""Code points: what is longer is a whole text whose line breaks became blanks."""
_WIDEST_TICKER_ITEM: Final = 200
"""Code points of a ticker's headline with its gap, on the average."""


def _is_ticker(text: str) -> bool:
    """Whether ``text`` is many short headlines with wide gaps, and hardly a sentence."""
    gaps = text.count(_TICKER_GAP)
    if gaps < _FEWEST_TICKER_GAPS or len(text) > _LONGEST_TICKER:
        return False
    return len(text) / gaps <= _WIDEST_TICKER_ITEM and text.count(". ") * 2 <= gaps


_POST_LINES: Final = 5
"""Lines of a post that may stand above its signature."""


def _spread_posts(lines: Sequence[Line], marks: list[LineMark | None]) -> None:
    """Mark the lines of a post above its signature: back to the post before, or to prose."""
    signed = -1
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark is None and _has_post(line):
            mark = marks[index] = LineMark("post", why="carries what only posts carry")
        if mark is None or mark.kind != "post":
            continue
        above = range(index - 1, max(-1, index - 1 - _POST_LINES), -1)
        between = list(takewhile(lambda i: marks[i] is None and lines[i + 1].gap == 0, above))
        if signed < 0 or not between or between[-1] != signed + 1:
            between = list(takewhile(lambda i: not lines[i].is_prose, between))
        for number in between:
            marks[number] = LineMark("post", why="above the signature of a post")
        signed = index


_BANNER_LINES: Final = 60
"""Lines at the top of a page among which headlines run together are looked for."""
_FEWEST_BANNER_WORDS: Final = 20
"""Words of several headlines on one line."""
_BELOW_BANNER: Final = 7
"""Lines below a banner in which the article's headline and first sentence stand."""
_TEXT_OF_HEADLINE: Final = 0.4
"""Share of a headline's words that its own text uses, at least."""
_OTHER_TEXT: Final = 0.34
"""Share of a headline's words that a line of other headlines uses, at most."""


def _mark_banners(lines: Sequence[Line], marks: list[LineMark | None]) -> None:
    """Mark long lines without a full stop above a headline whose text follows it.

    Such a line shares no matter with the headline; the headline's own text does.
    """
    for index, line in enumerate(lines[:_BANNER_LINES]):
        if marks[index] is not None or not line.is_prose:
            continue
        if not _is_run_together(line):
            return  # Text has begun: what follows is the article's.
        if _is_above_article(lines, marks, index):
            marks[index] = LineMark("ticker", why="headlines run together above an article")


def _is_run_together(line: Line) -> bool:
    return line.words >= _FEWEST_BANNER_WORDS and not line.ends_sentence and ". " not in line.plain


def _is_above_article(lines: Sequence[Line], marks: Sequence[LineMark | None], index: int) -> bool:
    below = range(index + 1, min(len(lines), index + 1 + _BELOW_BANNER))
    plain = [i for i in below if marks[i] is None]
    if len(plain) < 2 or not lines[plain[0]].is_headline or lines[plain[0]].is_prose:
        return False
    headline = lines[plain[0]].plain
    text = next((lines[i].plain for i in plain[1:] if lines[i].is_prose), "")
    same = overlap(headline, text) >= _TEXT_OF_HEADLINE
    return same and overlap(headline, lines[index].plain) < _OTHER_TEXT
