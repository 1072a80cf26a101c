"""Hits ordered by words and meaning, and what meaning alone finds.

The two are added: BM25 divided by its best score, and ``MEANING_WEIGHT`` times the nearness in
standard deviations from the archive's mean. On 2,012 questions that nothing was tuned on that was
better than either, and than reciprocal ranks: see ``docs/meaning.md``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from whoosh import query as whoosh

from archive.arabic.letters import ARABIC_LETTERS
from archive.models import Article
from search.contract import FoundDocument, QueryTooCostlyError, Response
from search.hits.article_hits import Hit, near_hit
from search.meaning.embedded_texts import MOST_PASSAGES, passages_of
from search.meaning.embedders import EmbeddingUnavailableError, Lack
from search.meaning.meaning_home import is_chosen, meaning_home
from search.meaning.nearness import MOST_NEAREST, Nearness
from search.query.notices import Notice, NoticeKind
from search.query.state import Meaning, Sort
from search.query.tree import plain_text
from search.service.prepared_search import PreparedSearch

MEANING_WEIGHT: Final = 0.16
"""What one standard deviation of nearness is worth against the best score of the words."""
REORDERED_HITS: Final = 1_000
"""The best by their words, which meaning may put in another order: a hundred pages."""
MOST_NEAR: Final = 50
"""Articles that meaning alone shows: there is no end to what is a little near."""
MOST_BESIDE_WORDS: Final = 10
"""The same below the hits of the words."""
_WHOLE: Final = 0.99
"""Part of the articles with vectors from which on nothing is said of the others."""

_LACKS: Final = {
    Lack.NOT_CHOSEN: NoticeKind.NO_MEANING,
    Lack.MODEL: NoticeKind.MEANING_WITHOUT_MODEL,
    Lack.ANSWER: NoticeKind.MEANING_AWAY,
    Lack.VECTORS: NoticeKind.MEANING_WITHOUT_VECTORS,
    Lack.SAME_MODEL: NoticeKind.MEANING_OF_OTHER_MODEL,
    Lack.CLUSTER: NoticeKind.MEANING_OUT_OF_REACH,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """What is known of the meaning of a search: nothing where it was not asked for.

    An article is near from the cosine ``least`` on. ``notices`` say what is missing.
    """

    nearness: Nearness | None = None
    least: float = 1.0
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, prepared: PreparedSearch) -> Meant:
        """Ask how near each article is to what the state asks, where it wants to know."""
        state = prepared.state
        if state.meaning is Meaning.UNUSED:
            return cls()
        asked = plain_text(prepared.parsed.tree, state.text)
        if not asked.strip() and is_chosen():
            return cls()
        try:
            home = meaning_home()
            with prepared.budget.standing_still():
                nearness = home.nearness(asked)
        except EmbeddingUnavailableError as error:
            return cls.lacking(error)
        least = home.least_cosine(nearness, foreign=is_foreign(asked))
        known, articles = nearness.known, prepared.snapshot.document_count
        some = known < _WHOLE * articles
        told = Notice(NoticeKind.MEANING_OF_SOME, f"{known:,}", f"{articles:,}")
        return cls(nearness, least, (told,) if some else ())

    @classmethod
    def lacking(cls, error: EmbeddingUnavailableError) -> Meant:
        """Return that nothing is known of the meaning, and why."""
        return cls(notices=(Notice(_LACKS[error.lack]),))


@dataclass(frozen=True, slots=True)
class NearArticles:
    """What meaning finds, the nearest first. There is no total of it.

    ``alone`` says that nothing else is shown. ``foreign`` says that the question holds no Arabic.
    """

    hits: tuple[Hit, ...]
    alone: bool
    foreign: bool


def run_in_order(
    prepared: PreparedSearch, meant: Meant, *, limit: int, offset: int, **options: Any
) -> tuple[Response, Meant]:
    """Return hits in the order of the state: by words, or by words and meaning.

    ``options`` are of ``Request``. What is meant is returned as it is known at the end: where the
    nearness of the hits cannot be had, they stand by their words. Raises ``QueryTooCostlyError``.
    """
    state, nearness = prepared.state, meant.nearness
    options |= {"sort": prepared.sort, "collapse": prepared.collapse}
    by_words = nearness is None or state.order is not Sort.RELEVANCE or not limit
    if by_words or offset >= REORDERED_HITS or state.meaning is not Meaning.TOO:
        return prepared.run(prepared.query, limit=limit, offset=offset, **options), meant
    most = max(REORDERED_HITS, offset + limit)
    response = prepared.run(prepared.query, limit=most, **options)
    assert nearness is not None
    hits = response.hits
    try:
        with prepared.budget.standing_still():
            hits = reordered(hits[:REORDERED_HITS], nearness) + hits[REORDERED_HITS:]
    except EmbeddingUnavailableError as error:
        meant = Meant.lacking(error)
    return (
        Response(
            response.total,
            hits[offset : offset + limit],
            response.facets,
            response.distinct,
            response.cut,
            response.uncounted,
        ),
        meant,
    )


def reordered(hits: Sequence[FoundDocument], nearness: Nearness) -> list[FoundDocument]:
    """Return ``hits`` by words and meaning, the best first; equal ones stay as they were."""
    if not hits:
        return []
    scores = merged_scores(
        np.array([hit.score for hit in hits]),
        np.array([int(hit.key) for hit in hits], np.int64),
        nearness,
    )
    order = np.argsort(-scores, kind="stable")
    return [hits[place]._replace(score=float(scores[place])) for place in order.tolist()]


def merged_scores(scores: Any, articles: Any, nearness: Nearness) -> Any:
    """Return the sum of words and meaning for each of ``articles``, of which words give ``scores``."""
    best = float(scores.max(initial=0)) or 1.0
    return scores / best + MEANING_WEIGHT * nearness.standardised(articles)


def near_articles(
    prepared: PreparedSearch, nearness: Nearness, least: float, passed: Collection[int] = ()
) -> NearArticles:
    """Return what is near by meaning and passes the filters of the state.

    Beside the hits of the words it is what they do not find, and none of the articles ``passed``.
    What is not known in time is left out.
    """
    alone = prepared.state.meaning is Meaning.ONLY
    most = MOST_NEAR if alone else MOST_BESIDE_WORDS
    near = [key for key in nearness.nearest(least, MOST_NEAREST).tolist() if key not in passed]
    try:
        kept = _let_through(prepared, near, with_words=alone)
    except QueryTooCostlyError:
        kept = set()
    shown = [key for key in near if key in kept][:most]
    hits = _hits(prepared, nearness, shown)
    return NearArticles(hits, alone, is_foreign(prepared.state.text))


def warm_meaning() -> None:
    """Load the model, where there is one on this machine: the first question waits a second for it."""
    if not is_chosen():
        return
    try:
        home = meaning_home()
        if not home.embedder.host:
            home.nearness("أرشيف")
    except EmbeddingUnavailableError:
        pass  # Readers are told when they ask.


def is_foreign(text: str) -> bool:
    """Whether a question has words, and none in the letters that the articles are written in."""
    return any(map(str.isalpha, text)) and not any(each in ARABIC_LETTERS for each in text)


def _let_through(prepared: PreparedSearch, near: Sequence[int], *, with_words: bool) -> set[int]:
    """Return those of ``near`` that stand in the index and pass the filters of the state."""
    if not near:
        return set()
    asked: whoosh.Query = whoosh.Or([whoosh.Term("id", str(key)) for key in near])
    limits = prepared.compiled.limits
    if limits and whoosh.NullQuery not in limits:
        asked = whoosh.Require(asked, whoosh.And(list(limits)))
    if not with_words:
        asked = whoosh.AndNot(asked, prepared.query)
    found = prepared.run(prepared.within_dates(asked), limit=len(near), collapse=prepared.collapse)
    return {int(hit.key) for hit in found.hits}


def _hits(prepared: PreparedSearch, nearness: Nearness, keys: Sequence[int]) -> tuple[Hit, ...]:
    articles = Article.objects.for_display().in_bulk(keys)
    matcher = prepared.matcher()
    asked = np.array(keys, np.int64)
    cosines = nearness.cosines_of(asked).tolist()
    try:
        places = nearness.passages_of(asked).tolist()
    except EmbeddingUnavailableError:
        places = [MOST_PASSAGES] * len(keys)  # None: it is not known which one is near.
    return tuple(
        near_hit(articles[key], _passage(articles[key], place), cosine, matcher)
        for key, cosine, place in zip(keys, cosines, places, strict=True)
        if key in articles
    )


def _passage(article: Article, place: int) -> str:
    """Return a passage of an article, "" where its text has no such one any more."""
    passages = passages_of(article)
    return passages[place] if place < len(passages) else ""
