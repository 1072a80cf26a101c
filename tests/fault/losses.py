"""What a run acknowledged, compared with what is left of its archive and its backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from django.db import connection

from archive.archive_home import RESTORING
from archive.backups.backup_folder import BackupFolder
from archive.backups.restoring import restore
from archive.backups.verifying import verify_backups
from archive.captures.store import CaptureStore, capture_folder
from archive.captures.verification import verify_captures
from archive.models import Article, Capture
from search.engine import Snapshot
from search.index.columnar_home import ColumnarHome
from search.index.rebuild import _fill, rebuild
from search.index.worker import drain_all
from search.management.commands.check_archive import index_findings
from tests.fault.victim import Place, use_archive
from tests.index.folder_home import columnar_home

Told = list[list[Any]]
"""What a run told, one line each: the kind, and what it was done to."""


def losses(place: Place, told: Told) -> list[str]:
    """Return what is wrong at ``place`` after a run that told this much."""
    with sqlite3.connect(place.home / "archive.sqlite3") as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
    database.close()
    if sound != "ok":
        return [f"database: {sound}"]
    use_archive(place.home)
    found = list(_lost(told, []))
    drain_all(columnar_home())
    found += _faults()
    found += unequal(columnar_home())
    if _of(told, "backing up", "restoring"):
        found += [f"backups: {each}" for each in _lost_of_backups(place, told)]
    return found


def _faults() -> list[str]:
    """Return what ``check_archive`` ends with an error for."""
    return [str(each) for each in (*index_findings(), *verify_captures()) if each.serious]


def _lost(told: Told, later: Told) -> Iterator[str]:
    """Yield each thing that was acknowledged and is not there; ``later`` may have removed it."""
    deleted = {each[1] for each in _of([*told, *later], "deleting", "withdrawing")}
    gone = {each[1] for each in _of(told, "deleted", "withdrawn")}
    stored = dict(Article.objects.values_list("pk", "title"))
    for pk, allowed in _allowed_titles(told).items():
        if pk not in stored and pk not in deleted:
            yield f"article {pk} is gone"
        if pk in stored and "" not in allowed and stored[pk] not in allowed:
            yield f"article {pk} is called {stored[pk]} and not {allowed}"
    yield from (f"article {pk} is there again" for pk in gone & set(stored))
    for _kind, name, count in _of(told, "loaded"):
        kept = Capture.objects.filter(document__startswith=f"{name}.jsonl").count()
        if kept != count:
            yield f"of load {name} {kept} documents are there"
    if len(stored) + len(deleted) < sum(each[2] for each in _of(told, "loaded")):
        yield f"only {len(stored)} articles are there"
    yield from _kept_bytes(told, capture_folder())


def _allowed_titles(told: Told) -> dict[int, set[str]]:
    """Return the titles that edited articles may have; the empty one stands for any."""
    titles: dict[int, set[str]] = {}
    for kind, pk, title in _of(told, "editing", "edited"):
        titles[pk] = {title} if kind == "edited" else titles.get(pk, {""}) | {title}
    return titles


def _kept_bytes(told: Told, store: CaptureStore) -> Iterator[str]:
    there = set(store.hashes())
    for _kind, _pk, sha256 in _of(told, "withdrawn"):
        if sha256 in there:
            yield f"capture {sha256} is withdrawn and has its bytes"


def _of(told: Told, *kinds: str) -> Told:
    return [each for each in told if each[0] in kinds]


def _lost_of_backups(place: Place, told: Told) -> list[str]:
    """Return what is wrong with the backups, and with the archive that is made of one."""
    folder = BackupFolder(place.backups)
    there = {each.name for each in folder.backups()}
    found = [f"{name} is gone" for _kind, name in _of(told, "backed up") if name not in there]
    found += map(str, verify_backups(place.backups, lambda _done: None))
    for _kind, name in _of(told, "backed up"):
        found += _kept_bytes(_before(told, name), folder.captures)
    return found or [f"restored: {each}" for each in _lost_of_restored(place, told)]


def _before(told: Told, backup: str) -> Told:
    """Return what was told before a backup was begun."""
    return told[: told.index(["backing up", backup])]


def _lost_of_restored(place: Place, told: Told) -> Iterator[str]:
    before = _before(told, _restored(place, told))
    yield from _lost(before, told[len(before) :])
    rebuild(columnar_home())
    yield from _faults()


def _restored(place: Place, told: Told) -> str:
    """See to it that there is a restored archive; return the name of its backup."""
    place.restored.mkdir(exist_ok=True)
    use_archive(place.restored)
    mark = place.restored / RESTORING
    begun = _of(told, "restoring")
    if begun and not mark.exists() and "archive_article" in connection.introspection.table_names():
        return str(begun[-1][1])
    name = mark.read_text() if mark.exists() else ""
    return restore(place.backups, name, lambda _done: None).backup.name


def unequal(home: ColumnarHome) -> list[str]:
    """Return where the index differs from one of the same frequencies that is built anew."""
    with home.lock():
        opened, snapshot = home.read()
        anew = home.build(opened.analyzer.frequencies)
        _fill(anew, lambda _done: None)
        stands, built = contents(snapshot), contents(anew.snapshot())
    return [
        f"index: {field} differs from one built anew"
        for field in built
        if stands[field] != built[field]
    ]


def contents(snapshot: Snapshot) -> dict[str, dict[bytes, list[Any]]]:
    """Return everything that an index holds: by field and term, the keys of its documents."""
    held: dict[str, dict[bytes, list[Any]]] = {}
    schema = snapshot.schema
    for segment in snapshot.segments:
        keys = dict(enumerate(segment.file.keys.many(list(range(segment.documents)))))
        live = segment.live.tolist()
        for field in schema.inverted:
            postings = segment.file.postings(field)
            terms = held.setdefault(field, {})
            for ordinal, term in enumerate(postings.dictionary.terms()):
                frequencies = postings.frequencies(ordinal).tolist()
                pairs = zip(postings.documents(ordinal).tolist(), frequencies, strict=True)
                entries = [(keys[doc], count) for doc, count in pairs if live[doc]]
                if entries:
                    terms[term] = sorted([*terms.get(term, []), *entries])
        for field in schema.numbers:
            values = segment.file.numbers(field).tolist()
            column = held.setdefault(field, {})
            column.update({keys[d].encode(): [values[d]] for d in keys if live[d]})
    return held
