"""Which document a capture belongs to: the one that is known by any of the capture's addresses.

A document is known by its own address, by every address under which it was captured, and by
the canonical address that its page names. The last is careless on many sites, which name one
address on all their pages: it counts only on the same site, and only between captures whose
first articles bear the same title or the same text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.arabic.normalize import fold
from archive.captures.article_identity import is_same_text
from archive.captures.document_keys import address_key, is_same_site
from archive.ingest.decoding.origins import canonical_address
from archive.ingest.enrichment import EnrichedCapture
from archive.ingest.loading.known_addresses import known_documents, moved
from archive.ingest.loading.load_batches import NewCapture
from archive.models import Article, DocumentAddress
from archive.models.insertion import insert_rows
from archive.records.documents import HTML, ParsedArticle, RawCapture

_COLUMNS = ("key", "uri", "canonical")


_Found = tuple[NewCapture, EnrichedCapture]


@dataclass(slots=True)
class DocumentPlacer:
    """Places enriched captures in their documents. Use one for a batch, in a transaction."""

    _known: dict[str, DocumentAddress] = field(default_factory=dict)
    _new: dict[str, EnrichedCapture] = field(default_factory=dict)
    _learnt: set[str] = field(default_factory=set)

    def place(self, found: Sequence[_Found]) -> list[_Found]:
        """Return ``found`` with the URIs of their documents, and remember their addresses."""
        canonicals = [_canonical_key(new.raw) for new, _enriched in found]
        own = [address_key(new.raw.uri) for new, _enriched in found]
        others = [_other_key(new.raw) for new, _enriched in found]
        self._known = known_documents([*own, *canonicals, *others])
        placed = []
        for (new, enriched), key, canonical in zip(found, own, canonicals, strict=True):
            raw = self._place(new.raw, enriched, key, canonical) if key else new.raw
            if raw.url != new.raw.url:
                enriched = _without_address(enriched)
            self._new.setdefault(raw.uri, enriched)
            placed.append((new._replace(raw=raw), enriched))
        self._save()
        return placed

    def _place(
        self, raw: RawCapture, enriched: EnrichedCapture, key: str, canonical: str
    ) -> RawCapture:
        known, named = self._known.get(key), self._known.get(canonical)
        uri = raw.uri
        if known is None and named is not None and self._tells_the_same(named.uri, enriched):
            uri = named.uri
        if known is not None and raw.fallback_uri:
            if self._tells_the_same(known.uri, enriched) is False:
                return replace(raw, uri=raw.fallback_uri, url=None)
            uri = known.uri
        elif known is not None and (
            not known.canonical or self._tells_the_same(known.uri, enriched)
        ):
            uri = known.uri
        if known is None or (known.canonical and uri != known.uri):
            self._learn(key, uri, canonical=False)
        if (other := _other_key(raw)) and other not in self._known:
            self._learn(other, uri, canonical=False)
        if canonical and canonical != key and named is None:
            self._learn(canonical, uri, canonical=True)
        return moved(raw, uri)

    def _learn(self, key: str, uri: str, *, canonical: bool) -> None:
        row = self._known.setdefault(key, DocumentAddress(key=key))
        row.uri, row.canonical = uri, canonical
        self._learnt.add(key)

    def _tells_the_same(self, uri: str, enriched: EnrichedCapture) -> bool | None:
        """Whether a document's first article is a capture's; None where there is none."""
        known = self._new.get(uri)
        stored = Article.objects.filter(capture__uri=uri).order_by("position")
        others: Sequence[ParsedArticle | Article] = known.articles if known else list(stored)
        if not others or not enriched.articles:
            return None
        first = enriched.articles[0]
        return any(
            (bool(first.title) and fold(first.title) == fold(other.title))
            or is_same_text(first.paragraphs, other.paragraphs)
            for other in others
        )

    def _save(self) -> None:
        rows = [self._known[key] for key in self._learnt]
        insert_rows(
            DocumentAddress,
            _COLUMNS,
            [(row.key, row.uri, row.canonical) for row in rows if row.pk is None],
        )
        changed = [row for row in rows if row.pk is not None]
        DocumentAddress.objects.bulk_update(changed, ["uri", "canonical"])


def _canonical_key(raw: RawCapture) -> str:
    """Return the key of the address that a page of the same site names as its own, or ""."""
    if raw.media_type != HTML or not raw.url:
        return ""
    canonical = canonical_address(raw.content, raw.url)
    if not canonical or not is_same_site(canonical, raw.url):
        return ""
    return address_key(canonical)


def _other_key(raw: RawCapture) -> str:
    """Return the key of the address at which a capture was made, in another archive's document."""
    return address_key(raw.url) if raw.article_ids is not None and raw.url else ""


def _without_address(enriched: EnrichedCapture) -> EnrichedCapture:
    """Return what was found in a page whose address turned out to be another's."""
    return replace(
        enriched, articles=tuple(replace(article, url="") for article in enriched.articles)
    )
