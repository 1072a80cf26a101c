"""Articles that are none: a ticker above the page's own, a list of teasers below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from archive.ingest.parsing.line_forms import Kind
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_evidence import PageEvidence

_WHY: Final = "one of a list of other stories"


def drop_lists(page: PageEvidence, lines: Sequence[ClassifiedLine]) -> None:
    """Take the articles out of ``lines`` whose text is no running text, where another's is.

    The page's first article goes only where nothing but a ticker is its text.
    """
    kinds: dict[int, set[Kind]] = defaultdict(set)
    for line, form in zip(lines, page.forms, strict=True):
        if line.article is not None and line.role is Role.BODY:
            kinds[line.article].add(form.kind)
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
