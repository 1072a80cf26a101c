"""What Haystack can be asked and this index cannot answer: refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from haystack.exceptions import SearchBackendError

from archive.errors import ArchiveError

_UNSUPPORTED: Final = {
    "within": "within(): articles have no coordinates; filter by place or entity",
    "dwithin": "dwithin(): articles have no coordinates; filter by place or entity",
    "distance_point": "distance(): articles have no coordinates; filter by place or entity",
    "stats": "stats(): no field holds amounts to add up; count with facet() or date_facet()",
}
"""Option of a search → why it is refused, and the way out."""


class UnanswerableSearchError(ArchiveError, SearchBackendError):
    """A search through Haystack that has no answer here; the message names the way out."""


def check_options(options: Mapping[str, Any]) -> None:
    """Raise ``UnanswerableSearchError`` where ``options`` ask for what no article has."""
    for name, reason in _UNSUPPORTED.items():
        if options.get(name):
            raise UnanswerableSearchError(reason)


def unknown_field(name: str, purpose: str, possible: Iterable[str]) -> UnanswerableSearchError:
    """Return the error for a field that does not serve ``purpose`` (``"sort by"``)."""
    return UnanswerableSearchError(
        f"{name!r} is no field to {purpose}; these are: {', '.join(possible)}"
    )
