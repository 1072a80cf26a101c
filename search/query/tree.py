"""What a search text says: a tree of small frozen nodes, independent of any index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; the analyzer may see several in it (الـCIA, 3.5)."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most ``distance`` letters away from ``text``."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side and in order; with ``slop``, that many words may stand between."""

    words: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class Field:
    """``part`` looked for in one field; names are the values of ``fields.FIELD_NAMES``."""

    name: str
    part: Node


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles that may be of a day from ``first`` to ``last``, inclusive, ``None`` for open."""

    first: date | None
    last: date | None


Node: TypeAlias = Word | Prefix | Fuzzy | Phrase | And | Or | Not | Field | Dates
Term: TypeAlias = Word | Prefix | Fuzzy | Phrase


def terms(node: Node | None) -> Iterator[Term]:
    """Yield the words, prefixes and phrases that ``node`` wants, left to right.

    What is negated is not wanted; what a field of values holds (``outlet:``) is no text.
    """
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from terms(part)
    elif isinstance(node, Field):
        if node.name in ("title", "byline"):
            yield from terms(node.part)
    elif isinstance(node, Word | Prefix | Fuzzy | Phrase):
        yield node
