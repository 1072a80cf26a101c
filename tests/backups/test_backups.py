"""Backups of a real archive: made while it is edited, killed, damaged, restored."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from archive.backups.backup_folder import read_manifest
from tests.processes import Environment, manage, new_archive, started, wait_for

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


class World:
    """An archive of some records, and a folder for its backups."""

    def __init__(self, place: Path, template: Path | None = None) -> None:
        self.place = place
        self.home = place / "archive"
        self.backups = place / "backups"
        if template is None:
            self.environment = new_archive(self.home)
            self.load(1, 40)
        else:
            shutil.copytree(template, self.home)
            self.environment = {**os.environ, "ARCHIVE_HOME": str(self.home)}
            self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def load(self, first: int, last: int) -> None:
        rows = (
            {"url": f"https://example.org/{n}", "title": f"خبر {n}", "text": f"نص الخبر رقم {n}."}
            for n in range(first, last + 1)
        )
        path = self.place / f"records{first}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert self.run("load_articles", str(path)).returncode == 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return manage(self.environment, *arguments)

    def backup(self) -> subprocess.CompletedProcess[str]:
        done = self.run("backup", str(self.backups))
        if done.returncode == 0:
            # Names of backups tell seconds.
            newest = self.names()[-1]
            wait_for(lambda: _stamp() > newest)
        return done

    def names(self) -> list[str]:
        return sorted(each.name for each in self.backups.glob("*Z"))

    def restored(self, name: str = "again", *options: str) -> tuple[Environment, str]:
        """Restore into a new home; return its environment and what was said."""
        environment = {**self.environment, "ARCHIVE_HOME": str(self.place / name)}
        done = manage(environment, "restore", str(self.backups), *options)
        return environment, done.stdout + done.stderr


def _stamp() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def _query(environment: Environment, question: str) -> list[tuple[object, ...]]:
    path = Path(environment["ARCHIVE_HOME"]) / "archive.sqlite3"
    with sqlite3.connect(path) as database:
        return list(database.execute(question))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return World(tmp_path_factory.mktemp("template")).home


@pytest.fixture
def world(tmp_path: Path, template: Path) -> World:
    return World(tmp_path, template)


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
    (row,) = _query(environment, "SELECT title FROM archive_article ORDER BY id LIMIT 1")
    assert int(str(row[0]).split()[-1]) >= before
    assert manage(environment, "check_archive").returncode == 0
    found = manage(environment, "search_articles", "الخبر").stdout
    assert "خبر" in found


@pytest.mark.exhaustive
def test_only_new_captures_are_copied_and_damage_is_found(world: World) -> None:
    assert "40 of them new here" in world.backup().stdout
    world.load(41, 45)
    assert "5 of them new here" in world.backup().stdout
    assert len(world.names()) == 2
    assert world.run("backup", str(world.backups), "--verify").returncode == 0

    victim = min((world.backups / "captures").glob("??/*.gz"))
    victim.write_bytes(gzip.compress(b"something else"))
    found = world.run("backup", str(world.backups), "--verify")
    assert found.returncode != 0
    assert victim.name in found.stdout
    _environment, said = world.restored()
    assert "nothing was restored" in said
    assert "Traceback" not in said
    assert not list((world.place / "again").glob("captures/??/*.gz"))

    victim.unlink()
    assert "1 of them new here" in world.backup().stdout
    environment, _said = world.restored()
    assert manage(environment, "check_archive").returncode == 0


@pytest.mark.parametrize("name", ["database.sqlite3.zst", "captures.txt", "manifest.json"])
def test_a_damaged_backup_is_refused_whole(world: World, name: str) -> None:
    world.backup()
    path = world.backups / world.names()[0] / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)
    environment, said = world.restored()
    assert "damaged" in said or "nothing was restored" in said
    assert "Traceback" not in said
    home = Path(environment["ARCHIVE_HOME"])
    assert not _query(environment, "SELECT * FROM sqlite_master")
    assert not list(home.glob("captures/??/*.gz"))
    assert world.run("backup", str(world.backups), "--verify").returncode != 0


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x55
    path.write_bytes(content)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["captures.txt", "manifest.json"])
def test_a_damaged_backup_holds_up_no_other(world: World, name: str) -> None:
    for first in (1, 41, 46):
        if first > 1:
            world.load(first, first + 4)
        world.backup()
    oldest, middle, newest = world.names()
    _flip(world.backups / middle / name)
    shutil.rmtree(world.backups / newest)

    made = world.backup()
    assert made.returncode == 0, made.stderr
    assert "Traceback" not in made.stderr
    assert f"warning: {middle}" in made.stderr
    found = world.run("backup", str(world.backups), "--verify")
    assert found.returncode != 0
    assert found.stdout.count("error: ") == 1
    assert f"error: {middle}" in found.stdout
    if name != "manifest.json":
        return  # Restoring asks the same of both files.
    environment, said = world.restored("old", "--at", oldest)
    assert _query(environment, "SELECT count(*) FROM archive_article") == [(40,)], said
    environment, said = world.restored("new")
    assert _query(environment, "SELECT count(*) FROM archive_article") == [(50,)], said
    environment, said = world.restored("damaged", "--at", middle)
    assert "damaged" in said
    assert "Traceback" not in said
    assert not _query(environment, "SELECT * FROM sqlite_master")


def test_captures_of_a_damaged_backup_are_kept(world: World) -> None:
    world.load(41, 45)
    world.backup()
    (only,) = world.names()
    manifest = world.backups / only / "manifest.json"
    whole = manifest.read_bytes()
    _flip(manifest)
    # The archive lost them since: no other backup names them.
    database = world.home / "archive.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute(
            "DELETE FROM archive_capture WHERE id NOT IN (SELECT capture_id FROM archive_article)"
        )
        connection.execute("UPDATE archive_capture SET status = 'withdrawn' WHERE id = 1")
    kept = len(list((world.backups / "captures").glob("??/*.gz")))
    assert world.backup().returncode == 0
    assert len(list((world.backups / "captures").glob("??/*.gz"))) == kept - 1
    manifest.write_bytes(whole)


@pytest.mark.exhaustive
def test_an_older_backup_takes_no_newer_ones_place_unasked(world: World) -> None:
    world.backup()
    world.load(41, 45)
    world.backup()
    oldest, newest = world.names()
    _flip(world.backups / newest / "manifest.json")
    environment, said = world.restored()
    assert "Nothing was restored" in said
    assert f"--at another is taken: {oldest}" in said
    assert not _query(environment, "SELECT * FROM sqlite_master")
    environment, said = world.restored("again", "--at", oldest)
    assert f"warning: {newest}" in said
    assert _query(environment, "SELECT count(*) FROM archive_article") == [(40,)]


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_a_damaged_register_brings_nothing_back(world: World, damage: str) -> None:
    world.run("withdraw_capture", "1", "--reason", "أمر قضائي")
    world.run("withdraw_capture", "2", "--reason", "أمر قضائي")
    world.backup()
    register = world.backups / "removals.jsonl"
    content = register.read_bytes()
    if damage == "flipped":
        register.write_bytes(content.replace(b"withdrawn", b"withdraws", 1))
    elif damage == "cut":
        register.write_bytes(content.partition(b"\n")[0] + b"\n")
    else:
        register.unlink()
    environment, said = world.restored()
    assert "register of removals" in said
    assert "Traceback" not in said
    assert not _query(environment, "SELECT * FROM sqlite_master")
    found = world.run("backup", str(world.backups), "--verify")
    assert "register of removals" in found.stdout
    # The archive itself knows what it removed.
    assert world.backup().returncode == 0
    assert register.read_bytes() == content
    assert world.run("backup", str(world.backups), "--verify").returncode == 0


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
    assert _query(environment, "SELECT count(*) FROM archive_article") == [(1000,)]


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
    assert _query(environment, "SELECT count(*) FROM archive_article") == [(1000,)]
    assert manage(environment, "check_archive").returncode == 0
    again = manage(environment, "restore", str(world.backups))
    assert again.returncode != 0
    assert "is not empty" in again.stderr


def test_what_was_withdrawn_since_goes_from_the_folder_and_does_not_come_back(
    world: World,
) -> None:
    world.backup()
    rows = _query(
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
    articles = _query(environment, "SELECT public_id FROM archive_article")
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
    assert _query(environment, question) == [(None,), ("2020-02-01",), ("2099-05-04",)]
    _python(environment, _SHOW_DUE)
    assert _query(environment, question) == [(None,), ("2099-05-04",)]


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
    assert _query(environment, "SELECT count(*) FROM django_session") == [(0,)]
    assert _query(environment, "SELECT username FROM auth_user") == [("admin",)]


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


@pytest.mark.exhaustive
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
    world.run("migrate", "archive", "0007")
    shutil.rmtree(world.home / "index")  # Its like bore no archive's key then.
    refused = world.run("search_articles", "خبر")
    assert refused.returncode != 0
    done = world.run("upgrade", str(world.backups))
    assert done.returncode == 0, done.stdout
    assert "archive 0008" in done.stdout
    assert len(world.names()) == 1
    assert world.run("check_archive").returncode == 0


def test_a_backup_of_a_later_version_is_refused(world: World) -> None:
    world.backup()
    folder = world.backups / world.names()[0]
    manifest = read_manifest(folder)
    later = {**manifest.migrations, "archive": "9999_things_to_come"}
    replace(manifest, migrations=later).write(folder)
    assert "later version" in world.restored()[1]
