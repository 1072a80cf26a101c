"""Texts that make a regular expression work: what its own repeats take, again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from tests.regex_steps import in_class, ops, regex_parser

_SIGNS: Final = 'ب اa1٣.ـ\n\t-/،:؛"«»()[]{}<>&;@%_=|…َ!؟,+#*'
_CHOICES: Final = 6
"""How many characters of a class, or branches of an alternative, are tried in turn."""
_REPEATS: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_LONG: Final = 20
"""Repeats that take no more than so many are no loop."""
_ENDS: Final = ("\0", "")
_ALWAYS: Final = ("ب", " ", "\n", "1", ".", "a", "-", "ـ", "َ", " ب", " 1", ". ", '"<', "(", "a.")


def pumped_texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield what is repeated, and a function that makes a text of so many letters of it."""
    nodes = list(regex_parser.parse(pattern.pattern, pattern.flags))
    pairs = dict.fromkeys([*_pumps(nodes), *(("", unit) for unit in _ALWAYS)])
    for before, unit in pairs:
        for end in _ENDS:
            yield before + unit, partial(_repeated, before, unit, end)
        if before:
            yield before + unit, partial(_repeated, "", before + unit, "\0")


def _repeated(before: str, unit: str, end: str, letters: int) -> str:
    return before + unit * (letters // len(unit)) + end


def _pumps(nodes: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield for each repeat what leads up to it, and what it repeats."""
    for op, value in nodes:
        if op in _REPEATS:
            if value[1] > _LONG:
                for choice in range(_CHOICES):
                    if unit := sample(value[2], choice):
                        yield before, unit
            yield from _pumps(list(value[2]), before)
            before += sample(value[2]) * value[0]
            continue
        for inner in _inside(op, value):
            yield from _pumps(inner, before)
        before += sample([(op, value)])


def _inside(op: Any, value: Any) -> Iterator[list[Any]]:
    if op is ops.SUBPATTERN:
        yield list(value[3])
    elif op is ops.BRANCH:
        yield from map(list, value[1])
    elif op in (ops.ASSERT, ops.ASSERT_NOT):
        yield list(value[1])
    elif op is ops.ATOMIC_GROUP:
        yield list(value)


def sample(nodes: Any, choice: int = 0) -> str:
    """Return a text that the nodes match, near enough."""
    text = ""
    for op, value in nodes:
        if op is ops.LITERAL:
            text += chr(value)
        elif op is ops.NOT_LITERAL:
            text += "ب" if value != ord("ب") else "ت"
        elif op is ops.ANY:
            text += "ب "[choice % 2]
        elif op is ops.IN:
            text += _one_of(value, choice)
        elif op is ops.SUBPATTERN:
            text += sample(value[3], choice)
        elif op is ops.BRANCH:
            text += sample(value[1][choice % len(value[1])], choice)
        elif op in _REPEATS:
            text += sample(value[2], choice) * max(value[0], min(choice, 1, value[1]))
        elif op is ops.ATOMIC_GROUP:
            text += sample(value, choice)
    return text


def _one_of(value: Any, choice: int) -> str:
    negated = bool(value[0][0] is ops.NEGATE)
    fitting = [
        sign
        for sign in _SIGNS
        if any(in_class(kind, what, sign) for kind, what in value[negated:]) != negated
    ]
    if fitting:
        return fitting[choice % len(fitting)]
    kind, what = value[negated]
    return chr(what if kind is ops.LITERAL else what[0] if kind is ops.RANGE else ord("ب"))
