"""What the index learned of changed articles, told to the vectors: gone at once, made anew later.

The keys of changed articles wait in a file, so that a worker that dies forgets none.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

import numpy as np

from search.engine import WriterLock
from search.meaning.meaning_home import cluster_vectors, is_chosen, vectors_folder
from search.meaning.vector_file import vector_files

_WAITING: Final = "waiting"
_LOCK_SECONDS: Final = 30.0
_KEY_BYTES: Final = 8

_log = logging.getLogger("khizana.worker")


def tell_vectors(changed: Collection[int], gone: Collection[int]) -> None:
    """Take out the vectors of ``gone``, of every model; let ``changed`` wait for new ones.

    Without vectors this is one look at a folder, and one at the cluster where the index lies in one;
    nothing is written. Raises ``IndexUnavailableError`` where the cluster does not answer.
    """
    folder = vectors_folder()
    if gone and folder.is_dir():
        for file in vector_files(folder):
            file.remove(gone)
    if gone and (shared := cluster_vectors()) is not None:
        shared.remove(gone)
    if changed and is_chosen():
        folder.mkdir(parents=True, exist_ok=True)
        with WriterLock(folder).held(_LOCK_SECONDS), (folder / _WAITING).open("ab") as waiting:
            waiting.write(np.fromiter(changed, "<i8").tobytes())
            waiting.flush()
            os.fsync(waiting.fileno())


def erase_vectors() -> None:
    """Leave nothing on disk of the vectors that were taken out. Raises ``IndexUnavailableError``.

    Files of this machine hold zeros instead already.
    """
    if (shared := cluster_vectors()) is not None and not shared.erase():
        _log.warning("vectors that were taken out leave the cluster's disks at a later merge")


def waiting_articles(folder: Path, seen_bytes: int) -> list[int]:
    """Return the articles of the first ``seen_bytes``, each once, the longest waiting first."""
    with (folder / _WAITING).open("rb") as waiting:
        content = waiting.read(seen_bytes)
    return list(dict.fromkeys(np.frombuffer(content, "<i8").tolist()))


def forget_waiting(folder: Path, seen_bytes: int) -> None:
    """Forget what waited in the first ``seen_bytes``: it is done, and what came since is not."""
    path = folder / _WAITING
    with WriterLock(folder).held(_LOCK_SECONDS):
        left = path.read_bytes()[seen_bytes:]
        if not left:
            path.unlink()
            return
        new = path.with_suffix(".new")
        new.write_bytes(left)
        new.replace(path)


def waiting_bytes(folder: Path) -> int:
    """Return the size of what waits; 0 where nothing does."""
    try:
        return (folder / _WAITING).stat().st_size // _KEY_BYTES * _KEY_BYTES
    except FileNotFoundError:
        return 0
