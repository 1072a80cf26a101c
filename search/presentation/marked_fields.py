"""The text of an article's source with the fields that were read from it marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from archive.models import Article

MOST_LETTERS: Final = 20_000
"""Letters of an article's source that stand beside its page."""
_BETWEEN: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class FieldText:
    """A piece of a text; ``field`` names what was read from it, "" where it is running text."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class MarkedSource:
    """An article with its source as pieces. ``cut`` says that the text goes on."""

    article: Article
    pieces: tuple[FieldText, ...]
    cut: bool = False


def marked_source(article: Article, source: str) -> MarkedSource:
    """Return an article's part of a ``source`` with its title, date, byline and place marked.

    ``source`` is the decoded text of its capture, into which its spans point; where it is "", the
    article's own fields stand for it.
    """
    text = source_of(article, source)
    shown = text[:MOST_LETTERS]
    return MarkedSource(article, field_texts(shown, _fields(article)), len(text) > len(shown))


def source_of(article: Article, source: str) -> str:
    """Return the spans of an article in the text of its capture, else what the record says."""
    spans: Sequence[Sequence[int]] = article.spans if source else ()
    found = [source[start:end] for start, end in spans if 0 <= start < end <= len(source)]
    if found:
        return _BETWEEN.join(found)
    own = (article.title, article.standfirst, article.byline, article.date_evidence, article.body)
    return _BETWEEN.join(filter(None, own))


def field_texts(text: str, fields: Iterable[tuple[str, str]]) -> tuple[FieldText, ...]:
    """Return ``text`` in pieces, the first place of each field's words named.

    ``fields`` are names with words; where two overlap, the one that comes first in them stays.
    """
    places: list[tuple[int, int, str]] = []
    for name, words in fields:
        start = text.find(words) if words else -1
        end = start + len(words)
        if start >= 0 and all(end <= begin or start >= stop for begin, stop, _name in places):
            places.append((start, end, name))
    pieces = []
    position = 0
    for start, end, name in sorted(places):
        pieces += [FieldText(text[position:start]), FieldText(text[start:end], name)]
        position = end
    pieces.append(FieldText(text[position:]))
    return tuple(piece for piece in pieces if piece.text)


def _fields(article: Article) -> list[tuple[str, str]]:
    return [
        ("title", article.title),
        ("date", article.date_evidence),
        ("byline", article.byline),
        ("dateline", article.dateline),
        ("standfirst", article.standfirst),
    ]
