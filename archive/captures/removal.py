"""Deleting and hiding articles: two acts, beside withdrawing a capture.

*Deleted*: the article is made again by no reading. *Hidden*: it goes on being updated, and is
shown nowhere. Both close its captures to readers and leave every other article where it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from archive.captures.tombstones import Reasons, make_tombstones
from archive.models import Article, Tombstone, TombstoneKind
from archive.republications.clustering import dissolve_single

_HIDING: Final = ("hidden", "hidden_public_reason", "hidden_internal_reason", "updated_at")


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an act on articles touches beside them.

    ``neighbours`` stand in the same captures and stay, ``copies`` are of the same story
    elsewhere.
    """

    neighbours: tuple[Article, ...]
    copies: tuple[Article, ...]


def consequences(articles: Collection[Article]) -> Consequences:
    """Return what else is concerned where these articles go or are hidden."""
    keys = [each.pk for each in articles]
    others = Article.objects.select_related("outlet", "capture").exclude(pk__in=keys)
    neighbours = others.filter(capture__in={each.capture_id for each in articles})
    clusters = {each.republication_id for each in articles} - {None}
    copies = others.filter(republication__in=clusters)
    return Consequences(
        tuple(neighbours.order_by("capture_id", "position")), tuple(copies.earliest_first())
    )


@transaction.atomic
def delete_articles(articles: Collection[Article], reasons: Reasons, user: Any = None) -> int:
    """Delete articles for good and return their number; ``user`` is who decided it."""
    keys = [each.pk for each in articles]
    standing = Article.objects.select_for_update(of=("self",)).select_related("capture")
    rows = list(standing.filter(pk__in=keys))
    make_tombstones(rows, TombstoneKind.DELETED, reasons, user)
    Article.objects.filter(pk__in=[each.pk for each in rows]).delete()
    dissolve_single()
    return len(rows)


@transaction.atomic
def hide_articles(articles: Collection[Article], reasons: Reasons) -> int:
    """Hide articles and return their number; what they say goes on being updated."""
    for article in articles:
        article.hidden = True
        article.hidden_public_reason = reasons.public.strip()
        article.hidden_internal_reason = reasons.internal.strip()
        article.save(update_fields=_HIDING)
    return len(articles)


@transaction.atomic
def show_articles(articles: Collection[Article]) -> int:
    """Show hidden articles again and return their number."""
    hidden = [each for each in articles if each.hidden]
    for article in hidden:
        article.hidden = False
        article.hidden_public_reason = article.hidden_internal_reason = ""
        article.save(update_fields=_HIDING)
    return len(hidden)


def lift(tombstones: Collection[Tombstone]) -> int:
    """Let the next reading make these articles again; of withdrawn ones a later capture's."""
    found = Tombstone.objects.filter(pk__in=[each.pk for each in tombstones])
    return found.delete()[0]
