"""The texts of an article that a search looks through: what is indexed, and what is shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from archive.models import Article

SEARCHED_TEXTS: Final = ("title", "standfirst", "body", "captions", "keywords", "byline")
"""Attributes of ``Article`` in the order in which they are indexed."""
_ALWAYS_THERE: Final = frozenset({"title", "body"})


def texts_in(article: Article, attribute: str) -> Sequence[str]:
    """Return the texts of one of ``SEARCHED_TEXTS``, each a part that no phrase crosses.

    An empty title or body is a part too: the positions of the parts after it count it.
    """
    value: str | Sequence[str] = getattr(article, attribute)
    if not isinstance(value, str):
        return value
    return (value,) if value or attribute in _ALWAYS_THERE else ()
