"""Writes the articles of enriched captures to the database; loading and reparsing share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from archive.captures.article_identity import find_again, successor_of
from archive.captures.document_keys import plainest
from archive.captures.tombstones import Tombstones, buried
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.storage.authors import write_authors
from archive.entities.storage.entity_linker import EntityLinker
from archive.entities.storage.reanchoring import reanchor
from archive.ingest.enrichment import EnrichedCapture
from archive.ingest.loading.article_rows import apply_parsed, parsed_values
from archive.ingest.loading.first_readings import keep_first_readings
from archive.ingest.loading.given_ids import GivenIds, given_to
from archive.ingest.loading.outlet_directory import OutletDirectory
from archive.knowledge.knowledge import Knowledge
from archive.models import (
    Article,
    ArticleSignature,
    Capture,
    FormerArticle,
    Mention,
    MentionRow,
    OutboxEntry,
)
from archive.models.editing import ENTITIES, TEXTS, is_edited
from archive.models.insertion import insert, insert_rows
from archive.records.exported_captures import GivenId
from archive.records.mentions import FoundMention, field_text, text_of

_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class CaptureToWrite:
    """The row of a capture, and what was found in it; ``ids`` are to be kept from elsewhere."""

    row: Capture
    enriched: EnrichedCapture
    ids: Sequence[GivenId] = ()


@dataclass(frozen=True, slots=True)
class LostArticle:
    """An article that parsing no longer finds, and the public id of that which holds its text."""

    public_id: str
    title: str
    document: str
    successor: str = ""


@dataclass(slots=True)
class Written:
    """Articles that were made, that changed, and that parsing no longer finds.

    ``buried`` are the addresses of the documents of which deleted articles were left out;
    ``other_ids`` tells of documents, by their addresses, which ids they could not keep.
    """

    new: list[Article] = field(default_factory=list)
    updated: list[Article] = field(default_factory=list)
    lost: list[LostArticle] = field(default_factory=list)
    buried: set[str] = field(default_factory=set)
    other_ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Changes:
    """The rows of one call, before they are written."""

    new: list[Article] = field(default_factory=list)
    updated: dict[str, Article] = field(default_factory=dict)
    moved: dict[str, Article] = field(default_factory=dict)
    before: dict[str, dict[str, str]] = field(default_factory=dict)
    stored: dict[str, dict[str, str]] = field(default_factory=dict)
    """The texts as the database has them; a batch may hold several captures of one document."""
    mentions: dict[str, Sequence[FoundMention]] = field(default_factory=dict)
    signatures: dict[str, bytes] = field(default_factory=dict)
    stale: list[tuple[Article, Article | None]] = field(default_factory=list)
    """Articles that are no longer found, each with that which holds its text."""
    buried: set[str] = field(default_factory=set)
    other_ids: Mapping[str, Sequence[str]] = field(default_factory=dict)
    before_reading: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the columns of articles were that this call changes."""


@dataclass(slots=True)
class ArticleWriter:
    """Writes articles, their mentions and signatures, and tells search. Call it in a transaction.

    ``reason`` stands in the history of articles that change. ``knowledge`` is what the
    captures were enriched with; texts that an editor set are read with it here.
    """

    reason: str
    knowledge: Knowledge
    _outlets: OutletDirectory = field(default_factory=OutletDirectory)
    _linker: EntityLinker = field(default_factory=EntityLinker)

    def write(
        self, captures: Sequence[CaptureToWrite], *, reparsed: bool = False, remove: bool = False
    ) -> Written:
        """Write what was found.

        With ``reparsed`` the articles that are no longer found are told, and with ``remove`` they
        go: their addresses lead to the articles that hold their texts.
        """
        changes = self._changes(captures, reparsed)
        insert(changes.new, ["public_id"])
        keep_first_readings(changes.updated, changes.before_reading)
        for article in changes.updated.values():
            article._change_reason = self.reason  # type: ignore[attr-defined]
            article.save()
        Article.objects.bulk_update(changes.moved.values(), ["capture", "spans"])
        OutboxEntry.announce(article.pk for article in changes.new)
        self._write_mentions(changes)
        _insert_signatures(changes.new, changes.signatures)
        _write_signatures(changes.updated.values(), changes.signatures)
        for gone, successor in changes.stale if remove else ():
            FormerArticle.retire(gone, successor)
        lost = [_lost(gone, successor) for gone, successor in changes.stale]
        updated = list(changes.updated.values())
        return Written(changes.new, updated, lost, changes.buried, changes.other_ids)

    def _changes(self, captures: Sequence[CaptureToWrite], reparsed: bool) -> _Changes:
        changes = _Changes()
        existing = _existing(item.row.uri for item in captures)
        tombstones = Tombstones([item.row for item in captures])
        given_ids = GivenIds((item.row, item.enriched, item.ids) for item in captures)
        changes.other_ids = given_ids.told
        for item in captures:
            articles, stones = existing[item.row.uri], tombstones.of(item.row)
            parsed = item.enriched.articles
            gone = buried(item.row.uri, parsed, stones, articles)
            if gone:
                changes.buried.add(item.row.uri)
            numbers = [number for number in range(len(parsed)) if number not in gone]
            found = find_again([parsed[number] for number in numbers], articles)
            stale = _stale(item.row, articles, found) if reparsed else []
            given = given_to(item.enriched, item.ids)
            taken = {stone.public_id for stone in stones}
            standing = []
            for number, known in zip(numbers, found, strict=True):
                article = known
                if article is None:
                    taken |= {each.public_id for each in articles}
                    article = _new(item, number, given, taken, given_ids)
                    articles.append(article)
                    changes.new.append(article)
                else:
                    given_ids.compare(item.row.uri, given[number], article.public_id)
                self._set(item, number, article, changes)
                standing.append(article)
            changes.stale += [(each, successor_of(each, standing)) for each in stale]
        return changes

    def _set(self, item: CaptureToWrite, number: int, article: Article, changes: _Changes) -> None:
        if article.pk and _is_older(item.row, article.capture):
            return
        parsed = item.enriched.articles[number]
        outlet = self._outlets.find(parsed.outlet)
        republisher = self._outlets.find(parsed.republisher)
        place = (article.capture_id, article.spans)
        texts = changes.stored.setdefault(
            article.public_id, {name: field_text(article, name) for name in TEXTS}
        )
        values = parsed_values(parsed, item.row, outlet, republisher)
        values["url"] = plainest(article.url, values["url"], item.row.uri)
        before = {name: getattr(article, name) for name in values}
        changed = apply_parsed(article, values)
        if article.pk and changed:
            changes.before_reading.setdefault(article.public_id, before)
        recognised = article.recognised_with != item.enriched.recogniser
        article.recognised_with = item.enriched.recogniser
        changes.mentions[article.public_id] = (
            self._recognise(article)
            if is_edited(article, *TEXTS)
            else item.enriched.mentions[number]
        )
        changes.signatures[article.public_id] = item.enriched.signatures[number]
        if article.pk and (changed or recognised):
            changes.updated[article.public_id] = article
            changes.before[article.public_id] = {
                name: old for name, old in texts.items() if old != field_text(article, name)
            }
        elif article.pk and place != (article.capture_id, article.spans):
            changes.moved[article.public_id] = article

    def _recognise(self, article: Article) -> Sequence[FoundMention]:
        """Find the names in a text that is not the capture's alone: an editor set some of it."""
        recogniser = gazetteer_recogniser(self.knowledge.corrections)
        return recogniser.recognise(text_of(article))

    def _write_mentions(self, changes: _Changes) -> None:
        """Replace what was recognised before; what an editor set stays, at its words.

        Nothing is asked of new articles. PostgreSQL, which knows little yet of tables that grow,
        would read all mentions to find that they have none.
        """
        known = list(changes.updated.values())
        free = [article for article in known if not is_edited(article, ENTITIES)]
        if free:
            Mention.objects.filter(article__in=free).recognised().delete_unannounced()
        for article in known:
            if before := changes.before.get(article.public_id):
                reanchor(article, before)
        new = {article.pk for article in changes.new}
        found = [
            (article.pk, changes.mentions[article.public_id]) for article in [*changes.new, *free]
        ]
        insert_rows(Mention, MentionRow._fields, self._linker.link(found, new))
        write_authors([*changes.new, *known], self.knowledge.corrections, new)


def _new(
    item: CaptureToWrite, number: int, given: Sequence[str], taken: set[str], ids: GivenIds
) -> Article:
    position = item.enriched.articles[number].position
    others = {each for each in given if each and each != given[number]}
    return Article(public_id=ids.choose(item.row.uri, position, given[number], taken, others))


def _existing(uris: Iterable[str]) -> dict[str, list[Article]]:
    """Return the articles of these documents by URI, in the order of their places."""
    articles: dict[str, list[Article]] = defaultdict(list)
    # Locked where the database can: an editor's save waits, and is then read, not overwritten.
    rows = Article.objects.select_related("capture").select_for_update(of=("self",))
    rows = rows.filter(capture__uri__in=set(uris))
    for article in rows.order_by("position", "pk"):
        articles[article.capture.uri].append(article)
    return articles


def _is_older(capture: Capture, current: Capture) -> bool:
    """Whether a capture was made before the one that an article shows now."""
    return (
        capture.captured_at is not None
        and current.captured_at is not None
        and capture.captured_at < current.captured_at
    )


def _stale(
    capture: Capture, articles: Sequence[Article], found: Sequence[Article | None]
) -> list[Article]:
    """Return the capture's articles that parsing no longer finds, and no editor worked on."""
    return [
        article
        for article in articles
        if article.capture_id == capture.pk
        and article not in found
        and not (article.edited or article.hidden)
    ]


def _lost(gone: Article, successor: Article | None) -> LostArticle:
    return LostArticle(
        gone.public_id,
        gone.title,
        gone.capture.document,
        successor.public_id if successor else "",
    )


def _insert_signatures(articles: Iterable[Article], signatures: dict[str, bytes]) -> None:
    rows = [(article.pk, signatures[article.public_id], False) for article in articles]
    insert_rows(ArticleSignature, ["article_id", "minhash", "clustered"], rows)


def _write_signatures(articles: Iterable[Article], signatures: dict[str, bytes]) -> None:
    ArticleSignature.objects.bulk_create(
        [
            ArticleSignature(article=article, minhash=signatures[article.public_id])
            for article in articles
        ],
        batch_size=_ROWS,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["minhash", "clustered"],
    )
