"""The members of a zip archive: which are not opened, and one opened within the budget."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    UnpackedStream,
    UnpackingError,
)

_ENCRYPTED: Final = 0x1


def entry_refusal(member: zipfile.ZipInfo) -> str:
    """Return why a member is not opened, or ""."""
    if leads_out(member.filename):
        return "a path that leads out of its archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link in an archive"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    return ""


def leads_out(name: str) -> bool:
    """Whether a path would lead to a place outside of its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]


def open_entry(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget
) -> io.BufferedReader:
    """Open a member.

    Raises:
        UnpackingError: it is damaged, or packed by a method that is not known here.
    """
    try:
        packed = archive.open(member)
    except zipfile.BadZipFile as error:
        raise UnpackingError(f"damaged in its zip archive ({error})") from error
    except (NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise UnpackingError(f"cannot be unpacked ({error})") from error
    return io.BufferedReader(UnpackedStream(cast(BinaryIO, packed), budget), BUFFER)
