"""What a reader sees of a search: facets, filters, order, groups, bounds."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import pytest
from whoosh.query import AndMaybe, Every, FuzzyTerm, Or, Prefix, Query, SpanNear, Term

from archive.cycle_collection import without_cycle_collection
from search.contract import (
    Document,
    EitherFilter,
    FacetRequest,
    Filter,
    PhraseOf,
    QueryTooCostlyError,
    Request,
    Synonyms,
    UnknownFieldError,
    UnknownQueryError,
)
from search.engine import ColumnarIndex
from search.engine.evaluation import match_sets


@pytest.fixture
def news(index: ColumnarIndex, article: Callable[..., Document]) -> ColumnarIndex:
    rows = [
        ("1", "الرئيس يزور دمشق", "سانا", ("Q1", "Q2"), 10),
        ("2", "دمشق تستقبل الرئيس", "سانا", ("Q1",), 30),
        ("3", "بغداد و دمشق", "واع", ("Q2", "Q3"), None),
        ("4", "سوق بغداد", "واع", (), 20),
        ("5", "دمشق القديمة", None, ("Q1",), 20),
    ]
    for row in (rows[:3], rows[3:]):
        with index.writer() as writing:
            for key, text, outlet, entities, day in row:
                writing.add(article(key, text, "", outlet, entities, day))
    return index


def found(index: ColumnarIndex, query: Query, **options: object) -> list[str]:
    request = Request(query, **options)  # type: ignore[arg-type]
    return [hit.key for hit in index.snapshot().search(request).hits]


def scores(index: ColumnarIndex, query: Query) -> dict[str, float]:
    return {hit.key: hit.score for hit in index.snapshot().search(Request(query)).hits}


def test_a_facet_ignores_its_own_choice_and_minds_the_others(news: ColumnarIndex) -> None:
    request = Request(
        Every(),
        filters=(Filter("outlet", frozenset({"سانا"})), Filter("entity", frozenset({"Q2"}))),
        facets=(FacetRequest("outlet"), FacetRequest("entity")),
    )
    response = news.snapshot().search(request)
    assert [hit.key for hit in response.hits] == ["1"]
    assert response.facets["outlet"] == [("سانا", 1), ("واع", 1)]
    assert response.facets["entity"] == [("Q1", 2), ("Q2", 1)]


def test_a_facet_may_ignore_the_choice_in_another_field(news: ColumnarIndex) -> None:
    chosen = Filter("entity", frozenset({"Q3"}))
    narrow, wide = FacetRequest("outlet"), FacetRequest("outlet", ignoring=frozenset({"entity"}))
    snapshot = news.snapshot()
    narrowed = snapshot.search(Request(Every(), (chosen,), (narrow,)))
    assert [hit.key for hit in narrowed.hits] == ["3"]
    assert narrowed.facets["outlet"] == [("واع", 1)]
    ignoring = snapshot.search(Request(Every(), (chosen,), (wide,)))
    assert ignoring.facets["outlet"] == [("سانا", 2), ("واع", 2)]


def test_either_of_two_filters_is_enough(news: ColumnarIndex) -> None:
    either = EitherFilter(
        "outlet", (Filter("outlet", frozenset({"واع"})), Filter("entity", frozenset({"Q2"})))
    )
    assert found(news, Every(), filters=(either,)) == ["1", "3", "4"]


def test_many_values_of_one_facet_widen_and_an_excluded_one_narrows(news: ColumnarIndex) -> None:
    either = Filter("entity", any_of=frozenset({"Q1", "Q3"}))
    assert found(news, Every(), filters=(either,)) == ["1", "2", "3", "5"]
    without = Filter("entity", any_of=frozenset({"Q1", "Q3"}), none_of=frozenset({"Q2"}))
    assert found(news, Every(), filters=(without,)) == ["2", "5"]


def test_a_chosen_value_stays_visible_at_zero(news: ColumnarIndex) -> None:
    facet = FacetRequest("entity", 1, always=frozenset({"Q3", "Q77"}))
    response = news.snapshot().search(Request(Term("text", "=القديمة"), facets=(facet,)))
    assert response.facets["entity"] == [("Q1", 1), ("Q3", 0), ("Q77", 0)]
    assert response.distinct["entity"] == 1


def test_counting_alone_needs_no_hits_and_no_values(news: ColumnarIndex) -> None:
    request = Request(Term("text", "=دمشق"), facets=(FacetRequest("outlet", 0),), limit=0)
    response = news.snapshot().search(request)
    assert (response.total, response.hits, response.facets) == (4, [], {"outlet": []})
    assert response.distinct == {"outlet": 2}


def test_the_search_box_of_a_facet_is_a_prefix(news: ColumnarIndex) -> None:
    facet = FacetRequest("outlet", prefix="وا")
    response = news.snapshot().search(Request(Every(), facets=(facet,)))
    assert response.facets["outlet"] == [("واع", 2)]


def test_facets_of_no_match_are_empty_lists(news: ColumnarIndex) -> None:
    response = news.snapshot().search(
        Request(Term("text", "=غائب"), facets=(FacetRequest("outlet"),))
    )
    assert (response.total, response.facets) == (0, {"outlet": []})


def test_sorting_by_day_puts_the_undated_last_either_way(news: ColumnarIndex) -> None:
    assert found(news, Every(), sort=(("day", True),)) == ["2", "4", "5", "1", "3"]
    assert found(news, Every(), sort=(("day", False),)) == ["1", "4", "5", "2", "3"]


def test_sort_directions_may_be_mixed(news: ColumnarIndex) -> None:
    assert found(news, Every(), sort=(("outlet", False), ("day", True))) == [
        "2",
        "1",
        "4",
        "3",
        "5",
    ]


def test_keys_sort_as_numbers_over_all_segments(
    news: ColumnarIndex, article: Callable[..., Document]
) -> None:
    with news.writer() as writing:
        writing.add(article("10", "سوق دمشق", "", "سانا", (), 20))
    assert found(news, Every(), sort=(("id", False),)) == ["1", "2", "3", "4", "5", "10"]
    assert found(news, Every(), sort=(("id", True),), limit=2) == ["10", "5"]
    assert found(news, Every(), sort=(("day", True), ("id", True))) == [
        "2",
        "10",
        "5",
        "4",
        "1",
        "3",
    ]
    assert found(news, Term("text", "=غائب"), sort=(("id", True),)) == []


def test_pages_follow_each_other(news: ColumnarIndex) -> None:
    query = Or([Term("text", "=دمشق"), Term("text", "=الرئيس")])
    everything = found(news, query)
    pages = [found(news, query, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert sum(pages, []) == everything


def test_collapsing_keeps_the_best_of_each_value_and_tells_the_rest(news: ColumnarIndex) -> None:
    request = Request(Every(), sort=(("day", True),), collapse="outlet")
    response = news.snapshot().search(request)
    assert [(hit.key, hit.collapsed) for hit in response.hits] == [("2", 1), ("4", 1), ("5", 0)]
    assert response.total == 3


def test_nearness_refines_the_best_documents_alone(
    news: ColumnarIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_sets, "REFINED_DOCUMENTS", 1)
    damascus, bonus = Term("text", "=دمشق"), PhraseOf("text", [["=دمشق"], ["=القديمة"]], boost=9)
    best, *others = scores(news, damascus).items()
    refined = scores(news, AndMaybe(damascus, bonus))
    assert best[0] == "5"
    assert refined["5"] > best[1]
    assert {key: refined[key] for key, _ in others} == dict(others)
    assert scores(news, AndMaybe(damascus, Or([bonus, Term("text", "=غائب")]))) == refined


def test_a_place_of_a_phrase_takes_any_of_its_terms(news: ColumnarIndex) -> None:
    query = PhraseOf("text", [["=يزور", "=تستقبل"], ["=دمشق", "=الرئيس"]])
    assert sorted(found(news, query)) == ["1", "2"]


def test_synonyms_find_what_any_of_them_finds_and_count_as_one_term(news: ColumnarIndex) -> None:
    query = Synonyms("text", ["=سوق", "=القديمة", "=غائب"], boost=2.0)
    assert sorted(found(news, query)) == ["4", "5"]
    alone = scores(news, Synonyms("text", ["=سوق"]))
    assert alone == pytest.approx(scores(news, Term("text", "=سوق")))
    # Two documents have the one term that they are: it is less rare than either.
    assert scores(news, query)["4"] < 2 * alone["4"]
    together = scores(news, AndMaybe(Term("text", "=بغداد"), query))
    assert together["4"] == pytest.approx(
        scores(news, Term("text", "=بغداد"))["4"] + scores(news, query)["4"]
    )
    assert (
        found(news, Synonyms("outlet", ["سانا"])) == found(news, Synonyms("text", ["=غائب"])) == []
    )


def test_proximity_in_any_order_counts_the_words_between(news: ColumnarIndex) -> None:
    places = [["=دمشق"], ["=الرئيس"]]
    assert found(news, PhraseOf("text", places, slop=1, ordered=False)) == []
    assert sorted(found(news, PhraseOf("text", places, slop=2, ordered=False))) == ["1", "2"]


def test_one_word_does_not_fill_two_places(news: ColumnarIndex) -> None:
    assert found(news, PhraseOf("text", [["=سوق"], ["=سوق", "=نهر"]], 5, ordered=False)) == []


def test_a_prefix_of_too_many_terms_is_cut_and_says_so(news: ColumnarIndex) -> None:
    snapshot = news.snapshot()
    response = snapshot.search(Request(Prefix("text", "="), max_expansions=1))
    assert response.cut == ("text:=*",)
    assert response.total == len(snapshot.matching(Term("text", "=دمشق")))
    assert snapshot.search(Request(Prefix("text", "=د"), max_expansions=1)).cut == ()


def test_a_query_past_its_time_limit_is_given_up(news: ColumnarIndex) -> None:
    with pytest.raises(QueryTooCostlyError, match="narrower"):
        news.snapshot().search(Request(Every(), time_limit=-1.0))


def test_what_was_found_in_time_is_given_without_the_facets_that_were_not(
    news: ColumnarIndex,
) -> None:
    facets = (*[FacetRequest("outlet")] * 400_000, FacetRequest("entity"))
    response = news.snapshot().search(Request(Term("text", "=سوق"), facets=facets, time_limit=0.4))
    assert [hit.key for hit in response.hits] == ["4"]
    assert response.uncounted[-1] == "entity"
    assert (response.facets["entity"], response.distinct["entity"]) == ([], 0)


def test_an_answer_in_time_is_whole(news: ColumnarIndex) -> None:
    request = Request(Every(), facets=(FacetRequest("outlet"),), time_limit=60.0)
    assert news.snapshot().search(request).uncounted == ()


def test_a_misspelt_word_is_found(news: ColumnarIndex) -> None:
    assert found(news, FuzzyTerm("text", "=بغداذ", maxdist=1, prefixlength=2)) == ["3", "4"]


def test_terms_tell_their_frequencies(news: ColumnarIndex) -> None:
    snapshot = news.snapshot()
    assert snapshot.doc_frequencies("text", "=بغ") == {"=بغداد": 2}
    counts = list(snapshot.term_counts("text", "="))
    assert counts == sorted(snapshot.doc_frequencies("text", "=").items())
    assert snapshot.doc_frequency("text", "=دمشق") == 4
    assert snapshot.doc_frequency("text", "=غائب") == 0


def test_significant_terms_are_the_rare_ones_of_a_document(news: ColumnarIndex) -> None:
    snapshot = news.snapshot()
    docref = snapshot.find("2")
    assert docref is not None
    assert snapshot.significant_terms([docref], "text", "=", 1)[0][0] == "=تستقبل"


def test_an_unknown_field_is_named(news: ColumnarIndex) -> None:
    with pytest.raises(UnknownFieldError, match="section"):
        news.snapshot().search(Request(Every(), facets=(FacetRequest("section"),)))


def test_a_field_of_many_values_does_not_collapse_and_is_named(news: ColumnarIndex) -> None:
    with pytest.raises(UnknownFieldError, match="'entity'"):
        news.snapshot().search(Request(Every(), collapse="entity"))


def test_a_kind_of_query_that_cannot_be_evaluated_is_named(news: ColumnarIndex) -> None:
    query = SpanNear(Term("text", "=دمشق"), Term("text", "=الرئيس"))
    with pytest.raises(UnknownQueryError, match="query of the kind SpanNear"):
        news.snapshot().search(Request(query))


def test_an_old_state_goes_at_once_with_what_was_kept_of_it(
    news: ColumnarIndex, article: Callable[..., Document]
) -> None:
    old = news.snapshot()
    old.search(Request(Term("text", "=دمشق"), filters=(Filter("outlet", frozenset({"سانا"})),)))
    kept = weakref.ref(old)
    del old
    with without_cycle_collection():
        with news.writer() as writing:
            writing.add(article("6", "نهر", "", None, (), 40))
        news.snapshot()
        assert kept() is None
