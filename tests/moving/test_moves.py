"""An archive moves to PostgreSQL and back, whole, whatever ends the command in between."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.database_server import DatabaseServer
from tests.processes import Environment, command, manage, new_archive

pytestmark = pytest.mark.cluster

_TEXT = "أعلنت بلدية {0} افتتاح المكتبة العامة\nالأحد 12 أيار 2024\nقالت رئيسة البلدية إن المكتبة رقم {0} تضم كتبا كثيرة.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Environment:
    """An archive on SQLite with forty articles."""
    environment = new_archive(tmp_path / "archive")
    documents = tmp_path / "documents"
    documents.mkdir()
    for number in range(40):
        (documents / f"{number}.txt").write_text(_TEXT.format(number), encoding="utf-8")
    loaded = manage(environment, "load_articles", str(documents), "--no-index")
    assert loaded.returncode == 0, loaded.stderr
    return environment


def _move(environment: Environment, to: str) -> subprocess.CompletedProcess[str]:
    return manage(environment, "migrate_storage", "--to", to)


def _home(environment: Environment) -> Path:
    return Path(environment["ARCHIVE_HOME"])


def _articles(environment: Environment) -> str:
    counted = manage(environment, "shell", "--no-imports", "-c", _COUNT)
    assert counted.returncode == 0, counted.stderr
    return counted.stdout.strip()


_COUNT = """
import hashlib
from archive.models import Article, OutboxEntry
rows = list(Article.objects.order_by("pk").values_list("pk", "public_id", "title", "body", "spans"))
print(len(rows), OutboxEntry.objects.count(), hashlib.sha256(repr(rows).encode()).hexdigest())
"""


def test_an_archive_goes_to_postgresql_and_back(
    archive: Environment, database_server: DatabaseServer
) -> None:
    before = _articles(archive)
    address = database_server.new()
    moved = _move(archive, address)
    assert moved.returncode == 0, moved.stderr
    assert "set ARCHIVE_DATABASE to it" in moved.stdout
    there = {**archive, "ARCHIVE_DATABASE": address}
    assert _articles(there) == before
    old = manage(archive, "index_worker", "--once")
    assert old.returncode == 1
    assert "this archive was moved to postgresql://127.0.0.1" in old.stderr
    assert database_server.password not in old.stderr + moved.stdout + moved.stderr
    indexed = manage(there, "index_worker", "--once")
    assert "indexed 40 articles" in indexed.stdout

    back = _move(there, "sqlite")
    assert back.returncode == 0, back.stderr
    assert _articles(archive).startswith("40 0 ")
    refused = manage(there, "status")
    assert "this archive was moved to" in refused.stderr
    assert "unset ARCHIVE_DATABASE" in refused.stderr


def test_new_articles_get_keys_that_none_had(
    archive: Environment, database_server: DatabaseServer, tmp_path: Path
) -> None:
    delete = "from archive.models import Article; a = Article.objects.order_by('-pk').first(); print(a.pk); a.delete()"
    highest = int(manage(archive, "shell", "--no-imports", "-c", delete).stdout)
    address = database_server.new()
    assert _move(archive, address).returncode == 0
    there = {**archive, "ARCHIVE_DATABASE": address}
    added = tmp_path / "another.txt"
    added.write_text(_TEXT.format("الجديدة"), encoding="utf-8")
    loaded = manage(there, "load_articles", str(added), "--no-index")
    assert loaded.returncode == 0, loaded.stderr
    newest = "from archive.models import Article; print(Article.objects.order_by('-pk').first().pk)"
    assert int(manage(there, "shell", "--no-imports", "-c", newest).stdout) > highest


@pytest.mark.fault
def test_a_move_that_is_killed_goes_on(
    archive: Environment, database_server: DatabaseServer
) -> None:
    before, address = _articles(archive), database_server.new()
    chance = random.Random(20261129)
    for _attempt in range(4):
        process = subprocess.Popen(
            command("migrate_storage", "--to", address),
            env=archive,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        # As many lines as it is let say: a step lies between two.
        for _line in range(chance.randint(2, 110)):
            process.stdout.readline()
        process.kill()
        process.communicate()
        server = manage({**archive, "ARCHIVE_DATABASE": address}, "index_worker", "--once")
        if server.returncode == 0:
            break  # It was killed behind its end.
        assert "has not come to its end" in server.stderr or "prepare_archive" in server.stderr
    moved = _move(archive, address)
    assert moved.returncode == 0 or "this archive was moved to" in moved.stderr, moved.stderr
    assert _articles({**archive, "ARCHIVE_DATABASE": address}).split()[0] == before.split()[0]
    assert _articles({**archive, "ARCHIVE_DATABASE": address}).split()[2] == before.split()[2]


def test_a_source_takes_no_changes_and_says_so_until_it_is_let_go(
    archive: Environment, database_server: DatabaseServer, tmp_path: Path
) -> None:
    address = database_server.new()
    process = subprocess.Popen(
        command("migrate_storage", "--to", address), env=archive, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while "takes no changes" not in process.stdout.readline():
        time.sleep(0)
    process.kill()
    process.communicate()
    added = tmp_path / "another.txt"
    added.write_text(_TEXT.format("ثانية"), encoding="utf-8")
    refused = manage(archive, "load_articles", str(added), "--no-index")
    assert refused.returncode == 1
    assert "This archive is being moved to postgresql://127.0.0.1" in refused.stderr
    assert "Traceback" not in refused.stderr
    # It can be read.
    assert _articles(archive).startswith("40 ")

    assert manage(archive, "migrate_storage", "--cancel").returncode == 0
    assert manage(archive, "load_articles", str(added), "--no-index").returncode == 0


def test_a_database_that_is_in_use_is_left_alone(
    archive: Environment, database_server: DatabaseServer
) -> None:
    address = database_server.new("in_use")
    database_server.run("in_use", "CREATE TABLE other (number integer)")
    refused = _move(archive, address)
    assert refused.returncode == 1
    assert "this database is not empty; make another" in refused.stderr
    assert manage(archive, "index_worker", "--once").returncode == 0


def test_a_text_with_a_nul_arrives_without_it(
    archive: Environment, database_server: DatabaseServer
) -> None:
    with closing(sqlite3.connect(_home(archive) / "archive.sqlite3")) as database, database:
        database.execute(
            "UPDATE archive_article SET title = 'مكتبة' || char(0) || 'عامة' WHERE id = 1"
        )
        database.execute("""UPDATE archive_article SET keywords = '["a\\u0000b"]' WHERE id = 2""")
    address = database_server.new("nul")
    moved = _move(archive, address)
    assert moved.returncode == 0, moved.stderr
    assert database_server.run("nul", "SELECT title FROM archive_article WHERE id = 1") == [
        ("مكتبة\ufffdعامة",)
    ]


def test_a_text_that_is_too_long_is_named(
    archive: Environment, database_server: DatabaseServer
) -> None:
    with closing(sqlite3.connect(_home(archive) / "archive.sqlite3")) as database, database:
        database.execute("UPDATE archive_article SET section = ? WHERE id = 3", ("ب" * 300,))
    refused = _move(archive, database_server.new())
    assert refused.returncode == 1
    assert "archive_article, row 3: section has 300 letters, 200 is the most" in refused.stderr
