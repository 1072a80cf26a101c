"""Saved searches and followed names: kept, looked at, and asked to be checked after a load."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from django.db import OperationalError
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.errors import ArchiveError
from archive.jobs import request
from archive.models import Alert, Article, Entity, Job, JobState, SavedSearch

MOST_SEARCHES: Final = 200
"""Of one person."""
MOST_LETTERS: Final = 4_000
"""Of the query string of a search."""
NAME_LETTERS: Final = 200
ALERTS_KEPT: Final = 20
"""Of one search, the latest."""
CHECK: Final = "check_saved_searches"
"""The kind of job that looks for what is new; the search registers it."""
_VISIT: Final = timedelta(minutes=30)
"""Pages that are read within it are one visit: what was new stays marked."""


def save_search(person: Any, name: str, query: str, entity: Entity | None = None) -> SavedSearch:
    """Keep a search under a name, or follow an entity; one that is kept already stays as it is.

    Raises:
        ArchiveError: the person keeps as many as one may keep, or the search is too long.
    """
    if len(query) > MOST_LETTERS:
        raise ArchiveError(_("This search is too long to be saved: use fewer filters."))
    own = SavedSearch.objects.filter(person=person)
    same = own.filter(query=query) if entity is None else own.filter(entity=entity)
    if (kept := same.first()) is not None:
        return kept
    if own.count() >= MOST_SEARCHES:
        raise ArchiveError(_("You have saved 200 searches: remove one that you no longer need."))
    mark = newest_mark()
    return SavedSearch.objects.create(
        person=person,
        name=clean_name(name) or _("Search"),
        query=query,
        entity=entity,
        since_mark=mark,
        looked_mark=mark,
        checked_mark=mark,
        looked_at=timezone.now(),
    )


def clean_name(name: str) -> str:
    """Return a name in one line, as long as one may be."""
    return " ".join(name.split())[:NAME_LETTERS].rstrip()


def newest_mark() -> int:
    """Return the mark of everything that the archive holds now."""
    return Article.objects.aggregate(last=Max("pk"))["last"] or 0


def look_at(search: SavedSearch, mark: int) -> None:
    """Note that its person looks at a search, whose index stands at ``mark``.

    What came since the visit before stays new for this visit, however often a page is loaded.
    """
    now = timezone.now()
    begins = search.looked_at is None or now - search.looked_at > _VISIT
    if not begins and mark <= search.looked_mark and not search.new:
        return
    if begins:
        search.since_mark = search.looked_mark
    search.looked_mark, search.looked_at, search.new = max(mark, search.looked_mark), now, 0
    with suppress(OperationalError):  # Somebody else is writing; nobody waits for a note.
        search.save(update_fields=["since_mark", "looked_mark", "looked_at", "new"])


def watched_searches() -> QuerySet[SavedSearch]:
    """Return the searches that checks look at, in order."""
    return SavedSearch.objects.filter(watched=True, person__is_active=True).order_by("pk")


def request_check() -> None:
    """Ask that saved searches be checked, where there are any and no check waits already.

    One that is under way does not count: it may have begun before the last articles came.
    """
    waits = Job.objects.filter(kind=CHECK, state=JobState.WAITING).exists()
    if not waits and watched_searches().exists():
        request(CHECK, {})


def note_check(search: SavedSearch, upto: int, total: int, newest: list[int]) -> None:
    """Write what a check found new in a search up to a mark. Call it within a transaction."""
    if total:
        Alert.objects.create(
            search=search,
            after_mark=search.checked_mark,
            upto_mark=upto,
            total=total,
            newest=newest,
        )
        kept = search.alerts.values_list("pk", flat=True)[:ALERTS_KEPT]
        search.alerts.exclude(pk__in=list(kept)).delete()
    search.checked_mark, search.new, search.too_costly = upto, search.new + total, False
    search.save(update_fields=["checked_mark", "new", "too_costly"])
