"""What the service asks of an index: the same of the columnar one and of a cluster's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

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
    EitherFilter,
    FacetRequest,
    Filter,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    PhraseOf,
    QueryTooCostlyError,
    Request,
    Synonyms,
    TextField,
    UnknownFieldError,
    UnknownQueryError,
)
from search.engine import ColumnarIndex
from search.opensearch import Cluster
from tests.cluster.tried_indexes import TriedClusterIndex, TriedIndex
from tests.engine.two_kind_analyzer import TwoKindAnalyzer

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def schema() -> IndexSchema:
    analyzer = TwoKindAnalyzer()
    return IndexSchema(
        (
            KeyField("id"),
            TextField("text", analyzer),
            TextField("title", analyzer),
            KeywordField("outlet"),
            KeywordField("story"),
            KeywordField("entity", multi=True),
            NumberField("day"),
        )
    )


@pytest.fixture(
    params=[
        "columnar",
        pytest.param(1, marks=pytest.mark.cluster, id="opensearch, one shard"),
        pytest.param(3, marks=pytest.mark.cluster, id="opensearch, three shards"),
    ]
)
def index(
    request: pytest.FixtureRequest, tmp_path: Path, schema: IndexSchema
) -> Iterator[TriedIndex]:
    if request.param == "columnar":
        yield ColumnarIndex.create(tmp_path / "index", schema, "first")
        return
    cluster = Cluster(request.getfixturevalue("one_node").urls)
    made = TriedClusterIndex(cluster, f"contract-{next(_NUMBERS)}", schema, request.param)
    yield made
    made.remove()
    cluster.close()


Row = tuple[str, str | list[str], str | None, tuple[str, ...], int | None, str | None]
Fill = Callable[..., None]


@pytest.fixture
def fill(index: TriedIndex) -> Fill:
    """Index rows: key, text, outlet, entities, day, story."""

    def run(*rows: Row) -> None:
        with index.writer() as writer:
            for key, text, outlet, entities, day, story in rows:
                keywords = {
                    "outlet": [outlet] if outlet else [],
                    "story": [story] if story else [],
                    "entity": list(entities),
                }
                writer.update(Document(key, {"text": text}, keywords, {"day": day}))

    return run


@pytest.fixture
def news(index: TriedIndex, fill: Fill) -> TriedIndex:
    fill(
        ("1", "الوزير يزور حلب", "الصدى", ("Q1", "Q2"), 10, "s1"),
        ("2", "حلب تستقبل الوزير", "الصدى", ("Q1",), 30, "s1"),
        ("3", "عمان و حلب", "النبأ", ("Q2", "Q3"), None, None),
    )
    fill(
        ("4", "سوق عمان", "النبأ", (), 20, None),
        ("5", "حلب القديمة", None, ("Q1",), 20, None),
        ("10", "مطر", None, (), 5, None),
    )
    return index


def found(index: TriedIndex, query: Query, **options: object) -> list[str]:
    request = Request(query, **options)  # type: ignore[arg-type]
    return [hit.key for hit in index.snapshot().search(request).hits]


def term(text: str, field: str = "text", boost: float = 1.0) -> Term:
    return Term(field, text, boost)


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
    assert snapshot.doc_frequency("text", "=حلب") == 4
    assert snapshot.doc_frequency("text", "=غائب") == 0
    assert snapshot.doc_frequency("outlet", "الصدى") == 2
    assert snapshot.doc_frequencies("outlet") == {"الصدى": 2, "النبأ": 2}
    assert snapshot.facet("entity", term("=حلب"), 1) == [("Q1", 3)]
    assert (snapshot.has_terms("entity"), snapshot.has_terms("title")) == (True, False)
    assert snapshot.greatest("day") == 30


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
