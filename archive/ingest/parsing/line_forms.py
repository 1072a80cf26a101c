"""What the form of a line shows, whatever its outlet: dates, posts, addresses, credits."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.dates import looks_like_date_line
from archive.ingest.parsing.datelines import is_place
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.layout_rules import Mark
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.outlet_registry import OutletRegistry

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_POST_SIGNATURE: Final = re.compile(
    r"[—–-]\s*[^—–\n]{1,80}\(@\w{1,20}\)\s*(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\S+ \S+,? \d{4})?\s*$"
)
_POST_LINK: Final = ".co"
"""What all addresses of posts' pictures and links hold."""

_POST_PICTURE: Final = re.compile(r"pic\.twitter\.com/\w+|https?://t\.co/\w+")
_DIGIT_OR_WEEKDAY: Final = compile_folded(r"\d|السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعة")
_CREDIT: Final = compile_folded(
    r".*\((?:[^()]{0,30}[-–/،:]\s*)?(?:ا\.?\s?ف\.?\s?ب\.?|د\.?\s?ب\.?\s?ا\.?|ا\.?\s?ب\.?|إ\.?\s?ب\.?\s?ا\.?"
    r"|رويترز|الاناضول|سانا|واس|وام|وفا|واع|بترا|غيتي|جيتي|شاترستوك|متداولة?|ارشيف(?:ية|ي)?|انترنت|الانترنت"
    r"|مواقع التواصل(?: الاجتماعي)?|وسائل التواصل(?: الاجتماعي)?|وكالات|تويتر|اكس|فيسبوك|فيس بوك|يوتيوب|تلغرام"
    r"|الفرنسية|فرانس برس|اسوشيتد ?برس|الاوروبية|سبوتنيك|شينخوا|الشرق الاوسط|العربي الجديد|الجزيرة|عنب بلدي"
    r"|AFP|AP|EPA|Reuters|Getty(?: Images)?|AA|DPA|Anadolu|Shutterstock|Xinhua|Sputnik|IMAGO|X)"
    r"[^()]{0,40}\)\s*[.]?$"
)
_LATIN_CREDIT: Final = re.compile(
    r"(?:©\s*)?[A-Za-zÀ-ž.,'’ -]{0,60}\s*/\s*(?:Sputnik|AFP|AP|AP Photo|EPA|Reuters|REUTERS|Getty Images|Xinhua"
    r"|Anadolu|AA|DPA|dpa|TASS|Globallookpress(?:\.com)?|Legion-Media|RT|Shutterstock)\b[\w .,/'’-]{0,40}$"
    r"|(?:Getty Images|Reuters|REUTERS|AFP|EPA|Gettyimages\.ru|Sputnik|globallookpress\.com|www\.globallookpress\.com)$"
)
_LONGEST_CAPTION: Final = 60
_HASHTAGS: Final = re.compile(r"(?:#\w+[\s،,]*){1,20}$")
_OPEN_CREDIT: Final = compile_folded(
    r"\s[-–—/]\s?(?:ا ف ب|ا\.ف\.ب|رويترز|الاناضول|سانا|انترنت|الانترنت|غيتي|ارشيف|ارشيفية|وكالات|متداول"
    r"|AFP|AP|EPA|Reuters|REUTERS|Getty(?: Images)?|Anadolu|AA|DPA|Sputnik|Xinhua)$"
)
_LONGEST_OPEN_CREDIT: Final = 20
_CREDITED: Final = range(10, 261)
"""How long a caption before an open credit is."""

_SHORTEST_OPEN_CREDIT: Final = 5
_LONGEST_LATIN_CREDIT: Final = 14
_NAME_END: Final = re.compile(r"[^\W\d_](?![^\W\d_])|\w\b")
_MOST_NAME_ENDS: Final = 6
_LONGEST_STAMP: Final = 12
_STAMP_EDGES: Final = " \t|/–—-:،,.•"
_LONGEST_PLACE: Final = 40
_PLACE_END: Final = re.compile(r"\s*[،,:|/–—-]\s*|\s+(?=[(\d]|في\s|يوم\s)")
_FEWEST_TICKER_WORDS: Final = 25
_FEWEST_TICKER_GAPS: Final = 4
_TICKER_GAP: Final = "    "
_LONGEST_TICKER: Final = 12_000
_WIDEST_TICKER_ITEM: Final = 200


def form_mark(line: Line) -> Mark | None:
    """Return what ``line`` is by its form, or ``None`` for plain text."""
    first = line.plain[0]
    if first in "hHwW" and _ADDRESS.match(line.plain):
        return Mark("address", line.text, "a bare address")
    if line.words >= _FEWEST_TICKER_WORDS and _is_ticker(line.text):
        return Mark("chrome", why="a ticker: headlines on one line, wide gaps between them")
    if first == "#" and _HASHTAGS.match(line.plain):
        return Mark("keywords", line.text, "nothing but hashtags")
    if "(@" in line.text[-200:] and _POST_SIGNATURE.search(line.text[-200:]):
        return Mark("post", why="the signature of a post")
    if line.words <= 14 and len(line.text) <= 140 and (day := _day_of(line.text)):
        return Mark("date", day, "nothing but a date, or a place and a date")
    if line.words <= _LONGEST_CAPTION and _is_credited(line):
        return Mark("credit", why="ends with a picture's credit")
    if (
        (first == "©" or first.isascii())
        and line.words <= _LONGEST_LATIN_CREDIT
        and _LATIN_CREDIT.match(line.plain)
    ):
        return Mark("chrome", why="a picture's credit and nothing else")
    return None


def _is_credited(line: Line) -> bool:
    if ")" in line.plain[-3:]:
        return _CREDIT.match(line.plain) is not None
    if line.words < _SHORTEST_OPEN_CREDIT:
        return False
    begin = max(_CREDITED.start, len(line.plain) - _LONGEST_OPEN_CREDIT)
    found = _OPEN_CREDIT.search(line.plain, begin)
    return found is not None and found.start() in _CREDITED


def _day_of(text: str) -> str:
    """Return the date that ``text`` is, without a place in front; else an empty string."""
    if is_date_line(text):
        return text
    if _DIGIT_OR_WEEKDAY.search(text) is None:
        return ""
    for divider in _PLACE_END.finditer(text, 2, _LONGEST_PLACE):
        if is_place(text[: divider.start()]):
            return _day_of(text[divider.end() :].strip())
    return ""


def outlet_and_day(line: Line, outlets: OutletRegistry) -> Mark | None:
    """Return the date that a line bears beside an outlet's name, glued to it or not."""
    if line.words > _LONGEST_STAMP or _DIGIT_OR_WEEKDAY.search(line.text) is None:
        return None
    ends = [word.end() for word in _NAME_END.finditer(line.text)][:_MOST_NAME_ENDS]
    for end in reversed(ends):
        name, rest = line.text[:end], line.text[end:].strip(_STAMP_EDGES)
        if rest and outlets.by_name(name) is not None and is_date_line(rest):
            return Mark("date", rest, "an outlet's name and a date", name)
    return None


def is_date_line(text: str) -> bool:
    """Whether ``text`` is a date and nothing else."""
    return bool(_DIGIT_OR_WEEKDAY.search(text)) and looks_like_date_line(text)


def has_post(line: Line) -> bool:
    """Whether ``line`` carries a picture or link that only posts carry."""
    return _POST_LINK in line.plain and _POST_PICTURE.search(line.plain) is not None


def _is_ticker(text: str) -> bool:
    """Whether ``text`` is many short headlines with wide gaps, and hardly a sentence."""
    gaps = text.count(_TICKER_GAP)
    if gaps < _FEWEST_TICKER_GAPS or len(text) > _LONGEST_TICKER:
        return False
    return len(text) / gaps <= _WIDEST_TICKER_ITEM and text.count(". ") * 2 <= gaps
