"""Names of values: the labels that readers see for keys, the keys for what readers type.

Each label function takes the keys of one search and returns the labels of those that have one,
in the reader's language, by one look at the database at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import KnownNames
from archive.records.documents import DateBasis

if TYPE_CHECKING:
    from archive.models.kept_labels import KeptLabels

# Models are imported where they are asked: fields are declared before Django is set up.


def outlet_labels(slugs: Collection[str]) -> Mapping[str, str]:
    """Return slug → name."""
    return _outlets().of(slugs)


@cache
def _outlets() -> KeptLabels[str, str]:
    from archive.models.kept_labels import KeptLabels

    return KeptLabels(_outlet_names)


def _outlet_names(slugs: Collection[str]) -> dict[str, str]:
    from archive.models import Outlet

    rows = Outlet.objects.filter(slug__in=slugs).values_list("slug", "name_ar", "name_en")
    return {slug: _in_readers_language(arabic, english) for slug, arabic, english in rows}


def outlet_keys(typed: str) -> Iterator[str]:
    """Yield the slugs of the outlets that ``typed`` names, in either language or by slug."""
    from archive.models import Outlet

    folded = fold(typed)
    for slug, arabic, english in Outlet.objects.values_list("slug", "name_ar", "name_en"):
        if typed == slug or (folded and folded in (fold(arabic), fold(english))):
            yield slug


def entity_labels(keys: Collection[str]) -> Mapping[str, str]:
    """Return key → name, told apart where it is shared; entities without a page have none.

    Machine-found names have one: their keys stand in columns of their own.
    """
    from archive.models.entity_labels import labels_of_keys

    return labels_of_keys(keys)


def entity_keys(typed: str, kind: str | None = None) -> Iterator[str]:
    """Yield the keys of the entities that ``typed`` names, of one ``kind`` or of all.

    They go by key, by name in either language and by alias. Of a merged entity it is the key
    of what it is after all merges. Entities that readers do not see have none.
    """
    from django.db.models import Q

    from archive.models import Entity

    named = Q(key=typed) | Q(name_ar=typed) | Q(name_en__iexact=typed) | Q(aliases__text=typed)
    rows = Entity.objects.filter(named)
    if kind is not None:
        rows = rows.filter(kind=kind)
    canonical = Entity.objects.canonical_of(rows).values()
    yield from (entity.key for entity in canonical if entity.is_shown)
    shipped = list(KnownNames.shipped().keys(typed, kind))
    unseen = Entity.objects.unseen().filter(key__in=shipped).values_list("key", flat=True)
    yield from (key for key in shipped if key not in set(unseen))


def language_labels(codes: Collection[str]) -> dict[str, str]:
    """Return code → name of the language: Django's, else Unicode's (CLDR), else our own."""
    names = Locale.parse(get_language() or "ar", sep="-").languages
    own = {"kmr": _("Kurmanji Kurdish")}
    labels = {}
    for code in codes:
        if code in LANG_INFO:
            labels[code] = str(get_language_info(code)["name_translated"])
        elif name := own.get(code) or names.get(code):
            labels[code] = str(name)
    return labels


def basis_labels(bases: Collection[str]) -> dict[str, str]:
    """Return basis → how the date of an article is known."""
    from archive.models.choices import label_of

    return {basis: label_of(DateBasis, basis) for basis in bases}


def _in_readers_language(arabic: str, english: str) -> str:
    reads_english = (get_language() or "").startswith("en")
    return english if reads_english and english else arabic or english
