"""The archive's folder and its secret key."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from archive.archive_home import archive_home, open_to_others, secret_key
from archive.errors import ArchiveError


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert secret_key(tmp_path) == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.touch()
    writer = threading.Timer(0.2, path.write_text, ["a-key-of-another-process"])
    writer.start()
    assert secret_key(tmp_path) == "a-key-of-another-process"
    writer.join()


def test_an_empty_key_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(ArchiveError, match="the secret key is empty"):
        secret_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ARCHIVE_HOME", str(tmp_path / "file" / "archive"))
    with pytest.raises(ArchiveError, match="ARCHIVE_HOME=.*cannot be created"):
        archive_home(tmp_path)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("secret")
    with pytest.raises(ArchiveError, match="too short to be one. Delete the file"):
        secret_key(tmp_path)


def test_what_is_made_is_the_owners_alone(tmp_path: Path) -> None:
    """The settings of the tests are those of the site: they have set this for the process."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "file").touch()
    assert not open_to_others(made)
    assert (made / "file").stat().st_mode & 0o077 == 0
    made.chmod(0o750)
    assert open_to_others(made)
