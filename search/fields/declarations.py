"""Every field and facet of the index, in the order in which a page shows the facets.

A new facet is one entry here. ``search.index.index_documents.FORMAT`` is raised with it, so that
indexes that were built without it are built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from archive.records.documents import DateBasis
from archive.records.mentions import EntityKind
from search.fields.date_periods import (
    DATE,
    DATE_DAY,
    DATE_EARLIEST,
    DATE_LATEST,
    DATE_MONTH,
    DATE_SORT,
    DATE_YEAR,
    is_period,
    period_of,
)
from search.fields.field import APPROXIMATE, FacetDefinition, Field, Fields, IndexedArticle, Kind
from search.fields.searched_texts import SEARCHED_TEXTS, texts_in
from search.fields.value_names import (
    basis_labels,
    entity_keys,
    entity_labels,
    language_labels,
    outlet_keys,
    outlet_labels,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TEXT: Final = "text"
"""The field that a search looks through where it names none."""
TITLE: Final = "title"
AUTHOR: Final = "author"
"""The field of those who wrote an article; a search for words in its byline is another."""
ADDED: Final = "added"
"""The field of the order in which the archive learned of articles: their primary keys."""

_PUBLISHED: Final = ("published_earliest", "published_latest")
_BASES: Final = frozenset(basis.value for basis in DateBasis)
_OPEN_START: Final = date.min.toordinal()
_OPEN_END: Final = date.max.toordinal()


def _texts(indexed: IndexedArticle) -> list[str]:
    """Return the texts that a search looks through, the title first."""
    article = indexed.article
    return [text for attribute in SEARCHED_TEXTS for text in texts_in(article, attribute)]


def _entities_of(kind: EntityKind) -> Callable[[IndexedArticle], list[str]]:
    """Return what gives the keys of an article's entities of one ``kind``."""

    def keys(indexed: IndexedArticle) -> list[str]:
        return [key for key, its_kind in indexed.entities.items() if its_kind == kind]

    return keys


def _machine_found_of(kind: EntityKind) -> Callable[[IndexedArticle], list[str]]:
    """Return what gives the keys of an article's machine-found names of one ``kind``."""

    def keys(indexed: IndexedArticle) -> list[str]:
        return [key for key, its_kind in indexed.machine_found.items() if its_kind == kind]

    return keys


def machine_found_column(kind: EntityKind) -> str:
    """Return the name of the column of the machine-found names of one ``kind``."""
    return f"machine_found_{kind}"


def _keywords(indexed: IndexedArticle) -> list[str]:
    return list(dict.fromkeys(indexed.article.keywords))


def _cluster(indexed: IndexedArticle) -> str | None:
    key = indexed.article.republication_id
    return str(key) if key else None


def _period_in(column: str, widest: timedelta) -> Callable[[IndexedArticle], str]:
    """Return what gives the period of ``column`` in which an article counts.

    It counts at its earliest day, where its date is no wider than ``widest``.
    """

    def period(indexed: IndexedArticle) -> str:
        earliest, latest = indexed.article.published_earliest, indexed.article.published_latest
        if earliest is None or latest is None:
            return APPROXIMATE
        if earliest != latest and latest - earliest > widest:
            return APPROXIMATE
        return period_of(earliest.isoformat(), column)

    return period


def _sort_day(indexed: IndexedArticle) -> int | None:
    earliest = indexed.article.published_earliest
    return earliest.toordinal() if earliest else None


def _earliest_day(indexed: IndexedArticle) -> int | None:
    earliest, latest = indexed.article.published_earliest, indexed.article.published_latest
    if earliest is None:
        return None if latest is None else _OPEN_START
    return earliest.toordinal()


def _latest_day(indexed: IndexedArticle) -> int | None:
    earliest, latest = indexed.article.published_earliest, indexed.article.published_latest
    if latest is None:
        return None if earliest is None else _OPEN_END
    return latest.toordinal()


def _is_date_value(value: str) -> bool:
    return value == APPROXIMATE or is_period(value)


def _entity_facet(
    title: StrPromise, url_order: int, kind: EntityKind | None = None
) -> FacetDefinition:
    """Return the facet of the entities of ``kind``; of all, where it is ``None``."""
    return FacetDefinition(
        title,
        listed=kind is not None,
        labels=entity_labels,
        only_labelled=True,
        keys=partial(entity_keys, kind=kind),
        machine_found=tuple(
            machine_found_column(each) for each in EntityKind if kind in (None, each)
        ),
        url_order=url_order,
    )


_ENTITY_FACETS: Final = {
    EntityKind.PERSON: _entity_facet(_("People"), 3, EntityKind.PERSON),
    EntityKind.ORGANISATION: _entity_facet(_("Organisations"), 4, EntityKind.ORGANISATION),
    EntityKind.PLACE: _entity_facet(_("Places"), 5, EntityKind.PLACE),
}
_ENTITY_SPELLINGS: Final = {
    EntityKind.PERSON: ("شخص", "الشخص"),
    EntityKind.ORGANISATION: ("organization", "org", "منظمة", "المنظمة"),
    EntityKind.PLACE: ("location", "مكان", "المكان"),
}
"""What queries may call a kind of entity beside its own name."""


def _entity_field(kind: EntityKind) -> Field:
    """Return the field of the entities of one ``kind``, which bears its name."""
    return Field(
        kind.value,
        Kind.KEYWORDS,
        _entities_of(kind),
        spellings=(kind.value, *_ENTITY_SPELLINGS[kind]),
        facet=_ENTITY_FACETS[kind],
    )


FIELDS: Final = Fields(
    (
        Field("id", Kind.KEY, lambda indexed: str(indexed.article.pk)),
        Field(TEXT, Kind.TEXT, _texts, reads=SEARCHED_TEXTS),
        Field(
            TITLE,
            Kind.TEXT,
            lambda indexed: indexed.article.title,
            reads=("title",),
            spellings=("title", "headline", "عنوان", "العنوان"),
        ),
        Field(
            "byline",
            Kind.TEXT,
            lambda indexed: indexed.article.byline,
            reads=("byline",),
            spellings=("byline", "author", "كاتب", "الكاتب", "بقلم"),
        ),
        Field(
            DATE,
            Kind.DATES,
            spellings=("date", "تاريخ", "التاريخ"),
            facet=FacetDefinition(_("Date"), accepts=_is_date_value, url_order=0),
        ),
        Field(
            "outlet",
            Kind.KEYWORD,
            lambda indexed: indexed.outlet,
            reads=("outlet_id",),
            spellings=("outlet", "source", "مصدر", "المصدر", "صحيفة", "الصحيفة"),
            facet=FacetDefinition(_("Outlet"), labels=outlet_labels, keys=outlet_keys, url_order=2),
        ),
        *map(_entity_field, EntityKind),
        *(
            Field(machine_found_column(kind), Kind.KEYWORDS, _machine_found_of(kind))
            for kind in EntityKind
        ),
        Field(
            "entity",
            Kind.KEYWORDS,
            lambda indexed: list(indexed.entities),
            spellings=("entity", "كيان", "الكيان"),
            facet=_entity_facet(_("Person, organisation or place"), 6),
        ),
        Field(
            AUTHOR,
            Kind.KEYWORDS,
            lambda indexed: list(indexed.authors),
            facet=FacetDefinition(
                _("Author"),
                listed=False,
                labels=entity_labels,
                only_labelled=True,
                keys=partial(entity_keys, kind=EntityKind.PERSON),
                url_order=10,
            ),
        ),
        Field(
            "section",
            Kind.KEYWORD,
            lambda indexed: indexed.article.section or None,
            reads=("section",),
            spellings=("section", "قسم", "القسم"),
            facet=FacetDefinition(_("Section"), url_order=7),
        ),
        Field(
            "keyword",
            Kind.KEYWORDS,
            _keywords,
            reads=("keywords",),
            spellings=("keyword", "tag", "وسم", "الوسم"),
            facet=FacetDefinition(_("Keyword"), url_order=9),
        ),
        Field(
            "language",
            Kind.KEYWORD,
            lambda indexed: indexed.article.language,
            reads=("language",),
            spellings=("language", "lang", "لغة", "اللغة"),
            facet=FacetDefinition(_("Language"), labels=language_labels, url_order=8),
        ),
        Field(
            "basis",
            Kind.KEYWORD,
            lambda indexed: indexed.article.date_basis,
            reads=("date_basis",),
            facet=FacetDefinition(
                _("How the date is known"),
                labels=basis_labels,
                accepts=_BASES.__contains__,
                url_order=1,
            ),
        ),
        Field(DATE_YEAR, Kind.KEYWORD, _period_in(DATE_YEAR, timedelta(365)), _PUBLISHED),
        Field(DATE_MONTH, Kind.KEYWORD, _period_in(DATE_MONTH, timedelta(30)), _PUBLISHED),
        Field(DATE_DAY, Kind.KEYWORD, _period_in(DATE_DAY, timedelta(0)), _PUBLISHED),
        Field("cluster", Kind.KEYWORD, _cluster, reads=("republication_id",)),
        Field(DATE_SORT, Kind.NUMBER, _sort_day, _PUBLISHED),
        Field(DATE_EARLIEST, Kind.NUMBER, _earliest_day, _PUBLISHED),
        Field(DATE_LATEST, Kind.NUMBER, _latest_day, _PUBLISHED),
        Field(ADDED, Kind.NUMBER, lambda indexed: indexed.article.pk),
    )
)
"""The fields that ship. Their order among one kind is that of the index's files too."""
