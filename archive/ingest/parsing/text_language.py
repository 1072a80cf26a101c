"""The language of a text, by its letters and by words that are written often in it.

Pages call themselves English in Arabic and Arabic in Persian: their word counts only where the
text itself is not sure. What neither tells is ``UNKNOWN_LANGUAGE``.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from archive.arabic.data_files import DATA
from archive.arabic.letters import FARSI_YEH, INVISIBLES, KAF, KEHEH, MARKS, YEH

UNKNOWN_LANGUAGE: Final = "und"
"""The code of ISO 639-2 for a language that is not determined."""

_SIGNS: Final = "language_signs.toml"
_ARABIC: Final = "ar"
_HEBREW: Final = "he"
_SCRIPTS: Final = {
    "Arab": re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff]+"),
    "Latn": re.compile("[a-z\u00df-\u024f]+"),
    "Hebr": re.compile("[\u05d0-\u05ea]+"),
    "other": re.compile("[\u0370-\u052f\u0900-\u0dff\u0e00-\u0fff\u1100-\u11ff\u3040-\ud7a3]+"),
}
"""Words of each script in small letters; the last holds Greek, Cyrillic, and those of Asia."""

_SPELLING: Final = {KEHEH: KAF, FARSI_YEH: YEH}
_LEFT_OUT: Final = re.compile(f"[{MARKS}{INVISIBLES}]")
_WITH_ARTICLE: Final = re.compile("(?:[وبفك]?ال|لل)[ء-ي]{3,}")
"""A word of the Arabic alphabet that begins with the article."""

_SAMPLED_PARAGRAPHS: Final = 8
_SAMPLE: Final = 200
"""Code points of each of so many paragraphs that are looked at."""

_PROSE: Final = 60
"""Code points from which a line is text; menus in another language stand in shorter ones."""

_LEAST_SHARE: Final = 0.1
_FEWEST_SIGNS: Final = 3
_FAR_MORE: Final = 1.5
"""Share of a text's words that are signs of a language, their number, and how many times those
of any other, from which the language is sure. Chosen on first sentences of Wikipedia."""

_PLAINLY: Final = 0.25
"""Share of words of Arabic from which a text without any letter of another language is Arabic."""

_FOREIGN: Final = re.compile("[^ء-ي]")
_FEWEST_WORDS: Final = 2
_SHORT: Final = 12
"""So many of the signs are words, in a text longer than so many: there one sign is enough."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells a language from the others of its ``script``."""

    code: str
    script: str
    letters: frozenset[str]
    words: frozenset[str]

    def count(self, words: Counter[str], beside: _Signs | None = None) -> int:
        """Return how many of ``words`` are signs of the language, and none of one ``beside`` it."""
        letters = self.letters - beside.letters if beside else self.letters
        own = self.words - beside.words if beside else self.words
        return sum(
            number
            for word, number in words.items()
            if word in own or not letters.isdisjoint(word) or self._has_article(word)
        )

    def count_words(self, words: Counter[str]) -> int:
        """Return how many of ``words`` are written often in the language, or have its article."""
        return sum(
            number
            for word, number in words.items()
            if word in self.words or self._has_article(word)
        )

    def _has_article(self, word: str) -> bool:
        return self.code == _ARABIC and _WITH_ARTICLE.fullmatch(word) is not None


def language_of(paragraphs: Sequence[str], stated: str = "") -> str:
    """Return the language of a text: its code of two letters (ISO 639-1), else of three.

    ``stated`` is the language that its page or record names. It decides only where the text's
    own signs do not, and where it is written in the text's script.
    """
    script, words = _words(paragraphs)
    if script == "Hebr":
        return _HEBREW
    named = _primary(stated)
    sure = _sure(script, words)
    if sure:
        return sure
    scripts = {signs.code: signs.script for signs in _languages()}
    if named and script and scripts.get(named, script) == script:
        return named
    return UNKNOWN_LANGUAGE


def _primary(stated: str) -> str:
    """Return the language of a tag such as ``ar-SY`` or ``en_US``, or "" where it is none."""
    primary = stated.replace("_", "-").split("-")[0].strip().lower()
    sound = primary.isascii() and primary.isalpha() and len(primary) in (2, 3)
    return primary if sound and primary != UNKNOWN_LANGUAGE else ""


def _words(paragraphs: Sequence[str]) -> tuple[str, Counter[str]]:
    """Return the script of most letters of a text, and its words in that script."""
    prose = [each for each in paragraphs if len(each) >= _PROSE] or paragraphs
    text = " ".join(each[:_SAMPLE] for each in prose[:_SAMPLED_PARAGRAPHS]).lower()
    text = _LEFT_OUT.sub("", text)
    for variant, letter in _SPELLING.items():
        text = text.replace(variant, letter)
    found: dict[str, list[str]] = {}
    for script, words in _SCRIPTS.items():
        found[script] = words.findall(text)
        if 2 * sum(map(len, found[script])) > len(text):
            return script, Counter(found[script])
    script = max(found, key=lambda each: sum(map(len, found[each])))
    return (script, Counter(found[script])) if found[script] else ("", Counter())


def _sure(script: str, words: Counter[str]) -> str:
    """Return the language whose signs are enough and far more than any other's, or ""."""
    languages = [signs for signs in _languages() if signs.script == script]
    if not languages:
        return ""
    total = words.total()
    if (
        script == "Arab"
        and languages[0].count_words(words) >= _PLAINLY * total
        and not (any(map(_FOREIGN.search, words)))
    ):
        return _ARABIC
    is_short = total <= _SHORT
    fewest = max(1 if is_short else _FEWEST_SIGNS, _LEAST_SHARE * total)
    first = max(languages, key=lambda signs: (signs.count(words), signs.count_words(words)))
    if first.count(words) < fewest or (not is_short and first.count_words(words) < _FEWEST_WORDS):
        return ""
    others = (signs for signs in languages if signs is not first)
    stands_out = all(
        first.count(words, other) >= max(1, _FAR_MORE * other.count(words, first))
        for other in others
    )
    return first.code if stands_out else ""


@cache
def _languages() -> tuple[_Signs, ...]:
    """Return the signs of all languages that are known, spelled as texts are compared."""
    tables = tomllib.loads((DATA / _SIGNS).read_text(encoding="utf-8"))
    return tuple(
        _Signs(
            code=name.partition("-")[0],
            script=table["script"],
            letters=frozenset(table["letters"]),
            words=frozenset(table["words"].translate(str.maketrans(_SPELLING)).split()),
        )
        for name, table in tables.items()
    )
