"""The lines of a page with what their forms and the rules show, and what the whole page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.ingest.parsing.layout_rules import Layout, LineMark
from archive.ingest.parsing.line_forms import HEADLINES, Kind, LineForm
from archive.ingest.parsing.page_lines import Line

_SHORTEST_LONGEST: Final = 200
_SHARE_OF_LONGEST: Final = 0.4
"""Code points of a page's longest line, and its share of all, from which it is no label."""
LONGEST_RUN: Final = 5
"""Headlines above and below a line that are counted: five and fifty say the same."""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """The lines of a page with their forms and marks; all of one length.

    ``stated_title`` is the key (``line_key``) of the title that the page's metadata gives,
    ``layout`` the one that was chosen for it.
    """

    lines: Sequence[Line]
    forms: Sequence[LineForm]
    marks: Sequence[LineMark | None]
    layout: Layout
    stated_title: str = ""


def longest_line(forms: Sequence[LineForm]) -> int:
    """Return the index of the line that holds most of the page, else -1."""
    lengths = [form.length for form in forms]
    top = max(lengths, default=0)
    if top < _SHORTEST_LONGEST or top < _SHARE_OF_LONGEST * sum(lengths):
        return -1
    return lengths.index(top)


def step(value: float, bounds: Sequence[float]) -> int:
    """Return how many of ``bounds`` lie below ``value``."""
    return sum(value > bound for bound in bounds)


def headline_runs(kinds: Sequence[Kind], keys: Sequence[str]) -> list[tuple[int, bool, bool]]:
    """Return for each line how many different lines stand together with it as headlines.

    With that, whether it is their first, and their last. A line that is no headline counts
    with those right above and right below it.
    """
    starts, ends = list(range(len(kinds))), list(range(len(kinds)))
    for index in range(1, len(kinds)):
        if kinds[index - 1] in HEADLINES:
            starts[index] = starts[index - 1]
    for index in range(len(kinds) - 2, -1, -1):
        if kinds[index + 1] in HEADLINES:
            ends[index] = ends[index + 1]
    found = []
    for index in range(len(kinds)):
        start, end = starts[index], ends[index]
        near = keys[max(start, index - LONGEST_RUN) : min(end, index + LONGEST_RUN) + 1]
        found.append((len(set(near)), start == index, end == index))
    return found


def next_others(keys: Sequence[str]) -> list[int]:
    """Return for each line the first below it that says something else."""
    found = [len(keys)] * len(keys)
    for index in range(len(keys) - 2, -1, -1):
        below = index + 1
        found[index] = below if keys[below] != keys[index] else found[below]
    return found
