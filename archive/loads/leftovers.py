"""What an undone load leaves that no document needs: outlets and candidates that it made."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from archive.models import (
    Article,
    ArticleSignature,
    Correction,
    Entity,
    EntityStatus,
    Load,
    Mention,
    Outlet,
)
from archive.republications.clustering import dissolve_single


def remove_leftovers(load: Load) -> None:
    """Remove outlets that came since the load began and candidates that no article names.

    What a person has ever touched stays. Call it in a transaction, once the articles are gone.
    """
    _remove_outlets(load)
    _remove_candidates()
    dissolve_single()
    _look_at_headers_again()


def _remove_outlets(load: Load) -> None:
    lines = Outlet.history.filter(id=OuterRef("pk"))
    unused = Outlet.objects.filter(
        ~Exists(Article.objects.filter(outlet=OuterRef("pk"))),
        ~Exists(Article.objects.filter(republisher=OuterRef("pk"))),
        ~Exists(lines.exclude(history_user=None)),
        ~Exists(lines.filter(history_date__lt=load.started_at)),
        Exists(lines),
    )
    keys = list(unused.values_list("pk", flat=True))
    Outlet.objects.filter(pk__in=keys).delete()
    Outlet.history.filter(id__in=keys).delete()


def _remove_candidates() -> None:
    candidates = Entity.objects.filter(
        ~Exists(Mention.objects.filter(entity=OuterRef("pk"))),
        ~Exists(Entity.history.filter(id=OuterRef("pk"))),
        ~Exists(Correction.objects.filter(entity=OuterRef("pk"))),
        ~Exists(Correction.objects.filter(target=OuterRef("pk"))),
        status=EntityStatus.CANDIDATE,
        aliases=None,
        merged=None,
        children=None,
    )
    keys = list(candidates.values_list("pk", flat=True))
    Entity.objects.filter(pk__in=keys).delete()
    Entity.history.filter(id__in=keys).delete()


def _look_at_headers_again() -> None:
    """Let outlets be looked at anew of which a date was taken because many pages shared it.

    Without the pages that went, it may be the article's own: see ``settle_header_dates``.
    """
    demoted = Article.objects.filter(date_basis="unknown", review="", captured__isnull=False)
    demoted = demoted.exclude(date_evidence="")
    ArticleSignature.objects.filter(article__in=demoted.values("pk")).update(clustered=False)
