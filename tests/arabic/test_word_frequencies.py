"""The table of word frequencies: shipped, enlarged, kept and told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.frequencies import FrequencyTable

COUNTS = st.dictionaries(
    st.text(st.characters(exclude_characters=" \n#"), min_size=1), st.integers(1, 10**9)
)


def test_shipped_table_knows_common_words() -> None:
    shipped = FrequencyTable.shipped()
    assert shipped.count("قال") > shipped.count("وقال") > 0
    assert shipped.count("قرنزويل") == 0


def test_combining_adds_and_leaves_the_first_alone() -> None:
    table = FrequencyTable({"قال": 3})
    combined = table.combined_with({"قال": 2, "عفرين": 5})
    assert (combined.count("قال"), combined.count("عفرين")) == (5, 5)
    assert (table.count("قال"), table.count("عفرين")) == (3, 0)


def test_fingerprint_tells_tables_apart() -> None:
    table = FrequencyTable({"قال": 3})
    assert table.fingerprint() == FrequencyTable({"قال": 3}).fingerprint()
    assert table.fingerprint() != FrequencyTable({"قال": 4}).fingerprint()


@pytest.mark.property
@given(COUNTS)
def test_bytes_give_the_table_back(counts: dict[str, int]) -> None:
    table = FrequencyTable.from_bytes(FrequencyTable(counts).to_bytes("Source: a test."))
    assert {word: table.count(word) for word in counts} == counts
    assert len(table) == len(counts)
