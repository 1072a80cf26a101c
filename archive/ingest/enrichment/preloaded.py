"""All that understanding documents reads from files, read while this module is imported.

The server that the processes of ``pool`` are forked from imports it, once: they begin with
everything in memory, and share it. Nothing else should import it.
"""

from __future__ import annotations

import gc
import signal
from typing import Final

from archive.ingest.enrichment.enrich import understand
from archive.records.documents import JSON_RECORD, RawCapture

_DOCUMENT: Final = RawCapture(
    uri="prepared",
    document="prepared",
    content='{"title": "عنوان", "text": "كتب في 3 أيار 2024", "date": "2024-05-03"}'.encode(),
    media_type=JSON_RECORD,
)

# Interruptions are the parent's, which ends this process too.
signal.signal(signal.SIGINT, signal.SIG_IGN)

# Nothing that is read here is garbage; looking for some would take an eighth of the time.
gc.disable()
understand(_DOCUMENT)

# What the collector never looks at again stays shared after the fork.
gc.collect()
gc.freeze()
gc.enable()
