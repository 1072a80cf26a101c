"""Passwords and keys that stand in a file of their own, which a setting names."""

from __future__ import annotations

from typing import Final

from archive.errors import ArchiveError

_MOST_BYTES: Final = 4096


def secret_in_file(setting: str, path: str) -> str:
    """Return the one line of a file, without its end.

    Raises ``ArchiveError``, which names ``setting`` and the file, never what the file holds.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ArchiveError(f"{setting}: {path}: {error.strerror}.") from None
    line = content.decode(errors="replace").strip()
    if not line or len(content) > _MOST_BYTES or "\n" in line or "\ufffd" in line:
        raise ArchiveError(f"{setting}: {path}: the file holds no password; write it on one line.")
    return line
