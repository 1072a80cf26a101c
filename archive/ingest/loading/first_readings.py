"""What articles were read as first, kept in their history before another reading changes them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, Final

from archive.models import Article

_REASON: Final = "as loaded"
"""Why history has a line of an article that no editor changed and that is read again."""
_ROWS: Final = 500


def keep_first_readings(
    articles: Mapping[str, Article], before: Mapping[str, Mapping[str, Any]]
) -> None:
    """Give history what ``articles`` were before a reading changed them, where it knows nothing yet.

    Both are by public id; ``before`` tells the values of the columns that change. Loading writes no
    history: whoever asks what a field was before would find the new value alone.
    """
    keys = {articles[public_id].pk for public_id in before}
    if not keys:
        return
    known = set(
        Article.history.filter(id__in=keys).order_by().values_list("id", flat=True).distinct()
    )
    first = []
    for public_id, values in before.items():
        article = articles[public_id]
        if article.pk not in known:
            was = copy(article)
            for name, value in values.items():
                setattr(was, name, value)
            # The history of changes reads it from here; the stubs know no such column.
            was._history_user = None  # type: ignore[attr-defined]
            first.append(was)
    Article.history.bulk_history_create(first, batch_size=_ROWS, default_change_reason=_REASON)
