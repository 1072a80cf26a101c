"""Bring what changed in the archive into the index."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management import CommandParser

from archive.error_counts import ErrorKind, note_error
from archive.management.writing_command import WritingCommand
from archive.models import OutboxEntry
from archive.models.outbox_bell import ring
from archive.progress import progress
from search.index.index_home import index_home
from search.index.worker import drain_all, work
from search.serving.embedding_worker import start_embedding_until
from search.serving.jobs_process import start_jobs_until
from search.serving.worker_beat import beat_until


class Command(WritingCommand):
    help = "Index what changed: for good, or --once until nothing waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")
        parser.add_argument("--parent", type=int, help="end when this process ends")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            # Whoever calls this at the end of long work waits for it, too.
            waiting = OutboxEntry.objects.values("article_id").distinct().count()
            with progress("articles", waiting) as advance:
                done = drain_all(index_home(), advance)
            if options["verbosity"]:
                self.stdout.write(f"indexed {done} articles")
            return
        stopping = threading.Event()

        def stop(_signal: int, _frame: object) -> None:
            stopping.set()
            ring()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop)
        beat_until(stopping)
        threads = [*start_jobs_until(stopping), *start_embedding_until(stopping)]
        try:
            work(index_home(), stopping, options["parent"])
        except Exception:
            note_error(ErrorKind.WORKER)
            raise
        finally:
            stopping.set()
            for thread in threads:
                thread.join()
