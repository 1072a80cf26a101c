"""The name of an outlet on a line that names one, with what else stands there taken off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing import datelines
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.outlet_forms import is_formed_like_outlet, names_its_kind
from archive.knowledge.knowledge import OutletRegistry

_PARTS: Final = re.compile(
    r"(?:(?<!\s)\s+)?[|/:،()«»\"“”•]\s*|(?<!\s)\s+[-–—ـ]+(?:\s+|$)|^[-–—ـ]+\s+"
)
_LABEL: Final = compile_folded(
    r"^(?:المصدر|مصدر|نقلا عن|هذا المحتوى (?:مقدم )?من|المحتوى من|source)\s*[:：-]?\s*|^(?:عن|من)\s+|^(?:خاص|متابعات|متابعة)\s*+(?:[-–—/|:]++\s*+)?(?=\S)"
)
_KIND: Final = compile_folded(r"^(?:موقع|صحيفة|جريدة|قناة|شبكة|وكالة|مجلة|بوابة)\s+(?=\S)")
_COUNTER: Final = re.compile(r"^\d{3,}\s+(?=\S)")
_LONGEST_NAME: Final = 6
"""Words of an outlet's name."""
_MENU_WORDS: Final = 60
"""Words of a menu's line among which the outlet's name is looked for."""
_NO_NAME: Final = re.compile(r"[\d<>{}=@#]|\.\s*$")


def named_outlet(plain: str, outlets: OutletRegistry, *, believed: bool) -> str:
    """Return the name of the outlet that the line ``plain`` names, else an empty string.

    A listed name is found among the parts of the line. A name that no list holds is returned
    where the line is ``believed`` to name one, and nothing else could be meant.
    """
    if plain.rstrip().endswith(":") and not plain.startswith("("):
        return ""  # Whose words follow, not who publishes.
    plain = plain.lstrip(" *•")
    bare = _COUNTER.sub("", _LABEL.sub("", plain, count=1), count=1).strip(" -–—ـ•|/:")
    name = _KIND.sub("", bare, count=1)
    for each in (bare, name):
        if outlets.by_name(each) is not None:
            return each
    if believed and name != bare and bare.count(" ") < _LONGEST_NAME and ":" not in bare:
        return bare
    parts = [part for part in _PARTS.split(bare) if part]
    for part in parts:
        if outlets.by_name(part) is not None:
            return part
    rest = list(dict.fromkeys(part for part in parts if not _is_beside(part)))
    if not believed or len(rest) != 1:
        return ""
    if _NO_NAME.search(rest[0]) and not is_formed_like_outlet(rest[0]):
        return ""
    return rest[0] if rest[0].count(" ") < _LONGEST_NAME else ""


def could_be_outlet(name: str, outlets: OutletRegistry) -> bool:
    """Whether who a dateline credits is an outlet: listed and no agency, or called like one."""
    known = outlets.by_name(name)
    if known is not None:
        return not known.is_agency
    if datelines.is_newsroom(name) or datelines.is_place(name):
        return False
    return names_its_kind(name)


_PUBLISHED_BY: Final = compile_folded(
    r"(?:صحيفة|جريدة|مجلة|نشرة)\b.{0,40}?(?:تصدر(?:ها)?\s+عن\s+(?P<house>\S.{2,50})|تصدرها\s+(?P<firm>(?:مؤسسة|دار|شركة)\s\S.{2,50}))$"
    r"|(?:المشرف|رئيس|رئيسة|مدير|مديرة)\b.{0,24}?(?:موقع|صحيفة|جريدة|شبكة|مجلة|بوابة)\s+(?P<paper>[^:،.\d]{3,40})$"
)


def publisher_of(plain: str) -> str:
    """Return the house that a line says publishes the paper, else an empty string."""
    found = _PUBLISHED_BY.search(plain)
    return next(filter(None, found.groups())).strip(" .") if found else ""


def repeated_in_menus(texts: Sequence[str], outlets: OutletRegistry) -> str:
    """Return the one listed name, of two words or more, that a page's menus hold twice."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = text.split()[:_MENU_WORDS]
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                known = outlets.by_name(" ".join(words[start : start + size]))
                if known is not None and not known.is_agency:
                    counts[known.slug] += 1
    often = [slug for slug, count in counts.items() if count > 1]
    return often[0] if len(counts) == len(often) == 1 else ""


def _is_beside(part: str) -> bool:
    """Whether a part of an outlet's line is a place or a desk."""
    return datelines.is_place(part) or datelines.is_newsroom(part)
