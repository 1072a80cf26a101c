"""Making the vectors of the articles: all that lack them, or those that changed.

A pass may be stopped or killed at any moment: what was written stays, the next one goes on. One
works at a time. Only articles that readers see are embedded; one that is hidden meanwhile is taken
out again as soon as it was written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from archive.models import Article
from search.engine import IndexLockedError, WriterLock
from search.meaning.embedded_texts import EmbeddedText, embedded_text
from search.meaning.embedders import Embedder
from search.meaning.vector_file import ArticleVectors, VectorFile

TRIAL_ARTICLES: Final = 50
"""From which the duration of a pass is told before it begins."""
_BATCH: Final = 16
"""Articles whose vectors are written at once: what a kill costs."""
_ROWS: Final = 500
_TEXTS: Final = ("title", "standfirst", "body")


class PassRunningError(IndexLockedError):
    """Another process is making vectors."""

    def __str__(self) -> str:
        return "another process is making vectors; wait for its end"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a pass will take: ``articles`` that lack vectors, the ``seconds`` of a trial told for all."""

    articles: int
    seconds: float


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make vectors alone, of all processes. Raises ``PassRunningError``."""
    own = folder / "pass"
    own.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(own)
    try:
        lock.acquire()
    except IndexLockedError:
        raise PassRunningError(own) from None
    try:
        yield
    finally:
        lock.release()


class EmbeddingPass:
    """Makes vectors by ``embedder`` in ``folder``. Call it within ``alone``.

    Raises ``EmbeddingUnavailableError`` where the model does not answer.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder: Final = folder
        self._embedder: Final = embedder
        self._file = VectorFile.of_model(folder, embedder.name)

    def lacking(self, articles: Sequence[int] | None = None) -> list[int]:
        """Return the shown articles without the vectors of their text, of ``articles`` or of all.

        The vectors of those that readers do not see are taken out.
        """
        known = self._file.known(articles) if self._file is not None else {}
        shown: set[int] = set()
        lacking = []
        for article, text in _texts(articles):
            shown.add(article)
            if text.passages and known.get(article) != text.text_hash:
                lacking.append(article)
        asked = known if articles is None else set(articles)
        self._remove(set(asked) - shown)
        return lacking

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
        if self._file is not None:
            self._file.tidy()

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
            self._file_of(vectors.shape[1]).write(written)
        # One that was hidden while its vector was made was taken out too early.
        shown = set(Article.objects.shown().filter(pk__in=batch).values_list("pk", flat=True))
        self._remove(set(batch) - shown)

    def _file_of(self, dimensions: int) -> VectorFile:
        if self._file is None or self._file.dimensions != dimensions:
            self._file = VectorFile.named(self._folder, self._embedder.name, dimensions)
        return self._file

    def _remove(self, articles: set[int]) -> None:
        if self._file is not None:
            self._file.remove(articles)


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
