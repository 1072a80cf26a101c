"""Where a line stands among the others of its page: features of its place, length and words.

They look further than the neighbours: past furniture, over the whole head of the page, and at
what the line has in common with all the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median_high
from typing import Final

from archive.ingest.parsing.line_forms import HEADLINES, Kind
from archive.ingest.parsing.page_evidence import PageEvidence, step
from archive.ingest.parsing.page_lines import stems_of

_FURNITURE: Final = (
    *(Kind.CONTROL, Kind.DEBRIS, Kind.MENU, Kind.SHORT, Kind.STAFF, Kind.IMPRINT, Kind.ADDRESS),
)
"""Kinds of lines past which a line's next and last neighbour are looked for."""
_STAMPS: Final = (Kind.DATE, Kind.DATE_AND_MORE, Kind.AUTHOR, Kind.DATELINE, Kind.SOURCE)
_WORDED: Final = (*HEADLINES, Kind.SHORT, Kind.NAME, Kind.PROSE, Kind.TICKER)
_LABELLED: Final = (*_WORDED, Kind.OUTLET, Kind.SECTION)
_NEAR: Final = 3
_BESIDE: Final = 2
"""Lines above and below with whose lengths a line's is compared, and that are looked at."""
_PARAGRAPHS: Final = 4
"""Lines of running text with which headlines above it are compared."""
_MOST_HEADS: Final = 3
_SHARES: Final = (0.01, 0.15, 0.35, 0.6)
_RATIOS: Final = (0.25, 0.6, 1.6, 4.0)
_LENGTHS: Final = (3, 12, 25)
_PLACES: Final = (0, 1, 2, 4, 8, 16, 32)
_SIZES: Final = (1, 3, 6, 12, 30, 80)
_FIFTHS: Final = 5
"""Bounds of steps; chosen before any was tried."""


class LinePlaces:
    """Features of the places of the lines of ``page``."""

    def __init__(self, page: PageEvidence) -> None:
        self.page = page
        self.kinds = [form.kind for form in page.forms]
        self.words = [form.words for form in page.forms]
        self.keys = [line.key for line in page.lines]
        self.count = len(self.kinds)
        self.stems = [
            stems_of(line.text) if kind in _LABELLED else frozenset()
            for line, kind in zip(page.lines, self.kinds, strict=True)
        ]
        self.again = _repeated(self.keys)
        self.holding = Counter(
            stem
            for stems, again in zip(self.stems, self.again, strict=True)
            if not again
            for stem in stems
        )
        self.then = _next_kinds(self.kinds)
        self.since = _next_kinds(self.kinds[::-1])[::-1]
        self.text = [i for i, kind in enumerate(self.kinds) if kind is Kind.PROSE]
        self.head = self.text[0] if self.text else self.count
        self.in_head = list(self._heads())
        self.other_day = self._other_day()

    def features(self, index: int) -> Iterator[str]:
        """Yield the names of the features of the line at ``index``."""
        yield f"at:{min(_FIFTHS - 1, _FIFTHS * index // self.count)}"
        yield f"from_top:{step(index, _PLACES)}"
        yield f"from_end:{step(self.count - 1 - index, _PLACES)}"
        yield f"size:{step(self.count, _SIZES)}"
        yield f"then:{self.then[index] or 'end'}"
        yield f"since:{self.since[index] or 'top'}"
        yield f"before_last:{self._kind(index - _BESIDE)}"
        yield f"after_next:{self._kind(index + _BESIDE)}"
        if index > self.other_day:
            yield "below_other_day"
        if self.kinds[index] in _LABELLED:
            yield from self._lengths(index)
            if self.stems[index]:
                yield f"recurs:{step(self._recurring(index), _SHARES)}"
            if index < self.head:
                yield from self.in_head[index]

    def _other_day(self) -> int:
        """Return the first day alone below text of a page that has one above it; else the end."""
        days = [index for index, kind in enumerate(self.kinds) if kind is Kind.DATE]
        if not days or days[0] > self.head:
            return self.count
        return next((day for day in days if day > self.head), self.count)

    def _kind(self, index: int) -> str:
        return self.kinds[index] if 0 <= index < self.count else "none"

    def _lengths(self, index: int) -> Iterator[str]:
        above = self.words[max(0, index - _NEAR) : index]
        below = self.words[index + 1 : index + 1 + _NEAR]
        middle = median_high([*above, *below]) if above or below else 0
        yield f"rel:{step((self.words[index] + 1) / (middle + 1), _RATIOS)}"
        yield f"big_above:{step(max(above[-_BESIDE:], default=0), _LENGTHS)}"
        yield f"big_below:{step(max(below[:_BESIDE], default=0), _LENGTHS)}"

    def _recurring(self, index: int) -> float:
        """Return the share of a line's words that other lines of the page have, too."""
        stems = self.stems[index]
        own = 0 if self.again[index] else 1
        return sum(self.holding[stem] > own for stem in stems) / len(stems)

    def _heads(self) -> Iterator[list[str]]:
        """Yield for each line above the text what stands in the head with it."""
        heads = range(self.head)
        stamps = [i for i in heads if self.kinds[i] in _STAMPS]
        headlines = {i: self.keys[i] for i in heads if self.kinds[i] in HEADLINES}
        text = frozenset().union(*(self.stems[i] for i in self.text[:_PARAGRAPHS]))
        told = {i: len(self.stems[i] & text) for i in headlines}
        most = max(told.values(), default=0)
        above = _counts(self.keys[: self.head], headlines)
        below = _counts(
            self.keys[: self.head][::-1], {self.head - 1 - i: k for i, k in headlines.items()}
        )
        for index in heads:
            found = [f"heads_below:{below[self.head - 1 - index]}", f"heads_above:{above[index]}"]
            if stamps and stamps[-1] > index:
                found.append("stamp_below")
            if stamps and stamps[0] < index:
                found.append("stamp_above")
            if most and index in told:
                own = told[index]
                found.append("told:most" if own == most else "told:less" if own else "told:none")
            yield found


def _repeated(keys: Sequence[str]) -> list[bool]:
    """Return for each line whether one above it says the same."""
    seen: set[str] = set()
    found = []
    for key in keys:
        found.append(bool(key) and key in seen)
        seen.add(key)
    return found


def _next_kinds(kinds: Sequence[Kind]) -> list[Kind | None]:
    """Return for each line the kind of the next one below it that is no furniture."""
    found: list[Kind | None] = []
    below: Kind | None = None
    for kind in reversed(kinds):
        found.append(below)
        if kind not in _FURNITURE:
            below = kind
    return found[::-1]


def _counts(keys: Sequence[str], headlines: dict[int, str]) -> list[int]:
    """Return for each line how many different headlines stand above it, itself left out."""
    found = []
    seen: set[str] = set()
    for index, key in enumerate(keys):
        found.append(min(_MOST_HEADS, len(seen - {key})))
        if index in headlines:
            seen.add(headlines[index])
    return found
