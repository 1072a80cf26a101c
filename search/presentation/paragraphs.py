"""Runs of text: an article's paragraphs with hits marked and mentions linked.

The sentence about a place in a text, cut where it is too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.models import Article, Entity, Mention
from search.hits.snippets import Fragment

_SUBHEAD_LETTERS: Final = 70
_SENTENCE_ENDS: Final = re.compile(r"[.!?؟…:؛،,»”\")\]]$")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph: its fragments, and the entity that it names, if any."""

    fragments: tuple[Fragment, ...]
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is shown. ``subhead`` is a guess from its form, for the eye only."""

    runs: tuple[Run, ...]
    subhead: bool = False

    @property
    def hits(self) -> int:
        """The number of marked fragments."""
        return sum(fragment.marked for run in self.runs for fragment in run.fragments)


def paragraphs_of(
    article: Article,
    marked: Sequence[Sequence[Fragment]] | None,
    mentions: Iterable[Mention],
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article's body.

    ``marked`` holds the fragments of each paragraph as a search marks them, or ``None``;
    ``mentions`` are those of the body, their offsets into ``article.body``.
    """
    lines = [line for line in _lines(article.body) if line[1]]
    fragments = marked if marked is not None else [(Fragment(text),) for _start, text in lines]
    found = without_overlaps(mentions)
    last = len(lines) - 1
    return tuple(
        Paragraph(
            tuple(_runs(start, text, line_fragments, found)),
            subhead=0 < number < last and _looks_like_subhead(text),
        )
        for number, ((start, text), line_fragments) in enumerate(
            zip(lines, fragments, strict=False)
        )
    )


def runs_of(fragments: Sequence[Fragment], mentions: Iterable[Mention]) -> tuple[Run, ...]:
    """Return one line, such as a title, as runs; offsets count from its beginning."""
    text = "".join(fragment.text for fragment in fragments)
    return tuple(_runs(0, text, fragments, without_overlaps(mentions)))


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions in the order of the text, the longer one where two overlap."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if mention.end > mention.start and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return kept


def _lines(body: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in body.split("\n"):
        yield start, line
        start += len(line) + 1


def _runs(
    start: int, text: str, fragments: Sequence[Fragment], mentions: Sequence[Mention]
) -> Iterator[Run]:
    end, position = start + len(text), start
    for mention in mentions:
        if mention.start < start or mention.end > end:
            continue
        if mention.start > position:
            yield Run(_cut(fragments, position - start, mention.start - start))
        yield Run(_cut(fragments, mention.start - start, mention.end - start), mention.entity)
        position = mention.end
    if position < end:
        yield Run(_cut(fragments, position - start, end - start))


def _cut(fragments: Sequence[Fragment], start: int, end: int) -> tuple[Fragment, ...]:
    pieces = []
    position = 0
    for fragment in fragments:
        first, last = max(start - position, 0), min(end - position, len(fragment.text))
        if first < last:
            pieces.append(Fragment(fragment.text[first:last], fragment.marked))
        position += len(fragment.text)
    return tuple(pieces)


def _looks_like_subhead(text: str) -> bool:
    return len(text) <= _SUBHEAD_LETTERS and _SENTENCE_ENDS.search(text.strip()) is None


_ENDS: Final = re.compile(r"(?<=[.!?؟…])\s+|\n")
_LETTERS_EACH_SIDE: Final = 140
_ELLIPSIS: Final = "… "


def sentence_about(text: str, start: int, end: int) -> tuple[Fragment, ...]:
    """Return the sentence around ``text[start:end]``, that stretch marked.

    Each side is cut between words at 140 letters.
    """
    ends = list(_ENDS.finditer(text))
    first = max((match.end() for match in ends if match.end() <= start), default=0)
    last = min((match.start() for match in ends if match.start() >= end), default=len(text))
    pieces = (
        Fragment(_tail(text[first:start])),
        Fragment(text[start:end], marked=True),
        Fragment(_head(text[end:last])),
    )
    return tuple(piece for piece in pieces if piece.text)


def beginning_of(text: str, letters: int = 2 * _LETTERS_EACH_SIDE) -> str:
    """Return the beginning of ``text``, cut between words."""
    return _head(" ".join(text[: letters + 60].split()), letters)


def _tail(text: str) -> str:
    if len(text) <= _LETTERS_EACH_SIDE:
        return text
    cut = text[-_LETTERS_EACH_SIDE:]
    return _ELLIPSIS + cut[cut.find(" ") + 1 :]


def _head(text: str, letters: int = _LETTERS_EACH_SIDE) -> str:
    if len(text) <= letters:
        return text
    cut = text[:letters]
    return cut[: cut.rfind(" ")] + " …" if " " in cut else cut + "…"
