"""Backups of a real archive of which something is damaged, missing or too new."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive.backups.backup_folder import read_manifest
from tests.backups.archives import World, flip, query
from tests.processes import manage

pytestmark = pytest.mark.fault


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
    assert not query(environment, "SELECT * FROM sqlite_master")
    assert not list(home.glob("captures/??/*.gz"))
    assert world.run("backup", str(world.backups), "--verify").returncode != 0


@pytest.mark.parametrize("name", ["captures.txt", "manifest.json"])
def test_a_damaged_backup_holds_up_no_other(world: World, name: str) -> None:
    for first in (1, 41, 46):
        if first > 1:
            world.load(first, first + 4)
        world.backup()
    oldest, middle, newest = world.names()
    flip(world.backups / middle / name)
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
    assert query(environment, "SELECT count(*) FROM archive_article") == [(40,)], said
    environment, said = world.restored("new")
    assert query(environment, "SELECT count(*) FROM archive_article") == [(50,)], said
    environment, said = world.restored("damaged", "--at", middle)
    assert "damaged" in said
    assert "Traceback" not in said
    assert not query(environment, "SELECT * FROM sqlite_master")


def test_captures_of_a_damaged_backup_are_kept(world: World) -> None:
    world.load(41, 45)
    world.backup()
    (only,) = world.names()
    manifest = world.backups / only / "manifest.json"
    whole = manifest.read_bytes()
    flip(manifest)
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


def test_an_older_backup_takes_no_newer_ones_place_unasked(world: World) -> None:
    world.backup()
    world.load(41, 45)
    world.backup()
    oldest, newest = world.names()
    flip(world.backups / newest / "manifest.json")
    environment, said = world.restored()
    assert "Nothing was restored" in said
    assert f"--at another is taken: {oldest}" in said
    assert not query(environment, "SELECT * FROM sqlite_master")
    environment, said = world.restored("again", "--at", oldest)
    assert f"warning: {newest}" in said
    assert query(environment, "SELECT count(*) FROM archive_article") == [(40,)]


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
    assert not query(environment, "SELECT * FROM sqlite_master")
    found = world.run("backup", str(world.backups), "--verify")
    assert "register of removals" in found.stdout
    # The archive itself knows what it removed.
    assert world.backup().returncode == 0
    assert register.read_bytes() == content
    assert world.run("backup", str(world.backups), "--verify").returncode == 0


def test_a_backup_of_a_later_version_is_refused(world: World) -> None:
    world.backup()
    folder = world.backups / world.names()[0]
    manifest = read_manifest(folder)
    later = {**manifest.migrations, "archive": "9999_things_to_come"}
    replace(manifest, migrations=later).write(folder)
    assert "later version" in world.restored()[1]
