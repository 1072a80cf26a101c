"""Building the whole index anew from the database, while the old one serves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.tokenize import WORD_PATTERN
from archive.cycle_collection import without_cycle_collection
from archive.durability import sync_database
from archive.models import Article, OutboxEntry
from search.contract import IndexUnavailableError
from search.index.archive_index import ArchiveIndex
from search.index.defects import defect_of
from search.index.index_documents import document, indexable_articles, prepared_articles
from search.index.open_index import OpenIndex

ARTICLES_AT_ONCE: Final = 500
_COUNTED_ARTICLES: Final = 10_000
"""Articles, the newest, whose words make the archive's frequency table: three million words."""
_WORDS: Final = re.compile(WORD_PATTERN)
_RARE: Final = 2
"""Words written fewer times say nothing of clitics and would fill the table."""


def rebuild(
    home: ArchiveIndex,
    advance: Callable[[int], None] = lambda _done: None,
    defect: Callable[[], str] | None = None,
) -> int:
    """Build a new index of every article, let it serve, return the number of articles.

    The worker waits meanwhile: what changes during the build stays in the outbox and is
    indexed into the new index afterwards. Where another process has built one while this waited
    for its turn, that one is as new, and nothing is built. ``defect`` tells then why one still
    has to be, and is asked whoever has built; without it an index is built that nobody else has.
    Nothing is left of a build that does not come to its end.
    """
    before = _serving(home)
    with home.lock(), without_cycle_collection():
        if not (defect() if defect is not None else _serving(home) == before or defect_of(home)):
            return home.read()[1].document_count
        # What a build that was killed has left: while the lock is held, nobody else builds.
        home.sweep()
        entries = list(OutboxEntry.objects.values_list("id", flat=True))
        built = home.build(FrequencyTable.shipped().combined_with(count_words()))
        try:
            total = _fill(built, advance)
            sync_database()
            home.swap(built)
        except BaseException:
            home.discard(built)
            raise
        for start in range(0, len(entries), ARTICLES_AT_ONCE):
            OutboxEntry.objects.filter(id__in=entries[start : start + ARTICLES_AT_ONCE]).delete()
    return total


def _serving(home: ArchiveIndex) -> str | None:
    try:
        return home.current_name()
    except IndexUnavailableError:
        return None


def _fill(built: OpenIndex, advance: Callable[[int], None]) -> int:
    """Index every article and return their number."""
    total = 0
    with built.writer() as writer:
        for articles in _batches():
            for fields in prepared_articles(articles):
                writer.add(document(fields))
            total += len(articles)
            advance(len(articles))
    return total


def _batches() -> Iterator[list[Article]]:
    """Yield every article, a bounded number at a time, by the order of their keys."""
    last = 0
    while batch := list(indexable_articles().filter(pk__gt=last)[:ARTICLES_AT_ONCE]):
        last = batch[-1].pk
        yield batch


def count_words() -> dict[str, int]:
    """Return how often the archive's own text has each folded word."""
    surfaces: Counter[str] = Counter()
    for text in _texts():
        surfaces.update(_WORDS.findall(text))
    counts: Counter[str] = Counter()
    for surface, count in surfaces.items():
        counts[fold(surface)] += count
    return {word: count for word, count in counts.items() if count >= _RARE}


def _texts() -> Iterator[str]:
    bodies = Article.objects.shown().order_by("-pk").values_list("body", flat=True)
    yield from bodies[:_COUNTED_ARTICLES].iterator(chunk_size=ARTICLES_AT_ONCE)
