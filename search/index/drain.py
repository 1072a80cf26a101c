"""Draining the outbox: every change of the archive reaches the index, in order."""

from __future__ import annotations

from typing import Final

from archive.models import OutboxEntry
from search.index.documents import document
from search.index.home import IndexHome
from search.search_indexes import indexable_articles, prepared_articles

BATCH: Final = 1000


def drain(home: IndexHome) -> int:
    """Index what waits in the outbox, a batch at most; return the number of articles.

    Entries are deleted after the commit: killed in between, the same articles are
    indexed once more, to the same effect. They are deleted one by one and not up to the
    last, since transactions may commit in another order than their entries' numbers.
    """
    if not OutboxEntry.objects.exists():
        return 0
    columnar = home.current().columnar
    with home.lock():
        entries = list(OutboxEntry.objects.order_by("id").values_list("id", "article_id")[:BATCH])
        if not entries:
            return 0
        changed = list(dict.fromkeys(article_id for _entry, article_id in entries))
        articles = list(indexable_articles().filter(pk__in=changed))
        gone = set(changed) - {article.pk for article in articles}
        with columnar.writer() as writer:
            for pk in gone:
                writer.delete(str(pk))
            for fields in prepared_articles(articles):
                writer.update(document(fields))
            writer.commit()
        OutboxEntry.objects.filter(id__in=[entry for entry, _article in entries]).delete()
    return len(changed)


def tidy(home: IndexHome) -> bool:
    """Merge small segments where that is worth it; return whether anything changed.

    The worker calls it when nothing waits: no edit is held up by a merge that was
    begun before it for longer than the merge of one tier takes.
    """
    columnar = home.current().columnar
    with home.lock():
        return columnar.merge()
