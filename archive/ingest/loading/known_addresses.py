"""The addresses by which the archive knows its documents, whatever their spelling."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from archive.captures.document_keys import address_key
from archive.models import DocumentAddress
from archive.records.documents import RawCapture


def known_documents(keys: Collection[str]) -> dict[str, DocumentAddress]:
    """Return the addresses of these keys that the archive knows."""
    rows = DocumentAddress.objects.filter(key__in={key for key in keys if key})
    return {row.key: row for row in rows}


def with_known_uris(captures: Sequence[RawCapture]) -> list[RawCapture]:
    """Return ``captures``, each with the URI of the document that its address is known to mean.

    What only a page's canonical address tells is left open: it takes the page's title.
    """
    keys = [address_key(capture.uri) for capture in captures]
    uris = {key: row.uri for key, row in known_documents(keys).items() if not row.canonical}
    return [
        moved(capture, uris.setdefault(key, capture.uri)) if key else capture
        for key, capture in zip(keys, captures, strict=True)
    ]


def moved(capture: RawCapture, uri: str) -> RawCapture:
    """Return a capture as one of the document of ``uri``."""
    return capture if capture.uri == uri else replace(capture, uri=uri)
