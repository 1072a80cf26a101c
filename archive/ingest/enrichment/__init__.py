"""Enrichment: a capture's articles with the names in them and their signatures.

``enrich_capture`` does it for one capture, ``EnrichmentPool`` for many, in worker processes once
there are enough of them. Nothing here or below imports Django: the processes start without it.
"""

from archive.ingest.enrichment.enriched_capture import (
    EnrichedCapture,
    EnrichmentResult,
    enrich_capture,
)
from archive.ingest.enrichment.worker_processes import EnrichmentPool

__all__ = ["EnrichedCapture", "EnrichmentPool", "EnrichmentResult", "enrich_capture"]
