"""What the desk asks of the search: the articles that a query finds.

The archive does not know the search; the setting ``ARTICLE_SEARCH`` names the class that answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class ArticleSearch(Protocol):
    """Finds articles by a text in the query language of the site."""

    def article_ids(self, query_text: str, limit: int) -> Sequence[int]:
        """Return the primary keys of at most ``limit`` articles, the best match first.

        Raises ``ArchiveError`` where the index cannot answer now.
        """
        ...


def article_search() -> ArticleSearch:
    """Return the search that the settings name. Raises ``ImportError`` for a wrong name."""
    return cast(ArticleSearch, import_string(settings.ARTICLE_SEARCH)())
