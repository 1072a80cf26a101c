"""An article's paragraphs with the hits of a search marked and the names in them linked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from archive.models import Article
from archive.models.entity_labels import NamedEntity
from search.hits.snippets import Fragment

_SUBHEAD_LETTERS: Final = 70
"""Longer lines are no subheads: headlines of Arabic news have some sixty letters."""
_SENTENCE_END: Final = re.compile(r"[.!?؟…:؛،,»”\")\]]$")


class PlacedName(NamedTuple):
    """An entity's name as it stands in a field of an article, and the method that found it there."""

    entity: NamedEntity
    field: str
    start: int
    end: int
    method: str


class TextSpan(NamedTuple):
    """A part of a line: its fragments, and the entity that it names, if any."""

    fragments: tuple[Fragment, ...]
    entity: NamedEntity | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is shown. ``subhead`` is a guess from its form, for the eye only."""

    spans: tuple[TextSpan, ...]
    subhead: bool = False

    @property
    def hits(self) -> int:
        """The number of marked fragments."""
        return sum(fragment.marked for span in self.spans for fragment in span.fragments)


def paragraphs_of(
    article: Article,
    marked: Sequence[Sequence[Fragment]] | None,
    mentions: Iterable[PlacedName],
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article's body.

    ``marked`` holds the fragments of each paragraph as a search marks them, or ``None``;
    ``mentions`` are those of the body, their offsets into ``article.body``.
    """
    lines = [line for line in _lines(article.body) if line[1]]
    fragments = marked if marked is not None else [(Fragment(text),) for _start, text in lines]
    distinct = without_overlaps(mentions)
    starts = [mention.start for mention in distinct]
    last = len(lines) - 1
    return tuple(
        Paragraph(
            tuple(_spans(start, text, line_fragments, _between(start, text, distinct, starts))),
            subhead=is_subhead(text, number, last),
        )
        for number, ((start, text), line_fragments) in enumerate(
            zip(lines, fragments, strict=False)
        )
    )


def line_spans(
    fragments: Sequence[Fragment], mentions: Iterable[PlacedName]
) -> tuple[TextSpan, ...]:
    """Return one line, such as a title, as spans; mentions' offsets count from its beginning."""
    text = "".join(fragment.text for fragment in fragments)
    return tuple(_spans(0, text, fragments, without_overlaps(mentions)))


def text_lines(
    lines: Sequence[str], mentions: Iterable[PlacedName]
) -> tuple[tuple[TextSpan, ...], ...]:
    """Return each of several lines as spans; mentions' offsets count in the lines joined."""
    distinct = without_overlaps(mentions)
    return tuple(
        tuple(_spans(start, text, (Fragment(text),), distinct))
        for start, text in _lines("\n".join(map(str, lines)))
        if text
    )


def without_overlaps(mentions: Iterable[PlacedName]) -> list[PlacedName]:
    """Return the mentions in the order of the text, the longer one where two overlap."""
    distinct: list[PlacedName] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if mention.end > mention.start and (not distinct or mention.start >= distinct[-1].end):
            distinct.append(mention)
    return distinct


def _lines(body: str) -> Iterator[tuple[int, str]]:
    """Yield each line of ``body`` after the offset at which it starts."""
    start = 0
    for line in body.split("\n"):
        yield start, line
        start += len(line) + 1


def _between(
    start: int, text: str, mentions: Sequence[PlacedName], starts: Sequence[int]
) -> Sequence[PlacedName]:
    """Return the mentions that begin in a line; ``starts`` are where they all do."""
    return mentions[bisect_left(starts, start) : bisect_left(starts, start + len(text))]


def _spans(
    start: int, text: str, fragments: Sequence[Fragment], mentions: Sequence[PlacedName]
) -> Iterator[TextSpan]:
    """Yield the spans of the line ``text``, which starts at ``start`` of the mentions' text."""
    end, position = start + len(text), start
    plain = len(fragments) == 1 and not fragments[0].marked
    cut = _plain_cut(fragments[0].text) if plain else _Cutter(fragments)
    for mention in mentions:
        if mention.start < start or mention.end > end:
            continue
        if mention.start > position:
            yield TextSpan(cut(position - start, mention.start - start))
        yield TextSpan(cut(mention.start - start, mention.end - start), mention.entity)
        position = mention.end
    if position < end:
        yield TextSpan(cut(position - start, end - start))


def _plain_cut(text: str) -> Callable[[int, int], tuple[Fragment, ...]]:
    """Return what cuts a line without marks: nearly every line of an article that no search led to."""

    def cut(start: int, end: int) -> tuple[Fragment, ...]:
        return (Fragment(text[start:end]),)

    return cut


class _Cutter:
    """Cuts the fragments of a line between offsets of their joined text, going forward."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._fragments = fragments
        self._at = 0
        self._position = 0

    def __call__(self, start: int, end: int) -> tuple[Fragment, ...]:
        """Return what lies between ``start``, no earlier than in the last call, and ``end``."""
        pieces = []
        while self._at < len(self._fragments):
            fragment = self._fragments[self._at]
            first = max(start - self._position, 0)
            last = min(end - self._position, len(fragment.text))
            if first < last:
                pieces.append(Fragment(fragment.text[first:last], fragment.marked))
            if self._position + len(fragment.text) > end:
                break
            self._position += len(fragment.text)
            self._at += 1
        return tuple(pieces)


def is_subhead(text: str, number: int, last: int) -> bool:
    """Return whether line ``number`` of a text that ends with line ``last`` looks like a subhead."""
    within = 0 < number < last
    return within and len(text) <= _SUBHEAD_LETTERS and _SENTENCE_END.search(text.strip()) is None
