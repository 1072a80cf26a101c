"""Search text → tree. Every text has a reading: what is broken is mended and noted.

Words stand side by side where all are wanted; ``OR`` joins its two neighbours, so that
``أزمة سوريا أو لبنان`` asks for أزمة together with one of the two countries.

>>> parse("أزمة سوريا أو لبنان").tree
And(parts=(Word(text='أزمة'), Or(parts=(Word(text='سوريا'), Word(text='لبنان')))))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from archive.arabic.letters import INVISIBLES
from search.fields import FIELDS, Fields
from search.query.facet_parameters import clean
from search.query.lexer import Lexer
from search.query.notices import Notice, NoticeKind
from search.query.state import MAX_TEXT_LETTERS
from search.query.tokens import Token, TokenKind
from search.query.tree import (
    And,
    Dates,
    FieldText,
    FieldValue,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Term,
    Word,
)

MAX_WORDS: Final = 64
"""Words of a query that are searched for; a sentence of a text has fewer."""
MAX_NESTING: Final = 16
"""Brackets within brackets; it bounds how deep the functions that walk a tree call themselves."""
MAX_PREFIXES: Final = 8
"""Words with a star; each may stand for a thousand words of the index."""
MAX_FUZZY_WORDS: Final = 3
"""A misspelt word is compared with every word of the index; a few of them are enough."""

_INVISIBLE: Final = re.compile(f"[{INVISIBLES}]+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says: its tree, what was mended in it, and the limits that it met.

    ``tree`` is ``None`` where there is nothing to search for.
    """

    tree: Node | None
    repairs: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()


def parse(
    text: str, *, any_word: bool = False, cut: bool = False, fields: Fields = FIELDS
) -> Parsed:
    """Read ``text``; with ``any_word`` its words are alternatives. Never raises.

    ``cut`` says that the text was longer and has been cut already.
    """
    cleaned = _INVISIBLE.sub("", clean(text))
    cut = cut or len(cleaned) > MAX_TEXT_LETTERS
    notices = [Notice(NoticeKind.TEXT_CUT, str(MAX_TEXT_LETTERS))] if cut else []
    lexer = Lexer(cleaned[:MAX_TEXT_LETTERS], fields, notices=notices)
    parser = _Parser(iter(lexer), repairs=lexer.repairs, notices=notices)
    tree = parser.group(0, any_word=any_word)
    if tree is None and text.strip():
        notices.append(Notice(NoticeKind.NO_WORDS, cleaned[:40]))
    return Parsed(tree, _once(parser.repairs), _once(notices))


def _once(repairs: list[Notice]) -> tuple[Notice, ...]:
    return tuple(dict.fromkeys(repairs))


@dataclass(slots=True)
class _Group:
    """What one pair of brackets holds so far, and what waits for its next term."""

    any_word: bool
    parts: list[Node] = field(default_factory=list)
    names: list[Token] = field(default_factory=list)
    operator: Token | None = None
    negation: Token | None = None

    def add(self, node: Node) -> None:
        for name in reversed(self.names):
            node = _in_field(name, node)
        if self.negation is not None:
            node = Not(node)
        if self.operator is not None and self.operator.kind is TokenKind.OR and self.parts:
            node = _either(self.parts.pop(), node)
        self.parts.append(node)
        self.names, self.operator, self.negation = [], None, None

    def unused(self) -> Iterator[Notice]:
        """Yield what still waits for a term when there is none."""
        for token in (self.operator, self.negation):
            if token is not None:
                yield Notice(NoticeKind.OPERATOR_DROPPED, token.shown)
        for name in self.names:
            yield Notice(NoticeKind.FIELD_EMPTY, name.shown)

    def tree(self) -> Node | None:
        if self.any_word:
            return _any_of(self.parts)
        return _all_of(self.parts)


@dataclass(slots=True)
class _Parser:
    tokens: Iterator[Token]
    repairs: list[Notice]
    notices: list[Notice]
    _words: int = 0
    _prefixes: int = 0
    _fuzzy: int = 0

    def group(self, depth: int, *, any_word: bool) -> Node | None:
        """Read up to the bracket that closes this group, or to the end of the text."""
        group = _Group(any_word)
        too_deep = 0
        for token in self.tokens:
            if token.kind is TokenKind.CLOSE and too_deep:
                too_deep -= 1
            elif token.kind is TokenKind.CLOSE and depth:
                break
            elif token.kind is TokenKind.CLOSE:
                self.repairs.append(Notice(NoticeKind.BRACKET_DROPPED, token.shown))
            elif token.kind is TokenKind.OPEN and depth == MAX_NESTING:
                too_deep += 1
                self.notices.append(Notice(NoticeKind.NESTING_CUT, str(MAX_NESTING)))
            elif token.kind is TokenKind.OPEN:
                self._subgroup(group, depth)
            else:
                self._take(group, token)
        else:
            if depth:
                self.repairs.append(Notice(NoticeKind.BRACKET_CLOSED, "("))
        self.repairs.extend(group.unused())
        return group.tree()

    def _subgroup(self, group: _Group, depth: int) -> None:
        node = self.group(depth + 1, any_word=False)
        if node is not None:
            group.add(node)

    def _take(self, group: _Group, token: Token) -> None:
        if token.kind in (TokenKind.OR, TokenKind.AND):
            self._operator(group, token)
        elif token.kind is TokenKind.NOT:
            group.negation = token if group.negation is None else None
        elif token.kind is TokenKind.ANY:
            group.any_word = True
        elif token.kind is TokenKind.FIELD:
            group.names.append(token)
        elif token.dates is not None:
            group.add(token.dates)
        else:
            self._terms(group, token)

    def _operator(self, group: _Group, token: Token) -> None:
        if not group.parts or group.operator is not None or group.negation is not None:
            self.repairs.append(Notice(NoticeKind.OPERATOR_DROPPED, token.shown))
        else:
            group.operator = token

    def _terms(self, group: _Group, token: Token) -> None:
        terms = list(self._within_room(token.terms))
        if group.any_word and not group.names and group.negation is None:
            for term in terms:
                group.add(term)
        elif terms:
            group.add(_all_of(list(terms)) or terms[0])

    def _within_room(self, terms: tuple[Term, ...]) -> Iterator[Term]:
        """Yield what the limit on words leaves of ``terms``, a long phrase shortened."""
        for term in terms:
            room = MAX_WORDS - self._words
            length = len(term.words) if isinstance(term, Phrase) else 1
            if length > room:
                self.notices.append(Notice(NoticeKind.WORDS_CUT, str(MAX_WORDS)))
            if room <= 0:
                return
            self._words += min(length, room)
            yield self._bounded(term, room)

    def _bounded(self, term: Term, room: int) -> Term:
        """Return ``term``, its words cut to ``room``, as a plain word where it costs too much."""
        if isinstance(term, Phrase):
            return replace(term, words=term.words[:room])
        self._prefixes += isinstance(term, Prefix | Pattern)
        self._fuzzy += isinstance(term, Fuzzy)
        if isinstance(term, Prefix | Pattern) and self._prefixes > MAX_PREFIXES:
            self.notices.append(Notice(NoticeKind.PREFIXES_CUT, str(MAX_PREFIXES)))
            return Word(term.text.replace("*", ""))
        if isinstance(term, Fuzzy) and self._fuzzy > MAX_FUZZY_WORDS:
            self.notices.append(Notice(NoticeKind.FUZZY_CUT, str(MAX_FUZZY_WORDS)))
            return Word(term.text)
        return term


def _in_field(token: Token, node: Node) -> Node:
    """Return ``node`` within the field that ``token`` names; the innermost field counts."""
    if token.field is None or isinstance(node, FieldText | FieldValue):
        return node
    if token.field.holds_values:
        return FieldValue(token.field.name, node)
    return FieldText(token.field.name, node)


def _either(left: Node, right: Node) -> Or:
    alternatives = left.parts if isinstance(left, Or) else (left,)
    return Or((*alternatives, right))


def _all_of(parts: list[Node]) -> Node | None:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat)) if flat else None


def _any_of(parts: list[Node]) -> Node | None:
    """Join as alternatives what is wanted; what is refused, or a date, holds for all of them."""
    alternatives = [part for part in parts if not _limits(part)]
    limits = [part for part in parts if _limits(part)]
    if len(alternatives) > 1:
        alternatives = [Or(tuple(alternatives))]
    return _all_of([*alternatives, *limits])


def _limits(node: Node) -> bool:
    return isinstance(node, Not | Dates | FieldValue)
