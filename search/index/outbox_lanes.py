"""Which articles of the outbox a worker brings into the index, where several work at once.

An article has several entries, and whoever works on one must be done before another reads the
article: else the older text could be written last. So articles are divided into lanes by their
keys, and a worker holds the lanes of its batch until its entries are deleted. Rows are not locked
one by one: twenty thousand of them would be written for it.

On SQLite all workers are on one machine and wait for each other at the index; there is one lane.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from archive.models import OutboxEntry
from archive.models.database_locks import LockClass, take_free

LANES: Final = 256
"""An advisory lock each, of the 6,400 that a server has room for as it comes."""
_LEAST_TAKEN: Final = 32
_SHARE: Final = 4
"""A worker takes a fourth of the lanes in which anything waits, so that others find some."""
_LOOKED_AT: Final = 20_000


@contextmanager
def own_entries(latest: int) -> Iterator[QuerySet[OutboxEntry]]:
    """Hold lanes; yield the entries that nobody else works on meanwhile.

    On PostgreSQL all is one transaction: the entries are deleted in it, and a worker that is killed
    leaves them as they were. The lanes of the ``latest`` entries are asked for first, then those of
    the oldest.
    """
    if connection.vendor != "postgresql":
        yield OutboxEntry.objects.all()
        return
    with transaction.atomic():
        lanes = _take_lanes(latest)
        # Read anew: who held a lane before may have deleted what stood in it.
        entries = OutboxEntry.objects.alias(lane=Mod(F("article_id"), LANES))
        yield entries.filter(lane__in=lanes)


def _take_lanes(latest: int) -> Sequence[int]:
    rows = OutboxEntry.objects.values_list("article_id", flat=True)
    articles = [
        *rows.filter(columns_only=False).order_by("-id")[:latest],
        *rows.order_by("id")[:_LOOKED_AT],
    ]
    lanes = list(dict.fromkeys(article % LANES for article in articles))
    return take_free(LockClass.OUTBOX, lanes, max(_LEAST_TAKEN, len(lanes) // _SHARE))
