"""What an operator is to know of the index as a server starts."""

from __future__ import annotations

from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.home_errors import MissingClusterIndexError


def problem_at_start(home: ArchiveIndex) -> str:
    """Return why search is away, where it may come back or be built; empty where all is well.

    Of an index in a folder nothing is told: the worker mends it. Raises ``IndexUnavailableError``
    where the setting, the user or the cluster's index is a wrong one.
    """
    if isinstance(home, ColumnarHome):
        return ""
    from search.opensearch import ClusterAwayError

    try:
        home.glance()
    except (ClusterAwayError, MissingClusterIndexError) as error:
        return str(error)
    return ""
