"""What the service asks of an index, and of its words and order: the same of the columnar one and of a cluster's."""

from __future__ import annotations

import pytest
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    SpanNear,
    Term,
    Wildcard,
)

from search.contract import (
    ColumnValues,
    Document,
    FacetRequest,
    Filter,
    PhraseOf,
    QueryTooCostlyError,
    Request,
    Synonyms,
    UnknownFieldError,
    UnknownQueryError,
)
from tests.cluster.tried_indexes import Fill, TriedIndex, found, term


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (Every(), {"1", "2", "3", "4", "5", "10"}),
        (Every("outlet"), {"1", "2", "3", "4"}),
        (NullQuery, set()),
        (term("=حلب"), {"1", "2", "3", "5"}),
        (term("~الو"), {"1", "2"}),
        (term("=غائب"), set()),
        (term("الصدى", "outlet"), {"1", "2"}),
        (term("10", "id"), {"10"}),
        (term("20", "day"), {"4", "5"}),
        (term("=حلب", "title"), set()),
        (And([term("=حلب"), term("=عمان")]), {"3"}),
        (Or([term("=سوق"), term("=مطر")]), {"4", "10"}),
        (Or([term("=سوق"), term("=عمان"), term("=حلب")], minmatch=2), {"3", "4"}),
        (Or([Term("id", "3"), Term("id", "10")]), {"3", "10"}),
        (Not(term("=حلب")), {"4", "10"}),
        (AndNot(term("=حلب"), term("=الوزير")), {"3", "5"}),
        (AndMaybe(term("=عمان"), term("=سوق")), {"3", "4"}),
        (Require(term("=حلب"), NumericRange("day", 10, 20)), {"1", "5"}),
        (NumericRange("day", None, 20, endexcl=True), {"1", "10"}),
        (ConstantScoreQuery(term("=عمان"), 2.0), {"3", "4"}),
        (Phrase("text", ["=يزور", "=حلب"]), {"1"}),
        (Phrase("text", ["=حلب", "=يزور"]), set()),
        (Prefix("text", "=ال"), {"1", "2", "5"}),
        (Wildcard("text", "=*وز*"), {"1", "2"}),
        (FuzzyTerm("text", "=عماد", maxdist=1, prefixlength=2), {"3", "4"}),
        (Prefix("outlet", "الن"), {"3", "4"}),
        (PhraseOf("text", [["=يزور", "=تستقبل"], ["=حلب", "=الوزير"]]), {"1", "2"}),
        (PhraseOf("text", [["=حلب"], ["=الوزير"]], slop=2, ordered=False), {"1", "2"}),
        (PhraseOf("text", [["=حلب"], ["=الوزير"]], slop=1, ordered=False), set()),
        (PhraseOf("text", [["=سوق"], ["=سوق", "=نهر"]], 5, ordered=False), set()),
        (PhraseOf("text", [["=الوزير"], ["=حلب"]], slop=2), {"1"}),
        (Synonyms("text", ["=سوق", "=القديمة", "=غائب"]), {"4", "5"}),
        (Synonyms("outlet", ["الصدى"]), set()),
    ],
)
def test_a_query_finds(news: TriedIndex, query: Query, keys: set[str]) -> None:
    assert set(found(news, query)) == keys
    assert news.snapshot().count(query) == len(keys)


def test_the_rarer_word_weighs_more_and_the_shorter_text(news: TriedIndex) -> None:
    assert found(news, Or([term("=حلب"), term("=القديمة")]))[0] == "5"
    assert found(news, term("=عمان")) == ["4", "3"]


def test_scores_are_those_of_one_formula(index: TriedIndex, fill: Fill) -> None:
    """Okapi BM25 with Whoosh's idf; lengths are told exactly up to forty terms."""
    fill(*((str(n), f"نهر {'جبل ' * n}", None, (), None, None) for n in range(1, 4)))
    hits = index.snapshot().search(Request(term("=جبل"))).hits
    by_key = {hit.key: hit.score for hit in hits}
    assert by_key["3"] > by_key["2"] > by_key["1"] > 0
    boosted = index.snapshot().search(Request(term("=جبل", boost=2.0))).hits
    assert {hit.key: hit.score for hit in boosted} == pytest.approx(
        {key: 2 * score for key, score in by_key.items()}
    )


def test_synonyms_count_as_one_term(news: TriedIndex) -> None:
    def scores(query: Query) -> dict[str, float]:
        hits = news.snapshot().search(Request(query)).hits
        return {hit.key: hit.score for hit in hits}

    alone = scores(Synonyms("text", ["=سوق"]))
    assert alone == pytest.approx(scores(term("=سوق")))
    both = scores(Synonyms("text", ["=سوق", "=القديمة"]))
    assert 0 < both["4"] < alone["4"]


def test_a_word_of_the_title_ranks_and_finds_nothing(index: TriedIndex) -> None:
    with index.writer() as writer:
        writer.add(Document("1", {"text": "نهر", "title": "جبل"}))
        writer.add(Document("2", {"text": "نهر", "title": "نهر"}))
        writer.add(Document("3", {"text": "بحر", "title": "نهر"}))
    query = AndMaybe(term("=نهر"), Or([term("=نهر", "title")]))
    assert found(index, query) == ["2", "1"]


def test_nearness_ranks_what_was_found(news: TriedIndex) -> None:
    near = PhraseOf("text", [["=حلب"], ["=القديمة"]], boost=9.0)
    assert found(news, AndMaybe(term("=حلب"), Or([near])))[0] == "5"
    assert len(found(news, AndMaybe(term("=حلب"), Or([near])))) == 4


def test_no_phrase_crosses_the_parts_of_a_text(index: TriedIndex, fill: Fill) -> None:
    fill(("1", ["سوق", "قديم"], None, (), None, None), ("2", "سوق قديم", None, (), None, None))
    assert found(index, Phrase("text", ["=سوق", "=قديم"])) == ["2"]
    assert set(found(index, PhraseOf("text", [["=سوق"], ["=قديم"]], 51, ordered=False))) == {"2"}


def test_sorting_puts_what_has_no_value_last_either_way(news: TriedIndex) -> None:
    assert found(news, Every(), sort=(("day", True),)) == ["2", "4", "5", "1", "10", "3"]
    assert found(news, Every(), sort=(("day", False),)) == ["10", "1", "4", "5", "2", "3"]
    mixed = (("outlet", False), ("day", True))
    assert found(news, Every(), sort=mixed) == ["2", "1", "4", "3", "5", "10"]


def test_keys_sort_as_numbers(news: TriedIndex) -> None:
    assert found(news, Every(), sort=(("id", False),)) == ["1", "2", "3", "4", "5", "10"]
    assert found(news, Every(), sort=(("id", True),), limit=2) == ["10", "5"]


def test_pages_follow_each_other(news: TriedIndex) -> None:
    query = Or([term("=حلب"), term("=الوزير")])
    pages = [found(news, query, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert sum(pages, []) == found(news, query)


def test_everything_is_listed_in_order(news: TriedIndex) -> None:
    snapshot = news.snapshot()
    ordered = snapshot.ordered(Request(Every(), sort=(("day", False),), limit=1))
    assert len(ordered) == 6
    assert list(ordered.batches(4)) == [["10", "1", "4", "5"], ["2", "3"]]
    folded = snapshot.ordered(Request(Every(), sort=(("day", False),), collapse="story"))
    assert (len(folded), list(folded.batches(9))) == (5, [["10", "1", "4", "5", "3"]])


def test_pages_far_behind_the_first_are_reached(index: TriedIndex, fill: Fill) -> None:
    fill(*((str(n), "نهر", None, (), n, None) for n in range(12_100)))
    assert found(index, Every(), sort=(("day", False),), offset=12_090, limit=3) == [
        "12090",
        "12091",
        "12092",
    ]
    assert len(found(index, Every(), sort=(("day", False),), limit=100_000)) == 12_100
    assert len(set(index.snapshot().all_keys())) == 12_100


def test_an_empty_index_answers(index: TriedIndex) -> None:
    snapshot = index.snapshot()
    response = snapshot.search(Request(Every(), facets=(FacetRequest("outlet"),)))
    assert (response.total, response.hits, response.facets) == (0, [], {"outlet": []})
    assert (snapshot.document_count, snapshot.greatest("day")) == (0, None)
    assert (list(snapshot.all_keys()), found(index, term("=حلب"))) == ([], [])


def test_edits_are_seen_and_tell_the_states_apart(news: TriedIndex, fill: Fill) -> None:
    before = news.snapshot()
    fill(("4", "سوق حلب", "النبأ", (), 20, None))
    after = news.snapshot()
    assert "4" in found(news, term("=حلب"))
    assert found(news, term("=عمان")) == ["3"]
    assert before.generation != after.generation
    assert news.snapshot().generation == after.generation
    with news.writer() as writer:
        writer.delete("4")
        writer.delete("غائب")
    assert news.snapshot().generation != after.generation
    assert "4" not in found(news, Every())
    assert news.snapshot().document_count == 5


def test_columns_change_without_the_text_or_the_document_is_asked_for(news: TriedIndex) -> None:
    with news.writer() as writer:
        taken = writer.update_columns(ColumnValues("4", {"outlet": ["الصدى"]}, {"day": 1}))
    assert (
        found(news, term("=سوق"), filters=(Filter("outlet", frozenset({"الصدى"})),)) != []
    ) == taken


def test_a_query_past_its_time_limit_is_given_up(news: TriedIndex) -> None:
    with pytest.raises(QueryTooCostlyError, match="narrower"):
        news.snapshot().search(Request(Every(), time_limit=-1.0))


def test_what_the_index_lacks_is_named(news: TriedIndex) -> None:
    snapshot = news.snapshot()
    with pytest.raises(UnknownFieldError, match="section"):
        snapshot.search(Request(Every(), facets=(FacetRequest("section"),)))
    with pytest.raises(UnknownFieldError, match="'entity'"):
        snapshot.search(Request(Every(), collapse="entity"))
    with pytest.raises(UnknownFieldError, match="'text'"):
        snapshot.search(Request(Every(), filters=(Filter("text", frozenset({"=حلب"})),)))
    with pytest.raises(UnknownFieldError, match="'entity'"):
        snapshot.search(Request(Every(), sort=(("entity", True),)))
    with pytest.raises(UnknownQueryError, match="SpanNear"):
        snapshot.search(Request(SpanNear(term("=حلب"), term("=عمان"))))


def test_words_of_any_letters_are_found(index: TriedIndex, fill: Fill) -> None:
    words = ("|", "a|b", "تشرين\u00a0الثاني", "𝒟𝒶𝓂", "ـ" * 600, "\u0001")
    fill(*((str(n), f"نهر {word}", None, (), None, None) for n, word in enumerate(words)))
    for number, word in enumerate(words):
        wanted = [str(number)] if not word[0].isspace() and len(word.split()) == 1 else []
        assert found(index, term("=" + word)) == wanted, repr(word)


def test_every_term_and_those_that_are_held(news: TriedIndex) -> None:
    reader = news.snapshot()
    every = list(reader.every_term("text", "="))
    assert len(every) == len(set(every))
    assert {"=حلب", "=عمان", "=مطر"} <= set(every)
    assert all(each.startswith("=") for each in every)
    assert reader.held("text", ["=حلب", "=غائب", "=مطر"]) == {"=حلب", "=مطر"}
