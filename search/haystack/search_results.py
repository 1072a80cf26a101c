"""Results as Haystack hands them out: the key of an article at once, its fields when asked.

The index keeps no texts, so the fields of a result are read from the database: those of all
results of a page together, once, and only where one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from archive.models import Article
from search.contract import FoundDocument
from search.fields import FIELDS, Fields
from search.haystack.field_filters import column_of
from search.index.index_documents import indexable_articles, prepared_articles

_META = Article._meta


def identity(key: str) -> dict[str, str]:
    """Return what Haystack calls an article: its identifier, its model, its key."""
    model = get_model_ct(Article)
    return {ID: f"{model}.{key}", DJANGO_CT: model, DJANGO_ID: key}


def stored_fields(article: Article, fields: Fields = FIELDS) -> dict[str, Any]:
    """Return the fields of one article, as Haystack knows them."""
    return _fields_of([article], fields)[str(article.pk)]


def _fields_of(articles: Sequence[Article], fields: Fields) -> dict[str, dict[str, Any]]:
    found = {}
    for prepared in prepared_articles(articles, fields):
        key = prepared[fields.key]
        parts = prepared[fields.texts[0]]
        text = parts if isinstance(parts, str) else "\n".join(parts)
        found[key] = {**prepared, fields.texts[0]: text, **identity(key)}
    return found


class ResultFields:
    """The fields of the results of one page."""

    def __init__(self, keys: Iterable[str], fields: Fields = FIELDS) -> None:
        self._keys = list(keys)
        self._fields = fields
        self._found: dict[str, dict[str, Any]] | None = None

    def of(self, key: str) -> dict[str, Any]:
        """Return the fields of the article ``key``; none where it is gone meanwhile."""
        if self._found is None:
            rows = indexable_articles(self._fields).filter(pk__in=self._keys)
            self._found = _fields_of(list(rows), self._fields)
        return self._found.get(key, {})

    def __getstate__(self) -> dict[str, Any]:
        """Return what travels; declarations of fields do not."""
        return {"_keys": self._keys, "_found": self._found}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _fields=FIELDS)

    def __contains__(self, name: str) -> bool:
        return column_of(name) in self._fields.by_name


class ArticleResult(SearchResult):
    """A result whose fields are read when the first of them is asked for."""

    def __init__(self, *args: Any, page: ResultFields, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._page = page

    def __getattr__(self, name: str) -> Any:
        page = self.__dict__.get("_page")
        if page is not None and name in page:
            return page.of(str(self.pk)).get(column_of(name))
        return super().__getattr__(name)

    def get_additional_fields(self) -> dict[str, Any]:
        """Return every field of the article."""
        return dict(self._page.of(str(self.pk)))

    def get_stored_fields(self) -> dict[str, Any]:
        """Return the fields that the index declares."""
        declared = self.searchindex.fields.items()
        return {name: getattr(self, name) for name, field in declared if field.stored}


def results_of(
    hits: Sequence[FoundDocument], result_class: type[Any] | None, fields: Fields = FIELDS
) -> list[Any]:
    """Return the hits as results of ``result_class``.

    One of a caller's own is given every field when it is made, as Haystack does.
    """
    page = ResultFields([hit.key for hit in hits], fields)
    place = _META.app_label, str(_META.model_name)
    if result_class in (None, SearchResult, ArticleResult):
        return [
            ArticleResult(*place, hit.key, hit.score, page=page, **identity(hit.key))
            for hit in hits
        ]
    assert result_class is not None
    return [
        result_class(*place, hit.key, hit.score, **(page.of(hit.key) or identity(hit.key)))
        for hit in hits
    ]
