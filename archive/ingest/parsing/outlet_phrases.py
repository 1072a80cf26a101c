"""Phrases in which a page names itself: «مراسل …», «خاص لـ «…»», «حقوق النشر محفوظة لـ …»."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.parsing.dateline_openings import opening_name
from archive.ingest.parsing.datelines import is_name, names_somebody
from archive.ingest.parsing.folded_patterns import compile_folded, with_one_spelling
from archive.ingest.parsing.outlet_forms import (
    is_formed_like_outlet,
    names_its_kind,
    without_kind,
)
from archive.knowledge.knowledge import OutletRegistry

KIND: Final = r"(?:ال)?(?:صحيفة|جريدة|موقع|وكالة(?: أنباء| انباء)?|شبكة|بوابة|مجلة|قناة|منصة|تلفزيون|راديو|إذاعة)"
QUOTED: Final = r"[«\"“”(/'‘]{1,2}\s?(?P<name>[^»\"“”)/'’\n،.]{2,34}?)\s?[»\"”“)/'’]"


def _in_one_spelling(*words: str) -> tuple[str, ...]:
    return tuple(map(with_one_spelling, words))


_SPOKEN_TO: Final = compile_folded(
    r"\b(?:خاص(?:ة)?\s+(?:ب|لـ?|إلى)|حصري(?:ة|ا)?\s+لـ?|ل?(?:مراسل|مراسلة|مراسلنا|موفد|موفدة|مندوب|كاميرا|عدسة)|"
    r"تصريح(?:ات)?\s+خاصة?\s+(?:ب|ل)ـ?|تلقت(?:ه|ها)?|حصلت\s++(?:عليه\s++)?|وصلت?\s++(?:إلى\s++)?)"
    rf"\s*+(?:(?:ل|ب)?{KIND}\s*+)?{QUOTED}"
)
# With a letter first, and what may not stand before it behind, it takes a third of the time.
_NAMED_BY_KIND: Final = compile_folded(rf"ل(?<!\wل){KIND}\s*{QUOTED}")
"""«لوكالة «…»»: another's words are quoted so too."""
_SAW: Final = compile_folded(
    r"(?:(?:أفاد|أفادت|ذكر|قال|نقل|رصد|رصدت|جالت|زارت|التقت|التقى)\s+(?:مراسل|مراسلة|كاميرا|عدسة|موفد)|\bلمراسل)\s+"
    r"|\bرئيس تحرير\s+(?=جريدة|صحيفة|مجلة)|النسخة (?:الورقية|المطبوعة) (?=لل)"
)
"""Words before the name of the outlet for which somebody saw something, or to which he writes."""
_VISITED: Final = compile_folded(
    rf"(?P<name>{KIND}\s+\S+(?:\s\S+)?)\s+(?:قامت بزيارة|قامت بجولة|زارت|التقت|تجولت|حاورت|رصدت|تواصلت)\s"
)
_TOLD: Final = compile_folded(
    r"\b(?:[وف]?(?:قال|قالت|أكد|أكدت|أضاف|أضافت|أوضح|أوضحت|صرح|صرحت|كشف|كشفت|ذكر|ذكرت|تحدث|تحدثت|تحدثوا|أشار|يقول|تقول)|حديث|تصريح(?:ات)?)\b"
    rf"[^.؟!\n]{{0,90}}?(?<!\w)لـ?\s?{QUOTED}"
)
"""To whom somebody said it: without the word «paper» a name is the paper's own."""
_OPENING_QUOTE: Final = re.compile(r"[«\"“”(/'‘]")
"""What ``QUOTED`` begins with."""
_QUOTED_TO: Final = re.compile(r"[«\"“”(/'‘](?:(?<=ل.)|(?<=ل[\sـ].)|(?<=لـ\s.))")
"""What stands in all that ``_TOLD`` finds: «for» right before a quotation."""
_VISITS: Final = _in_one_spelling("قامت ب", "زارت", "التقت", "تجولت", "حاورت", "رصدت", "تواصلت")
_WITNESSES: Final = _in_one_spelling("مراسل", "كاميرا", "عدسة", "موفد", "رئيس تحرير", "النسخة")
_ADDRESSED: Final = _in_one_spelling(
    *("خاص", "حصري", "مراسل", "موفد", "مندوب", "كاميرا", "عدسة", "تلقت", "حصلت", "وصل")
)
"""Words of which one stands in all that ``_VISITED``, ``_SAW`` and ``_SPOKEN_TO`` find: texts without
them, which most are, are passed over in a tenth of the time."""
_OF_PAGE: Final = compile_folded(
    rf"(?:قناة|صفحة|حساب|تطبيق)\s+(?P<page>{KIND}\s++[^:،.|\d]{{2,30}}?)\s++(?:على|علي|عبر|في)\s+\S"
    rf"|للمزيد\s*:\s*(?P<more>{KIND}\s++[^:،.|\d]{{2,30}}?)(?=\s*+[،,]|$)"
    rf"|(?:لاستلام|لمتابعة|لتصلك|إشعارات|اشعارات|أخبار|عروض)\s.{{0,30}}\bمن\s+{KIND}\s+{QUOTED}"
)
_FOLLOWED: Final = compile_folded(
    r"(?:تابعوا|تابعونا|تابع|لمتابعة)\s+(?:أخبار\s+|صفحة\s+|قناة\s+)?(?P<name>\S+(?:\s\S+){0,2}?)\s+(?:على|عبر)\s"
)
_FEED: Final = compile_folded(
    r"(?:appeared first on|أولا(?:ً)? على|اولا على)\s+(?P<name>[^.،:]{2,40}?)\s*\.?$"
    rf"|^هذا المحتوى (?:مقدم )?من\s+{QUOTED.replace('<name>', '<of>')}"
)
_PUBLISHER: Final = compile_folded(
    r"^(?:الناشر|تصدر عن|يصدر عن|صادر عن)\s*[:：]?\s*(?P<name>[^:،.\d]{4,60}?)\s*\.?$"
)
_RIGHTS: Final = re.compile(r"©|copyright|حقوق", re.IGNORECASE)
_RIGHTS_WORDS: Final = compile_folded(
    r"©|\(c\)|copyrights?|all rights? reserved|reserved|rights?|by\b|\bthe\b|جميع الحقوق|كل الحقوق|كافة الحقوق|حقوق (?:الطبع|النشر|الملكية)(?: و(?:النشر|التوزيع|الطبع))?"
    r"|محفوظة(?: و?مسجلة)?|الحقوق|محفوظه|\d{4}|[-–—|.:،,]\s"
)
_LONGEST_RIGHTS: Final = 14
_LONGEST_NAME: Final = 5
"""Words of a line of rights, and of an outlet's name there."""
_TIMES: Final = 2
"""Times that a page must say a name that no list holds."""


def named_in_foot(plain: str) -> str:
    """Return the outlet that a line of the page's own furniture names, else an empty string."""
    for pattern in (_FEED, _PUBLISHER, _OF_PAGE):
        found = pattern.search(plain)
        if found is not None:
            name = next(value for value in found.groupdict().values() if value)
            return _bare(_WITH.split(name)[0].strip())
    followed = _FOLLOWED.search(plain)
    if followed is not None and is_formed_like_outlet(followed["name"]):
        return followed["name"]
    return _of_rights(plain) if _RIGHTS.search(plain) else ""


_WITH: Final = compile_folded(r"(?<!\s)\s+بالتعاون\b")


def _bare(name: str) -> str:
    """Return ``name`` without «موقع», where the rest says by itself what it is."""
    rest = without_kind(name)
    return rest if names_its_kind(rest) else name


def _of_rights(plain: str) -> str:
    """Return whose the rights are: what is left of the line but its formula and its years."""
    if plain.count(" ") > _LONGEST_RIGHTS:
        return ""
    rest = " ".join(_RIGHTS_WORDS.sub(" ", plain).split()).strip(" -–—|.:،,()")
    rest = re.sub(
        r"^(?:لـ|ل)(?=(?:صحيفة|جريدة|موقع|وكالة|شبكة|بوابة|مجلة|قناة|مؤسسة)\s)|^لـ\s*", "", rest
    )
    sure = names_its_kind(rest) or is_formed_like_outlet(rest)
    return _bare(rest) if sure and rest.count(" ") < _LONGEST_NAME else ""


def named_in_text(
    paragraphs: Sequence[str], outlets: OutletRegistry, credited: Sequence[str] = ()
) -> str:
    """Return the one outlet that a text names as its own, else an empty string.

    Somebody spoke to it alone, its reporter saw, it has received a copy: a listed name is
    believed, and one that says what it is; any other where the text says it twice; an agency
    where the dateline has ``credited`` it too.
    """
    sure: Counter[str] = Counter()
    perhaps: Counter[str] = Counter()
    by_kind: set[str] = set()
    whole = with_one_spelling("\n".join(paragraphs))
    visited, saw, spoken = (_holds(whole, words) for words in (_VISITS, _WITNESSES, _ADDRESSED))
    for paragraph in paragraphs:
        for found in _VISITED.finditer(paragraph) if visited else ():
            sure[found["name"].strip()] += 1
        for found in _SAW.finditer(paragraph) if saw else ():
            sure[_name_at(paragraph[found.end() :], outlets)] += 1
        if _OPENING_QUOTE.search(paragraph) is None:
            continue
        for found in _SPOKEN_TO.finditer(paragraph) if spoken else ():
            sure[found["name"].strip()] += 1
        for found in _TOLD.finditer(paragraph) if _QUOTED_TO.search(paragraph) else ():
            perhaps[found["name"].strip()] += 1
        for found in _NAMED_BY_KIND.finditer(paragraph):
            by_kind.add(fold(found["name"].strip()))
    del sure[""]
    agencies = [name for name in credited if fold(name) in by_kind | set(map(fold, sure))]
    believed = [
        name for name in dict.fromkeys((*sure, *perhaps)) if _is_believed(name, sure[name], outlets)
    ] or agencies
    keys = {fold(without_kind(name)) for name in believed}
    return believed[0] if len(keys) == 1 else ""


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _name_at(text: str, outlets: OutletRegistry) -> str:
    """Return the outlet's name with which ``text`` begins: listed, or told by its form."""
    words = _WORDS.findall(text[:_NAME_REACH])
    counts = range(1, min(_LONGEST_NAME, len(words)) + 1)
    names = [_FOR.sub("ال", " ".join(words[:count]), count=1) for count in counts]
    listed = next((name for name in reversed(names) if outlets.is_called(name)), "")
    return listed or next(filter(is_formed_like_outlet, names), "")


_WORDS: Final = re.compile(r"\w+")
_FOR: Final = re.compile(r"^لل")
_NAME_REACH: Final = 50
"""Code points in which a name ends."""


def _is_believed(name: str, sure: int, outlets: OutletRegistry) -> bool:
    """Whether somebody spoke to an outlet called ``name``: no agency, and nobody."""
    known = outlets.by_name(name)
    if known is not None or outlets.is_called(name) or is_formed_like_outlet(name):
        return known is None or not known.is_agency
    return (not sure or sure >= _TIMES) and is_name(name) and not names_somebody(name.split())


def repeated_opening(paragraphs: Iterable[str]) -> str:
    """Return the name with which two paragraphs open before a dash or colon and a verb of report."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        name = opening_name(paragraph)
        if name:
            counts[name] += 1
    often = [name for name, times in counts.items() if times >= _TIMES]
    return often[0] if len(often) == 1 else ""
