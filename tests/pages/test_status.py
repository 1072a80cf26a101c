"""Whether the site is ready: everybody is told that, and people of the desk why it is not."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from archive.captures.store import capture_folder
from archive.error_counts import ErrorKind, note_error
from archive.models import Article, OutboxEntry, StatusSample, WorkerBeat
from search.service import site_status
from search.service.site_status import BEAT_FILE, sample_today
from tests.factories import make_article

pytestmark = pytest.mark.django_db

READY = "/health/ready"


@pytest.fixture
def sound(archive_home: Path, index: Callable[[], None]) -> Article:
    """A loaded archive with a living worker."""
    article = make_article()
    index()
    beat(archive_home, 0.0)
    return article


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def beat(home: Path, seconds_ago: float) -> None:
    """Let the worker's last sign of life be so old."""
    if connection.vendor == "postgresql":
        at = timezone.now() - timedelta(seconds=seconds_ago)
        WorkerBeat.objects.update_or_create(name="worker", defaults={"at": at})
    else:
        (home / BEAT_FILE).touch()
        at_seconds = time.time() - seconds_ago
        os.utime(home / BEAT_FILE, (at_seconds, at_seconds))


def no_worker(home: Path, _article: Article) -> None:
    beat(home, 120.0)


def late_index(_home: Path, article: Article) -> None:
    OutboxEntry.announce([article.pk])
    OutboxEntry.objects.update(created_at=timezone.now() - timedelta(minutes=10))


def lost_capture(_home: Path, article: Article) -> None:
    capture_folder().path(article.capture.sha256).unlink()


TROUBLES = {"worker": no_worker, "index": late_index, "captures": lost_capture}


@pytest.mark.usefixtures("sound")
def test_a_sound_archive_is_ready(client: Client) -> None:
    answer = client.get(READY)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_told_and_to_strangers_no_more_than_that(
    archive_home: Path, sound: Article, name: str
) -> None:
    TROUBLES[name](archive_home, sound)
    answer = Client().get(READY)
    assert (answer.status_code, answer.json()) == (503, {"status": "not ok"})
    known = Client()
    known.force_login(User.objects.create_superuser("editor"))
    checks = known.get(READY).json()["checks"]
    assert [each for each, check in checks.items() if not check["ok"]] == [name]
    assert Client().get("/health/").status_code == 200


@pytest.mark.usefixtures("sound")
def test_a_full_disk_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_status, "LEAST_FREE", 10**18)
    assert client.get(READY).status_code == 503


@pytest.mark.usefixtures("sound")
def test_a_database_that_does_not_answer_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise DatabaseError("disk image is malformed at /srv/archive.sqlite3")

    monkeypatch.setattr(Article.objects, "order_by", fail)
    answer = client.get(READY)
    assert (answer.status_code, answer.json()) == (503, {"status": "not ok"})


def test_the_index_tells_by_how_much_it_is_behind(desk: Client, sound: Article) -> None:
    late_index(Path(), sound)
    index = desk.get(READY).json()["checks"]["index"]
    assert index["waiting"] == 1
    assert 590 < index["behind_seconds"] < 700


@pytest.mark.usefixtures("sound")
def test_the_status_page_is_for_people_of_the_desk(client: Client) -> None:
    assert client.get("/status/")["Location"].startswith("/login/")
    client.force_login(User.objects.create_user("reader"))
    assert client.get("/status/").status_code == 302


@pytest.mark.usefixtures("sound")
def test_the_status_page_tells_what_the_archive_holds_and_how_it_grew(desk: Client) -> None:
    sample_today()
    sample_today()
    (today,) = StatusSample.objects.all()
    today.pk, today.day, today.articles = None, today.day - timedelta(days=15), 0
    today.save()
    desk.cookies["django_language"] = "en"
    html = desk.get("/status/").content.decode()
    assert "All is well" in html
    assert "2 articles" in html  # one in half a month
    assert desk.get("/admin/").content.decode().count('href="/status/"') == 1


def test_the_command_tells_the_same(archive_home: Path, sound: Article) -> None:
    out = StringIO()
    call_command("status", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["ok"]
    assert told["sizes"]["articles"] == 1
    no_worker(archive_home, sound)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("status", stdout=out)
    assert ended.value.code == 1
    assert "worker: NOT OK" in out.getvalue()


@pytest.mark.usefixtures("sound")
def test_errors_of_a_day_and_a_week_are_told(desk: Client) -> None:
    desk.cookies["django_language"] = "en"
    sample_today()
    note_error(ErrorKind.LOAD)
    html = " ".join(desk.get("/status/").content.decode().split())
    assert (
        '<th scope="row">Loads that stopped or refused documents</th><td>1</td><td>1</td>' in html
    )
    out = StringIO()
    call_command("status", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["errors"]["week"] == {"answer": 0, "load": 1, "worker": 0, "job": 0}
    assert told["days"][0]["errors"] == 1
