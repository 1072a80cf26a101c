"""Each byte of a file is counted once, however it is read."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest.containers import bytes_of_named, read_captures

TEXT = "عنوان الخبر\n\nنص الخبر في سطر.\n"


def text(path: Path) -> None:
    path.write_text(TEXT * 5000, encoding="utf-8")


def picture(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff" + bytes(300_000))


def packed(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT.encode()))


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as members:
        for number in range(20):
            members.writestr(f"{number}.txt", TEXT * 100)


@pytest.mark.parametrize("make", [text, picture, packed, archive])
def test_all_bytes_are_counted_and_none_twice(tmp_path: Path, make: Callable[[Path], None]) -> None:
    (tmp_path / "folder").mkdir()
    make(tmp_path / "folder" / "a")
    text(tmp_path / "folder" / "b")
    (tmp_path / "folder" / ".hidden").write_bytes(bytes(1000))
    read: list[int] = []
    found = list(read_captures([tmp_path / "folder"], advance=read.append))
    assert len(found) > 1
    assert min(read) > 0
    assert sum(read) == bytes_of_named([str(tmp_path / "folder")])
    assert sum(read) == sum((tmp_path / "folder" / name).stat().st_size for name in "ab")
