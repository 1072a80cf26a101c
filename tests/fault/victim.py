"""One run of an archive's daily work, to be broken by a fault.

It runs in a process of its own, forked from one that has everything imported and read. What it
does, it tells before it begins and after it is acknowledged; ``losses`` compares that with what
is left.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from archive.archive_home import RESTORING
from archive.backups import making
from archive.backups.backup_folder import STAMP, BackupFolder
from archive.backups.making import make_backup
from archive.backups.restoring import restore
from archive.captures.removal import delete_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.errors import ArchiveError
from archive.ingest.run import load_paths
from archive.models import Article
from search.index.rebuild import rebuild
from search.index.worker import drain
from tests.index.folder_home import columnar_home

ACTS: Final = (
    *("load", "edit", "edit", "edit", "drain", "drain", "merge", "rebuild"),
    *("delete", "withdraw", "back_up", "back_up", "restore"),
)
"""What a run is drawn of."""
ACTS_A_RUN: Final = 6
DOCUMENTS_A_LOAD: Final = 3
TOLD: Final = (ArchiveError, OSError, DatabaseError)
"""What is told in a sentence: anything else is a mistake."""

Report = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of a run: a disk that may fail, and what lies beside it."""

    folder: Path

    @property
    def disk(self) -> Path:
        """What the faults are of."""
        return self.folder / "disk"

    @property
    def home(self) -> Path:
        """The archive."""
        return self.disk / "archive"

    @property
    def backups(self) -> Path:
        """Its backups."""
        return self.disk / "backups"

    @property
    def restored(self) -> Path:
        """The archive that a backup is restored into."""
        return self.disk / "restored"

    @property
    def told(self) -> Path:
        """What the run told."""
        return self.folder / "told"


def use_archive(home: Path) -> None:
    """Let this process work on the archive at ``home``."""
    connection.close()
    settings.ARCHIVE_HOME = home
    connection.settings_dict["NAME"] = str(home / "archive.sqlite3")
    apps.get_app_config("search").index_home = None  # type: ignore[attr-defined]


def back_up(backups: Path, number: int, report: Report) -> None:
    """Make a backup that is called after ``number``, without waiting for the next second."""
    name = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)).strftime(STAMP)
    making._name = lambda _moment, _backups: name  # type: ignore[assignment]
    report("backing up", name)
    make_backup(backups)
    report("backed up", name)


def records(folder: Path, name: str, count: int) -> Path:
    """Write a file of records that no other load of the run has."""
    path = folder / f"{name}.jsonl"
    lines = [
        {
            "id": f"{name}-{n}",
            "title": f"خبر {name} رقم {n}",
            # A word of its own goes from the word frequencies with the article.
            "text": f"نص الخبر {n} من {name}. {_word(f'{name}{n}')} " * 6,
        }
        for n in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def _word(name: str) -> str:
    return "كلمه" + "".join("بتثجحخدذرز"[ord(each) % 10] for each in name)


def work(seed: int, place: Place, report: Report) -> None:
    """Do a run's acts; tell each when it is begun and when it is acknowledged."""
    choice = random.Random(seed)
    use_archive(place.home)
    for turn in range(ACTS_A_RUN):
        act = choice.choice(ACTS)
        number = choice.randrange(1 << 16)
        try:
            _ACTS[act](place, f"{seed}x{turn}", number, report)
        except TOLD as error:
            report("told", act, f"{type(error).__name__}: {error}")
        connection.close()


def _load(place: Place, name: str, _number: int, report: Report) -> None:
    path = records(place.folder, name, DOCUMENTS_A_LOAD)
    load_paths([str(path)])
    report("loaded", name, DOCUMENTS_A_LOAD)


def _edit(_place: Place, name: str, number: int, report: Report) -> None:
    article = _some_article(number)
    if article is not None:
        title = f"عنوان {name}"
        report("editing", article.pk, title)
        with transaction.atomic():
            article.title = title
            article.save()
        report("edited", article.pk, title)


def _delete(_place: Place, _name: str, number: int, report: Report) -> None:
    article = _some_article(number)
    if article is not None:
        pk = article.pk
        report("deleting", pk)
        delete_articles([article], Reasons())
        report("deleted", pk)


def _withdraw(_place: Place, _name: str, number: int, report: Report) -> None:
    article = _some_article(number)
    if article is not None:
        pk, sha256 = article.pk, article.capture.sha256
        report("withdrawing", pk, sha256)
        withdraw(article.capture, "على طلب")
        report("withdrawn", pk, sha256)


def _some_article(number: int) -> Article | None:
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    return Article.objects.get(pk=keys[number % len(keys)]) if keys else None


def _drain(_place: Place, _name: str, _number: int, report: Report) -> None:
    drain(columnar_home())
    report("drained")


def _merge(_place: Place, _name: str, _number: int, report: Report) -> None:
    with columnar_home().writing() as opened:
        opened.columnar.merge(everything=True)
    report("merged")


def _rebuild(_place: Place, _name: str, _number: int, report: Report) -> None:
    rebuild(columnar_home())
    report("rebuilt")


def _back_up(place: Place, name: str, _number: int, report: Report) -> None:
    back_up(place.backups, int(name.rpartition("x")[2]) + 1, report)


def _restore(place: Place, _name: str, _number: int, report: Report) -> None:
    """Restore the last backup, if that was not done yet; then go on with the archive itself."""
    if (place.restored / "archive.sqlite3").exists() and not (place.restored / RESTORING).exists():
        return
    latest = BackupFolder(place.backups).backups()[-1].name
    place.restored.mkdir(exist_ok=True)
    use_archive(place.restored)
    try:
        report("restoring", latest)
        restore(place.backups, latest, lambda _done: None)
        report("restored", latest)
    finally:
        use_archive(place.home)


_ACTS: Final[dict[str, Callable[[Place, str, int, Report], None]]] = {
    "load": _load,
    "edit": _edit,
    "delete": _delete,
    "withdraw": _withdraw,
    "drain": _drain,
    "merge": _merge,
    "rebuild": _rebuild,
    "back_up": _back_up,
    "restore": _restore,
}


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
