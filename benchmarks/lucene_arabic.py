"""Apache Lucene's ``ArabicAnalyzer``, ported to measure ours against.

Its chain: standard tokenizer, lower case, decimal digits, stop words (before normalising,
as Lucene does), ``ArabicNormalizer``, ``ArabicStemmer``. Source of the rules: the
documentation of ``org.apache.lucene.analysis.ar`` (Apache-2.0), after Larkey, Ballesteros
and Connell 2002 (light10).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

_ATTACHED: Final = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u00ad\u2060\ufeff"
_WORD: Final = re.compile(
    # Word breaks after UAX 29: letters, digits, marks and format signs hold together;
    # a full stop or apostrophe holds two letters or two digits together, a colon two
    # letters, a comma two digits.
    rf"[\w{_ATTACHED}]+"
    rf"(?:(?:(?<=[^\W\d_])[.'\u2019:\u00b7](?=[^\W\d_])|(?<=\d)[.',;\u060c\u066c](?=\d))[\w{_ATTACHED}]+)*"
)

DELETED: Final = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
"""Tatweel and the eight marks."""

_NORMALIZATION: Final = str.maketrans(
    dict.fromkeys("\u0622\u0623\u0625", "\u0627")
    | {"\u0649": "\u064a", "\u0629": "\u0647"}
    | dict.fromkeys(DELETED, "")
)

PREFIXES: Final = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


def normalize(word: str) -> str:
    """Bare the alefs, make ى ي and ة ه, delete tatweel and vowel marks."""
    return word.translate(_NORMALIZATION)


def stem(word: str) -> str:
    """Take off one prefix, then each suffix once in order, where enough letters remain.

    A prefix leaves at least two letters (و alone: three), a suffix at least two.
    """
    for prefix in PREFIXES:
        enough = len(word) >= (4 if len(prefix) == 1 else len(prefix) + 2)
        if enough and word.startswith(prefix):
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


def analyze(text: str, stop_words: Collection[str]) -> Iterator[str]:
    """Yield the terms of ``text``; ``stop_words`` are compared before normalising."""
    for match in _WORD.finditer(text):
        word = _decimal_digits(match.group().lower())
        if word not in stop_words:
            term = stem(normalize(word))
            if term:
                yield term


def _decimal_digits(word: str) -> str:
    if word.isascii():
        return word
    return "".join(str(unicodedata.decimal(char, char)) for char in word)
