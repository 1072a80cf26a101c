"""Bytes in the store that no row names any more.

A load that goes on at the same time may need the same bytes. It looks for them once more in the
transaction that writes its rows; bytes are removed in one that no such transaction runs beside.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Final

from django.db import connection, transaction

from archive.captures.store import capture_store
from archive.models import Capture, CapturePart, CaptureRecord, PartOfCapture

_AT_ONCE: Final = 500
_NAMED_BY: Final = (Capture, CapturePart, CaptureRecord)
"""The tables whose rows name bytes in the store; records by another name."""


def named_among(hashes: Collection[str]) -> set[str]:
    """Return those of these hashes that a capture, a part or a record names."""
    named = set(Capture.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    named |= set(CapturePart.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    bodies = CaptureRecord.objects.filter(body_sha256__in=hashes)
    return named | set(bodies.values_list("body_sha256", flat=True))


def remove_bytes(hashes: Collection[str]) -> set[str]:
    """Remove those of these bytes that no row names; return their hashes."""
    with transaction.atomic():
        wait_for_loads()
        return remove_unnamed(hashes)


def remove_unnamed(hashes: Collection[str]) -> set[str]:
    """Do what ``remove_bytes`` does in a transaction that waits for loads already."""
    store, waiting, removed = capture_store(), iter(hashes), set[str]()
    while some := list(islice(waiting, _AT_ONCE)):
        removed |= set(some) - named_among(some)
    for sha256 in removed:
        store.remove(sha256)
    return removed


def remove_stray_bytes() -> None:
    """Remove all bytes that no row names: those that a process left that was killed."""
    every = capture_store().hashes()
    while hashes := list(islice(every, _AT_ONCE)):
        if stray := set(hashes) - named_among(hashes):
            remove_bytes(stray)


def wait_for_loads() -> None:
    """Let no row be written that names bytes until the transaction ends.

    With SQLite every transaction that writes is alone already.
    """
    if connection.vendor == "postgresql":
        tables = (*_NAMED_BY, PartOfCapture)
        names = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
