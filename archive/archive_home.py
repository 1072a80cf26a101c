"""The one folder that holds everything an archive keeps, and the secret in it."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError

RESTORING: Final = "restoring"
"""The file in the folder of an archive that is being restored."""
_SECRET_BYTES: Final = 50
_SHORTEST: Final = 20
"""Letters of a key: in base 64 they hold 120 bits, which nobody guesses."""
_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077
"""What group and others may do, as bits of a file's mode."""
_LONGEST_WAIT: Final = 2.0
_WAIT: Final = 0.02
"""Seconds: another process that is making the key needs a few thousandths of one."""


def keep_to_owner() -> None:
    """Let other accounts of the machine read nothing that this process makes from now on.

    An archive holds password hashes, sessions, and captures that not everybody may see.
    """
    os.umask(_OTHERS)


def open_to_others(home: Path) -> bool:
    """Return whether other accounts of the machine can look into the archive's folder."""
    return home.exists() and bool(home.stat().st_mode & _OTHERS)


def unfinished_restore(home: Path) -> str:
    """Return what to say where a backup was not restored to its end; empty where none was."""
    if not (home / RESTORING).exists():
        return ""
    return (
        f"{home}: a backup was not restored to its end. Call `manage.py restore` again, "
        "and it goes on; or empty the folder."
    )


def archive_home(default: Path) -> Path:
    """Return the archive's folder: ``ARCHIVE_HOME``, else ``default``; it is created."""
    home = Path(os.environ.get("ARCHIVE_HOME") or default).expanduser().resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"ARCHIVE_HOME={home}: the folder cannot be created ({error.strerror}). "
            "Set ARCHIVE_HOME to a folder you may write to."
        ) from error
    return home


def secret_key(home: Path) -> str:
    """Return the archive's secret key, made at the first call, readable by its owner only.

    Raises:
        ArchiveError: the file of the key is there, and empty or too short.
    """
    path = home / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(_SECRET_BYTES)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read_secret(path: Path) -> str:
    """Return the key in a file, which another process may have made and not yet written."""
    last = time.monotonic() + _LONGEST_WAIT
    while not (key := path.read_text(encoding="ascii").strip()):
        if time.monotonic() > last:
            raise ArchiveError(
                f"{path}: the secret key is empty. Delete the file; a new one is made."
            )
        time.sleep(_WAIT)
    if len(key) < _SHORTEST:
        raise ArchiveError(
            f"{path}: the secret key is too short to be one. Delete the file; a new one is made, "
            "and every session ends."
        )
    return key
