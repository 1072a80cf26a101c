"""Arabic whose letters stand in the order in which they are drawn, from left to right.

Old PDFs, terminals and printers have it so: each line stands back to front, and what is written
from left to right in it (numbers, Latin words) does not. Which order a text is in its words tell:
«ة» begins none, and turned round nearly all of them are known (``archive.arabic.frequencies``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold

PUT_IN_ORDER: Final = "Arabic that was stored in visual order was put in the order of reading"

ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
BLANKS: Final = re.compile(r"[^\S\n]+")
_MARK: Final = "\u064b-\u0652\u0670"
_FORMS: Final = re.compile("[\ufb50-\ufdcf\ufe70-\ufefc]+")
_LATIN_RUN: Final = re.compile(
    "[0-9A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb50-\ufefc\n]*[0-9A-Za-z\u00c0-\u024f])?"
)
_NUMBER: Final = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_ARABIC_NUMBER: Final = re.compile("[٠-٩۰-۹]+(?:[.,:/٫٬][٠-٩۰-۹]+)*")
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_WORD: Final = re.compile("[\u0620-\u0655\u0670\u067e\u0686\u06a4]{2,}")
_INSIDE_BRACKETS: Final = re.compile(r"(?<=[(\[«]) | (?=[)\]»])")
_FLOATING_MARK: Final = re.compile(f"(?<![{_MARK}])([{_MARK}]+) +(?=\\S)")
_LONGEST_WORD: Final = 60
"""Letters and marks beside a gap that are looked at: no word has as many."""
_BACKWARDS: Final = re.compile("(?<![\u0620-\u0652])(?:[ةى][\u0620-\u064a]|يف(?![\u0620-\u0652]))")
"""«ة» or «ى» at the beginning of a word, or «في» turned round: no word of Arabic."""

_FEWEST_BACKWARDS: Final = 2
_FEWEST_WORDS: Final = 8
_LEAST_TURNED: Final = 0.85
_MOST_STORED: Final = 0.65
"""Words of a text, and the shares of them that are known when turned round and as they are
stored, from which it is sure. Of 1,000 news at least .86 are known, and turned round at most .46."""

_SAMPLE: Final = 20_000
"""Code points of a text that are looked at."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TURNED_YEAR: Final = re.compile(r"(?<!\d)\d\d(?:91|02)(?!\d)")
_SENTENCE_ENDS: Final = ".؟!،؛"


def in_reading_order(text: str) -> tuple[str, bool]:
    """Return ``text`` in the order of reading, and whether it was in another, which is sure."""
    sample = as_letters(text[:_SAMPLE])
    if sum(1 for _ in _BACKWARDS.finditer(sample)) < _FEWEST_BACKWARDS:
        return text, False
    words = _WORD.findall(sample)
    stored = share_of_known(words)
    if len(words) < _FEWEST_WORDS or stored > _MOST_STORED:
        return text, False
    turned = share_of_known([word[::-1] for word in words])
    if turned < _LEAST_TURNED:
        return text, False
    return turned_text(text), True


def turned_text(text: str) -> str:
    """Return a text in visual order in the order of reading; lines that are in it stay."""
    lines = text.split("\n")
    has_numbers = len(_YEAR.findall(text)) >= len(_TURNED_YEAR.findall(text))
    by_words = _words_in_order(lines)
    return "\n".join(
        _turned_words(line) if by_words else turned_line(line, numbers_too=has_numbers)
        for line in lines
    )


def turned_beside(text: str) -> str:
    """Return a title or a name in the order of reading, whose text was in visual order.

    It stays where more of its words are known as they are stored: headers of an e-mail are often
    in order where its text is not.
    """
    turned = turned_text(text)
    in_order = share_of_known(words_of(as_letters(text))) > share_of_known(words_of(turned))
    return text if in_order else turned


def turned_line(line: str, *, numbers_too: bool = True) -> str:
    """Return a line that was stored from left to right in the order of reading.

    What is written from left to right within it, Latin words and (``numbers_too``) numbers, is
    turned back.
    """
    line = BLANKS.sub(" ", line).strip()
    if not ARABIC.search(line):
        return line
    turned = line[::-1].translate(_MIRRORED)
    if numbers_too:
        turned = _ARABIC_NUMBER.sub(lambda number: number[0][::-1], turned)
        turned = _LATIN_RUN.sub(lambda run: _back(run[0]), turned)
    return _INSIDE_BRACKETS.sub("", _without_gaps(as_letters(turned)))


def _words_in_order(lines: Sequence[str]) -> bool:
    """Whether only the letters of each word are turned round, and the words stand in order.

    Then the signs that end sentences stand in the last word of lines, and not in the first.
    """
    words = [line.split() for line in lines if " " in line.strip()]
    first = sum(each[0][0] in _SENTENCE_ENDS for each in words)
    last = sum(each[-1][0] in _SENTENCE_ENDS or each[-1][-1] in _SENTENCE_ENDS for each in words)
    return last > first


def _turned_words(line: str) -> str:
    """Return a line with the letters of its Arabic words turned round."""
    return " ".join(turned_line(word) if ARABIC.search(word) else word for word in line.split(" "))


def _back(run: str) -> str:
    """Return Latin words or a number as they are written; several numbers each by itself."""
    if LATIN.search(run):
        return run[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda number: number[0][::-1], run)


def as_letters(line: str) -> str:
    """Return letters for the shapes of letters that a line is written in."""
    return _FORMS.sub(lambda shapes: "".join(map(_letter, shapes[0])), line)


def _letter(shape: str) -> str:
    letters = unicodedata.normalize("NFKC", shape)
    return letters.strip(" ") if shape < "\ufe80" else letters


def _without_gaps(line: str) -> str:
    """Close the gap that a vowel mark leaves inside a word, where the word is known whole."""

    def closed(mark: re.Match[str]) -> str:
        before = re.split(r"\s", line[max(0, mark.start() - _LONGEST_WORD) : mark.start()])[-1]
        after = re.split(r"\s", line[mark.end() : mark.end() + _LONGEST_WORD])[0]
        whole, parts = before + mark[1] + after, (before, after)
        is_one = _is_known(whole) and not all(map(_stands_alone, parts))
        return mark[1] if is_one else mark[0]

    return _FLOATING_MARK.sub(closed, line)


def _stands_alone(word: str) -> bool:
    """Whether this is a word; no single letter is one."""
    return len(fold(word)) > 1 and _is_known(word)


def _is_known(word: str) -> bool:
    return FrequencyTable.shipped().count(fold(word)) > 0


def words_of(text: str) -> list[str]:
    """Return the Arabic words of two letters and more of a text."""
    return _WORD.findall(text)


def share_of_known(words: Sequence[str]) -> float:
    """Return the share of ``words`` that are known; 0 where there are none."""
    return sum(map(_is_known, words)) / len(words) if words else 0.0
