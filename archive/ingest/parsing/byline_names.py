"""The name that a byline gives, without what stands around it."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.parsing.datelines import is_person, is_place
from archive.ingest.parsing.folded_patterns import compile_folded

_EDGES: Final = ' \t:-–—ـ/|•*·,،."“”«»'
_NUMBER: Final = re.compile(r"^\(?\d+[.)]\s+")
_BRACKETS: Final = re.compile(r"^[(\[](?P<inner>[^()\[\]]+)[)\]]$")
_WROTE: Final = compile_folded(
    r"^(?:(?:كتب(?:ت|ها|ه|تها)?|يكتب(?:ه|ها)?|تكتب(?:ه|ها)?|بقلم|تقرير|كتابة|اعداد|اعدت|اعدها?|ترجمة|تحرير|حاوره?ا?|حاورتها?|حوار|متابعة|تحقيق|تصوير|مراسل(?:نا|تنا)?|الكاتب|كاتب المقال|قراها|اجر(?:ى|ي|ت) الحوار|راپۆرت|ڕاپۆرت|نووسینی|نوسین|بواسطة|by|author)\s*(?:[:：/|\-–]+\s*|\s+)|من/\s*)"
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
_LABEL_ALONE: Final = compile_folded(r"^(?:بقلم|كتب(?:ت)?|تقرير|اعداد|ترجمة|المحرر|الكاتب)$")


def byline_name(text: str) -> str:
    """Return the name in ``text`` without its label, number, signs, office and town."""
    name = _NUMBER.sub("", text.strip(_EDGES), count=1)
    inner = _BRACKETS.match(name)
    name = (inner["inner"] if inner else name).strip(_EDGES)
    name = _MAIL.sub("", _WROTE.sub("", name, count=1)).strip(_EDGES)
    name = _OFFICE.sub("", name, count=1).strip(_EDGES)
    parts = _DASHES.split(name)
    if len(parts) > 1 and not is_person(parts[0].split()) and is_person(parts[-1].split()):
        return parts[-1].strip(_EDGES)
    home = _HOME.search(name)
    if home is not None and (is_place(home["place"]) or home["place"].startswith("ال")):
        name = name[: home.start()]
    return "" if _LABEL_ALONE.match(name) else name.strip(_EDGES)


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
