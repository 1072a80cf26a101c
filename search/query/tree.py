"""What a query says: a tree of small frozen nodes, independent of any index."""

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
class Pattern:
    """Every word that ``text`` stands for, each star in it for any letters or none."""

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
    """All of ``parts``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of ``parts``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What ``part`` does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class FieldText:
    """The words of ``part`` in one text field (``title:حلب``)."""

    name: str
    part: Node


@dataclass(frozen=True, slots=True)
class FieldValue:
    """Articles with a value, in one field of whole values, that ``part`` names (``outlet:سانا``)."""

    name: str
    part: Node


@dataclass(frozen=True, slots=True)
class Dates:
    """Articles that may be of a day from ``first`` to ``last``, inclusive, ``None`` for open."""

    first: date | None
    last: date | None


Term: TypeAlias = Word | Prefix | Pattern | Fuzzy | Phrase
Node: TypeAlias = Term | And | Or | Not | FieldText | FieldValue | Dates


def terms(node: Node | None) -> Iterator[Term]:
    """Yield the words, prefixes and phrases that ``node`` asks a text for, left to right.

    What is refused is not asked for, and the names in ``outlet:`` or ``person:`` are no text.
    """
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from terms(part)
    elif isinstance(node, FieldText):
        yield from terms(node.part)
    elif isinstance(node, Word | Prefix | Pattern | Fuzzy | Phrase):
        yield node


def plain_text(node: Node | None, typed: str) -> str:
    """Return what ``node`` asks in running words, for a reader who knows no query language.

    It is ``typed`` itself where that holds words alone: a question keeps its order and its marks.
    """
    if isinstance(node, Word) or (
        isinstance(node, And) and all(isinstance(part, Word) for part in node.parts)
    ):
        return typed
    found = (
        " ".join(term.words) if isinstance(term, Phrase) else term.text for term in terms(node)
    )
    return " ".join(found)
