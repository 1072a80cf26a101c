"""An article's history as it is told: to readers without what is closed, to the desk with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from archive.changes.change_words import CLOSED
from archive.changes.field_history import FieldValue, field_histories
from archive.errors import ArchiveError
from archive.models import (
    Act,
    Article,
    Capture,
    CaptureStatus,
    Change,
    ChangeSet,
    ClosedValue,
    Entity,
    EntityStatus,
    Outlet,
    Tombstone,
)
from archive.models.editing import ENTITIES, OUTLET, REPUBLISHER, STATUS, FieldState

REASON_LETTERS: Final = 500
_REASONS: Final = frozenset({"hidden_public_reason", "hidden_internal_reason"})
"""Why an article was hidden: once it is shown again, for the desk alone."""
_OUTLETS: Final[Mapping[str, str]] = {OUTLET: "outlet_id", REPUBLISHER: "republisher_id"}


@dataclass(frozen=True, slots=True)
class ToldHistory:
    """The values of each field, the newest first, with the captures, outlets and entities that they name.

    Of entities those that readers see stand in ``entities``, by their keys.
    ``withheld`` says that earlier values are told to nobody but the desk: a page of the document was
    withdrawn or is closed, so that one of them may be what went with it. ``cut`` says that the
    oldest changes are left out.
    """

    fields: Mapping[str, tuple[FieldValue, ...]]
    captures: Mapping[int, Capture]
    outlets: Mapping[int, Outlet]
    entities: Mapping[str, Entity]
    withheld: bool
    cut: bool


def with_withheld(articles: QuerySet[Article]) -> QuerySet[Any]:
    """Let articles say in ``is_withheld`` whether earlier values of theirs are told to readers."""
    uri = OuterRef("capture__uri")
    of_document = Capture.objects.filter(uri=uri)
    stones = Tombstone.objects.filter(Q(uri=uri) | Q(sha256=OuterRef("capture__sha256")))
    hidden = Article.objects.filter(
        Q(capture__uri=uri) | Q(capture__sha256=OuterRef("capture__sha256")), hidden=True
    )
    return articles.annotate(
        is_withheld=Exists(of_document.filter(status=CaptureStatus.WITHDRAWN).order_by())
        | Exists(stones.order_by())
        | Exists(hidden.order_by())
    )


def told_history(article: Any, *, desk: bool) -> ToldHistory:
    """Return the history of an article that ``with_withheld`` was asked of. Seven queries.

    With ``desk`` it holds every value that is recorded.
    """
    found, cut = field_histories(article)
    closed = {
        (each.field, each.digest): each.reason
        for each in ClosedValue.objects.filter(article=article)
    }
    withheld = bool(article.is_withheld) and not desk
    fields = {
        name: tuple(_told(name, values, closed, desk=desk, withheld=withheld))
        for name, values in found.items()
    }
    shown = [each for values in fields.values() for each in values]
    captures = Capture.objects.exclude(status=CaptureStatus.WITHDRAWN)
    return ToldHistory(
        fields,
        captures.in_bulk({each.origin.capture for each in shown} - {None}),
        Outlet.objects.in_bulk(_outlets(fields)),
        _entities(fields),
        withheld and any(len(values) > 1 for name, values in found.items() if name != STATUS),
        cut,
    )


def _told(
    name: str,
    values: Iterable[FieldValue],
    closed: Mapping[tuple[str, str], str],
    *,
    desk: bool,
    withheld: bool,
) -> Iterable[FieldValue]:
    """Yield the values of a field as they are told; the first is what the article says now."""
    is_status = name == STATUS
    for number, value in enumerate(values):
        is_unseen = withheld or (value.while_hidden and not desk)
        if number and is_unseen and not is_status:
            continue
        reason = closed.get((name, value.digest(name)), "") if number else ""
        columns = None if reason and not desk else value.columns
        if is_status and not desk and columns is not None:
            columns = {key: each for key, each in columns.items() if key not in _REASONS}
        yield replace(value, closed=reason, columns=columns)


def _entities(fields: Mapping[str, Collection[FieldValue]]) -> dict[str, Entity]:
    """Return the entities that were named and that readers see."""
    keys = {
        key
        for value in fields.get(ENTITIES, ())
        if value.columns is not None
        for key in value.columns[ENTITIES] or ()
    }
    seen = Entity.objects.filter(key__in=keys, status=EntityStatus.ACCEPTED, suppressed=False)
    return {each.key: each for each in seen}


def _outlets(fields: Mapping[str, Collection[FieldValue]]) -> set[int]:
    keys = {
        each.columns.get(column)
        for name, column in _OUTLETS.items()
        for each in fields[name]
        if each.columns is not None
    }
    return {key for key in keys if key is not None}


@transaction.atomic
def close_value(article: Article, name: str, digest: str, reason: str, user: Any) -> None:
    """Close an earlier value of a field to readers, for a reason that they see.

    Raises:
        ArchiveError: there is no such value, it is what the article says now, or no reason is given.
    """
    reason = " ".join(reason.split())[:REASON_LETTERS]
    if not reason:
        raise ArchiveError(_("Give a reason: readers see it in the place of the value."))
    now = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    values = field_histories(now)[0].get(name, ())
    if values and values[0].digest(name) == digest:
        raise ArchiveError(_("This is what the article says now. Change the article first."))
    if digest not in {each.digest(name) for each in values[1:]} - {""}:
        raise ArchiveError(_("The article's history has no such value."))
    _row, made = ClosedValue.objects.update_or_create(
        article=article,
        field=name,
        digest=digest,
        defaults={"reason": reason, "made_by": user if getattr(user, "pk", None) else None},
    )
    if made:
        _log(Act.CLOSE_VALUE, article, None, name, user)


@transaction.atomic
def open_value(article: Article, name: str, digest: str, user: Any) -> None:
    """Tell readers an earlier value again that an editor had closed; nothing where none is."""
    if ClosedValue.objects.filter(article=article, field=name, digest=digest).delete()[0]:
        _log(Act.OPEN_VALUE, article, name, None, user)


def _log(act: Act, article: Article, before: str | None, after: str | None, user: Any) -> None:
    """Note in the log of which field an earlier value was closed or opened, not which value."""
    changeset = ChangeSet.of_act(act, user, total=1, done=1, changed=1)
    states = FieldState({CLOSED: before}), FieldState({CLOSED: after})
    changeset.note([Change.of_article(article, CLOSED, *states)])
