"""Where documents are folded into groups, totals and facets count the same groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.query import Every, Term

from search.contract import Document, FacetRequest, Filter, IndexSchema, Request
from search.engine import ColumnarIndex

OUTLETS = ["سانا", "واع", "وفا"]
ENTITIES = ["Q1", "Q2", "Q3"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from([*OUTLETS, None]),
        st.sets(st.sampled_from(ENTITIES)).map(sorted),
        st.sampled_from(["حلب", "حلب حمص", "حمص"]),
    ),
    min_size=1,
    max_size=20,
)


@pytest.mark.property
@given(ROWS, st.integers(0, 19))
def test_a_count_is_the_total_after_choosing_it(
    tmp_path_factory: pytest.TempPathFactory,
    schema: IndexSchema,
    article: Callable[..., Document],
    rows: list[tuple[str | None, list[str], str]],
    cut: int,
) -> None:
    index = ColumnarIndex.create(_folder(tmp_path_factory), schema, "")
    for name, part in (("a", rows[:cut]), ("b", rows[cut:])):
        with index.writer() as writer:
            for number, (outlet, entities, text) in enumerate(part):
                writer.add(article(f"{name}{number}", text, "", outlet, tuple(entities)))
    snapshot, query = index.snapshot(), Term("text", "=حلب")
    facets = (FacetRequest("entity", None), FacetRequest("outlet", None))
    response = snapshot.search(Request(query, facets=facets, collapse="outlet"))
    for field in ("entity", "outlet"):
        for value, count in response.facets[field]:
            chosen = (Filter(field, frozenset({value})),)
            for limit in (0, 10):
                narrowed = Request(query, chosen, collapse="outlet", limit=limit)
                assert snapshot.search(narrowed).total == count


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("folded") / "index"


def test_a_story_of_two_copies_counts_once(
    index: ColumnarIndex, article: Callable[..., Document]
) -> None:
    with index.writer() as writer:
        writer.add(article("1", "جسر", "", "سانا", ("Q1",), 1))
        writer.add(article("2", "جسر", "", "سانا", ("Q1", "Q2"), 2))
        writer.add(article("3", "جسر", "", None, ("Q2",), 3))
    request = Request(Every(), facets=(FacetRequest("entity"),), collapse="outlet")
    response = index.snapshot().search(request)
    assert response.total == 2
    assert response.facets["entity"] == [("Q2", 2), ("Q1", 1)]
