"""Terms that set documents apart, and two columns counted together, against counting by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from whoosh import query as whoosh

from search.contract import Document, Filter, QueryTooCostlyError, Request, log_likelihood
from search.engine import ColumnarIndex

Article = Callable[..., Document]


@pytest.fixture
def harvests(index: ColumnarIndex, article: Article) -> ColumnarIndex:
    """A hundred documents in several segments: every fifth is on olives, in the south."""
    for part in range(4):
        with index.writer() as writer:
            for number in range(25 * part, 25 * (part + 1)):
                olives = number % 5 == 0
                writer.add(
                    article(
                        str(number),
                        "olives press oil" if olives else "bridge road oil",
                        outlet="south" if olives else f"north{number % 2}",
                        entities=("grove",) if olives else ("river",),
                        day=number,
                    )
                )
    return index


def test_the_score_is_that_of_a_two_by_two_table() -> None:
    """Worked by hand: 10 of 20 documents within, 12 of 100 in all."""
    (score,) = log_likelihood(np.array([10]), np.array([12]), 20, 100)
    table = [(10, 2.4), (2, 9.6), (10, 17.6), (78, 70.4)]
    assert score == pytest.approx(2 * sum(o * np.log(o / e) for o, e in table))


def test_what_is_no_more_frequent_within_has_no_score() -> None:
    assert log_likelihood(np.array([2, 0, 4]), np.array([10, 50, 100]), 20, 100)[0] == 0.0


def test_words_that_set_documents_apart_are_found_over_all_segments(
    harvests: ColumnarIndex,
) -> None:
    request = Request(
        whoosh.Term("text", "=oil"), filters=(Filter("outlet", frozenset({"south"})),)
    )
    snapshot = harvests.snapshot()
    assert len(snapshot.segments) > 1
    found = snapshot.significant_among(request, "text", "=")
    assert {(each.term, each.within, each.in_all) for each in found} == {
        ("=olives", 20, 20),
        ("=press", 20, 20),
    }


def test_names_that_set_documents_apart(harvests: ColumnarIndex) -> None:
    request = Request(whoosh.Every(), filters=(Filter("outlet", frozenset({"south"})),))
    (found,) = harvests.snapshot().significant_among(request, "entity")
    assert (found.term, found.within, found.in_all) == ("grove", 20, 20)


def test_nothing_sets_all_or_none_apart(harvests: ColumnarIndex) -> None:
    for query in (whoosh.Every(), whoosh.Term("text", "=nowhere")):
        assert harvests.snapshot().significant_among(Request(query), "text") == []


def test_time_is_bounded(harvests: ColumnarIndex) -> None:
    with pytest.raises(QueryTooCostlyError):
        harvests.snapshot().significant_among(Request(whoosh.Every(), time_limit=-1.0), "text")


def test_two_columns_together_are_counted_as_by_hand(harvests: ColumnarIndex) -> None:
    found = harvests.snapshot().cross_counts(Request(whoosh.Every()), "outlet", "outlet")
    by_hand = Counter("south" if number % 5 == 0 else f"north{number % 2}" for number in range(100))
    assert found == {(outlet, outlet): count for outlet, count in by_hand.items()}


def test_a_document_without_a_value_counts_under_none(
    index: ColumnarIndex, article: Article
) -> None:
    with index.writer() as writer:
        writer.add(article("1", "oil"))
    assert index.snapshot().cross_counts(Request(whoosh.Every()), "outlet", "outlet") == {
        ("", ""): 1
    }
