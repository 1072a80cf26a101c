"""The pieces that a search text is read into, before they are joined to a tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from search.fields import Field
from search.query.tree import Dates, Term


class TokenKind(Enum):
    """What a token is; ``TERM`` and ``DATES`` carry a node, ``FIELD`` a field."""

    TERM = auto()
    DATES = auto()
    FIELD = auto()
    ANY = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. One chunk of text may hold several ``terms`` (سوريا،لبنان)."""

    kind: TokenKind
    shown: str
    terms: tuple[Term, ...] = ()
    dates: Dates | None = None
    field: Field | None = None
