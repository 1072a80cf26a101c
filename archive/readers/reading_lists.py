"""Lists of articles: made, filled, noted on, shared by a link that nobody guesses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.models import Article, FormerArticle, ListedArticle, ReadingList
from archive.readers.saved_searches import clean_name
from archive.secret_tokens import TokenKind, is_token, new_token

MOST_LISTS: Final = 100
"""Of one person."""
MOST_LISTED: Final = 1_000
"""Articles of one list."""
NOTE_LETTERS: Final = 5_000
_TEXTS: Final = ("spans", "body", "standfirst", "captions")
"""What no list shows of an article."""


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article on a list, as its reader sees it; ``article`` is None where it is shown no more."""

    listed: ListedArticle
    article: Article | None


def make_list(person: Any, name: str) -> ReadingList:
    """Make a list. Raises ``ArchiveError`` where the person has as many as one may have."""
    if ReadingList.objects.filter(person=person).count() >= MOST_LISTS:
        raise ArchiveError(_("You have 100 lists: remove one that you no longer need."))
    return ReadingList.objects.create(person=person, name=clean_name(name) or _("My list"))


def add_article(person: Any, article: Article, chosen: ReadingList | None) -> ReadingList:
    """Put an article on a list: the ``chosen`` one, else the one last used, else a new one.

    One that stands there stays as it is.

    Raises:
        ArchiveError: the list is full.
    """
    with transaction.atomic():
        last = chosen or ReadingList.objects.of_person(person).first()
        target = last or make_list(person, "")
        known = ListedArticle.objects.filter(reading_list=target)
        if not known.filter(public_id=article.public_id).exists():
            if known.count() >= MOST_LISTED:
                raise ArchiveError(_("This list holds 1,000 articles: begin another."))
            ListedArticle.objects.create(reading_list=target, public_id=article.public_id)
        ReadingList.objects.filter(pk=target.pk).update(used_at=timezone.now())
    return target


def note_on(listed: ListedArticle, note: str) -> None:
    """Write a note to an article of a list. Raises ``ArchiveError`` for one that is too long."""
    text = note.replace("\r\n", "\n").strip()
    if len(text) > NOTE_LETTERS:
        raise ArchiveError(_("A note has 5,000 letters at most; this one was not saved."))
    listed.note = text
    listed.save(update_fields=["note"])


def share(reading_list: ReadingList, *, notes: bool) -> None:
    """Open a list to whoever has its link: the same as before, where it is shared already."""
    reading_list.share_token = reading_list.share_token or new_token(TokenKind.LIST)
    reading_list.notes_shared = notes
    reading_list.save(update_fields=["share_token", "notes_shared"])


def unshare(reading_list: ReadingList) -> None:
    """Close a list: its link opens nothing any more, and another will take its place."""
    reading_list.share_token, reading_list.notes_shared = None, False
    reading_list.save(update_fields=["share_token", "notes_shared"])


def shared_list(token: str) -> ReadingList | None:
    """Return the list that a link opens, of a person who still belongs here."""
    if not is_token(token, TokenKind.LIST):
        return None
    return ReadingList.objects.filter(share_token=token, person__is_active=True).first()


def shown_articles(listed: Iterable[ListedArticle]) -> list[ShownArticle]:
    """Return the articles of a list in its order, at most in two queries.

    What is hidden or gone has no article; what an address leads on to is that.
    """
    rows = list(listed)
    wanted = [row.public_id for row in rows]
    articles = {
        each.public_id: each
        for each in Article.objects.for_display().defer(*_TEXTS).filter(public_id__in=wanted)
    }
    lost = [key for key in wanted if key not in articles]
    if lost:
        articles |= _successors(lost)
    return [ShownArticle(row, articles.get(row.public_id)) for row in rows]


def _successors(public_ids: list[str]) -> dict[str, Article]:
    """Return former public id → the article that holds its text now, where readers see it."""
    led = FormerArticle.objects.filter(public_id__in=public_ids, leads_to__hidden=False)
    found = led.select_related("leads_to__outlet", "leads_to__republisher", "leads_to__capture")
    return {each.public_id: each.leads_to for each in found if each.leads_to is not None}
