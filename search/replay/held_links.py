"""Where the links of a captured page lead: to what the archive holds of their addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from archive.captures.closed_captures import closed_among
from archive.captures.document_keys import address_key
from archive.ingest.loading.known_addresses import known_documents
from archive.models import Article, Capture, CaptureStatus
from search.replay.kept_addresses import KeptAddresses

_MOST_LINKS: Final = 300
"""Different links of a page that are looked up, from its beginning on; the others are dead."""


def linked_addresses(root: Any, kept: KeptAddresses) -> list[str]:
    """Return the web addresses that a page links, each once, in its order."""
    found: dict[str, None] = {}
    for link in root.iter("a", "area"):
        if len(found) == _MOST_LINKS:
            break
        written = link.get("href") or ""
        if written and not written.startswith("#") and (address := kept.web_address(written)):
            found.setdefault(address)
    return list(found)


def links_of(
    addresses: Iterable[str], shown: Capture, *, desk: bool, origin: str
) -> tuple[Callable[[str], str], bool]:
    """Return where each address leads, and whether the capture ``shown`` is closed to readers.

    An address leads to the first article of its document's newest capture, else to that capture;
    to nothing where it is not known, or closed and not asked for by the ``desk``. ``origin`` is put
    before each. Four queries.
    """
    keys = {address: address_key(address) for address in addresses}
    documents = known_documents(keys.values())
    uris = {row.uri for row in documents.values()}
    first = Article.objects.shown().filter(capture=OuterRef("pk")).order_by("position")
    captures = (
        Capture.objects.filter(uri__in=uris, status=CaptureStatus.PARSED)
        .annotate(first_article=Subquery(first.values("public_id")[:1]))
        .only("pk", "uri", "sha256")
        .order_by("pk")
    )
    newest: dict[str, Any] = {capture.uri: capture for capture in captures}
    closed = closed_among([shown, *newest.values()])
    held = {
        uri: f"{origin}{_page_of(capture)}"
        for uri, capture in newest.items()
        if desk or capture.pk not in closed
    }

    def link_of(address: str) -> str:
        row = documents.get(keys.get(address, ""))
        return held.get(row.uri, "") if row is not None else ""

    return link_of, shown.pk in closed


def _page_of(capture: Any) -> str:
    if capture.first_article:
        return reverse("article", args=[capture.first_article])
    return reverse("capture", args=[capture.pk])
