"""Regular expressions over Arabic that meet every spelling of a letter.

A layout file writes ``اقرأ ايضا`` once; the pattern made here also finds اقرا أيضاً and
إقرأ أيضا. It is matched against text without vowel marks (``Line.plain``).

>>> bool(compile_folded("^اقرأ ايضا").search("إقرأ أيضا: خبر"))
True
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from archive.arabic.letters import LETTER_FOLDING
from archive.errors import ArchiveError


def _spellings() -> dict[str, str]:
    groups: dict[str, set[str]] = defaultdict(set)
    for variant, letter in LETTER_FOLDING.items():
        groups[letter] |= {variant, letter}
    return {char: "".join(sorted(group)) for group in groups.values() for char in group}


_SPELLINGS: Final = _spellings()


def folded_source(pattern: str) -> str:
    """Return ``pattern`` with each Arabic letter widened to all its spellings."""
    widened: list[str] = []
    in_class = False
    escaped = False
    for char in pattern:
        if escaped or char == "\\":
            escaped = not escaped
            widened.append(char)
            continue
        in_class = char == "[" or (in_class and char != "]")
        spellings = _SPELLINGS.get(char)
        if spellings is None:
            widened.append(char)
        else:
            widened.append(spellings if in_class else f"[{spellings}]")
    return "".join(widened)


_GROUP_NAME: Final = re.compile(r"\(\?P<\w+>")
_NO_LETTERS: Final = re.compile(r"\\.|\(\?P[<=]\w+[>)]")
"""Escapes and names of groups, which match no letter that they are written with."""
_CASED: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")


def unnamed_groups(source: str) -> str:
    """Return ``source`` with its named groups unnamed: names may not repeat in one pattern."""
    return _GROUP_NAME.sub("(?:", source)


@cache
def compile_folded(pattern: str) -> re.Pattern[str]:
    """Compile ``pattern`` over all spellings, case-blind, ``^`` and ``$`` at line edges.

    Where no letter of it has cases it is not compiled for them: that takes twice as long.
    """
    has_cases = _CASED.search(_NO_LETTERS.sub("", pattern)) is not None
    flags = re.MULTILINE | (re.IGNORECASE if has_cases else re.NOFLAG)
    return re.compile(folded_source(pattern), flags)


def with_one_spelling(text: str) -> str:
    """Return ``text`` in lower case, each letter in the one spelling that all of them fold to.

    >>> with_one_spelling("إقرأ أيضاً")
    'اقرا ايضاً'
    """
    for variant, letter in LETTER_FOLDING.items():
        text = text.replace(variant, letter)
    return text.lower()


def compile_one_spelling(pattern: str, flags: re.RegexFlag = re.MULTILINE) -> re.Pattern[str]:
    """Compile ``pattern`` for texts of ``with_one_spelling``.

    It is compiled and matched in half the time that a pattern of ``compile_folded`` takes.
    """
    for variant, letter in LETTER_FOLDING.items():
        pattern = pattern.replace(variant, letter)
    return re.compile(_CAPITAL.sub(_small, pattern), flags)


_CAPITAL: Final = re.compile(r"\\.|\(\?P|[A-Z]")


def _small(found: re.Match[str]) -> str:
    """Return a letter in lower case, an escape as it is: not every one has the same in small."""
    return found[0].lower() if len(found[0]) == 1 else found[0]


def check_pattern(pattern: str) -> None:
    """Raise ``ArchiveError``, naming ``pattern``, where it is no regular expression.

    Letters are not widened for that: it is what takes long, and most are never asked for.
    """
    try:
        re.compile(pattern)
    except re.error as error:
        raise ArchiveError(f"pattern {pattern!r} of a layout: {error}") from error
