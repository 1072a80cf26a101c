"""django-haystack as it is released, over its own Whoosh backend, in a small Django of its own.

It analyses the surface text as it finds it (English stems), so its matches are others.
A search is what a results page asks for: the facets, the number of hits and ten of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from benchmarks.peers.inputs import Inputs, Questions, Row
from benchmarks.peers.protocol import folder_bytes, run

_QUERIES = 20
_BATCH = 1000
_FACETS = ("month", "outlet", "entity")


class HaystackPeer:
    """Haystack over its own Whoosh backend."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        engine = "haystack.backends.whoosh_backend.WhooshEngine"
        settings.configure(
            INSTALLED_APPS=["haystack", "benchmarks"],
            DATABASES={
                "default": {
                    "ENGINE": "django.db.backends.sqlite3",
                    "NAME": str(folder / "articles.db"),
                }
            },
            HAYSTACK_CONNECTIONS={"default": {"ENGINE": engine, "PATH": str(folder / "index")}},
            USE_TZ=True,
        )
        django.setup()
        self._model, self._index = _article_index()

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        from django.db import connection

        with connection.schema_editor() as editor:
            editor.create_model(self._model)
        articles = [self._article(row, inputs) for row in inputs.rows(surface=True)]
        self._model.objects.bulk_create(articles)
        for start in range(0, len(articles), _BATCH):
            timed(self._indexed, self._model.objects.order_by("pk")[start : start + _BATCH])

    def _indexed(self, articles: Iterable[Any]) -> None:
        from haystack import connections

        connections["default"].get_backend().update(self._index, articles)

    def _article(self, row: Row, names: Inputs | Questions) -> Any:
        return self._model(
            pk=int(row.key) + 1,
            text=row.surface,
            month=names.months[row.month],
            outlet=names.outlets[row.outlet],
            entity="\n".join(names.entities[entity] for entity in row.entities),
        )

    def open(self, questions: Questions) -> None:
        from haystack.query import SearchQuerySet

        self._names = questions
        self._everything = SearchQuerySet()
        for name in _FACETS:
            self._everything = self._everything.facet(name)

    def search(self, kind: str, words: list[str]) -> int:
        found = self._everything
        if kind == "phrase":
            found = found.filter(content__exact=" ".join(words))
        else:
            narrow = found.filter_or if kind == "or" else found.filter_and
            for word in words:
                found = narrow(content=word)
                narrow = found.filter_or if kind == "or" else found.filter_and
        counts = found.facet_counts().get("fields", {})
        for name in _FACETS:
            sorted(counts.get(name, []), key=lambda pair: -pair[1])[:10]
        for hit in found[:10]:
            str(hit.pk)
        return int(found.count())

    def update(self, row: Row) -> None:
        article = self._article(row, self._names)
        article.save()
        self._indexed([article])
        self.search("and", [row.surface.split()[0]])

    def sizes(self) -> dict[str, int]:
        return {"all": folder_bytes(self._folder / "index")}


def _article_index() -> tuple[Any, Any]:
    """A model of plain columns, and its index as the documentation of Haystack shows it."""
    from django.db import models
    from haystack import connections, indexes

    class Article(models.Model):
        text = models.TextField()
        month = models.TextField()
        outlet = models.TextField()
        entity = models.TextField()

        class Meta:
            app_label = "benchmarks"

        def __str__(self) -> str:
            return str(self.pk)

    class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
        text = indexes.CharField(document=True, model_attr="text")
        month = indexes.CharField(model_attr="month", faceted=True)
        outlet = indexes.CharField(model_attr="outlet", faceted=True)
        entity = indexes.MultiValueField(faceted=True)

        def get_model(self) -> Any:
            return Article

        def prepare_entity(self, article: Any) -> list[str]:
            return list(article.entity.split("\n"))

    index = ArticleIndex()
    connections["default"].get_unified_index().build(indexes=[index])
    return Article, index


if __name__ == "__main__":
    run(HaystackPeer, queries=_QUERIES)
