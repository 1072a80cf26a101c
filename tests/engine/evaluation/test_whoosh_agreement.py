"""Every query finds, scores, orders and counts as Whoosh's own evaluation of it does."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    DisjunctionMax,
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
    Term,
    TermRange,
    Wildcard,
)

from search.contract import Document, FacetRequest, Filter, IndexSchema, PhraseOf, Request
from search.engine import ColumnarIndex
from tests.engine.whoosh_oracle import whoosh_scores

WORDS = ["كتاب", "كاتب", "كتب", "دمشق", "بغداد", "سلام", "حرب", "نهر"]
OUTLETS = ["سانا", "واع", "بترا"]
ENTITIES = ["Q1", "Q2", "Q3", "person:علي"]

documents = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), max_size=12),
        st.lists(st.sampled_from(WORDS), max_size=3),
        st.none() | st.sampled_from(OUTLETS),
        st.sets(st.sampled_from(ENTITIES)),
        st.none() | st.integers(-3, 9),
    ),
    max_size=14,
)
texts = st.sampled_from(
    ["=" + word for word in WORDS] + ["~" + word[:3] for word in WORDS] + ["=لا"]
)
boosts = st.sampled_from([1.0, 1.0, 0.5, 3.0])
fields = st.sampled_from(["text", "text", "title"])
phrase_words = st.lists(texts, min_size=1, max_size=3)
slops = st.integers(1, 4)

leaves = st.one_of(
    st.builds(Term, fields, texts, boosts),
    st.builds(Term, st.just("outlet"), st.sampled_from(OUTLETS), boosts),
    st.builds(Term, st.just("entity"), st.sampled_from(ENTITIES), boosts),
    st.builds(Term, st.just("day"), st.integers(-3, 9)),
    st.builds(Phrase, fields, phrase_words, slops, boosts),
    st.builds(
        PhraseOf,
        fields,
        st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=3),
        slops,
        st.booleans(),
        boosts,
    ),
    st.builds(Prefix, fields, st.sampled_from(["=ك", "=", "~كت", "=دمش", "~ن"])),
    st.builds(
        Wildcard,
        fields,
        st.sampled_from(["=ك*ب", "=?تب", "*ب", "~[كد]*", "=*ت*", "=[]ك]*", "=[!ك]*"]),
    ),
    st.builds(TermRange, fields, texts, texts, st.booleans(), st.booleans()),
    st.builds(FuzzyTerm, fields, texts, maxdist=st.integers(1, 2), prefixlength=st.integers(0, 2)),
    st.builds(
        NumericRange,
        st.just("day"),
        st.none() | st.integers(-3, 9),
        st.none() | st.integers(-3, 9),
        st.booleans(),
        st.booleans(),
        boosts,
    ),
    st.builds(Every, st.sampled_from([None, "text", "outlet", "entity"]), boosts),
    st.just(NullQuery),
)


def branches(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(And, several, boosts),
        st.builds(Or, several, boosts),
        st.builds(DisjunctionMax, several, boosts),
        st.builds(Not, parts),
        st.builds(AndNot, parts, parts),
        st.builds(AndMaybe, parts, parts),
        st.builds(Require, parts, parts),
        st.builds(ConstantScoreQuery, parts, boosts),
    )


queries = st.recursive(leaves, branches, max_leaves=6)


def build(path: Path, schema: IndexSchema, rows: list[Any], cuts: set[int]) -> ColumnarIndex:
    """An index of ``rows``, with a commit after each place in ``cuts``, and some deleted."""
    index = ColumnarIndex.create(path, schema, "")
    writer = index.writer()
    for number, (text, title, outlet, entities, day) in enumerate(rows):
        writer.add(
            Document(
                str(number),
                {"text": " ".join(text), "title": " ".join(title)},
                {"outlet": [outlet] if outlet else [], "entity": sorted(entities)},
                {"day": day},
            )
        )
        if number in cuts:
            writer.commit()
            writer = index.writer()
            writer.delete(str(number // 2))
    writer.commit()
    return index


@pytest.mark.property
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=documents, cuts=st.sets(st.integers(0, 13), max_size=2), query=queries)
def test_hits_scores_and_order_are_those_of_whoosh(
    schema: IndexSchema, rows: list[Any], cuts: set[int], query: Query
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = build(Path(folder) / "index", schema, rows, cuts)
        response = index.snapshot().search(Request(query, limit=100))
        theirs = whoosh_scores(index, query)
    ours = {hit.docref: hit.score for hit in response.hits}
    assert set(ours) == set(theirs)
    assert response.total == len(theirs)
    assert ours == pytest.approx(theirs, rel=1e-9)
    # Sums taken in another order may differ in their last bits, and only so may ranks.
    order = [round(theirs[hit.docref], 9) for hit in response.hits]
    assert order == sorted(order, reverse=True)
    ranked = [(-round(score, 9), document) for document, score in ours.items()]
    assert [document for _, document in sorted(ranked)] == [
        document for _, document in sorted((-round(s, 9), d) for d, s in theirs.items())
    ]


@pytest.mark.property
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=documents,
    cuts=st.sets(st.integers(0, 13), max_size=2),
    query=queries,
    chosen=st.sets(st.sampled_from(OUTLETS)),
    excluded=st.sets(st.sampled_from(ENTITIES), max_size=1),
)
def test_facet_counts_are_those_of_counting_by_hand(
    schema: IndexSchema,
    rows: list[Any],
    cuts: set[int],
    query: Query,
    chosen: set[str],
    excluded: set[str],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = build(Path(folder) / "index", schema, rows, cuts)
        snapshot = index.snapshot()
        matching_keys = [int(snapshot.key(doc)) for doc in snapshot.matching(query).tolist()]
        response = snapshot.search(
            Request(
                query,
                (
                    Filter("outlet", frozenset(chosen)),
                    Filter("entity", none_of=frozenset(excluded)),
                ),
                (FacetRequest("outlet", None), FacetRequest("entity", None)),
            )
        )
    outlets: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    for _, _, outlet, names, _ in map(rows.__getitem__, matching_keys):
        if outlet and not names & excluded:
            outlets[outlet] += 1
        if not chosen or outlet in chosen:
            entities.update(names)
    assert response.facets == {
        "outlet": sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0])),
        "entity": sorted(entities.items(), key=lambda pair: (-pair[1], pair[0])),
    }
