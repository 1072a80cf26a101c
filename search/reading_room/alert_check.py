"""The job that looks for what a load brought to saved searches, a batch of them in each step.

A search is asked for the articles after its own mark alone, so that a load of 40,000 costs each
search one query of the index and no text. Where nothing was loaded, nothing asks for the job.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.errors import ArchiveError
from archive.jobs import JobKind, register
from archive.models import Job, OutboxEntry, SavedSearch
from archive.readers.alert_mails import request_mails
from archive.readers.saved_searches import CHECK, note_check, watched_searches
from search.contract import IndexUnavailableError, QueryTooCostlyError
from search.reading_room.saved_states import state_of
from search.service.newest_articles import index_mark, newest_articles
from search.service.prepared_search import TimeBudget

SEARCHES_A_STEP: Final = 50
_SEARCH_SECONDS: Final = 1.0
"""What one search may take: one that takes longer is told to its person."""
_NAMED: Final = 10
"""Articles that an alert names; its page has the others."""
_WAIT_SECONDS: Final = 1.0
_MOST_WAITS: Final = 600
"""Seconds for which a check waits for the index: the next load asks for another."""


def register_check() -> None:
    """Make the job known."""
    register(
        JobKind(CHECK, gettext_lazy("checking saved searches"), _step, atomic=False, upkeep=True)
    )


@dataclass(frozen=True, slots=True)
class _Finding:
    total: int = 0
    newest: tuple[int, ...] = ()
    too_costly: bool = False


def _step(job: Job) -> bool:
    """Wait until the index holds what was loaded; then check a batch of searches."""
    upto = job.position.get("upto")
    if upto is None:
        upto = _settled_mark()
        waited = job.position.get("waited", 0)
        if upto is None and waited >= _MOST_WAITS:
            raise ArchiveError(_("The index is behind; the next load lets it be tried again."))
        job.position = {"waited": waited + 1} if upto is None else {"upto": upto, "after": 0}
        if upto is None:
            time.sleep(_WAIT_SECONDS)
        return False
    waiting = watched_searches().filter(pk__gt=job.position["after"], checked_mark__lt=upto)
    batch = list(waiting.select_related("entity")[:SEARCHES_A_STEP])
    findings = [_find(search, upto) for search in batch]
    with transaction.atomic():
        for search, finding in zip(batch, findings, strict=True):
            _note(search, upto, finding)
    if batch:
        job.position = {"upto": upto, "after": batch[-1].pk}
        job.done += len(batch)
        return False
    request_mails()
    return True


def _settled_mark() -> int | None:
    """Return the mark of the index, None while articles wait that are newer."""
    try:
        mark = index_mark()
    except IndexUnavailableError:
        return None
    newer = OutboxEntry.objects.filter(article_id__gt=mark).exists()
    return None if newer else mark


def _find(search: SavedSearch, upto: int) -> _Finding:
    try:
        found = newest_articles(
            state_of(search),
            limit=_NAMED,
            after=search.checked_mark,
            upto=upto,
            budget=TimeBudget(_SEARCH_SECONDS),
        )
    except QueryTooCostlyError:
        return _Finding(too_costly=True)
    return _Finding(found.total, tuple(found.keys))


def _note(search: SavedSearch, upto: int, finding: _Finding) -> None:
    """Write a finding, unless the search was removed or checked meanwhile."""
    kept = SavedSearch.objects.filter(pk=search.pk, checked_mark=search.checked_mark).first()
    if kept is None:
        return
    if finding.too_costly:
        SavedSearch.objects.filter(pk=kept.pk).update(too_costly=True)
    else:
        note_check(kept, upto, finding.total, list(finding.newest))
