"""Names of fields in the query language, Arabic and English, folded as they are typed."""

from __future__ import annotations

from typing import Final

from archive.arabic.normalize import fold

_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "عنوان", "العنوان"),
    "byline": ("byline", "author", "كاتب", "الكاتب", "بقلم"),
    "outlet": ("outlet", "source", "مصدر", "المصدر", "صحيفة", "الصحيفة"),
    "entity": ("entity", "كيان", "الكيان"),
    "person": ("person", "شخص", "الشخص"),
    "organisation": ("organisation", "organization", "org", "منظمة", "المنظمة"),
    "place": ("place", "location", "مكان", "المكان"),
    "section": ("section", "قسم", "القسم"),
    "keyword": ("keyword", "tag", "وسم", "الوسم"),
    "language": ("language", "lang", "لغة", "اللغة"),
    "after": ("after", "since", "بعد", "منذ"),
    "before": ("before", "until", "قبل", "حتى"),
    "date": ("date", "تاريخ", "التاريخ"),
    "any": ("any", "أي"),
}

FIELD_NAMES: Final[dict[str, str]] = {
    fold(spelling): name for name, spellings in _SPELLINGS.items() for spelling in spellings
}
"""Folded spelling → name of the field."""

TEXT_FIELDS: Final = frozenset({"title", "byline"})
"""Fields whose values are words of a text."""

DATE_FIELDS: Final = frozenset({"after", "before", "date"})

VALUE_FIELDS: Final = frozenset(FIELD_NAMES.values()) - TEXT_FIELDS - DATE_FIELDS - {"any"}
"""Fields that hold names or keys, taken whole: ``outlet:athr-press``."""
