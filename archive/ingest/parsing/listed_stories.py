"""Articles that are none: a ticker above the page's own, a list of teasers below it.

And pages that have none, whose words are kept all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing.line_forms import HEADLINES, UNKNOWN, Kind
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_evidence import PageEvidence
from archive.ingest.parsing.tickers import is_divided

_WHY: Final = "one of a list of other stories"
_LONG: Final = 15
"""Words from which a line without a full stop is running text here."""
_FEW_LINES: Final = 5
"""Lines of a page so short that whatever no list explains on it is its text."""


def drop_lists(page: PageEvidence, lines: Sequence[ClassifiedLine]) -> None:
    """Take the articles out of ``lines`` whose text is no running text, where another's is.

    The page's first article goes only where nothing but a ticker is its text.
    """
    kinds: dict[int, set[Kind]] = defaultdict(set)
    for line, form in zip(lines, page.forms, strict=True):
        if line.article is not None and line.role is Role.BODY:
            long = form.words >= _LONG and form.end != "dots" and form.kind in HEADLINES
            kinds[line.article].add(Kind.PROSE if long else form.kind)
    positions = sorted({line.article for line in lines if line.article is not None})
    told = [position for position in positions if Kind.PROSE in kinds[position]]
    if not told or len(positions) < 2:
        return
    listed = [
        position
        for position in positions
        if position not in told and (position > told[0] or kinds[position] <= {Kind.TICKER})
    ]
    kept = [position for position in positions if position not in listed]
    for line in lines:
        if line.article is None:
            continue
        if line.article in listed:
            line.role, line.article, line.why = Role.RELATED, None, _WHY
        else:
            line.article = kept.index(line.article)


def keep_words(page: PageEvidence, lines: Sequence[ClassifiedLine]) -> None:
    """Make text of what a page without an article holds: nothing that is told is lost.

    A page of nothing but a ticker stays without.
    """
    tickers = [i for i, form in enumerate(page.forms) if form.kind is Kind.TICKER]
    few = len(lines) <= _FEW_LINES and not tickers
    kinds = (*UNKNOWN, Kind.PROSE) if few else (Kind.PROSE,)
    for index, (line, form) in enumerate(zip(lines, page.forms, strict=True)):
        sure = is_divided(line.line.text) or (
            index > 0 and page.forms[index - 1].kind is Kind.RELATED_MARKER
        )
        if form.kind in kinds or (index in tickers and not sure):
            line.role, line.article, line.why = Role.BODY, 0, "one of the few words there are"
