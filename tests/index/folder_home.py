"""The index of a test's archive, where it is known to lie in a folder."""

from __future__ import annotations

from search.index.columnar_home import ColumnarHome
from search.index.index_home import index_home


def columnar_home() -> ColumnarHome:
    """Return the home that the settings name."""
    home = index_home()
    assert isinstance(home, ColumnarHome)
    return home
