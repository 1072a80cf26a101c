"""Where the links of a captured page lead: to what the archive holds of their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from archive.captures.closed_captures import closed_among
from archive.captures.document_keys import address_key
from archive.ingest.loading.known_addresses import known_documents
from archive.models import Article, Capture, CaptureStatus
from search.replay.captured_tree import CapturedTree, PageReading
from search.replay.kept_addresses import KeptAddresses

_MOST_LINKS: Final = 300
"""Different links of a page that are looked up, from its beginning on; the others are dead."""


@dataclass(slots=True)
class HeldLinks:
    """Where the links of a page lead, looked up twice: of its beginning, and of the rest.

    ``desk`` says that closed articles are led to, ``origin`` is put before each address.
    """

    page: PageReading
    kept: KeptAddresses
    desk: bool
    origin: str
    _looked_up: dict[str, str] = field(default_factory=dict)
    _is_whole: bool | None = None
    """Whether the whole page was looked through; None where nothing was."""

    def __call__(self, address: str) -> str:
        """Return where a web address leads, "" where nothing is held of it. Five queries, twice at most."""
        if address not in self._looked_up and self._is_whole != self.page.is_whole:
            self._is_whole = self.page.is_whole
            linked = linked_addresses(self.page.tree, self.kept)
            new = [each for each in linked if each not in self._looked_up]
            self._looked_up |= dict.fromkeys(new, "") | self._held(new)
        return self._looked_up.get(address, "")

    def _held(self, addresses: Sequence[str]) -> dict[str, str]:
        """Return where those of ``addresses`` lead that the archive holds.

        An address leads to the first article of its document's newest capture, else to that
        capture; to nothing where that is closed and not asked for by the desk.
        """
        keys = {address: address_key(address) for address in addresses}
        documents = known_documents(keys.values())
        uris = {row.uri for row in documents.values()}
        if not uris:
            return {}
        first = Article.objects.shown().filter(capture=OuterRef("pk")).order_by("position")
        captures = (
            Capture.objects.filter(uri__in=uris, status=CaptureStatus.PARSED)
            .annotate(first_article=Subquery(first.values("public_id")[:1]))
            .only("pk", "uri", "sha256")
            .order_by("pk")
        )
        newest: dict[str, Any] = {capture.uri: capture for capture in captures}
        closed = frozenset[int]() if self.desk else closed_among(newest.values())
        held = {
            uri: f"{self.origin}{_page_of(capture)}"
            for uri, capture in newest.items()
            if capture.pk not in closed
        }
        rows = {address: documents.get(key) for address, key in keys.items()}
        return {address: held[row.uri] for address, row in rows.items() if row and row.uri in held}


def linked_addresses(tree: CapturedTree, kept: KeptAddresses) -> list[str]:
    """Return the web addresses that a page links, each once, in its order."""
    found: dict[str, None] = {}
    for link in tree.iter("a", "area"):
        if len(found) == _MOST_LINKS:
            break
        written = link.get("href") or ""
        if written and not written.startswith("#") and (address := kept.web_address(written)):
            found.setdefault(address)
    return list(found)


def _page_of(capture: Any) -> str:
    if capture.first_article:
        return reverse("article", args=[capture.first_article])
    return reverse("capture", args=[capture.pk])
