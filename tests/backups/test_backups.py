"""Backups of a real archive: made while it is edited, killed, damaged, restored."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from tests.backups.archives import World, query
from tests.processes import Environment, manage, started, wait_for

pytestmark = pytest.mark.fault

_EDITOR = """
import sys
import django
django.setup()
from archive.models import Article
number = 0
while True:
    number += 1
    article = Article.objects.order_by("pk").first()
    article.title = f"عنوان رقم {number}"
    article.save()
    with open(sys.argv[1], "w") as file:
        file.write(str(number))
"""


def test_a_backup_while_an_editor_writes_restores_what_was_acknowledged(world: World) -> None:
    counter = world.place / "acknowledged"
    editor = subprocess.Popen(
        [sys.executable, "-c", _EDITOR, str(counter)],
        env={**world.environment, "DJANGO_SETTINGS_MODULE": "archive.settings"},
        cwd=settings.BASE_DIR,
    )
    try:
        wait_for(lambda: counter.exists() and int(counter.read_text() or 0) > 20)
        before = int(counter.read_text() or 0)
        done = world.backup()
        assert done.returncode == 0, done.stderr
    finally:
        editor.kill()
        editor.wait()
    environment, said = world.restored()
    assert "40 articles" in said
    (row,) = query(environment, "SELECT title FROM archive_article ORDER BY id LIMIT 1")
    assert int(str(row[0]).split()[-1]) >= before
    assert manage(environment, "check_archive").returncode == 0
    found = manage(environment, "search_articles", "الخبر").stdout
    assert "خبر" in found


def test_a_killed_backup_is_none_and_the_next_is_whole(world: World) -> None:
    world.load(41, 1000)
    process = started(world.environment, "backup", str(world.backups))
    wait_for(lambda: any((world.backups / "captures").glob("??/*.gz")))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert world.names() == []
    assert "holds no whole backup" in world.restored()[1]
    assert world.backup().returncode == 0
    assert not list(world.backups.glob("*.part"))
    environment, _said = world.restored()
    assert query(environment, "SELECT count(*) FROM archive_article") == [(1000,)]


def test_a_killed_restore_serves_nothing_and_goes_on(world: World) -> None:
    world.load(41, 1000)
    world.backup()
    environment = {**world.environment, "ARCHIVE_HOME": str(world.place / "again")}
    home = Path(environment["ARCHIVE_HOME"])
    home.mkdir()
    # What one leaves that was killed while it wrote its mark.
    (home / "restoring.part").touch()
    process = started(environment, "restore", str(world.backups))
    wait_for(lambda: any(home.glob("captures/??/*.gz")))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    refused = manage(environment, "serve")
    assert refused.returncode != 0
    assert "restore" in refused.stderr
    done = manage(environment, "restore", str(world.backups))
    assert done.returncode == 0, done.stderr
    assert query(environment, "SELECT count(*) FROM archive_article") == [(1000,)]
    assert manage(environment, "check_archive").returncode == 0
    again = manage(environment, "restore", str(world.backups))
    assert again.returncode != 0
    assert "is not empty" in again.stderr


def test_what_was_withdrawn_since_goes_from_the_folder_and_does_not_come_back(
    world: World,
) -> None:
    world.backup()
    rows = query(
        world.environment,
        "SELECT capture_id, public_id, sha256 FROM archive_article a "
        "JOIN archive_capture c ON c.id = a.capture_id ORDER BY a.id LIMIT 1",
    )
    ((capture, public_id, sha256),) = rows
    world.run("withdraw_capture", str(capture), "--reason", "أمر قضائي")
    done = world.backup()
    first = world.names()[0]
    assert first in done.stdout
    assert "still hold" in done.stdout
    assert not (world.backups / "captures" / str(sha256)[:2] / f"{sha256}.gz").exists()
    register = (world.backups / "removals.jsonl").read_text()
    assert str(sha256) in register
    assert "أمر" not in register
    assert world.run("backup", str(world.backups), "--verify").returncode == 0

    environment, said = world.restored("older", "--at", first)
    assert "1 captures" in said
    articles = query(environment, "SELECT public_id FROM archive_article")
    assert len(articles) == 39
    assert (public_id,) not in articles
    assert manage(environment, "check_archive").returncode == 0


def test_what_was_hidden_until_a_day_is_hidden_until_it(world: World) -> None:
    world.backup()
    _python(world.environment, _HIDE)
    world.backup()
    environment, said = world.restored("older", "--at", world.names()[0])
    assert "3 articles" in said
    question = "SELECT hidden_until FROM archive_article WHERE hidden ORDER BY hidden_until"
    assert query(environment, question) == [(None,), ("2020-02-01",), ("2099-05-04",)]
    _python(environment, _SHOW_DUE)
    assert query(environment, question) == [(None,), ("2099-05-04",)]


def _python(environment: Environment, code: str) -> None:
    settings_module = {"DJANGO_SETTINGS_MODULE": "archive.settings"}
    command = [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]
    subprocess.run(
        command, env={**environment, **settings_module}, cwd=settings.BASE_DIR, check=True
    )


_HIDE = """
from datetime import date
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article
days = (None, date(2099, 5, 4), date(2020, 2, 1))
for article, day in zip(Article.objects.order_by("pk"), days):
    hide_articles([article], Reasons("سبب"), until=day)
"""
_SHOW_DUE = """
from datetime import date
from archive.captures.removal import show_due
show_due(date(2026, 1, 1))
"""


def test_sessions_end_and_accounts_stay(world: World) -> None:
    world.run("prepare_archive")
    with sqlite3.connect(world.home / "archive.sqlite3") as database:
        database.execute("INSERT INTO django_session VALUES ('key', 'data', '2999-01-01 00:00:00')")
    world.backup()
    environment, _said = world.restored()
    assert query(environment, "SELECT count(*) FROM django_session") == [(0,)]
    assert query(environment, "SELECT username FROM auth_user") == [("admin",)]


def test_a_stream_is_a_backup_when_it_is_whole(world: World) -> None:
    path = world.place / "backup.tar"
    with path.open("wb") as file:
        process = subprocess.run(
            [sys.executable, "manage.py", "backup", "-"],
            cwd=settings.BASE_DIR,
            env=world.environment,
            stdout=file,
            check=True,
        )
    assert process.returncode == 0
    with tarfile.open(path) as tar:
        tar.extractall(world.backups, filter="data")
    environment, said = world.restored()
    assert "40 articles" in said
    assert manage(environment, "check_archive").returncode == 0
    shutil.rmtree(world.backups)
    cut = world.place / "cut"
    with tarfile.open(path) as tar:
        members = [each for each in tar.getmembers() if not each.name.endswith("manifest.json")]
        tar.extractall(cut, members=members, filter="data")
    assert (
        "missing or damaged"
        in manage(
            {**environment, "ARCHIVE_HOME": str(world.place / "third")}, "restore", str(cut)
        ).stderr
    )


def test_a_place_that_is_none_is_refused(world: World) -> None:
    inside = world.run("backup", str(world.home / "backups"))
    assert inside.returncode != 0
    assert "own folder" in inside.stderr
    world.backup()
    other = World(world.place / "other")
    other.backups = world.backups
    refused = other.backup()
    assert refused.returncode != 0
    assert "another archive" in refused.stderr
    absent = world.run("restore", str(world.place / "nowhere"))
    assert absent.returncode != 0
    assert "holds no whole backup" in absent.stderr
    unknown = world.restored("new", "--at", "20200101T000000Z")[1]
    assert world.names()[0] in unknown


def test_others_cannot_read_a_backup(world: World) -> None:
    world.backup()
    assert all(not path.stat().st_mode & 0o077 for path in world.backups.rglob("*"))


def test_an_upgrade_backs_up_first_and_says_what_it_does(world: World) -> None:
    world.run("migrate", "archive", "0015")
    shutil.rmtree(world.home / "index")  # Its like bore no archive's key then.
    refused = world.run("search_articles", "خبر")
    assert refused.returncode != 0
    done = world.run("upgrade", str(world.backups))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "archive 0016" in done.stdout
    assert len(world.names()) == 1
    assert world.run("check_archive").returncode == 0
