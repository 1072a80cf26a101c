"""Names typed in Latin letters → how Arabic writes them (Gaddafi, Qadhafi → قذافي).

Two spellings are of one name where their consonants agree, sounds that the two scripts
divide differently taken together; among those the vowels decide. Names come from the
shipped table, and from the entities of the archive.

>>> LatinNames.shipped().arabic("Qadhafi")[0]
'قذافي'
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from archive.arabic.letters import ALEF_MAKSURA
from archive.arabic.normalize import fold
from search.engine import edit_distance

MIN_NAME_LETTERS: Final = 3
"""Letters from which on a word can be a name."""
MAX_ARABIC_SPELLINGS: Final = 12
"""Arabic spellings that are given, at most."""
_TOO_FAR: Final = 0.34
"""Edits for each letter of the typed name beyond which vowels no longer agree."""
_UNHEARD: Final = 0.3
"""What a name without a Latin spelling counts as, when its consonants agree."""

_ARTICLE: Final = re.compile(r"^(?:al|el|ul)[-\s'’]+|^ال(?=...)")

# Consonants that the scripts divide differently share a letter. The order matters: two
# letters that are one sound come first.
_LATIN_SOUNDS: Final = (
    ("sch", "c"), ("tch", "c"), ("sh", "c"), ("ch", "c"), ("ph", "f"), ("kh", "k"), ("gh", "k"),
    ("ck", "k"), ("dh", "d"), ("th", "t"), ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("x", "ks"), ("q", "k"), ("z", "d"), ("v", "f"), ("p", "b"), ("w", "u"), ("y", "i"),
    ("o", "u"), ("e", "i"),
)  # fmt: skip
_ARABIC_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("قكغخ", "k"),
        **dict.fromkeys("دذضظز", "d"),
        **dict.fromkeys("تطث", "t"),
        **dict.fromkeys("سص", "s"),
        "ش": "c",
        "ج": "j",
        "ف": "f",
        "ب": "b",
        "ل": "l",
        "م": "m",
        "ن": "n",
        "ر": "r",
        **dict.fromkeys("اوي", "a"),
        **dict.fromkeys("ءعحه", ""),
    }
)
_SOFT_C: Final = re.compile("c(?=[eiy])")
_DOUBLED: Final = re.compile(r"(.)\1+")
_UNSOUNDED: Final = re.compile("[aeiouh]")
_NOT_LATIN: Final = re.compile("[^a-z]")

_Name = tuple[Iterable[str], Collection[str]]
"""A name: its Arabic spellings, and its Latin ones where they are known."""


@dataclass(frozen=True, slots=True)
class LatinNames:
    """Arabic spellings of names by the consonants of their Latin ones."""

    _by_key: Mapping[str, str]
    """A line each: an Arabic spelling and its sounds, parted by tabs. As sets of strings they
    take five times the memory."""

    @classmethod
    @cache
    def shipped(cls) -> LatinNames:
        """Return the names of the shipped table."""
        text = (files("archive") / "data" / "names" / "person_names.tsv").read_text("utf-8")
        rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
        return cls.of((arabic.split("|"), latin.split("|")) for arabic, latin in rows)

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]]) -> LatinNames:
        """Return the words of (Arabic name, Latin name), word beside word where both have as many."""
        return cls.of(name for arabic, latin in pairs for name in _words(arabic, latin))

    @classmethod
    def of(cls, names: Iterable[_Name]) -> LatinNames:
        """Return the names with their Arabic and Latin spellings laid out by consonants."""
        by_key: dict[str, dict[str, set[str]]] = {}
        for arabic, latin in names:
            sounds = {_sound(_ARTICLE.sub("", spelling)) for spelling in latin}
            for spelling in arabic:
                for key in {_arabic_key(fold(spelling)), *map(_key, sounds)}:
                    by_key.setdefault(key, {}).setdefault(spelling, set()).update(sounds)
        return cls(
            {
                key: "\n".join("\t".join((spelling, *heard)) for spelling, heard in found.items())
                for key, found in by_key.items()
            }
        )

    def arabic(self, latin: str) -> list[str]:
        """Return the Arabic spellings of ``latin``, the nearest first; empty where none is near."""
        word = _ARTICLE.sub("", fold(latin))
        if len(word) < MIN_NAME_LETTERS or _NOT_LATIN.search(word):
            return []
        ranked: dict[str, float] = {}
        for sound in {_sound(word), _sound(word.replace("g", "j"))}:
            for line in filter(None, self._by_key.get(_key(sound), "").split("\n")):
                spelling, *sounds = line.split("\t")
                apart = min(
                    (edit_distance(sound, other) / len(sound) for other in sounds),
                    default=_UNHEARD,
                )
                if apart <= _TOO_FAR:
                    ranked[spelling] = min(apart, ranked.get(spelling, apart))
        ordered = sorted(
            ranked,
            key=lambda spelling: (
                ranked[spelling],
                len(spelling),
                spelling.endswith(ALEF_MAKSURA),
                spelling,
            ),
        )
        once: dict[str, str] = {}
        for spelling in ordered:
            once.setdefault(fold(spelling), spelling)
        return list(once.values())[:MAX_ARABIC_SPELLINGS]


def _words(arabic: str, latin: str) -> Iterator[_Name]:
    words, spellings = arabic.split(), latin.split()
    alike = len(words) == len(spellings)
    for place, word in enumerate(words):
        yield [word], [fold(spellings[place])] if alike else []


def _sound(latin: str) -> str:
    """Return how a Latin spelling sounds, roughly: ``qadhafi`` and ``gaddafi`` are ``kadafi``."""
    sound = _SOFT_C.sub("s", latin)
    for letters, one in _LATIN_SOUNDS:
        sound = sound.replace(letters, one)
    return _DOUBLED.sub(r"\1", sound.replace("g", "k"))


def _key(sound: str) -> str:
    """Return the consonants of a sound."""
    return _DOUBLED.sub(r"\1", _UNSOUNDED.sub("", sound))


def _arabic_key(folded: str) -> str:
    return _key(_ARTICLE.sub("", folded).translate(_ARABIC_SOUNDS))
