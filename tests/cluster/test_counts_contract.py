"""What the service has an index count: facets, copies, words; the same of both indexes."""

from __future__ import annotations

import pytest
from whoosh.query import (
    Every,
)

from search.contract import (
    EitherFilter,
    FacetRequest,
    Filter,
    Request,
)
from tests.cluster.tried_indexes import Fill, TriedIndex, found, term


def test_a_facet_ignores_its_own_choice_and_minds_the_others(news: TriedIndex) -> None:
    chosen = (Filter("outlet", frozenset({"الصدى"})), Filter("entity", frozenset({"Q2"})))
    facets = (FacetRequest("outlet"), FacetRequest("entity"))
    response = news.snapshot().search(Request(Every(), chosen, facets))
    assert [hit.key for hit in response.hits] == ["1"]
    assert response.total == 1
    assert response.facets["outlet"] == [("الصدى", 1), ("النبأ", 1)]
    assert response.facets["entity"] == [("Q1", 2), ("Q2", 1)]


def test_a_facet_may_ignore_the_choice_in_another_field(news: TriedIndex) -> None:
    chosen = Filter("entity", frozenset({"Q3"}))
    narrow, wide = FacetRequest("outlet"), FacetRequest("outlet", ignoring=frozenset({"entity"}))
    snapshot = news.snapshot()
    assert snapshot.search(Request(Every(), (chosen,), (narrow,))).facets["outlet"] == [
        ("النبأ", 1)
    ]
    ignoring = snapshot.search(Request(Every(), (chosen,), (wide,)))
    assert [hit.key for hit in ignoring.hits] == ["3"]
    assert ignoring.facets["outlet"] == [("الصدى", 2), ("النبأ", 2)]


def test_values_of_one_filter_widen_and_an_excluded_one_narrows(news: TriedIndex) -> None:
    either = Filter("entity", any_of=frozenset({"Q1", "Q3"}))
    assert set(found(news, Every(), filters=(either,))) == {"1", "2", "3", "5"}
    without = Filter("entity", frozenset({"Q1", "Q3"}), frozenset({"Q2"}))
    assert set(found(news, Every(), filters=(without,))) == {"2", "5"}
    outlets = Filter("outlet", frozenset({"النبأ"})), Filter("entity", frozenset({"Q2"}))
    assert set(found(news, Every(), filters=(EitherFilter("outlet", outlets),))) == {"1", "3", "4"}


def test_a_chosen_value_stays_visible_at_zero(news: TriedIndex) -> None:
    facet = FacetRequest("entity", 1, always=frozenset({"Q3", "Q77"}))
    response = news.snapshot().search(Request(term("=القديمة"), facets=(facet,)))
    assert response.facets["entity"] == [("Q1", 1), ("Q3", 0), ("Q77", 0)]
    assert response.distinct["entity"] == 1


def test_counting_alone_needs_no_hits_and_no_values(news: TriedIndex) -> None:
    request = Request(term("=حلب"), facets=(FacetRequest("outlet", 0),), limit=0)
    response = news.snapshot().search(request)
    assert (response.total, response.hits, response.facets) == (4, [], {"outlet": []})
    assert response.distinct == {"outlet": 2}


def test_the_search_box_of_a_facet_is_a_prefix(news: TriedIndex) -> None:
    facet = FacetRequest("outlet", prefix="الن")
    response = news.snapshot().search(Request(Every(), facets=(facet,)))
    assert (response.facets["outlet"], response.distinct["outlet"]) == ([("النبأ", 2)], 1)


def test_facets_of_no_match_are_empty_lists(news: TriedIndex) -> None:
    response = news.snapshot().search(Request(term("=غائب"), facets=(FacetRequest("outlet"),)))
    assert (response.total, response.facets) == (0, {"outlet": []})


@pytest.mark.parametrize("limit", [1, 7, 200, None])
def test_facets_of_many_values_are_counted_exactly(
    index: TriedIndex, fill: Fill, limit: int | None
) -> None:
    """Values are so spread that the shards' own lists of the first ones differ."""
    names = [f"Q{n}" for n in range(60)]
    rows = [
        (
            str(n),
            "نهر",
            None,
            tuple(name for at, name in enumerate(names) if n % (at + 2) == 0),
            n,
            None,
        )
        for n in range(1, 400)
    ]
    fill(*rows)
    response = index.snapshot().search(Request(Every(), facets=(FacetRequest("entity", limit),)))
    counts = {name: sum(name in row[3] for row in rows) for name in names}
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert response.facets["entity"] == (expected if limit is None else expected[:limit])
    assert response.distinct["entity"] == 60


def test_copies_are_folded_and_counted_as_one(news: TriedIndex) -> None:
    facets = (FacetRequest("outlet"), FacetRequest("entity"))
    request = Request(Every(), facets=facets, sort=(("day", True),), collapse="story")
    response = news.snapshot().search(request)
    assert [(hit.key, hit.collapsed) for hit in response.hits] == [
        *(("2", 1), ("4", 0), ("5", 0), ("10", 0), ("3", 0)),
    ]
    assert response.total == 5
    assert response.facets["outlet"] == [("النبأ", 2), ("الصدى", 1)]
    assert response.facets["entity"] == [("Q1", 2), ("Q2", 2), ("Q3", 1)]
    second = news.snapshot().search(
        Request(Every(), sort=(("day", True),), collapse="story", offset=2, limit=2)
    )
    assert [hit.key for hit in second.hits] == ["5", "10"]


def test_two_columns_are_counted_together(news: TriedIndex) -> None:
    chosen = (Filter("entity", frozenset({"Q1", "Q2"})),)
    counted = news.snapshot().cross_counts(Request(Every(), chosen), "outlet", "story")
    assert counted == {("الصدى", "s1"): 2, ("النبأ", ""): 1, ("", ""): 1}


def test_conditions_are_counted_two_by_two(news: TriedIndex) -> None:
    conditions = [Filter("entity", frozenset({name})) for name in ("Q1", "Q2", "Q77")]
    counted = news.snapshot().overlaps(Filter("entity", frozenset({"Q1"})), conditions)
    assert counted == [[3, 1, 0], [1, 1, 0], [0, 0, 0]]


def test_words_that_set_the_found_apart(index: TriedIndex, fill: Fill) -> None:
    fill(*((str(n), "نهر فيضان", "الصدى", ("Q1",), n, None) for n in range(6)))
    fill(*((str(n), "نهر سوق", "النبأ", ("Q2",), n, None) for n in range(6, 40)))
    snapshot = index.snapshot()
    request = Request(term("الصدى", "outlet"))
    (word,) = snapshot.significant_among(request, "text", "=")
    assert (word.term, word.within, word.in_all) == ("=فيضان", 6, 6)
    (name,) = snapshot.significant_among(request, "entity")
    assert (name.term, name.within, name.in_all) == ("Q1", 6, 6)
    assert snapshot.significant_among(Request(Every()), "text", "=") == []


def test_terms_that_tell_one_document_apart(index: TriedIndex, fill: Fill) -> None:
    fill(*((str(n), "نهر", None, (), None, None) for n in range(9)))
    fill(("9", "نهر فيضان فيضان سد", None, (), None, None))
    snapshot = index.snapshot()
    assert [name for name, _ in snapshot.terms_of("9", "text", "=", 2)] == ["=فيضان", "=سد"]
    assert snapshot.contains("9")
    assert not snapshot.contains("99")
    assert snapshot.terms_of("99", "text", "=") == []


def test_terms_tell_their_frequencies(news: TriedIndex) -> None:
    snapshot = news.snapshot()
    assert snapshot.doc_frequencies("text", "=عم") == {"=عمان": 2}
    counts = list(snapshot.term_counts("text", "="))
    assert counts == sorted(snapshot.doc_frequencies("text", "=").items())
    assert snapshot.doc_frequency("text", "=حلب") == 4
    assert snapshot.doc_frequency("text", "=غائب") == 0
    assert snapshot.doc_frequency("outlet", "الصدى") == 2
    assert snapshot.doc_frequencies("outlet") == {"الصدى": 2, "النبأ": 2}
    assert snapshot.facet("entity", term("=حلب"), 1) == [("Q1", 3)]
    assert (snapshot.has_terms("entity"), snapshot.has_terms("title")) == (True, False)
    assert snapshot.greatest("day") == 30
