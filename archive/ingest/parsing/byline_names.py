"""The name that a byline gives, without what stands around it."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.parsing.datelines import is_person, is_place
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.person_names import name_share

_EDGES: Final = ' \t:-–—ـ/|•*·,،."“”«»'
_NUMBER: Final = re.compile(r"^\(?\d+[.)]\s+")
_BRACKETS: Final = re.compile(r"^[(\[](?P<inner>[^()\[\]]+)[)\]]$")
_WROTE: Final = compile_folded(
    r"^(?:(?:و\s?)?(?:كتب(?:ت|ها|ه|تها)?|يكتب(?:ه|ها)?|تكتب(?:ه|ها)?|بقلم|تقرير|كتابة|اعداد|اعدت|اعدها?|ترجمة|تحرير|حاوره?ا?|حاورتها?|حوار|متابعة|تحقيق|تصوير|مقال|عن الكاتبة?|مراسل(?:نا|تنا)?|الكاتب|كاتب المقال|قراها|اجر(?:ى|ي|ت) الحوار|راپۆرت|ڕاپۆرت|نووسینی|نوسین|بواسطة|by|author|about(?: the author)?)\s*(?:[:：/|\-–]+\s*|\s+)|من/\s*)"
)
_OFFICE: Final = compile_folded(
    r"^(?:ال)?(?:شاعرة?|كاتبة?|مؤرخة?|اعلامية?|صحفية?|صحافية?|باحثة?|استاذة?|دكتورة?|محامية?|مهندسة?|محررة?|اديبة?|ناقدة?)(?:\s+(?:ال)?[^\W\d_]+){0,2}\s*[/:|]\s*"
)
"""What somebody is, before a stroke and the name."""
_HOME: Final = re.compile(
    r"(?:(?<!\s)\s+)?(?:(?<![-–—ـ/_|])[-–—ـ/_|]++|(?<!\.)\.{2,}+)\s*+(?P<place>[^\W\d_]{1,30}+(?:\s[^\W\d_]{1,30}+)?)\.?$"
)
"""Where somebody is from, behind the name."""
_DASHES: Final = re.compile(r"(?<!\s)\s+[-–—ـ]\s+")
_MAIL: Final = re.compile(r"(?<!\s)\s+\S+(?:@|\s*\[at\]\s*)\S+$")
_OF_TITLE: Final = compile_folded(
    r"(?:^|[\s–—\-،.|/])بقلم\s*+(?:[:/]\s*+)?(?P<behind>[^:|]{4,50})$"
    r"|(?:^|\|)[^\S\n]*+(?P<before>[^|:.،]{4,40}?)[^\S\n]*+(?::[^\S\n]*+)?(?:يكتب|تكتب)\s?[:.…]"
)
_SITE: Final = re.compile(r"(?:www\.)?[\w-]{2,40}(?:\.[\w-]{2,20}){1,3}", re.ASCII)
_MOST_LABELS: Final = 2
"""Labels that stand one behind the other before a name."""
_FEWEST_NAMES: Final = 2
_LABEL_ALONE: Final = compile_folded(r"^(?:بقلم|كتب(?:ت)?|تقرير|اعداد|ترجمة|المحرر|الكاتب|مقال)$")


def byline_name(text: str) -> str:
    """Return the name in ``text`` without its label, number, signs, office and town."""
    name = _NUMBER.sub("", text.strip(_EDGES), count=1)
    inner = _BRACKETS.match(name)
    name = (inner["inner"] if inner else name).strip(_EDGES)
    for _ in range(_MOST_LABELS):  # «تقرير وحوار/ فلان»
        name = _WROTE.sub("", name, count=1).strip(_EDGES)
    name = _MAIL.sub("", name).strip(_EDGES)
    if _SITE.fullmatch(name):
        return ""
    name = _OFFICE.sub("", name, count=1).strip(_EDGES)
    parts = _DASHES.split(name)
    if len(parts) > 1 and not is_person(parts[0].split()) and is_person(parts[-1].split()):
        return parts[-1].strip(_EDGES)
    name = _without_town(name)
    home = _HOME.search(name)
    if home is not None and (is_place(home["place"]) or home["place"].startswith("ال")):
        name = name[: home.start()]
    return "" if _LABEL_ALONE.match(name) else name.strip(_EDGES)


def _without_town(name: str) -> str:
    """Return a person's name without the town that stands before it: «الرياض سعاد نور»."""
    town, _, person = name.partition(" ")
    words = person.split()
    given = not town.startswith("ال") and name_share([town]) == 1.0
    if len(words) < _FEWEST_NAMES or given or not is_place(town):
        return name
    return person if is_person(words) else name


def author_in_title(title: str) -> str:
    """Return who wrote by the title itself: «… بقلم فلان», «فلان يكتب: …»; else an empty string."""
    found = _OF_TITLE.search(title)
    if found is None:
        return ""
    name = _OFFICE_ALONE.sub("", byline_name(found["behind"] or found["before"]), count=1)
    return name if is_person(name.split()) else ""


_OFFICE_ALONE: Final = compile_folded(
    r"^(?:ال)?(?:شاعرة?|كاتبة?|اعلامية?|صحفية?|صحافية?|باحثة?|استاذة?|دكتورة?)\s+(?=\S+\s+\S)"
)
