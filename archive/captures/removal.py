"""Deleting and hiding articles: two acts, beside withdrawing a capture.

*Deleted*: the article is made again by no reading. *Hidden*: it goes on being updated, and is
shown nowhere. Both close its captures to readers and leave every other article where it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from archive.captures.tombstones import Reasons, make_tombstones
from archive.models import Act, Article, Change, ChangeSet, Subject, Tombstone, TombstoneKind
from archive.models.editing import STATUS, STATUS_COLUMNS, Hiding, set_field, state_of
from archive.republications.clustering import dissolve_single

_HIDING: Final = (*STATUS_COLUMNS, "updated_at")
_SHOWN_AT_ONCE: Final = 500


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
    told = {"tombstone": TombstoneKind.DELETED.value}
    ChangeSet.of_act(Act.DELETE, user, total=len(rows), changed=len(rows)).note(
        removal_changes(rows, told)
    )
    Article.objects.filter(pk__in=[each.pk for each in rows]).delete()
    dissolve_single()
    return len(rows)


def removal_changes(articles: Iterable[Article], told: dict[str, Any]) -> list[Change]:
    """Return the rows of the log for articles that go: their public ids, and no text."""
    return [
        Change(
            kind=Subject.ARTICLE,
            subject=each.public_id,
            row=each.pk,
            field="tombstone",
            before={"tombstone": None},
            after=told,
        )
        for each in articles
    ]


def hide_articles(
    articles: Collection[Article], reasons: Reasons, user: Any = None, until: date | None = None
) -> int:
    """Hide articles and return their number; what they say goes on being updated.

    On the day ``until`` the worker shows them again.
    """
    hiding = Hiding(reasons.public, reasons.internal, until)
    return _set_status(Act.HIDE, articles, hiding, user)


def show_articles(articles: Collection[Article], user: Any = None) -> int:
    """Show hidden articles again and return their number."""
    return _set_status(Act.SHOW, [each for each in articles if each.hidden], None, user)


def show_due(today: date) -> int:
    """Show the articles again that were hidden until ``today`` or before; return their number."""
    due = Article.objects.filter(hidden=True, hidden_until__lte=today).order_by("pk")
    return show_articles(list(due[:_SHOWN_AT_ONCE]))


@transaction.atomic
def _set_status(act: Act, articles: Collection[Article], hiding: Hiding | None, user: Any) -> int:
    changes = []
    for article in articles:
        before = state_of(article, STATUS)
        set_field(article, STATUS, hiding)
        article.save(update_fields=_HIDING)
        changes.append(Change.of_article(article, STATUS, before, state_of(article, STATUS)))
    if changes:
        done = len(changes)
        ChangeSet.of_act(act, user, total=done, done=done, changed=done).note(changes)
    return len(articles)


@transaction.atomic
def lift(tombstones: Collection[Tombstone], user: Any = None) -> int:
    """Let the next reading make these articles again; of withdrawn ones a later capture's."""
    found = list(Tombstone.objects.filter(pk__in=[each.pk for each in tombstones]))
    if found:
        lifted = ChangeSet.of_act(Act.LIFT, user, total=len(found), changed=len(found))
        lifted.note(
            Change(
                kind=Subject.ARTICLE,
                subject=stone.public_id,
                row=0,
                field="tombstone",
                before={"tombstone": stone.kind},
                after={"tombstone": None},
            )
            for stone in found
        )
    return Tombstone.objects.filter(pk__in=[each.pk for each in found]).delete()[0]
