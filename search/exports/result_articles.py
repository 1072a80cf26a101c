"""The articles of a whole list of results, fetched in batches: memory does not grow with the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch

from archive.models import Article, Mention
from search.presentation.links import web_address
from search.service.whole_results import WholeResults

_ROWS: Final = 200
"""Articles without their texts that are fetched at once."""
_TEXTS: Final = 20
"""Articles with their texts that are fetched at once: a text may be of some megabytes."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article of a list of results. ``number`` counts from 1, over what readers may see."""

    number: int
    article: Article
    address: str
    original_address: str

    @property
    def is_first(self) -> bool:
        """Whether it is the first of its file."""
        return self.number == 1


def found_articles(
    results: WholeResults, start: str, *, texts: bool = False
) -> Iterator[FoundArticle]:
    """Yield the articles of ``results`` in order, with their names and texts where ``texts`` asks.

    ``start`` is the lasting address of articles without their number. Those that are hidden, or
    gone since the last commit of the index, are left out.
    """
    number = 0
    for keys in results.keys(_TEXTS if texts else _ROWS):
        rows = Article.objects.for_display()
        if texts:
            mentions = Mention.objects.shown().select_related("entity").order_by("id")
            rows = rows.prefetch_related(Prefetch("mentions", mentions))
        else:
            rows = rows.defer("body", "spans", "captions", "standfirst")
        found = rows.in_bulk(keys)
        for article in (found[key] for key in keys if key in found):
            number += 1
            original = web_address(article.url or article.capture.url)
            yield FoundArticle(number, article, f"{start}{article.public_id}/", original)
