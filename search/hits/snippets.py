"""Original text with its hits marked: whole, or the passage that shows most of them.

Nothing is folded: the fragments of a whole text joined are the text. A passage begins with
a sentence where that leaves room for its hits, and never cuts a word or a vowel mark.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import Final, NamedTuple

from search.hits.matching import Highlight, Relation

PASSAGE_LETTERS: Final = 240
"""Letters of a passage, at most."""
LEAD_LETTERS: Final = 80
"""Letters that may stand before the first hit; where its sentence has more, they are cut."""
ELLIPSIS: Final = "…"

_WEIGHTS: Final = {
    Relation.SAME: 1.0,
    Relation.CLITIC: 1.0,
    Relation.SPELLING: 1.0,
    Relation.PREFIX: 0.8,
    Relation.NEAR: 0.5,
    Relation.STEM: 0.8,
    Relation.ROOT: 0.4,
}
"""What a hit is worth among passages with equally many different words."""

_STOPS: Final = ".!?؟…۔"
_SENTENCE_END: Final = re.compile(
    rf"[{_STOPS}](?<![{_STOPS}][{_STOPS}])(?:(?<!\b\w[{_STOPS}])|(?=[{_STOPS}]))"
    rf"[{_STOPS}]*+[\"”“»«')\]]*+\s+|\n+"
)
"""Full stops and the space behind them. One after a single letter abbreviates a word.

A row of stops is read once, from its first on: a row of thousands would else be read from each.
The stop stands first, and what must not stand before it behind: so the engine of ``re`` leaps from
one stop to the next.
"""
_SPACE: Final = re.compile(r"\s+")
_BESIDE_LETTERS: Final = 3
"""Signs and spaces that may stand between two words that stand side by side."""
_JOINERS: Final = "\u200d\ufe0e\ufe0f"


class Fragment(NamedTuple):
    """A run of original text; ``marked`` where it matched."""

    text: str
    marked: bool = False


def marked(text: str, highlights: Sequence[Highlight]) -> tuple[Fragment, ...]:
    """Return the whole of ``text``, what ``highlights`` cover marked."""
    return tuple(_fragments(text, 0, len(text), highlights))


def passage(
    text: str, highlights: Sequence[Highlight], length: int = PASSAGE_LETTERS
) -> tuple[Fragment, ...]:
    """Return the stretch of ``text`` with the most different hits, the earliest of equals.

    Words of the search that stand side by side count as one more. Without a hit it is the beginning. An ellipsis stands where a sentence was cut.
    """
    sentences = _Sentences.of(text)
    start, hit_end = _best(text, highlights, sentences.starts, length)
    end = _end(text, start, max(hit_end, start), sentences.ends, length)
    body = list(_fragments(text, start, end, highlights))
    if start not in sentences.starts and text[:start].strip():
        body.insert(0, Fragment(f"{ELLIPSIS} "))
    if end not in sentences.ends and text[end:].strip():
        body.append(Fragment(f" {ELLIPSIS}"))
    return tuple(body)


class _Sentences(NamedTuple):
    """Where sentences start, and where they end before the space that follows."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> _Sentences:
        breaks = list(_SENTENCE_END.finditer(text))
        ends = [match.start() + len(match.group().rstrip()) for match in breaks]
        return cls([0, *(match.end() for match in breaks)], ends)


def _best(
    text: str, highlights: Sequence[Highlight], starts: list[int], length: int
) -> tuple[int, int]:
    """Return where the best window starts, and the end of the last hit in it."""
    best = (0, 0, 0.0, 0, 0)
    window = (_skip_space(text, 0), 0)
    beside = [set(_beside(text, highlights, index)) for index in range(len(highlights))]
    for index, highlight in enumerate(highlights):
        start = _start(text, highlight.start, starts)
        nearby = takewhile(partial(_starts_before, start + length), _from(highlights, index))
        inside = [other for other in nearby if other.end <= start + length]
        narrowest = {other.term_number: _WEIGHTS[other.relation] for other in reversed(inside)}
        pairs = set().union(*beside[index : index + len(inside) - 1])
        words = len(narrowest)
        score = (words + len(pairs), words, sum(narrowest.values()), len(inside), -index)
        if score > best:
            best = score
            window = (start, max(other.end for other in inside))
    return window


def _beside(text: str, highlights: Sequence[Highlight], index: int) -> Iterator[int]:
    """Yield the number of a hit's term where the search's next word stands right behind it."""
    hit = highlights[index]
    nearby = takewhile(
        partial(_starts_before, hit.end + _BESIDE_LETTERS), _from(highlights, index + 1)
    )
    for other in nearby:
        between = text[hit.end : other.start]
        follows = other.term_number == hit.term_number + 1 and other.start > hit.end
        if follows and not any(map(str.isalnum, between)):
            yield hit.term_number


def _from(highlights: Sequence[Highlight], index: int) -> Iterator[Highlight]:
    """Yield the hits from ``index`` on; ``islice`` would pass over all before it, each time."""
    return map(highlights.__getitem__, range(index, len(highlights)))


def _starts_before(limit: int, highlight: Highlight) -> bool:
    return highlight.start < limit


def _start(text: str, hit: int, starts: list[int]) -> int:
    """Return the start of the hit's sentence, or of a word not far before the hit."""
    sentence = starts[bisect_right(starts, hit) - 1]
    if hit - sentence <= LEAD_LETTERS:
        return sentence
    space = _SPACE.search(text, hit - LEAD_LETTERS, hit)
    return space.end() if space else _whole_character(text, hit)


def _end(text: str, start: int, hit_end: int, ends: list[int], length: int) -> int:
    """Return the last end of a sentence within reach after the hits, else of a word."""
    limit = start + length
    if limit >= len(text):
        return len(text.rstrip())
    within_reach = [end for end in ends if max(hit_end, start + 1) <= end <= limit]
    if within_reach:
        return within_reach[-1]
    spaces = [space.start() for space in _SPACE.finditer(text, max(hit_end, start + 1), limit + 1)]
    return spaces[-1] if spaces else max(_whole_character(text, limit), hit_end)


def _skip_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _whole_character(text: str, cut: int) -> int:
    """Return the nearest place not after ``cut`` that parts no letter from its marks."""
    while 0 < cut < len(text) and (
        unicodedata.combining(text[cut]) or text[cut] in _JOINERS or text[cut - 1] in _JOINERS
    ):
        cut -= 1
    return cut


def _fragments(
    text: str, start: int, end: int, highlights: Iterable[Highlight]
) -> Iterator[Fragment]:
    at = start
    for highlight_start, highlight_end in _merged(highlights):
        if highlight_end <= at or highlight_start >= end:
            continue
        if highlight_start > at:
            yield Fragment(text[at:highlight_start])
        yield Fragment(text[max(highlight_start, at) : min(highlight_end, end)], marked=True)
        at = min(highlight_end, end)
    if at < end:
        yield Fragment(text[at:end])


def _merged(highlights: Iterable[Highlight]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that overlapping highlights cover together."""
    open_start = open_end = -1
    for highlight in sorted(highlights):
        if highlight.start < open_end:
            open_end = max(open_end, highlight.end)
            continue
        if open_end >= 0:
            yield open_start, open_end
        open_start, open_end = highlight.start, highlight.end
    if open_end >= 0:
        yield open_start, open_end
