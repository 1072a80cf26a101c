"""A damaged database is told by whatever comes upon it, with the way out, and never in a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import Environment, manage, new_archive

pytestmark = pytest.mark.fault

PAGE = 4096


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whole")
    environment = new_archive(place / "archive")
    rows = [
        {"id": f"{n}", "title": f"خبر {n}", "text": f"نص الخبر {n} عن القمح."} for n in range(20)
    ]
    (place / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert manage(environment, "load_articles", str(place / "rows.jsonl")).returncode == 0
    with sqlite3.connect(place / "archive" / "archive.sqlite3") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place


def root_of(database: Path, name: str) -> int:
    """Return where the first page of a table or an index begins."""
    with sqlite3.connect(database) as connection:
        question = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(question, (name,)).fetchone()
    return (int(page) - 1) * PAGE


def spoil(database: Path, start: int, length: int) -> None:
    content = bytearray(database.read_bytes())
    content[start : start + length] = bytes(each ^ 0x5A for each in content[start : start + length])
    database.write_bytes(content)


def articles(database: Path) -> None:
    spoil(database, root_of(database, "archive_article"), PAGE)


def what_nobody_asks(database: Path) -> None:
    spoil(database, root_of(database, "archive_loginfailure"), PAGE)


def schema(database: Path) -> None:
    spoil(database, 100, 200)


def head(database: Path) -> None:
    spoil(database, 0, 16)


def cut(database: Path) -> None:
    database.write_bytes(database.read_bytes()[: 20 * PAGE])


@pytest.mark.parametrize("damage", [articles, what_nobody_asks, schema, head, cut])
def test_it_is_told_with_the_way_out(
    tmp_path: Path, template: Path, damage: Callable[[Path], None]
) -> None:
    home = tmp_path / "archive"
    shutil.copytree(template / "archive", home)
    damage(home / "archive.sqlite3")
    environment: Environment = {**os.environ, "ARCHIVE_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    checked = manage(environment, "check_archive")
    assert checked.returncode != 0
    assert "database is damaged" in checked.stderr
    assert "manage.py restore" in checked.stderr
    commands = [["backup", str(tmp_path / "backups")]]
    if damage is not what_nobody_asks:
        commands.append(["load_articles", str(template / "rows.jsonl")])
        commands.append(["prepare_archive"] if damage is schema else ["export_articles"])
    for command in commands:
        done = manage(environment, *command)
        assert done.returncode != 0, command
        assert "Traceback" not in done.stderr
        assert "database is damaged" in done.stderr, (command, done.stderr)
