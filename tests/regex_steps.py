"""How many steps a regular expression takes on a text, counted and not timed.

Python's matcher tries alternatives in order and goes back where what follows does not match
(``re._parser`` gives the tree that it compiles). The same is done here one character at a
time, so that a pattern whose work grows with the square of a text, or faster, is found out
on a text of a few hundred letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

# The standard library's own reading of patterns, which its stubs do not know.
ops: Any = import_module("re._constants")
regex_parser: Any = import_module("re._parser")

_UNBOUNDED: Final = 1 << 30
_OF_ONE_CHARACTER: Final = (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN)


class TooManySteps(Exception):
    """A text takes more steps than it may."""


class StepCounter:
    """Counts the steps of looking for every match of a pattern in one text."""

    def __init__(self, pattern: re.Pattern[str], text: str, limit: int) -> None:
        self._tree = regex_parser.parse(pattern.pattern, pattern.flags)
        self._pattern = pattern
        self._text = text
        self._limit = limit
        self.steps = 0

    def find_all(self) -> int:
        """Return the steps of ``finditer``. Raises ``TooManySteps`` past the limit."""
        at, spans = 0, []
        while at <= len(self._text):
            end = next(self._sequence(list(self._tree), 0, at), None)
            if end is not None:
                spans.append((at, end))
            at = end if end is not None and end > at else at + 1
        found = [match.span() for match in self._pattern.finditer(self._text)]
        assert spans == found, "the steps of another match were counted"
        return self.steps

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._limit:
            raise TooManySteps(f"{self._pattern.pattern!r} on {self._text[:60]!r}…")

    def _sequence(self, nodes: list[Any], index: int, at: int) -> Iterator[int]:
        if index == len(nodes):
            yield at
            return
        for middle in self._node(nodes[index], at):
            yield from self._sequence(nodes, index + 1, middle)

    def _node(self, node: tuple[Any, Any], at: int) -> Iterator[int]:
        self._step()
        op, value = node
        if op in _OF_ONE_CHARACTER:
            if at < len(self._text) and self._is_one(op, value, self._text[at]):
                yield at + 1
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            if self._holds(value, at) == (op is ops.ASSERT):
                yield at
        elif op is ops.AT:
            if self._is_at(value, at):
                yield at
        else:
            yield from self._ends(op, value, at)

    def _ends(self, op: Any, value: Any, at: int) -> Iterator[int]:
        """Yield where what holds other nodes may end."""
        if op is ops.SUBPATTERN:
            yield from self._sequence(list(value[3]), 0, at)
        elif op is ops.BRANCH:
            for branch in value[1]:
                yield from self._sequence(list(branch), 0, at)
        elif op is ops.MAX_REPEAT:
            yield from self._repeated(value, at)
        elif op is ops.MIN_REPEAT:
            yield from reversed(list(self._repeated(value, at)))
        elif op is ops.POSSESSIVE_REPEAT:
            yield from self._first(self._repeated(value, at))
        elif op is ops.ATOMIC_GROUP:
            yield from self._first(self._sequence(list(value), 0, at))
        else:
            raise NotImplementedError(op)

    def _holds(self, looked_around: tuple[int, Any], at: int) -> bool:
        direction, body = looked_around
        start = at if direction > 0 else at - body.getwidth()[0]
        return start >= 0 and any(True for _ in self._sequence(list(body), 0, start))

    def _first(self, ends: Iterator[int]) -> Iterator[int]:
        end = next(ends, None)
        if end is not None:
            yield end

    def _repeated(self, repeat: tuple[Any, Any, Any], at: int) -> Iterator[int]:
        """Yield where repetitions end, the most first, without a call for each of them."""
        least, most, nodes = int(repeat[0]), min(int(repeat[1]), _UNBOUNDED), list(repeat[2])
        waiting = [(at, self._sequence(nodes, 0, at))]
        while waiting:
            begun, ends = waiting[-1]
            end = next(ends, None) if len(waiting) <= most else None
            if end is None:
                waiting.pop()
                if len(waiting) >= least:
                    yield begun
            elif end > begun:
                waiting.append((end, self._sequence(nodes, 0, end)))

    def _is_one(self, op: Any, value: Any, char: str) -> bool:
        if op is ops.ANY:
            return char != "\n"
        if op is not ops.IN:
            return (ord(char) == value) is bool(op is ops.LITERAL)
        negated = bool(value[0][0] is ops.NEGATE)
        return any(in_class(kind, what, char) for kind, what in value[negated:]) != negated

    def _is_at(self, where: Any, at: int) -> bool:
        text = self._text
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return at == 0
        if where is ops.AT_END_STRING:
            return at == len(text)
        if where is ops.AT_END:
            return at == len(text) or text[at:] == "\n"
        before, after = (
            bool(side) and in_class(ops.CATEGORY, ops.CATEGORY_WORD, side)
            for side in (text[at - 1 : at] if at else "", text[at : at + 1])
        )
        return (before != after) is bool(where is ops.AT_BOUNDARY)


def in_class(op: Any, value: Any, char: str) -> bool:
    if op is ops.LITERAL:
        return bool(ord(char) == value)
    if op is ops.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    name = str(value)
    holds = {
        "WORD": char.isalnum() or char == "_",
        "DIGIT": unicodedata.category(char) == "Nd",
        "SPACE": char.isspace(),
    }[name.rpartition("_")[2]]
    return holds != ("NOT" in name)
