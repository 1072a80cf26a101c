"""All that enrichment reads from files, read while this module is imported.

The server that the worker processes are forked from imports it, once: they begin with
everything in memory, and share it. Nothing else should import it.
"""

from __future__ import annotations

import gc
import signal
from typing import Final

from archive.ingest.enrichment.enriched_capture import enrich_capture
from archive.knowledge.knowledge import Knowledge
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
enrich_capture(_DOCUMENT, Knowledge())

# What the collector never looks at again stays shared after the fork.
gc.collect()
gc.freeze()
gc.enable()
