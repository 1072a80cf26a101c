"""Which rows of a capture index a program asks for: filters, as pywb has them, and collapsing.

A filter is ``[!][=|~]field:expression``: the field contains the expression, is it (``=``), or begins
as a regular expression says (``~``); ``!`` turns it round (pywb, “CDXJ Server API”). Collapsing
leaves the first of neighbouring rows that have the same beginning of a field (``field:N``;
“Wayback CDX Server API”).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.exports.cdx_rows import FIELDS, CdxRow

MOST: Final = 10
"""Filters of one call, and fields by which it collapses."""
_ALIASES: Final = {"mime": "mimetype", "status": "statuscode", "url": "original"}
"""Names of pywb → those of the Wayback Machine."""
_FILTER: Final = re.compile(r"(!?)([=~]?)([a-z]{1,20}):(.{0,500})", re.DOTALL)
_COLLAPSE: Final = re.compile(r"([a-z]{1,20})(?::([1-9][0-9]{0,3}))?")
_SECONDS: Final = 1.0
"""Of processor time that one call spends on regular expressions."""

_LONGEST_VALUE: Final = 2_000
"""Letters of a value that is looked at, as many as an address may have."""
_MOST_STEPS: Final = 10_000_000
"""Steps that a matcher may take with one value, some tenths of a second."""
_SIGN: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\]){0,60}\]|.", re.DOTALL)
"""A letter of an expression, or a set of letters; of a longer set each letter is looked at."""
_REPEATS: Final = "*+{"


class UnknownFilterError(ValueError):
    """A filter or a collapsing that is none; its words say what one looks like."""


class SiftingTooLongError(Exception):
    """The regular expressions of a call take too long."""


@dataclass(frozen=True, slots=True)
class Sifting:
    """The filters of a call, and by what it collapses: pairs of a field and of letters of it."""

    filters: tuple[tuple[str, Callable[[str], bool]], ...] = ()
    collapsed: tuple[tuple[str, int | None], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.filters or self.collapsed)

    def sifted(self, rows: Iterable[CdxRow]) -> Iterator[CdxRow]:
        """Yield the rows that are asked for, in order. Raises ``SiftingTooLongError``."""
        until = time.thread_time() + _SECONDS
        before: list[list[str] | None] = [None] * len(self.collapsed)
        for row in rows:
            if time.thread_time() > until:
                raise SiftingTooLongError
            if not all(passes(getattr(row, name)) for name, passes in self.filters):
                continue
            now = [[getattr(row, name)[:letters]] for name, letters in self.collapsed]
            repeats = any(each == other for each, other in zip(now, before, strict=True))
            before = list(now)
            if not repeats:
                yield row


def read_sifting(filters: Sequence[str], collapsed: Sequence[str]) -> Sifting:
    """Return what a call asks for. Raises ``UnknownFilterError``."""
    if len(filters) > MOST or len(collapsed) > MOST:
        raise UnknownFilterError(f"at most {MOST} of them")
    return Sifting(tuple(map(_filter, filters)), tuple(map(_collapsing, collapsed)))


def _filter(text: str) -> tuple[str, Callable[[str], bool]]:
    found = _FILTER.fullmatch(text)
    if found is None:
        raise UnknownFilterError("[!][=|~]field:expression, such as `=mimetype:text/html`")
    negation, modifier, name, expression = found.groups()
    passes = _matcher(modifier, expression)
    return _field(name), (lambda value: not passes(value)) if negation else passes


def _matcher(modifier: str, expression: str) -> Callable[[str], bool]:
    if modifier == "=":
        return lambda value: value == expression
    if modifier == "~":
        pattern = _pattern(expression)
        return lambda value: pattern.match(value[:_LONGEST_VALUE]) is not None
    return lambda value: expression in value


def _pattern(expression: str) -> re.Pattern[str]:
    """Return a regular expression that surely ends soon, whatever it is tried on.

    Nothing is repeated that is a group, none looks round or back; so what multiplies are single
    repeats, each over all letters of a value, and choices, each of two.
    """
    signs = _SIGN.findall(expression)
    grouped = any(
        each == "(" and after == "?" or each == ")" and after and after in "*+?{"
        for each, after in zip(signs, [*signs[1:], ""], strict=True)
    )
    referring = any(each[0] == "\\" and each[1:] in tuple("123456789") for each in signs)
    repeats = sum(each in _REPEATS for each in signs)
    choices = sum(each in "?|" for each in signs)
    if grouped or referring or _LONGEST_VALUE**repeats * 2**choices > _MOST_STEPS:
        raise UnknownFilterError("a simpler expression: two `*` or `+`, and no repeated group")
    try:
        return re.compile(expression)
    except (re.error, OverflowError, RecursionError) as error:
        raise UnknownFilterError(f"no regular expression ({error})") from error


def _collapsing(text: str) -> tuple[str, int | None]:
    found = _COLLAPSE.fullmatch(text)
    if found is None:
        raise UnknownFilterError("a field, or a field and a number of letters: `timestamp:8`")
    return _field(found[1]), int(found[2]) if found[2] else None


def _field(name: str) -> str:
    name = _ALIASES.get(name, name)
    if name not in FIELDS or name == "address":
        known = (each for each in FIELDS if each != "address")
        raise UnknownFilterError(f"a field of {', '.join(known)}")
    return name
