"""The index worker: drains the outbox, and scans for new spellings, until it is told to stop."""

from __future__ import annotations

import logging
import os
import threading
from typing import Final

from django.db import close_old_connections

from archive.entities.storage.alias_scan import advance
from archive.errors import ArchiveError
from search.index.drain import drain, tidy
from search.index.index_home import IndexHome
from search.index.rebuild import rebuild

IDLE_SECONDS: Final = 0.02
"""Between two looks at an empty outbox: a look costs 0.1 ms, an editor waits for none of it."""
TROUBLE_SECONDS: Final = 2.0

_log = logging.getLogger("khizana.worker")


def drain_all(home: IndexHome) -> int:
    """Index everything that waits and return the number of articles."""
    total = 0
    while done := drain(home):
        total += done
    return total


def work(home: IndexHome, stopping: threading.Event, parent: int | None = None) -> None:
    """Keep the index true until ``stopping`` is set or the process ``parent`` is gone.

    Trouble (a full disk, a locked database) is reported and tried again: the outbox
    forgets nothing meanwhile.
    """
    while not stopping.is_set() and (parent is None or os.getppid() == parent):
        try:
            if home.exists() and home.outdated:
                _log.warning("the index was built by another version; it is rebuilt now")
                rebuild(home)
            untidy = True
            while not stopping.is_set() and (parent is None or os.getppid() == parent):
                if drain(home):
                    untidy = True
                elif untidy:
                    untidy = tidy(home)
                elif not advance():
                    stopping.wait(IDLE_SECONDS)
        except (ArchiveError, OSError) as error:
            _log.error("indexing waits: %s", error)
            stopping.wait(TROUBLE_SECONDS)
        finally:
            close_old_connections()
