"""Names as readers type them → the keys that stand in the index's columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import KnownNames
from archive.models import Entity, Outlet

_ENTITY_FIELDS = frozenset({"entity", "person", "organisation", "place"})


def resolve(field: str, typed: str) -> Collection[str]:
    """Return the keys in column ``field`` that ``typed`` names; empty where there is none.

    Outlets and entities go by key, by name in either language, and by alias; sections,
    keywords and languages are their own keys.
    """
    typed = typed.strip()
    if field == "outlet":
        return list(dict.fromkeys(_outlets(typed)))
    if field in _ENTITY_FIELDS:
        return list(dict.fromkeys(_entities(field, typed)))
    return [typed] if typed else []


def resolve_one(field: str, typed: str) -> str:
    """Return the first key that ``typed`` names, else ``typed`` itself."""
    return next(iter(resolve(field, typed)), typed)


def _outlets(typed: str) -> Iterator[str]:
    wanted = fold(typed)
    for slug, arabic, english in Outlet.objects.values_list("slug", "name_ar", "name_en"):
        if typed == slug or wanted in (fold(arabic), fold(english)):
            yield slug


def _entities(field: str, typed: str) -> Iterator[str]:
    named = Q(key=typed) | Q(name_ar=typed) | Q(name_en__iexact=typed) | Q(aliases__text=typed)
    rows = Entity.objects.filter(named)
    if field != "entity":
        rows = rows.filter(kind=field)
    for entity in Entity.objects.canonical_of(rows).values():
        yield entity.key
    yield from KnownNames.shipped().keys(typed, None if field == "entity" else field)
