"""The name that a byline gives, without what stands around it."""

from __future__ import annotations

import re
from typing import Final

from archive.ingest.parsing.datelines import is_place
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
_HOME: Final = re.compile(r"\s*(?:[-–—ـ/_|]+|\.{2,})\s*(?P<place>[^\W\d_]+(?:\s[^\W\d_]+)?)\.?$")
"""Where somebody is from, behind the name."""
_NOTE: Final = re.compile(r"[\s*]*\([^()]{2,30}\)$")


def byline_name(text: str) -> str:
    """Return the name in ``text`` without its label, number, signs, office and town."""
    name = _NUMBER.sub("", text.strip(_EDGES), count=1)
    inner = _BRACKETS.match(name)
    name = (inner["inner"] if inner else name).strip(_EDGES)
    name = _WROTE.sub("", name, count=1).strip(_EDGES)
    name = _OFFICE.sub("", name, count=1).strip(_EDGES)
    home = _HOME.search(name)
    if home is not None and (is_place(home["place"]) or home["place"].startswith("ال")):
        name = name[: home.start()]
    return "" if _LABEL_ALONE.match(name) else name.strip(_EDGES)


_LABEL_ALONE: Final = compile_folded(r"^(?:بقلم|كتب(?:ت)?|تقرير|اعداد|ترجمة|المحرر|الكاتب)$")
