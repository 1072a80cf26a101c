"""How the archive is: whether all of it works, what it holds, and how it grows.

``readiness`` is cheap enough to be asked every second; ``sizes`` counts records and is asked by
people, and once a day by the worker.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.utils import timezone

from archive.captures.store import capture_store
from archive.error_counts import errors_by_day, errors_since
from archive.errors import ArchiveError
from archive.models import (
    Article,
    Capture,
    CaptureStatus,
    LoginFailure,
    OutboxEntry,
    StatusSample,
    WorkerBeat,
)
from search.index.index_home import index_home
from search.index.index_state import index_state
from search.meaning.embedders import EmbeddingUnavailableError
from search.meaning.meaning_home import is_chosen, meaning_home

BEAT_FILE: Final = "worker_beat"
"""The file in the archive's folder that a worker touches while it lives."""
BEAT_SECONDS: Final = 10.0
"""Between two beats of a worker."""
_LATE_BEAT: Final = 60.0
"""Seconds after the last beat from which on a worker is taken for dead."""
_LATE_INDEX: Final = 300.0
"""Seconds for which a change may wait before the index is out of step."""
LEAST_FREE: Final = 500_000_000
"""Bytes that must be free: a merge of the index writes its largest segments anew."""
_MONTH: Final = timedelta(days=30)
_SAMPLED: Final = ("articles", "captures", "capture_bytes", "database_bytes", "index_bytes")
"""Columns of ``StatusSample`` that grow."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must work. ``details`` are for the operator alone."""

    name: str
    ok: bool
    details: dict[str, Any] = field(default_factory=dict)


def readiness() -> list[Check]:
    """Return whether database, index, worker, captures and disk are as they must be."""
    database = _database()
    if not database.ok:
        return [database, _disk()]
    return [database, _index(), _worker(), _captures(), _disk()]


def _database() -> Check:
    try:
        Article.objects.order_by("pk").first()
        OutboxEntry.objects.exists()
    except DatabaseError as error:
        return Check("database", False, {"error": str(error)})
    return Check("database", True)


def _index() -> Check:
    oldest = OutboxEntry.objects.order_by("id").values_list("created_at", flat=True).first()
    behind = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    details = {"waiting": OutboxEntry.objects.count(), "behind_seconds": round(max(behind, 0.0), 1)}
    try:
        state = index_state(index_home())
    except (ArchiveError, OSError) as error:
        return Check("index", False, details | {"error": str(error)})
    if not state.serves:
        tried = {"tries": state.tries, "last_failure": state.last_failure} if state.tries else {}
        return Check("index", False, details | {"error": state.problem} | tried)
    details["articles"] = state.articles
    return Check("index", behind < _LATE_INDEX, details)


def search_answers() -> bool:
    """Return whether searches are answered now; also where the database is gone."""
    try:
        return index_state(index_home()).serves
    except (ArchiveError, OSError, DatabaseError):
        return False


def _worker() -> Check:
    if connection.vendor == "postgresql":
        # It may be on another machine.
        last = WorkerBeat.objects.order_by("-at").values_list("at", flat=True).first()
        if last is None:
            return Check("worker", False, {"error": "no worker has run"})
        since = (timezone.now() - last).total_seconds()
        return Check("worker", since < _LATE_BEAT, {"beat_seconds_ago": round(since, 1)})
    try:
        age = time.time() - (Path(settings.ARCHIVE_HOME) / BEAT_FILE).stat().st_mtime
    except OSError:
        return Check("worker", False, {"error": "no worker has run"})
    return Check("worker", age < _LATE_BEAT, {"beat_seconds_ago": round(age, 1)})


def _captures() -> Check:
    kept = Capture.objects.exclude(status=CaptureStatus.WITHDRAWN)
    latest = kept.order_by("-pk").values_list("sha256", flat=True).first()
    try:
        there = latest is None or capture_store().has(latest)
    except ArchiveError as error:
        return Check("captures", False, {"error": str(error)})
    return Check("captures", there, {} if there else {"missing": latest})


def _disk() -> Check:
    try:
        free = shutil.disk_usage(settings.ARCHIVE_HOME).free
    except OSError as error:
        return Check("disk", False, {"error": str(error)})
    return Check("disk", free >= LEAST_FREE, {"free_bytes": free})


def sizes() -> dict[str, int]:
    """Return what the archive holds: the columns of ``StatusSample`` but the day."""
    home = Path(settings.ARCHIVE_HOME)
    return {
        "articles": Article.objects.count(),
        "captures": Capture.objects.count(),
        "capture_bytes": Capture.objects.aggregate(total=Sum("size"))["total"] or 0,
        "database_bytes": _database_bytes(),
        "index_bytes": sum(path.stat().st_size for path in _files(home / "index")),
        "free_bytes": shutil.disk_usage(home).free,
    }


def _database_bytes() -> int:
    query = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if connection.vendor == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def sample_today() -> None:
    """Keep the sizes of today, where they are not kept yet."""
    today = timezone.localdate()
    if not StatusSample.objects.filter(day=today).exists():
        StatusSample.objects.get_or_create(day=today, defaults=sizes())


def site_status() -> dict[str, Any]:
    """Return everything that the status page and ``manage.py status`` tell, as JSON's types."""
    checks = readiness()
    told: dict[str, Any] = {
        "ok": all(check.ok for check in checks),
        "checks": {check.name: {"ok": check.ok, **check.details} for check in checks},
    }
    if not checks[0].ok:
        return told
    held = sizes()
    latest = Capture.objects.order_by("-pk").values_list("loaded_at", flat=True).first()
    yesterday = timezone.now() - timedelta(days=1)
    return told | {
        "sizes": held,
        "meaning": _meaning(),
        "growth_a_month": _growth(held),
        "last_load": latest.isoformat() if latest else None,
        "failed_logins_a_day": LoginFailure.objects.filter(at__gt=yesterday).count(),
        "errors": {
            "day": errors_since(yesterday),
            "week": errors_since(timezone.now() - timedelta(days=7)),
        },
        "days": _days(),
    }


def _meaning() -> dict[str, Any] | None:
    """Return by which model articles are found, where their vectors lie and how many have some.

    ``None`` where there is no search by meaning.
    """
    if not is_chosen():
        return None
    try:
        home = meaning_home()
        return {
            "model": home.embedder.name,
            "vectors": home.where(),
            "articles": home.vectors().known,
        }
    except EmbeddingUnavailableError as error:
        return {"error": str(error)}


def _days() -> list[dict[str, Any]]:
    """Return the sizes of each day of the last that were sampled, newest first, and its errors."""
    errors = errors_by_day()
    return [
        {
            "day": sample.day.isoformat(),
            **{name: getattr(sample, name) for name in _SAMPLED},
            "errors": errors.get(sample.day, 0),
        }
        for sample in StatusSample.objects.all()[:60]
    ]


def _growth(held: dict[str, int]) -> dict[str, int] | None:
    """Return what was added in 30 days, reckoned from the oldest sample of these; else ``None``."""
    today: date = timezone.localdate()
    first = StatusSample.objects.filter(day__gte=today - _MONTH, day__lt=today).last()
    if first is None:
        return None
    share = _MONTH.days / (today - first.day).days
    return {name: round((held[name] - getattr(first, name)) * share) for name in _SAMPLED}
