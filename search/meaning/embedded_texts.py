"""The passages of an article whose vectors are kept, and what tells whether they are the same still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from archive.arabic.normalize import with_usual_letters
from archive.arabic.usual_spellings import with_usual_alef

if TYPE_CHECKING:
    from archive.models import Article

PASSAGE_LETTERS: Final = 1_200
"""Letters of a passage at most, title aside: about 200 words, which the model reads in one piece."""
MOST_PASSAGES: Final = 2
"""Passages of an article from its beginning on: see ``docs/meaning.md`` for what each adds."""
QUESTION_LETTERS: Final = 1_000
TITLE_LETTERS: Final = 300
_SENTENCE_END: Final = re.compile(r"[.!?؟…۔]\s+|\n+")
_SPACE: Final = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class EmbeddedText:
    """The passages of one article, as the model is given them.

    ``text_hash`` changes with any of them; it is never 0.
    """

    passages: tuple[str, ...]
    text_hash: int


def embedded_text(article: Article) -> EmbeddedText:
    """Return what of ``article`` has vectors: its title and standfirst, then its text."""
    title = article.title[:TITLE_LETTERS]
    body = passages_of(article)
    passages = tuple(_as_usually_written(f"{title}\n{each}") for each in body)
    digest = sha256("\0".join(passages).encode(errors="surrogatepass")).digest()
    return EmbeddedText(passages, int.from_bytes(digest[:8], "little") >> 1 or 1)


def passages_of(article: Article) -> tuple[str, ...]:
    """Return the passages as readers see them, without the title before each.

    There is none where the article has neither title nor text.
    """
    text = "\n".join(filter(None, (article.standfirst, article.body)))
    text = text[: (MOST_PASSAGES + 1) * PASSAGE_LETTERS]
    found = []
    for passage in _pieces(text):
        found.append(passage)
        if len(found) == MOST_PASSAGES:
            break
    if not found and article.title.strip():
        found.append("")
    return tuple(found)


def question_text(text: str) -> str:
    """Return a reader's question as the model is given it."""
    return _as_usually_written(text[:QUESTION_LETTERS])


def _as_usually_written(text: str) -> str:
    return with_usual_alef(with_usual_letters(text)).strip()


def _pieces(text: str) -> Iterator[str]:
    """Yield ``text`` piece by piece, each ending with a sentence where one ends in its later half."""
    start = 0
    while start < len(text):
        end = _end(text, start)
        if piece := text[start:end].strip():
            yield piece
        start = end


def _end(text: str, start: int) -> int:
    limit = start + PASSAGE_LETTERS
    if limit >= len(text):
        return len(text)
    middle = start + PASSAGE_LETTERS // 2
    for ending in (_SENTENCE_END, _SPACE):
        ends = [match.end() for match in ending.finditer(text, middle, limit)]
        if ends:
            return ends[-1]
    return limit
