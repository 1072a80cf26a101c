"""Names typed in Latin letters → how Arabic writes them (Gaddafi, Qadhafi → قذافي).

Two spellings are of one name where their consonants agree, sounds that the two scripts
divide differently taken together; among those the vowels decide. Names come from the
shipped table of persons' names; those of entities are in ``entity_names``.

>>> LatinNames.shipped().arabic("Qadhafi")[0]
'قذافي'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from archive.arabic.letters import ALEF_MAKSURA
from archive.arabic.normalize import fold
from archive.arabic.word_lists import is_stop_word
from search.engine import edit_distance

MIN_NAME_LETTERS: Final = 3
"""Letters from which on a word can be a name."""
MAX_ARABIC_SPELLINGS: Final = 12
"""Arabic spellings that are given, at most."""
_TOO_FAR: Final = 0.34
"""Edits for each letter of the typed name beyond which vowels no longer agree."""
_UNHEARD: Final = 0.3
"""What a name without a Latin spelling counts as, when its consonants agree."""
_UNWRITTEN: Final = 0.5
"""What a difference counts for where both have the same consonants: Arabic writes few vowels."""

LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f0-9][A-Za-z\u00c0-\u024f0-9'’-]{1,23}")
"""A word that may be a name in Latin letters, or in those of Arabic chat."""

_ARTICLE: Final = re.compile(r"^(?:al|el|ul)[-\s'’]+|^ال(?=...)")
_ARTICLES: Final = frozenset({"al", "el", "ul"})
_NOT_LETTERS: Final = re.compile("[^a-z ]+")

# Consonants that the scripts divide differently share a letter. The order matters: two
# letters that are one sound come first.
_LATIN_SOUNDS: Final = (
    ("sch", "c"), ("tch", "c"), ("sh", "c"), ("ch", "c"), ("ph", "f"), ("kh", "k"), ("gh", "k"),
    ("dh", "d"), ("th", "t"), ("dj", "j"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("x", "ks"), ("q", "k"), ("z", "d"), ("v", "f"), ("p", "b"), ("w", "u"), ("y", "i"),
    ("o", "u"), ("e", "i"),
)  # fmt: skip
_CONSONANTS: Final = {
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
}
_ARABIC_SOUNDS: Final = str.maketrans(
    {
        **_CONSONANTS,
        **dict.fromkeys("اع", "a"),
        "و": "u",
        "ي": "i",
        **dict.fromkeys("حه", "h"),
        "ء": "",
    }
)
_CHAT_LETTERS: Final = {
    "3'": ("gh", "غ"), "6'": ("z", "ظ"), "7'": ("kh", "خ"), "9'": ("d", "ض"),
    "2": ("", "[ءاق]"), "3": ("a", "ع"), "4": ("sh", "[شذ]"), "5": ("kh", "خ"), "6": ("t", "ط"),
    "7": ("h", "ح"), "8": ("q", "[قغ]"), "9": ("s", "[صق]"),
}  # fmt: skip
"""Digits of Arabic chat: how each sounds, and the folded letters that it stands for
(Yaghan 2008, "Arabizi": a contemporary style of Arabic slang)."""
_CHAT: Final = re.compile("|".join(map(re.escape, _CHAT_LETTERS)))
_SOFT_C: Final = re.compile("c(?=[eiy])")
_HARD_C: Final = re.compile("c(?!h)")
_DOUBLED: Final = re.compile(r"(.)\1+")
_UNSOUNDED: Final = re.compile("[aeiouh ]")


def plain_latin(latin: str) -> str:
    """Return a Latin name in small letters without accents, articles and other signs.

    It is empty where a letter is not of the Latin alphabet of English.

    >>> plain_latin("Abdel Fattah el-Sisi"), plain_latin("Erdoğan"), plain_latin("7alab")
    ('abdel fattah sisi', 'erdogan', 'halab')
    """
    text = _CHAT.sub(lambda digit: _CHAT_LETTERS[digit[0]][0], latin.replace("’", "'"))
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(char) and char.isalnum() or char in " -'"
    )
    words = bare.replace("ı", "i").lower().split()
    if not "".join(words).isascii():
        return ""
    words = [_ARTICLE.sub("", word) for word in words if word not in _ARTICLES] or words
    return " ".join(filter(None, (_NOT_LETTERS.sub("", word) for word in words)))


def digit_letters(latin: str) -> re.Pattern[str]:
    """Return what finds, in a folded Arabic name, the letters that digits of ``latin`` ask for."""
    digits = _CHAT.findall(latin.replace("’", "'"))
    return re.compile(".*".join(_CHAT_LETTERS[digit][1] for digit in digits))


def sound_of(latin: str) -> str:
    """Return how a plain Latin name sounds, roughly: ``qadhafi`` and ``gaddafi`` are ``kadafi``."""
    sound = _HARD_C.sub("k", _SOFT_C.sub("s", latin.replace(" ", "")))
    for letters, one in _LATIN_SOUNDS:
        sound = sound.replace(letters, one)
    return _DOUBLED.sub(r"\1", sound.replace("g", "k"))


def arabic_sound(folded: str) -> str:
    """Return the sound of a folded Arabic name as it is written: few of its vowels are."""
    words = (_ARTICLE.sub("", word).translate(_ARABIC_SOUNDS) for word in folded.split())
    return _DOUBLED.sub(r"\1", "".join(words))


def consonants(sound: str) -> str:
    """Return the consonants of a sound; g and j are one to some."""
    return _DOUBLED.sub(r"\1", _UNSOUNDED.sub("", sound.replace("j", "k")))


def sounds_apart(sound: str, other: str) -> float | None:
    """Return how far two sounds of the same consonants are, from 0 on; None where too far."""
    apart = _UNWRITTEN * edit_distance(sound, other) / max(len(sound), 1)
    return apart if apart <= _TOO_FAR else None


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
    def of(cls, names: Iterable[_Name]) -> LatinNames:
        """Return the names with their Arabic and Latin spellings laid out by consonants."""
        by_key: dict[str, dict[str, set[str]]] = {}
        for arabic, latin in names:
            sounds = {sound_of(plain_latin(spelling)) for spelling in latin}
            for spelling in arabic:
                if is_stop_word(spelling, fold(spelling)):
                    continue
                for key in {consonants(arabic_sound(fold(spelling))), *map(consonants, sounds)}:
                    by_key.setdefault(key, {}).setdefault(spelling, set()).update(sounds)
        return cls(
            {
                key: "\n".join("\t".join((spelling, *heard)) for spelling, heard in found.items())
                for key, found in by_key.items()
            }
        )

    def arabic(self, latin: str) -> list[str]:
        """Return the Arabic spellings of ``latin``, the nearest first; empty where none is near."""
        word, wanted = plain_latin(latin), digit_letters(latin)
        if len(word) < MIN_NAME_LETTERS:
            return []
        ranked: dict[str, float] = {}
        sound = sound_of(word)
        for line in filter(None, self._by_key.get(consonants(sound), "").split("\n")):
            spelling, *sounds = line.split("\t")
            apart = min(
                (edit_distance(sound, other) / len(sound) for other in sounds), default=_UNHEARD
            )
            told = not apart or len(consonants(sound)) > 1
            if told and apart <= _TOO_FAR and wanted.search(fold(spelling)):
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
