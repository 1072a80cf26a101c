"""A backup as one tar stream, for standard output: unpacked, it is a folder of one backup."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from archive.backups.backup_folder import CAPTURES, DATABASE, MANIFEST, STAMP
from archive.backups.making import copy_named_database, describe
from archive.backups.removal_register import current_removals, register_lines, withdrawn_hashes
from archive.captures.store import DamagedCaptureError, capture_store


def stream_backup(output: IO[bytes], advance: Callable[[int], None]) -> list[str]:
    """Write a whole backup to ``output``, its manifest last; return the captures that are missing.

    A stream that was cut has no manifest, and ``restore`` refuses it. The copy of the database
    lies in the archive's folder meanwhile.

    Raises:
        ArchiveError: the database is damaged, or there is no room for its copy.
    """
    store, moment = capture_store(), datetime.now(UTC)
    with (
        tempfile.TemporaryDirectory(prefix="backup-", dir=settings.ARCHIVE_HOME) as place,
        tarfile.open(fileobj=output, mode="w|") as tar,
    ):
        part, name = Path(place), moment.strftime(STAMP)
        hashes = copy_named_database(part)
        missing = set()
        for sha256 in sorted(hashes):
            try:
                store.get(sha256)
                _add(tar, f"captures/{sha256[:2]}/{sha256}.gz", store.packed(sha256))
            except (DamagedCaptureError, FileNotFoundError):
                missing.add(sha256)
            advance(1)
        removals = current_removals()
        lost = sorted(missing - withdrawn_hashes(removals))
        describe(part, moment, hashes, lost).write(part)
        _add(tar, "removals.jsonl", register_lines(removals))
        for each in (DATABASE, CAPTURES, MANIFEST):
            tar.add(part / each, f"{name}/{each}")
    return lost


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    tar.addfile(entry, io.BytesIO(content))
