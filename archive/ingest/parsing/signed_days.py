"""A writer's name and a day alone on a line: «سعاد نور 12 مايو 2020», «فريق التحرير May 18, 2024».

No word leads to the name and nothing divides it from the day, so the line could be a headline
that ends with its day. It is signed where the name is an office that writes («هيئة التحرير») or
hardly anything but names of persons.
"""

from __future__ import annotations

from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.dates import DateLabel, DateLine, PartKind
from archive.ingest.parsing.person_names import name_share

_NAME_WORDS: Final = range(2, 6)
_MOSTLY: Final = 0.75
"""Share of the words that are names: of four one may be a family's that no list holds."""
_FIRST_YEAR: Final = 1995
"""An older day beside a person is one of their life: few newspapers had a site."""
_OFFICES: Final = frozenset(
    map(
        fold,
        (
            *("فريق التحرير", "هيئة التحرير", "أسرة التحرير", "إدارة التحرير", "قسم التحرير"),
            *("غرفة التحرير", "غرفة الأخبار", "قسم الأخبار", "محرر الموقع", "مدير الموقع"),
            *("إدارة الموقع", "سكرتارية التحرير", "رئيس التحرير", "رئيسة التحرير", "المحرر"),
        ),
    )
)


def signer(found: DateLine) -> str:
    """Return who stands beside the one day of a line that nothing else explains, or ""."""
    if len(found.dates) != 1 or found.label is not DateLabel.NONE or len(found.rest) != 1:
        return ""
    day, part = found.day, found.rest[0]
    if day is None or day.year < _FIRST_YEAR or part.kind is not PartKind.OTHER:
        return ""
    if fold(part.text) in _OFFICES:
        return part.text
    words = part.text.split()
    signed = len(words) in _NAME_WORDS and name_share(words) >= _MOSTLY
    return part.text if signed else ""
