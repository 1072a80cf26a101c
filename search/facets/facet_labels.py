"""Labels of facet values in the reader's language, looked up for all facets at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from django.utils.translation import get_language, get_language_info, gettext

from archive.models import DateBasis, Entity, Outlet
from archive.models.choices import label_of
from search.presentation.dates_in_words import day_in_words, month_in_words
from search.query.state import APPROXIMATE

ENTITY_FACETS: Final = ("person", "organisation", "place", "entity")


def find_labels(values: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """Return (facet, value) → label; two queries however many values there are.

    A value that has no label (a keyword, a deleted outlet) is left out: it stands for itself.
    """
    english = (get_language() or "").startswith("en")
    return {
        **_outlets(values.get("outlet", ()), english),
        **_entities(values, english),
        **{("date", value): _date(value) for value in values.get("date", ())},
        **{("language", value): _language(value) for value in values.get("language", ())},
        **{("basis", value): _basis(value) for value in values.get("basis", ())},
    }


def _outlets(slugs: Collection[str], english: bool) -> dict[tuple[str, str], str]:
    if not slugs:
        return {}
    rows = Outlet.objects.filter(slug__in=slugs).values_list("slug", "name_ar", "name_en")
    return {("outlet", slug): _name(arabic, latin, english) for slug, arabic, latin in rows}


def _entities(values: Mapping[str, Collection[str]], english: bool) -> dict[tuple[str, str], str]:
    keys = {key for name in ENTITY_FACETS for key in values.get(name, ())}
    if not keys:
        return {}
    rows = Entity.objects.filter(key__in=keys).values_list("key", "name_ar", "name_en")
    names = {key: _name(arabic, latin, english) for key, arabic, latin in rows}
    return {
        (facet, key): names[key]
        for facet in ENTITY_FACETS
        for key in values.get(facet, ())
        if key in names
    }


def _name(arabic: str, latin: str, english: bool) -> str:
    return latin if english and latin else arabic or latin


def _date(value: str) -> str:
    if value == APPROXIMATE:
        return gettext("Approximate or unknown")
    year, month, day = (int(part) for part in f"{value}-01-01"[:10].split("-"))
    if len(value) == len("2024"):
        return value
    stands_for = date(year, month, day)
    return month_in_words(stands_for) if len(value) == len("2024-03") else day_in_words(stands_for)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _basis(value: str) -> str:
    return label_of(DateBasis, value)
