"""Bytes of captures that no row names any more.

A load that goes on at the same time may need the same bytes. It looks for them once more in the
transaction that writes its rows; bytes are removed in one that no such transaction runs beside.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Final

from django.db import connection, transaction

from archive.captures.store import capture_store
from archive.models import Capture

_AT_ONCE: Final = 500


def remove_bytes(hashes: Collection[str]) -> None:
    """Remove those of these bytes that no capture has."""
    store = capture_store()
    with transaction.atomic():
        _wait_for_loads()
        used = Capture.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
        for sha256 in set(hashes) - set(used):
            store.remove(sha256)


def remove_stray_bytes() -> None:
    """Remove all bytes that no capture has: those that a process left that was killed."""
    every = capture_store().hashes()
    while hashes := list(islice(every, _AT_ONCE)):
        known = Capture.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
        if stray := set(hashes) - set(known):
            remove_bytes(stray)


def _wait_for_loads() -> None:
    """Let no row of a capture be written until the transaction ends.

    With SQLite every transaction that writes is alone already.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Capture._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
