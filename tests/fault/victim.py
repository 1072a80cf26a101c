"""One run of an archive's daily work, to be broken by a fault, and the check of what is left.

Both run in processes of their own, forked from one that has everything imported and read.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from archive.captures.verification import verify_captures
from archive.errors import ArchiveError
from archive.ingest.run import load_paths
from archive.models import Article, Capture
from search.engine import Snapshot
from search.index.index_home import IndexHome, index_home
from search.index.rebuild import _fill, rebuild
from search.index.worker import drain, drain_all
from search.management.commands.check_archive import index_findings

ACTS: Final = ("load", "edit", "edit", "edit", "drain", "drain", "merge", "rebuild", "delete")
"""What a run is drawn of."""
ACTS_A_RUN: Final = 6
DOCUMENTS_A_LOAD: Final = 3
TOLD: Final = (ArchiveError, OSError, DatabaseError)
"""What is told in a sentence: anything else is a mistake."""

Report = Callable[..., None]


def use_archive(home: Path) -> None:
    """Let this process work on the archive at ``home``."""
    settings.ARCHIVE_HOME = home
    connection.settings_dict["NAME"] = str(home / "archive.sqlite3")
    apps.get_app_config("search").index_home = None  # type: ignore[attr-defined]


def records(folder: Path, name: str, count: int) -> Path:
    """Write a file of records that no other load of the run has."""
    path = folder / f"{name}.jsonl"
    lines = [
        {
            "id": f"{name}-{n}",
            "title": f"خبر {name} رقم {n}",
            "text": f"نص الخبر {n} من {name}. " * 6,
        }
        for n in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def work(seed: int, home: Path, report: Report) -> None:
    """Do a run's acts; tell each when it is begun and when it is acknowledged."""
    choice = random.Random(seed)
    use_archive(home)
    for turn in range(ACTS_A_RUN):
        act = choice.choice(ACTS)
        number = choice.randrange(1 << 16)
        try:
            _ACTS[act](home, f"{seed}x{turn}", number, report)
        except TOLD as error:
            report("told", act, f"{type(error).__name__}: {error}")
        connection.close()


def _load(home: Path, name: str, _number: int, report: Report) -> None:
    path = records(home.parent, name, DOCUMENTS_A_LOAD)
    load_paths([str(path)])
    report("loaded", name)


def _edit(_home: Path, name: str, number: int, report: Report) -> None:
    article = _some_article(number)
    if article is not None:
        title = f"عنوان {name}"
        report("editing", article.pk, title)
        with transaction.atomic():
            article.title = title
            article.save()
        report("edited", article.pk, title)


def _delete(_home: Path, _name: str, number: int, report: Report) -> None:
    article = _some_article(number)
    if article is not None:
        pk = article.pk
        report("deleting", pk)
        with transaction.atomic():
            article.delete()
        report("deleted", pk)


def _some_article(number: int) -> Article | None:
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    return Article.objects.get(pk=keys[number % len(keys)]) if keys else None


def _drain(_home: Path, _name: str, _number: int, report: Report) -> None:
    drain(index_home())
    report("drained")


def _merge(_home: Path, _name: str, _number: int, report: Report) -> None:
    with index_home().writing() as opened:
        opened.columnar.merge(everything=True)
    report("merged")


def _rebuild(_home: Path, _name: str, _number: int, report: Report) -> None:
    rebuild(index_home())
    report("rebuilt")


_ACTS: Final[dict[str, Callable[[Path, str, int, Report], None]]] = {
    "load": _load,
    "edit": _edit,
    "delete": _delete,
    "drain": _drain,
    "merge": _merge,
    "rebuild": _rebuild,
}


def losses(home: Path, told: list[list[Any]]) -> list[str]:
    """Return what is wrong in the archive at ``home`` after a run that told this much."""
    with sqlite3.connect(home / "archive.sqlite3") as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
    database.close()
    if sound != "ok":
        return [f"database: {sound}"]
    use_archive(home)
    found = list(_lost(told))
    drain_all(index_home())
    found += [str(each) for each in index_findings() if each.serious]
    found += [str(each) for each in verify_captures() if each.serious]
    found += _unequal(index_home())
    return found


def _lost(told: list[list[Any]]) -> Iterator[str]:
    """Yield each thing that was acknowledged and is not there."""
    deleted = {pk for kind, pk, *_rest in _of(told, "deleting")}
    gone = {pk for kind, pk, *_rest in _of(told, "deleted")}
    titles: dict[int, set[str]] = {}
    for kind, pk, title in _of(told, "editing", "edited"):
        titles[pk] = {title} if kind == "edited" else titles.get(pk, {""}) | {title}
    stored = dict(Article.objects.values_list("pk", "title"))
    for pk, allowed in titles.items():
        if pk not in stored and pk not in deleted:
            yield f"article {pk} is gone"
        if pk in stored and "" not in allowed and stored[pk] not in allowed:
            yield f"article {pk} is called {stored[pk]} and not {allowed}"
    yield from (f"article {pk} is there again" for pk in gone & set(stored))
    for _kind, name in _of(told, "loaded"):
        kept = Capture.objects.filter(document__startswith=f"{name}.jsonl").count()
        if kept != DOCUMENTS_A_LOAD:
            yield f"of load {name} {kept} documents are there"


def _of(told: list[list[Any]], *kinds: str) -> list[list[Any]]:
    return [each for each in told if each[0] in kinds]


def _unequal(home: IndexHome) -> list[str]:
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


@contextmanager
def reporting(path: Path) -> Iterator[Report]:
    """Give what writes a line for each thing that a run tells; it reaches the file at once."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def report(*words: Any) -> None:
        os.write(descriptor, (json.dumps(words) + "\n").encode())

    try:
        yield report
    finally:
        os.close(descriptor)
