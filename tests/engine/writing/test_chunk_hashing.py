"""Numbers by hash: what was put in is found, whatever the hashes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.writing.chunk_hashing import UNKNOWN, HashTable

CROWDED = st.integers(1, 40) | st.integers(2**64 - 40, 2**64 - 1) | st.integers(1, 2**64 - 1)
"""Many hashes share their highest bits, and some the last slots of the table."""


@pytest.mark.property
@given(st.lists(st.lists(CROWDED, unique=True, max_size=60), max_size=6))
def test_hashes_are_found_again(batches: list[list[int]]) -> None:
    table, known = HashTable(), dict[int, int]()
    for batch in batches:
        new = [value for value in batch if value not in known]
        known.update((value, len(known) + place) for place, value in enumerate(new))
        table.add(np.array(new, np.uint64), np.array([known[v] for v in new], np.uint32))
        asked = [*known, *(value ^ 1 for value in known if value > 1)]
        found = table.find(np.array(asked, np.uint64)).tolist()
        assert found == [known.get(value, int(UNKNOWN)) for value in asked]


def test_table_grows_with_what_it_holds() -> None:
    table, hashes = HashTable(), np.arange(1, 50_001, dtype=np.uint64) * np.uint64(2**47 + 1)
    table.add(hashes, np.arange(50_000, dtype=np.uint32))
    assert table.find(hashes).tolist() == list(range(50_000))
