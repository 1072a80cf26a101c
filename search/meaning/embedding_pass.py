"""Making the vectors of the articles: all that lack them, or those that changed.

A pass may be stopped or killed at any moment: what was written stays, the next one goes on. One
works at a time. Only articles that readers see are embedded; one that is hidden meanwhile is taken
out again as soon as it was written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archive.models import Article
from search.meaning.embedded_texts import EmbeddedText, embedded_text
from search.meaning.embedders import Embedder
from search.meaning.vector_file import ArticleVectors, VectorFile
from search.meaning.vector_store import VectorStore

TRIAL_ARTICLES: Final = 50
"""From which the duration of a pass is told before it begins."""
_BATCH: Final = 16
"""Articles whose vectors are written at once: what a kill costs."""
_ROWS: Final = 500
_TEXTS: Final = ("title", "standfirst", "body")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a pass will take: ``articles`` that lack vectors, the ``seconds`` of a trial told for all."""

    articles: int
    seconds: float


class EmbeddingPass:
    """Makes vectors by ``embedder`` and writes them to ``store``. Call it within ``store.alone``.

    Raises ``EmbeddingUnavailableError`` where the model does not answer.
    """

    def __init__(self, store: VectorStore, embedder: Embedder) -> None:
        self._store: Final = store
        self._embedder: Final = embedder

    def lacking(self, articles: Sequence[int] | None = None) -> list[int]:
        """Return the shown articles without the vectors of their text, of ``articles`` or of all.

        The vectors of those that readers do not see are taken out.
        """
        known = self._store.known(articles)
        shown: set[int] = set()
        lacking = []
        for article, text in _texts(articles):
            shown.add(article)
            if text.passages and known.get(article) != text.text_hash:
                lacking.append(article)
        asked = known if articles is None else set(articles)
        self._store.remove(set(asked) - shown)
        return lacking

    def take_over(self, lacking: Sequence[int], kept: VectorFile) -> list[int]:
        """Write what ``kept`` holds of the texts of ``lacking``; return those that still lack vectors."""
        held, left = kept.known(lacking), list[int]()
        for start in range(0, len(lacking), _ROWS):
            batch = lacking[start : start + _ROWS]
            texts = {article: text.text_hash for article, text in _texts(batch)}
            same = {article for article in batch if held.get(article) == texts.get(article)}
            if found := kept.read(same):
                self._store.write(found)
            self._remove_hidden(batch)
            left += (article for article in batch if article not in same)
        return left

    def trial(self, lacking: Sequence[int]) -> Cost:
        """Embed the first few and tell from them what all of ``lacking`` take."""
        sample = lacking[:TRIAL_ARTICLES]
        began = time.monotonic()
        for _done in self.run(sample):
            pass
        seconds = time.monotonic() - began
        return Cost(len(lacking), seconds / len(sample) * len(lacking) if sample else 0.0)

    def run(
        self, articles: Sequence[int], goes_on: Callable[[], bool] = lambda: True
    ) -> Iterator[int]:
        """Embed ``articles``, yielding how many were done at each step, while ``goes_on``."""
        left = iter(articles)
        while goes_on() and (batch := list(islice(left, _BATCH))):
            self._embed(batch)
            yield len(batch)
        self._store.tidy()

    def _embed(self, batch: Sequence[int]) -> None:
        texts = {article: text for article, text in _texts(batch) if text.passages}
        passages = [passage for text in texts.values() for passage in text.passages]
        if passages:
            vectors = self._embedder.passages(passages)
            written, start = [], 0
            for article, text in texts.items():
                end = start + len(text.passages)
                written.append(ArticleVectors(article, text.text_hash, vectors[start:end]))
                start = end
            self._store.write(written)
        self._remove_hidden(batch)

    def _remove_hidden(self, batch: Sequence[int]) -> None:
        # One that was hidden while its vector was made was taken out too early.
        shown = set(Article.objects.shown().filter(pk__in=batch).values_list("pk", flat=True))
        self._store.remove(set(batch) - shown)


def _texts(articles: Sequence[int] | None) -> Iterator[tuple[int, EmbeddedText]]:
    """Yield the shown articles of ``articles``, or all, with what of each has vectors."""
    rows = Article.objects.shown().only("pk", *_TEXTS).order_by("pk")
    if articles is None:
        for article in rows.iterator(chunk_size=_ROWS):
            yield article.pk, embedded_text(article)
        return
    for start in range(0, len(articles), _ROWS):
        for article in rows.filter(pk__in=articles[start : start + _ROWS]):
            yield article.pk, embedded_text(article)
