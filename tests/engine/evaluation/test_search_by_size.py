"""Few matches and many are found, scored and counted in different ways, with one result."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from whoosh.query import And, Every, Or, Phrase, Query, Term

from search.contract import Document, FacetRequest, Filter, IndexSchema, PhraseOf, Request
from search.engine import ColumnarIndex
from tests.engine.whoosh_oracle import whoosh_scores

COMMON = ["في", "من", "على"]
USUAL = ["مجلس", "وزير", "مدينة", "سوق", "نهر"]
RARE = [f"اسم{number}" for number in range(40)]
OUTLETS = ["بترا", "سانا", "واع"]
ENTITIES = [f"Q{number}" for number in range(90)]


@dataclass(frozen=True)
class News:
    """An index of many short articles, and what stands in those that are not deleted."""

    index: ColumnarIndex
    words: dict[str, list[str]]
    outlets: dict[str, str]
    entities: dict[str, list[str]]


@pytest.fixture(scope="module", params=["one segment", "many segments", "many with deletions"])
def news(
    request: pytest.FixtureRequest, schema: IndexSchema, tmp_path_factory: pytest.TempPathFactory
) -> News:
    folder: Path = tmp_path_factory.mktemp("news")
    choice = random.Random(7)
    index = ColumnarIndex.create(folder / "index", schema, "")
    made = News(index, {}, {}, {})
    sizes = [1600] if request.param == "one segment" else [1100, 480, 20]
    for size in sizes:
        with index.writer() as writer:
            for _ in range(size):
                writer.add(_article(made, choice))
    if request.param == "many with deletions":
        with index.writer() as writer:
            for key in choice.sample(sorted(made.words), 300):
                writer.delete(key)
                for column in (made.words, made.outlets, made.entities):
                    del column[key]
    return made


def _article(made: News, choice: random.Random) -> Document:
    key = str(len(made.words))
    words = [
        choice.choice(choice.choices([COMMON, USUAL, RARE], [6, 3, 1])[0])
        for _ in range(choice.randrange(3, 14))
    ]
    made.words[key] = words
    made.outlets[key] = choice.choice(OUTLETS)
    made.entities[key] = choice.sample(ENTITIES, choice.randrange(0, 12))
    keywords = {"outlet": [made.outlets[key]], "entity": made.entities[key]}
    return Document(key, {"text": " ".join(words)}, keywords)


def _has_phrase(words: list[str], phrase: list[str]) -> bool:
    starts = range(len(words) - len(phrase) + 1)
    return any(words[start : start + len(phrase)] == phrase for start in starts)


PHRASES = [
    ["في", "من"],
    ["من", "من"],
    ["في", "من", "على"],
    ["على", "على", "على"],
    ["مجلس", "في"],
    ["في", "مدينة", "من"],
    ["وزير", "سوق"],
    ["اسم3", "في"],
    ["من", "اسم7"],
    ["اسم1", "اسم2"],
    ["غائب", "في"],
]


@pytest.mark.parametrize("phrase", PHRASES, ids=" ".join)
def test_a_phrase_is_found_where_its_words_follow_each_other(news: News, phrase: list[str]) -> None:
    query = Phrase("text", ["=" + word for word in phrase])
    expected = {key for key, words in news.words.items() if _has_phrase(words, phrase)}
    # A term that comes back is read in another way than one asked for the first time.
    for _ in range(2):
        response = news.index.snapshot().search(Request(query, limit=5000))
        assert {hit.key for hit in response.hits} == expected


QUERIES: list[Query] = [
    *(Phrase("text", ["=" + word for word in phrase]) for phrase in PHRASES),
    *(Phrase("text", ["=" + word for word in phrase], slop=3) for phrase in PHRASES[:9]),
    And([Term("text", "=في"), Term("text", "=من")]),
    And([Term("text", "=اسم5"), Term("text", "=في"), Term("text", "=من")]),
    And([Term("text", "=مجلس"), Term("text", "=وزير"), Term("text", "=مجلس")]),
    And([Term("text", "=اسم5"), Term("text", "=اسم6")]),
    And([Term("text", "=في"), Term("text", "=من", boost=2.0)]),
    And([Or([Term("text", "=اسم5"), Term("text", "=نهر")]), Term("text", "=في")]),
    Or([And([Term("text", "=في"), Term("text", "=من")]), Phrase("text", ["=على", "=في"])]),
    Or([Term("text", "=اسم1"), Term("text", "=اسم2")]),
    Or([Term("text", "=في"), Term("text", "=من"), Term("text", "=اسم2")]),
    PhraseOf("text", [["=في", "=من"], ["=على", "=نهر", "=اسم8"]]),
    PhraseOf("text", [["=اسم9", "=اسم8"], ["=على", "=في"]]),
    PhraseOf("text", [["=في"], ["=نهر"]], slop=3, ordered=False),
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_matches_and_scores_are_those_of_whoosh(news: News, query: Query) -> None:
    ours = news.index.snapshot().search(Request(query, limit=5000))
    theirs = pytest.approx(whoosh_scores(news.index, query), rel=1e-9)
    assert {hit.docref: hit.score for hit in ours.hits} == theirs
    ranked = sorted(ours.hits, key=lambda hit: (-hit.score, hit.docref))
    first = news.index.snapshot().search(Request(query, limit=7, offset=2)).hits
    assert first == ranked[2:9]


@pytest.mark.parametrize("words", [["في"], ["مجلس"], ["اسم5"], ["اسم5", "في"], ["غائب"]], ids=str)
@pytest.mark.parametrize("outlet", [None, "سانا"])
def test_facets_are_those_of_counting_by_hand(
    news: News, words: list[str], outlet: str | None
) -> None:
    filters = () if outlet is None else (Filter("outlet", frozenset({outlet})),)
    facets = (FacetRequest("outlet", 2), FacetRequest("entity", 10, always=frozenset({"Q7"})))
    query = And([Term("text", "=" + word) for word in words])
    response = news.index.snapshot().search(Request(query, filters, facets))
    matching = [key for key, text in news.words.items() if set(words) <= set(text)]
    kept = [key for key in matching if outlet in (None, news.outlets[key])]
    assert response.total == len(kept)
    outlets = Counter(news.outlets[key] for key in matching)
    assert response.facets["outlet"] == _first(outlets, 2)
    entities = Counter(name for key in kept for name in news.entities[key])
    expected = _first(entities, 10)
    if "Q7" not in dict(expected):
        expected.append(("Q7", entities["Q7"]))
    assert response.facets["entity"] == expected
    assert response.distinct == {"outlet": len(outlets), "entity": len(entities)}


def _first(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


@pytest.mark.parametrize("word", ["في", "اسم5"])
def test_a_search_within_a_facet_counts_the_values_that_begin_so(news: News, word: str) -> None:
    facet = FacetRequest("entity", None, prefix="Q1")
    response = news.index.snapshot().search(Request(Term("text", "=" + word), facets=(facet,)))
    matching = [key for key, text in news.words.items() if word in text]
    names = [name for key in matching for name in news.entities[key] if name.startswith("Q1")]
    assert response.facets["entity"] == _first(Counter(names), len(ENTITIES))


def test_a_keyword_sorts_either_way(news: News) -> None:
    snapshot = news.index.snapshot()
    for descending in (False, True):
        sort = (("outlet", descending),)
        hits = snapshot.search(Request(Every(), sort=sort, limit=5000)).hits
        outlets = [news.outlets[hit.key] for hit in hits]
        assert outlets == sorted(news.outlets.values(), reverse=descending)


def test_articles_without_a_value_stand_for_themselves(
    index: ColumnarIndex, article: Callable[..., Document]
) -> None:
    with index.writer() as writer:
        for number in range(300):
            writer.add(article(str(number), "خبر", outlet="سانا" if number % 3 == 0 else None))
    response = index.snapshot().search(Request(Every(), collapse="outlet"))
    assert response.total == 201
    assert sum(1 + hit.collapsed for hit in response.hits) == 100 + 9
