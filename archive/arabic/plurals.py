"""Broken plurals: the singulars of a plural that no ending shows.

They are data (``broken_plurals.txt``, by hand, and ``wordnet_plurals.txt``, of Arabic WordNet). A
plural that no list holds is read by its pattern, where exactly one singular is common enough.

>>> sorted(singulars("وزراء", lambda word: 0).counted)
['وزير']
>>> sorted(singulars("حدود", lambda word: 0).ranked)
['حد']
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Final, NamedTuple

from archive.arabic.data_files import data_lines
from archive.arabic.letters import ALEF
from archive.arabic.normalize import fold

PLURALS_FILE: Final = "broken_plurals.txt"
WORDNET_FILE: Final = "wordnet_plurals.txt"
_RANKS_SIGN: Final = "?"
"""Behind a listed plural that is another word too."""

_PLURAL_OF_PEOPLE: Final = "اء"
WEAK_LETTERS: Final = frozenset("اويءه")
"""Letters that come and go between a singular and its plural."""


class Singulars(NamedTuple):
    """The singulars of a plural: those that it counts as, and those that it is only near to."""

    counted: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()


NONE: Final = Singulars()


@cache
def listed_plurals() -> Mapping[str, Singulars]:
    """Return the singulars of each plural of the lists, all folded. What is written by hand rules."""
    counted: dict[str, dict[str, None]] = defaultdict(dict)
    ranked: dict[str, dict[str, None]] = defaultdict(dict)
    by_hand: set[str] = set()
    for name in (PLURALS_FILE, WORDNET_FILE):
        for singular, plural, ranks in _listed(name):
            if name == PLURALS_FILE or plural not in by_hand:
                (ranked if ranks else counted)[plural][singular] = None
        by_hand |= {*counted, *ranked}
    return MappingProxyType(
        {
            plural: Singulars(tuple(counted[plural]), tuple(ranked[plural]))
            for plural in {*counted, *ranked}
        }
    )


def _listed(name: str) -> Iterator[tuple[str, str, bool]]:
    for line in data_lines(name):
        singular, *plurals = line.split()
        for plural in plurals:
            yield (
                fold(singular),
                fold(plural.removesuffix(_RANKS_SIGN)),
                plural.endswith(_RANKS_SIGN),
            )


@cache
def listed_singulars() -> frozenset[str]:
    """Return the singulars of the lists whose plurals count."""
    return frozenset(chain.from_iterable(each.counted for each in listed_plurals().values()))


_ROOT_LETTER: Final = "([^اءه])"
_LAST_ROOT_LETTER: Final = "([^اويءه])"


@cache
def people() -> frozenset[str]:
    """Return the listed singulars with a plural in اء, which are people and what is said of them."""
    return frozenset(
        singular
        for plural, found in listed_plurals().items()
        if plural.endswith(_PLURAL_OF_PEOPLE)
        for singular in found.counted
        if not singular.endswith("ه")
    )


class _Pattern(NamedTuple):
    """Plurals of one shape, and the shapes of what they may be plurals of."""

    plural: re.Pattern[str]
    singulars: tuple[str, ...]
    may_be_participle: bool = False
    """Participles have this shape too (مقاتل): those that take a sound plural are none."""


def _pattern(shape: str, singulars: str, *, may_be_participle: bool = False) -> _Pattern:
    """Return the pattern of ``shape``, in which 1 to 4 are the letters of the root."""
    last = max(letter for letter in shape if letter.isdigit())
    plural = re.sub("[1-4]", _ROOT_LETTER, shape.replace(last, _LAST_ROOT_LETTER))
    return _Pattern(
        re.compile(plural),
        tuple(re.sub("([1-4])", r"\\\1", singular) for singular in singulars.split()),
        may_be_participle,
    )


PATTERNS: Final = (
    _pattern("م1ا2ي3", "م12و3 م12ا3 م12ي3"),
    _pattern("ا1ا2ي3", "ا12و3 ا12و3ه ا12ي3"),
    _pattern("1وا2ي3", "1ا2و3 1ا2ي3"),
    _pattern("12ا3ي4", "123و4 123ا4 123ي4"),
    _pattern("12اء3", "12ي3ه 12ا3ه 12و3ه"),
    _pattern("م1ا23", "م123 م123ه", may_be_participle=True),
)
"""The shapes of plurals that are rarely another word's; the first that fits is asked.

After the tables of W. Wright, "A Grammar of the Arabic Language", third edition, I, § 304.
"""
_SHORTEST: Final = 5
_LONGEST: Final = 6
"""Letters of every pattern, the third of which is alef: most words are told by this alone."""
MIN_SINGULAR_COUNT: Final = 30
"""How often a singular must be written, of ``frequencies.CORPUS_SIZE`` words, to be believed."""
SINGULAR_SHARE: Final = 0.3
"""Of its plural's frequency, what a singular must have."""
CLEAR_LEAD: Final = 5
"""How much commoner than the second singular the first must be."""
SOUND_PLURAL_SHARE: Final = 0.02
"""Of a word's own frequency, the sound plurals that make it no plural itself."""


def singulars(word: str, count: Callable[[str], int]) -> Singulars:
    """Return the singulars of the folded ``word``; none where it is no broken plural.

    ``count`` tells how often a noun is written.
    """
    listed = listed_plurals().get(word)
    if listed is not None:
        return listed
    found = singular_by_pattern(word, count)
    return NONE if found is None else Singulars((found,))


def singular_by_pattern(word: str, count: Callable[[str], int]) -> str | None:
    """Return the one common singular that the shape of ``word`` lets it have."""
    if word[2:3] != ALEF or not _SHORTEST <= len(word) <= _LONGEST:
        return None
    for pattern in PATTERNS:
        match = pattern.plural.fullmatch(word)
        if match is None:
            continue
        total = count(word)
        if pattern.may_be_participle and any(
            count(word + ending) > SOUND_PLURAL_SHARE * total for ending in ("ون", "ين", "ه")
        ):
            return None
        counts = sorted(
            ((count(singular), singular) for singular in map(match.expand, pattern.singulars)),
            reverse=True,
        )
        (best, singular), second = counts[0], counts[1][0] if len(counts) > 1 else 0
        is_clear = best >= max(MIN_SINGULAR_COUNT, SINGULAR_SHARE * total, CLEAR_LEAD * second)
        return singular if is_clear else None
    return None


def shares_consonants(singular: str, plural: str) -> bool:
    """Return whether both folded words have the same strong consonants in one order."""
    strong = [
        "".join(letter for letter in word if letter not in WEAK_LETTERS)
        for word in (singular, plural)
    ]
    return strong[0] == strong[1]
