"""The closing line of a feed's item: «The post … appeared first on …» holds the headline.

WordPress writes it below each item of its feeds, in the language of the site, where whoever
republishes them often keeps it and drops the headline above.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.page_lines import Line

_CLOSING: Final = compile_folded(
    r"^(?:the post|ظهرت المقالة|ظهر المقال|ظهرت التدوينة|التدوينة|المقالة|المقال)\s+(?P<title>\S.{4,220}?)\s+"
    r"(?:appeared first on|first appeared on|(?:ظهرت? )?(?:اولا|لاول مرة) (?:علي|في))\s+(?P<outlet>\S.{1,60}?)\.?$"
)
_LINES_READ: Final = 12
"""Lines at the end of a page among which its feed's closing line stands."""


def headline_below(lines: Sequence[Line]) -> str:
    """Return the headline that the closing line of a feed's item names, else an empty string."""
    for line in lines[-_LINES_READ:]:
        found = _CLOSING.match(line.plain)
        if found is not None:
            return found["title"]
    return ""
