"""Which article is which: public ids, and the articles of a page found again.

A page that is captured or parsed anew may have gained, lost or moved articles. Each keeps
its public id: it is found again by its title, else by its paragraphs, else by its place.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from itertools import count
from typing import Final

from archive.arabic.normalize import fold
from archive.models import Article
from archive.records.documents import ParsedArticle

_ID_LETTERS: Final = 12
_SAME_PARAGRAPHS: Final = 0.5
"""Share of the shorter text's paragraphs from which two texts are versions of one."""


def public_id(uri: str, ordinal: int) -> str:
    """Return the id of the ``ordinal``-th article of a document.

    Twelve letters of base 32 hold 60 bits: among a million articles two meet by chance
    once in two million archives.
    """
    digest = hashlib.sha256(f"{uri}\n{ordinal}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:_ID_LETTERS]


def free_public_id(uri: str, position: int, taken: Collection[str]) -> str:
    """Return the id for a new article at ``position``; one that is ``taken`` is passed over."""
    if (identity := public_id(uri, position)) not in taken:
        return identity
    free = (public_id(uri, ordinal) for ordinal in count(len(taken)))
    return next(identity for identity in free if identity not in taken)


def find_again(
    parsed: Sequence[ParsedArticle], existing: Sequence[Article]
) -> list[Article | None]:
    """Return, for each parsed article, the existing one that it is, or None."""
    left = list(existing)
    found: list[Article | None] = [None] * len(parsed)
    for same in (_same_title, _same_text, _same_place):
        for number, article in enumerate(parsed):
            if found[number] is None:
                known = next((each for each in left if same(article, each)), None)
                if known is not None:
                    found[number] = known
                    left.remove(known)
    return found


def _same_title(parsed: ParsedArticle, article: Article) -> bool:
    return bool(parsed.title) and fold(parsed.title) == fold(article.title)


def _same_text(parsed: ParsedArticle, article: Article) -> bool:
    return is_same_text(parsed.paragraphs, article.paragraphs)


def is_same_text(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the paragraphs of two texts show that they are versions of one."""
    new, old = set(one), set(other)
    fewest = min(len(new), len(old))
    return fewest > 0 and len(new & old) >= _SAME_PARAGRAPHS * fewest


def successor_of(gone: Article, standing: Sequence[Article]) -> Article | None:
    """Return the article that holds half or more of the text of one that went, or None."""
    held = {each.public_id: _held(gone, each) for each in standing}
    best = max(standing, key=lambda each: held[each.public_id], default=None)
    letters = sum(map(len, gone.paragraphs))
    if best is None or not letters or held[best.public_id] < _SAME_PARAGRAPHS * letters:
        return None
    return best


def _held(gone: Article, other: Article) -> int:
    """Return the letters of the paragraphs of ``gone`` that stand in another article."""
    return sum(len(paragraph) for paragraph in gone.paragraphs if paragraph in other.body)


def _same_place(parsed: ParsedArticle, article: Article) -> bool:
    return parsed.position == article.position
