"""The store of captures: what is put is there, whole and on the disk; leftovers are swept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from archive.captures.store import CaptureStore, digest
from archive.ingest.run import load_paths

CONTENT = "بيان قصير عن افتتاح مكتبة".encode()
HOURS = 3600


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    """An empty store."""
    return CaptureStore(tmp_path / "captures")


def leftover(store: CaptureStore, *, hours_old: float) -> Path:
    """Return a file that a load left half written so long ago."""
    path = store.path(digest(CONTENT))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.99999.part")
    part.write_bytes(b"half")
    then = time.time() - hours_old * HOURS
    os.utime(part, (then, then))
    return part


def test_what_is_put_can_be_got(store: CaptureStore) -> None:
    contents = {digest(each): each for each in (CONTENT, b"", CONTENT * 9000)}
    store.put_all(contents)
    assert {sha256: store.get(sha256) for sha256 in store.hashes()} == contents
    assert not list(store.root.rglob("*.part"))


def test_each_folder_that_changes_is_synced_once_a_batch(
    store: CaptureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def note(descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if os.path.isdir(path):
            synced.append(path)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    contents = {digest(each): each for each in (str(n).encode() for n in range(300))}
    store.put_all(contents)
    folders = {str(store.root / sha256[:2]) for sha256 in contents}
    # The store's own folder and the one around it hold the names of what is new in them.
    assert sorted(synced) == sorted({*folders, str(store.root), str(store.root.parent)})

    synced.clear()
    store.put_all(contents)
    assert synced == []


def test_a_put_that_fails_leaves_nothing_half_written(store: CaptureStore) -> None:
    store.root.mkdir()
    # A file stands where the folder of this hash should be made.
    (store.root / digest(CONTENT)[:2]).write_bytes(b"")
    with pytest.raises(OSError, match="exists|directory"):
        store.put_all({digest(b"other"): b"other", digest(CONTENT): CONTENT})
    assert not list(store.root.rglob("*.part"))


def test_what_a_killed_load_left_is_swept(store: CaptureStore) -> None:
    part = leftover(store, hours_old=2)
    store.put(b"other")
    assert store.sweep() == 1
    assert not part.exists()
    assert list(store.hashes()) == [digest(b"other")]


def test_what_another_load_is_writing_is_left_alone(store: CaptureStore) -> None:
    part = leftover(store, hours_old=0.1)
    assert store.sweep() == 0
    assert part.exists()


def test_a_store_that_is_not_there_yet_has_nothing_to_sweep(store: CaptureStore) -> None:
    assert store.sweep() == 0


@pytest.mark.django_db
def test_a_load_sweeps_and_a_dry_run_does_not(archive_home: Path, tmp_path: Path) -> None:
    part = leftover(CaptureStore(archive_home / "captures"), hours_old=2)
    (tmp_path / "a.txt").write_text("خبر قصير عن المكتبة العامة", encoding="utf-8")
    load_paths([str(tmp_path / "a.txt")], dry_run=True)
    assert part.exists()
    load_paths([str(tmp_path / "a.txt")])
    assert not part.exists()
