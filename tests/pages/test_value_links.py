"""The links of a facet's values are those of the search with a value added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.presentation.links import search_address
from search.presentation.value_links import ValueLinks
from search.query.state import SearchState

VALUES = st.text(max_size=12)
STATES = st.builds(
    lambda text, chosen, excluded, page: SearchState(
        text=text,
        chosen={"place": tuple(chosen), "outlet": ("a",)} if chosen else {},
        excluded={"place": tuple(excluded)} if excluded else {},
        page=page,
        collapse=page == 2,
    ),
    st.text(max_size=20),
    st.lists(VALUES, max_size=3, unique=True),
    st.lists(VALUES, max_size=2, unique=True),
    st.integers(1, 3),
)


@pytest.mark.property
@given(STATES, VALUES.filter(bool), st.sampled_from(["place", "outlet", "date", "person"]))
def test_links_are_those_of_the_state(state: SearchState, value: str, facet: str) -> None:
    links = ValueLinks(state, facet)
    assert links.choose(value) == search_address(state.toggle_facet(facet, value))
    gone = value in state.excluded.get(facet, ())
    without = state.without_excluded(facet, value) if gone else state.with_excluded(facet, value)
    assert links.exclude(value) == search_address(without)
