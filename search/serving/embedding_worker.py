"""The thread of the worker that makes vectors of new and edited articles, behind everything else."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

from django.db import DatabaseError, close_old_connections

from archive.errors import ArchiveError
from search.meaning.changed_articles import forget_waiting, waiting_articles, waiting_bytes
from search.meaning.embedding_pass import EmbeddingPass
from search.meaning.meaning_home import is_chosen, meaning_home, remote_host, vectors_folder
from search.meaning.vector_store import PassRunningError

LOOK_SECONDS: Final = 1.0
"""Between two looks whether something waits: a look costs some microseconds."""
TROUBLE_SECONDS: Final = 60.0
"""Before the next attempt, where the model does not answer."""
_NICENESS: Final = 10

_log = logging.getLogger("khizana.worker")


def start_embedding_until(stopping: threading.Event) -> list[threading.Thread]:
    """Start the thread where there is a search by meaning; it ends soon after ``stopping``."""
    if not is_chosen():
        return []
    if host := remote_host():
        _log.warning("the texts of new and edited articles are sent to %s to be embedded", host)
    thread = threading.Thread(target=_watch, args=(stopping,), name="embedding", daemon=True)
    thread.start()
    return [thread]


def embed_waiting(stopping: threading.Event) -> None:
    """Make the vectors of what waits, unless another process is making vectors.

    Raises ``EmbeddingUnavailableError``, ``IndexUnavailableError``: what waits goes on waiting.
    """
    folder = vectors_folder()
    seen = waiting_bytes(folder)
    if not seen:
        return
    try:
        home = meaning_home()
        store = home.store()
        with store.alone():
            embedding = EmbeddingPass(store, home.embedder)
            lacking = embedding.lacking(waiting_articles(folder, seen))
            for _done in embedding.run(lacking, lambda: not stopping.is_set()):
                pass
            if not stopping.is_set():
                forget_waiting(folder, seen)
    except PassRunningError:
        return


def _watch(stopping: threading.Event) -> None:
    # A thread has a niceness of its own in Linux: readers and the index go first.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
    pause = LOOK_SECONDS
    while not stopping.wait(pause):
        pause = LOOK_SECONDS
        try:
            embed_waiting(stopping)
        except (ArchiveError, OSError, DatabaseError) as error:
            _log.error("vectors wait: %s", error)
            pause = TROUBLE_SECONDS
        finally:
            close_old_connections()
