"""Passwords in files that settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.secret_files import secret_in_file


def test_the_line_of_a_file_is_the_password(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("قفل safe&sound\r\n", encoding="utf-8")
    assert secret_in_file("ARCHIVE_X", str(tmp_path / "password")) == "قفل safe&sound"


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe", b"x" * 5000])
def test_a_file_without_one_line_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "password"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="ARCHIVE_X: .*password: the file holds no password"):
        secret_in_file("ARCHIVE_X", str(path))


def test_a_file_that_is_absent_is_named() -> None:
    with pytest.raises(ArchiveError, match="ARCHIVE_X: /absent/file: No such file"):
        secret_in_file("ARCHIVE_X", "/absent/file")
