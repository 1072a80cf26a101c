"""What editors change: titles, until a search finds them, and an entity that very many articles name."""

from __future__ import annotations

import time
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from benchmarks.idle import is_found, seconds_until_found
from tests.load.__main__ import EDITOR, PASSWORD

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from archive.models import Entity

_SHARE: Final = 10
"""The entity that is merged is named in about one of so many articles."""
_OFTEN: Final = 500
"""Entities named most, among which it is."""
_EDITS: Final = 20
_BETWEEN: Final = 1.3
"""Seconds between two edits, in which the worker comes to rest."""


def make_editor() -> User:
    """Return the account of the load's editor, made where it is not there."""
    from django.contrib.auth.models import User

    known = User.objects.filter(username=EDITOR).first()
    return known or User.objects.create_superuser(EDITOR, password=PASSWORD)


def edits() -> dict[str, float]:
    """Save titles while another process serves the archive; tell when a search finds each."""
    from archive.models import Article

    is_found("كلمةتجربة")  # Opens the index.
    waited = []
    for number, article in enumerate(Article.objects.order_by("pk")[:_EDITS]):
        time.sleep(_BETWEEN)
        title = article.title
        try:
            waited.append(1000 * seconds_until_found(article, number))
        finally:
            article.title = title
            article.save()
    high = quantiles(waited, n=20, method="inclusive")[-1]
    return {"found after p50 ms": median(waited), "found after p95 ms": high}


def merge() -> dict[str, float]:
    """Merge an entity of very many articles into another, until facets know it; take it back."""
    from archive.entities.desk import do, merge, undo
    from archive.models import Correction
    from search.index.index_home import index_home
    from search.index.worker import drain_all

    home = index_home()
    # What a run that was killed has left.
    for correction in Correction.objects.filter(undone_at=None, made_by=None).order_by("-pk"):
        undo(correction, None)
    drain_all(home)
    entity, target = _named_often()
    before = entity.mentions.count()
    began = time.perf_counter()
    correction = do(merge(entity, target), None)
    written = time.perf_counter()
    drain_all(home)
    merged = time.perf_counter()
    undo(correction, None)
    drain_all(home)
    return {
        "mentions": before,
        "articles": correction.articles,
        "seconds until written": written - began,
        "seconds until found": merged - began,
        "seconds to take it back": time.perf_counter() - merged,
    }


def _named_often() -> tuple[Entity, Entity]:
    """Return the entity that about one article in ten mentions, and the next of its kind."""
    from django.db.models import Count

    from archive.models import Article, Entity

    wanted = Article.objects.count() / _SHARE
    named = Entity.objects.filter(status="accepted").annotate(n=Count("mentions")).order_by("-n")
    often = sorted(named.values_list("n", "pk")[:_OFTEN], key=lambda each: abs(each[0] - wanted))
    known = Entity.objects.in_bulk([key for _n, key in often])
    entity, *others = (known[key] for _n, key in often)
    return entity, next(each for each in others if each.kind == entity.kind)
